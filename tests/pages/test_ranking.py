"""The list for coordinators: order, sentences, kinds of places, changes since an earlier edition, the workbook."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from etl.inputs import Sidecar, sha256, write_sidecar
from etl.load import load
from locales import Language
from metrics.protection import ROLES
from metrics.ranking import changes, ranked
from pages._shared import kept_editions
from pages._shared.coverage import coverage
from pages._shared.earlier import coverage_of
from pages._shared.view import View, default_view
from pages._shared.visit import Visit
from pages.coverage import ranking_sheet
from pages.coverage.facts import facts_of, reach_at
from report.workbook import workbook
from warehouse import Store

RURAL = ["Heimbach", "Hürtgenwald", "Kreuzau", "Nideggen", "Nörvenich", "Vettweiß"]
THIN = ["Heimbach", "Hürtgenwald", "Nideggen", "Nörvenich", "Titz", "Vettweiß"]
NIEDERZIER, JUELICH, TITZ = "05358048", "05358024", "05358056"
EARLIER, LATER = (dt.datetime(2026, month, 2, 8, 30, tzinfo=dt.UTC) for month in (3, 11))


@pytest.fixture
def two_editions(bare_data: Path, edit: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Store:
    """Between two loads half a post moves from Jülich to Niederzier."""
    load(bare_data, EARLIER)

    def moved(text: str) -> str:
        for post, before, after in (("STADT-JUELICH-1", "1,0", "0,5"), ("NIEDERZIER-1", "0,5", "1,0")):
            (line,) = (line for line in text.splitlines() if line.startswith(f"{post};"))
            text = text.replace(line, line.replace(f";{before};", f";{after};", 1))
        return text

    edit(bare_data / "raw" / "staffing" / "stellen.csv", moved)
    load(bare_data, LATER)
    monkeypatch.setenv("KIM_DATA_DIR", str(bare_data))
    return Store(bare_data)


@pytest.fixture
def listed(open_page) -> Callable[..., object]:
    """Opens the list; everything in it runs without a problem."""

    def opened(**address: str) -> object:
        shown = open_page("coverage", part="list", **address)
        assert not shown.app.exception
        assert not shown.app.error
        return shown

    return opened


def visit_of(store: Store, role: str = "coordination", code: str = "de") -> Visit:
    edition_id = store.current_id()
    return Visit(edition_id, store.manifest(edition_id), Language(code), role, "")


def names(shown) -> list[str]:
    """The places in the order shown, without their ranks."""
    return [first.partition(". ")[2] for first in shown.rows("ranking_table") if first != "Gemeinde"]


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", "."))


@pytest.mark.parametrize(
    ("role", "area", "lang"),
    [
        ("coordination", "all", "de"),
        ("coordination", "labour_market", "en"),
        ("planning", "welcome", "en"),
        ("planning", "psychosocial", "de"),
        ("steering", "all", "en"),
        ("steering", "psychosocial", "en"),
    ],
)
def test_every_place_is_listed_with_one_sentence(listed, lang: str, role: str, area: str) -> None:
    rows = listed(lang=lang, role=role, area=area).rows("ranking_table")
    assert len(rows) == 15
    for first, (_, _, why) in rows.items():
        place = first.partition(". ")[2]
        assert place in why
        assert why.endswith(".") and ". " not in why


def test_the_order_is_by_gap_and_the_rule_is_stated(listed) -> None:
    shown = listed(role="coordination")
    assert "Gereiht nach der Lücke in Stellen, die größte zuerst" in shown.markup("ranking_table")
    rows = shown.rows("ranking_table")
    gaps = [number(cells[0]) for cells in rows.values()]
    assert gaps == sorted(gaps, reverse=True)
    assert list(rows)[:2] == ["1. Düren", "2. Nörvenich"]
    assert rows["1. Düren"][0] == "+0,91"
    assert "und zwar bei jeder Aufteilung (0,81 bis 1,83 weniger)" in rows["1. Düren"][2]
    assert "doch das hängt von der Aufteilung ab" in rows["2. Nörvenich"][2]


def test_by_coverage_small_rural_places_come_first(listed) -> None:
    shown = listed(rank="share")
    assert "Deckungsgrad" in shown.markup("ranking_table")
    # One post serves Nörvenich, Merzenich and Düren; by need both have the same share of it, and the same rank.
    assert list(shown.rows("ranking_table"))[:2] == ["1. Merzenich", "1. Nörvenich"]
    shares = [number(cells[1].rstrip("\u202f%")) for cells in shown.rows("ranking_table").values()]
    assert shares == sorted(shares)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ({"regiostar": "rural"}, RURAL),
        ({"regiostar": "76"}, ["Kreuzau"]),
        ({"degurba": "03"}, THIN),
        ({"degurba": "01"}, ["Düren"]),
        ({"regiostar": "rural", "degurba": "02"}, ["Kreuzau"]),
    ],
)
def test_kinds_of_places_by_the_published_lists(listed, address: dict[str, str], expected: list[str]) -> None:
    """RegioStaR 2021 and the municipality directory of 31.12.2023, as in data/raw/municipalities."""
    shown = listed(**address)
    assert sorted(names(shown)) == expected
    assert {name: shown.address[name] for name in address} == address


def test_ranks_stay_those_of_the_whole_district(listed) -> None:
    everywhere = {first.partition(". ")[2]: first for first in listed().rows("ranking_table")}
    assert list(listed(regiostar="rural").rows("ranking_table")) == [
        first for place, first in everywhere.items() if place in RURAL
    ]


def test_gaps_that_cannot_show_are_explained(listed) -> None:
    assert "Diese Stellen sind allen Gemeinden zugeordnet" in listed(area="labour_market").html
    assert "Diese Stellen sind allen Gemeinden zugeordnet" not in listed(area="labour_market", split="equal").html


def test_kinds_that_no_place_has_together_say_so(listed) -> None:
    shown = listed(regiostar="rural", degurba="01")
    assert [found.value for found in shown.app.info] == ["Keine Gemeinde ist beides zugleich."]


def test_places_without_a_focus_area_say_where_the_nearest_is(listed) -> None:
    shown = listed(area="psychosocial", role="coordination")
    why = {first.partition(". ")[2]: cells[2] for first, cells in shown.rows("ranking_table").items()}
    assert why["Titz"].startswith("Psychosoziale Beratung gibt es in Titz nicht; die nächste ist in ")
    assert "gibt es in 6 von 15 Gemeinden" in shown.html
    assert not any("gibt es in Düren nicht" in sentence for sentence in why.values())


def test_a_missing_focus_area_is_said_in_the_list_of_another(listed) -> None:
    rows = listed(role="coordination").rows("ranking_table")
    without = {
        first.partition(". ")[2]
        for first, cells in rows.items()
        if "Psychosoziale Beratung gibt es erst in" in cells[2]
    }
    assert without == {
        "Aldenhoven", "Inden", "Jülich", "Langerwehe", "Linnich", "Merzenich", "Niederzier", "Nörvenich", "Titz",
    }  # fmt: skip


def test_reach_of_one_focus_area_is_for_the_coordination(loaded: Store) -> None:
    view = View(focus_area="welcome")
    assert reach_at(visit_of(loaded), view).focus_area == "welcome"
    for role in ("steering", "planning"):
        facts = facts_of(visit_of(loaded, role), view)
        assert all(found.reached.covers_all for found in facts.values())
        assert reach_at(visit_of(loaded, role), view).focus_area == "all"


def test_a_month_that_is_chosen_is_the_end_of_the_twelve_months_of_reach(loaded: Store) -> None:
    assert reach_at(visit_of(loaded), View(month="2025-03")).last == dt.date(2025, 3, 31)
    newest = reach_at(visit_of(loaded), View(month="2024-10"))
    assert newest.last == reach_at(visit_of(loaded), View()).last > dt.date(2025, 3, 31)


def test_the_chosen_place_is_marked_and_linked(listed) -> None:
    shown = listed(ags=TITZ)
    assert 'aria-current="true"' in shown.markup("ranking_table")
    (link,) = shown.app.get("page_link")
    assert link.proto.label == "Alles über Titz"
    assert link.proto.page == "gemeinde"
    assert not listed().app.get("page_link")


# Changes


def test_changes_name_posts_and_gap(listed, two_editions: Store) -> None:
    before, _ = two_editions.ids()
    shown = listed(since=before)
    rows = {first.partition(". ")[2]: cells[3] for first, cells in shown.rows("ranking_table").items()}
    assert rows.pop("Niederzier") == "−0,50 (Stellen +0,50)"
    assert rows.pop("Jülich") == "+0,50 (Stellen −0,50)"
    assert set(rows.values()) == {"unverändert"}
    assert "Verglichen mit dem Datenstand vom 02.03.2026, 09:30: Stellen 01.10.2024" in shown.html


@pytest.mark.usefixtures("two_editions")
def test_without_a_choice_there_is_no_column_of_changes(listed) -> None:
    shown = listed()
    assert shown.widget("since").options == ["kein Vergleich", "02.03.2026, 09:30"]
    assert all(len(cells) == 3 for cells in shown.rows("ranking_table").values())


def test_changes_are_those_of_two_coverages(two_editions: Store) -> None:
    now = visit_of(two_editions)
    view = default_view(now)
    before_id, _ = two_editions.ids()
    before = Visit(before_id, two_editions.manifest(before_id), now.language, now.role, "")
    _, earlier = coverage_of(before, now, view)
    difference = coverage(now, view).sort("ags")["gap_fte"] - earlier.sort("ags")["gap_fte"]
    by_place = dict(zip(sorted(earlier["ags"]), difference.round(9), strict=True))
    assert {ags: change for ags, change in by_place.items() if change} == {NIEDERZIER: -0.5, JUELICH: 0.5}


def test_an_edition_without_the_target_group_cannot_be_compared(two_editions: Store) -> None:
    now = visit_of(two_editions)
    before_id, _ = two_editions.ids()
    before = Visit(before_id, two_editions.manifest(before_id), now.language, now.role, "")
    assert coverage_of(before, now, View(group="not_loaded_then")) is None


def test_one_edition_has_nothing_to_compare_with(listed) -> None:
    widget = listed().widget("since")
    assert widget.options == ["kein früherer vorhanden"]
    assert listed(since="20200101T000000Z-000000000000").widget("since").value == "none"


def test_editions_of_another_form_are_counted_but_not_offered(listed, two_editions: Store) -> None:
    before, current = two_editions.ids()
    path = two_editions.database(before).with_suffix(".json")
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["method"]["version"] = "0"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert kept_editions.earlier(current) == ({}, 1)
    widget = listed().widget("since")
    assert widget.options == ["kein früherer vorhanden"]
    assert "ältere Fassung des Programms" in widget.help
    assert "(1)" in widget.help


@pytest.mark.usefixtures("two_editions")
def test_without_clients_the_list_says_nothing_of_reach(listed) -> None:
    shown = listed(role="coordination")
    assert "keine Fälle aus zwölf Monaten geladen" in shown.html
    assert "neue Fälle" not in shown.markup("ranking_table")


# Other data

TRAVEL = """von;nach;Minuten;Verkehrsmittel
05358056;05358008;61;Bus und Bahn
05358056;05358028;84;Bus und Bahn
05358036;05358044;1;Bus und Bahn
"""


def test_loaded_travel_times_take_the_place_of_distances(
    listed, bare_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = bare_data / "raw" / "staffing" / "travel_times.csv"
    path.write_text(TRAVEL, encoding="utf-8")
    cited = dict.fromkeys(("title", "publisher", "licence", "attribution", "url"), "made up")
    day = dt.date(2025, 12, 31)
    write_sidecar(path, Sidecar(kind="travel_times", reference_date=day, data="example", sha256=sha256(path), **cited))
    load(bare_data, LATER)
    monkeypatch.setenv("KIM_DATA_DIR", str(bare_data))
    shown = listed(area="psychosocial", lang="de")
    said = {
        first.partition(". ")[2]: cells[2].replace("\u00a0", " ")
        for first, cells in shown.rows("ranking_table").items()
    }
    assert (
        said["Titz"]
        == "Psychosoziale Beratung gibt es in Titz nicht; die nächste ist in Düren (61 Minuten, Bus und Bahn)."
    )
    assert said["Linnich"].endswith("; die nächste ist in Nideggen (1 Minute, Bus und Bahn).")
    assert said["Inden"] == "Psychosoziale Beratung gibt es in Inden nicht."
    assert "geladenen Datei (Bus und Bahn)" in shown.html
    assert "made up" in shown.html


def test_another_district_has_no_kinds_and_no_focus_areas_that_nobody_offers(
    listed, other_district: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(other_district.data))
    shown = listed()
    assert len(shown.rows("ranking_table")) == 11
    assert shown.widget("regiostar").options == shown.widget("degurba").options == ["alle"]
    assert "Psychosoziale" not in shown.markup("ranking_table")


# The workbook


def exported(visit: Visit, view: View, before=None) -> dict[str, list[list[object]]]:
    frame = ranked(coverage(visit, view), "gap").with_columns(reason=pl.lit("Satz"))
    if before:
        frame = frame.join(
            changes(coverage(visit, view), coverage(*before)), on="ags", how="left", maintain_order="left"
        )
    made = workbook(ranking_sheet.sheets(visit, view, frame, "Regel", ("alle", "alle"), before))
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


@pytest.mark.parametrize("role", ROLES)
def test_the_workbook_has_numbers_as_numbers_and_explains_itself(loaded: Store, role: str) -> None:
    visit = visit_of(loaded, role)
    view = default_view(visit)
    sheets = exported(visit, view)
    first, second = sheets.values()
    (head,) = (number for number, row in enumerate(first) if "Rang" in row)
    heading, *rows = first[head:]
    rows = rows[:15]
    column = {name: position for position, name in enumerate(heading)}
    expected = ranked(coverage(visit, view), "gap")
    for name, position in (("gap_fte", "Lücke in Stellen (VZÄ)"), ("fte", "Stellen (VZÄ)"), ("rank", "Rang")):
        assert [row[column[position]] for row in rows] == pytest.approx(expected[name].to_list())
    assert [row[column["AGS"]] for row in rows] == expected["ags"].to_list()
    whose = "" if role == "coordination" else " aller Schwerpunkte"  # one of them is for the coordination
    rates = [row[column[f"Neue Fälle{whose} je 1.000 in zwölf Monaten"]] for row in rows]
    assert any(isinstance(rate, float) for rate in rates)
    words = "\n".join(str(cell) for row in second for cell in row)
    for said in (
        "besetzte" if role == "coordination" else "bewilligte",
        "Lücke in Stellen",
        "Regel",
        visit.edition_id,
        "Zensus",
        "Aufteilung",
        "01.10.2024",
    ):
        assert said in words
    assert ("auf ein Vielfaches von 5 gerundet" in words) == (role != "coordination")


def test_the_workbook_of_a_comparison_has_the_changes(two_editions: Store) -> None:
    visit = visit_of(two_editions)
    view = default_view(visit)
    before_id, _ = two_editions.ids()
    before = Visit(before_id, two_editions.manifest(before_id), visit.language, visit.role, "")
    first, second = exported(visit, view, (before, view)).values()
    (head,) = (number for number, row in enumerate(first) if "Rang" in row)
    heading, *rows = first[head:]
    (row,) = (row for row in rows if row[1] == NIEDERZIER)
    change = {
        name: row[heading.index(name)]
        for name in ("Änderung der Lücke", "Änderung der Stellen", "Änderung des Bedarfs")
    }
    assert change == {
        "Änderung der Lücke": pytest.approx(-0.5),
        "Änderung der Stellen": pytest.approx(0.5),
        "Änderung des Bedarfs": 0,
    }
    assert before_id in str(second)


def test_the_list_can_be_saved_as_workbook_and_csv(listed) -> None:
    assert [button.proto.label for button in listed().app.get("download_button")] == ["Excel", "CSV"]


def test_kinds_of_places_are_named_in_the_language_of_the_page(open_page) -> None:
    for lang, region, density in (
        ("de", "Ländliche Region", "gering besiedelt"),
        ("en", "rural region", "thinly populated"),
    ):
        shown = open_page("coverage", part="list", lang=lang)
        assert any(region in name for name in shown.widget("regiostar").options)
        assert density in shown.widget("degurba").options
