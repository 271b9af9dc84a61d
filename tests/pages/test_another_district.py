"""Pages of a neighbouring district, loaded by configuration alone (see `other_district`), show that one and no other."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from warehouse import Store

PLACES = {
    "Bad Münstereifel",
    "Blankenheim",
    "Dahlem",
    "Euskirchen",
    "Hellenthal",
    "Kall",
    "Mechernich",
    "Nettersheim",
    "Schleiden",
    "Weilerswist",
    "Zülpich",
}


@pytest.fixture(autouse=True)
def _neighbour(_shipped_data: None, other_district: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(other_district.data))


def published(shared_data: Path, column: str) -> dict[str, int]:
    """Name of a municipality without its designation -> figure of the census table, read line by line."""
    path = shared_data / "census" / "official" / "Regionaltabelle_Demografie.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["_RS"].startswith("05366")]
    return {row["Name"].removesuffix(", Stadt"): int(row[column]) for row in rows if len(row["_RS"]) == 12}


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_coverage_page_shows_its_municipalities(open_page, lang: str) -> None:
    shown = open_page("coverage", lang=lang)
    assert not shown.app.exception
    assert not shown.app.error
    assert set(shown.rows("coverage_table")) >= PLACES
    svg, words = shown.markup("coverage_map"), shown.words()
    assert svg.count("data-ags=") == len(PLACES)
    assert all(name in svg and name in words for name in PLACES)
    assert "Kreis Euskirchen" in shown.html
    assert "Düren" not in words
    assert "Düren" not in svg
    assert "05358" not in svg + words


@pytest.mark.parametrize(
    ("group", "column"),
    [("foreign_nationals", "Staatsange_kurz__2"), ("immigration_history", "Einwanderungserf_ausf__2")],
)
def test_need_is_the_published_figure(open_page, shared_data: Path, group: str, column: str) -> None:
    rows = open_page("coverage", lang="de", group=group).rows("coverage_table")
    need = {name: int(cells[3].replace(".", "")) for name, cells in rows.items() if name in PLACES}
    assert need == published(shared_data, column)


def test_posts_are_split_over_the_places_they_serve(open_page, shared_data: Path) -> None:
    """Counted by hand: EIFEL-1 (0.5) over all by need, NORD-1 (1.0) over Euskirchen, Weilerswist and Zülpich."""
    need = published(shared_data, "Staatsange_kurz__2")
    north = {name: need[name] for name in ("Euskirchen", "Weilerswist", "Zülpich")}
    rows = open_page("coverage", lang="de", split="need").rows("coverage_table")
    for name, people in need.items():
        posts = 0.5 * people / sum(need.values()) + (people / sum(north.values()) if name in north else 0)
        assert float(rows[name][2].replace(",", ".")) == pytest.approx(posts, abs=0.005)


@pytest.mark.parametrize("part", ["areas", "compare", "reach", "distance", "fairness", "list"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_section_of_coverage_runs_without_clients(open_page, part: str, lang: str) -> None:
    shown = open_page("coverage", lang=lang, part=part)
    assert not shown.app.exception
    assert not shown.app.error
    assert "Düren" not in shown.words()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_one_of_its_municipalities_has_a_page_of_its_own(open_page, lang: str) -> None:
    shown = open_page("place", lang=lang, ags="05366040")
    assert shown.heading == "Weilerswist"
    assert not shown.app.exception
    assert not shown.app.error
    assert "Düren" not in shown.words()


@pytest.mark.parametrize("page", ["overview", "caseload", "outcomes", "methods"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_other_page_runs_without_clients(open_page, page: str, lang: str) -> None:
    shown = open_page(page, lang=lang)
    assert not shown.app.exception
    assert not shown.app.error


def test_the_overview_takes_the_population_from_the_census_where_there_is_no_update(open_page) -> None:
    html = open_page("overview", lang="de").html
    assert "197.836" in html
    assert "16.497" in html
    assert "Konzept 2024" not in html
