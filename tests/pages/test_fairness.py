"""Fairness: the indices against slow twins, kinds of places, months, and what the page says of them."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.load import load
from locales import Language
from metrics.equity import hoover
from pages._shared import door
from pages._shared.coverage import coverage
from pages._shared.kinds import DENSITY, REGIONAL_TYPE
from pages._shared.view import ALL_AREAS, View, default_view, months
from pages._shared.visit import Visit
from pages.coverage.evenness import evenness, groups, hoover_by_month, typologies
from pages.coverage.fairness_sheets import sheets
from report.workbook import workbook
from warehouse import Store

MERZENICH = "05358040"
AREAS = ("welcome", "labour_market", "psychosocial", ALL_AREAS)
Visits = Callable[..., Visit]


@pytest.fixture
def visit_of(monkeypatch: pytest.MonkeyPatch) -> Visits:
    """Makes the visit of a role to the current edition of a store."""

    def made(store: Store, role: str = "steering") -> Visit:
        monkeypatch.setenv("KIM_DATA_DIR", str(store.data))
        edition_id = store.current_id()
        return Visit(edition_id, door.manifest(edition_id), Language("de"), role, "")

    return made


def frame(need: list[float], fte: list[float]) -> pl.DataFrame:
    return pl.DataFrame(
        {"name": [str(number) for number in range(len(need))], "need": need, "fte": fte},
        schema_overrides={"need": pl.Float64, "fte": pl.Float64},
    )


def slow_gini(need: list[float], fte: list[float]) -> float:
    """Half the mean difference of two people, over the mean."""
    people, mean = sum(need), sum(fte) / sum(need)
    apart = sum(
        a * b * abs(x / a - y / b) for a, x in zip(need, fte, strict=True) for b, y in zip(need, fte, strict=True)
    )
    return apart / people**2 / mean / 2


def slow_theil(need: list[float], fte: list[float]) -> float:
    people, posts = sum(need), sum(fte)
    return sum(y / posts * math.log((y / posts) / (a / people)) for a, y in zip(need, fte, strict=True) if y)


def test_published_example() -> None:
    """10, 20, 30, 40, 50 for as many people each: Gini .266667, Theil .119688, Hoover .2."""
    found = evenness(frame([1] * 5, [10, 20, 30, 40, 50]))
    assert found.gini == pytest.approx(0.266667, abs=1e-6)
    assert found.theil == pytest.approx(0.119688, abs=1e-6)
    assert (found.hoover, found.fte, found.moved) == pytest.approx((0.2, 150, 30))


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("rule", ["need", "equal"])
def test_indices_of_the_district(loaded: Store, visit_of: Visits, area: str, rule: str) -> None:
    covered = coverage(visit_of(loaded), View(focus_area=area, rule=rule))
    need, fte = covered["need"].to_list(), covered["fte"].to_list()
    found = evenness(covered)
    assert found.gini == pytest.approx(slow_gini(need, fte), abs=1e-12)
    assert found.theil == pytest.approx(slow_theil(need, fte), abs=1e-12)
    missing = covered.filter(pl.col("gap_fte") > 0)["gap_fte"].sum()
    assert found.moved == pytest.approx(missing, abs=1e-9)  # what is missing somewhere is what has to move there


@given(st.lists(st.floats(1, 1e5), min_size=2, max_size=15), st.floats(0.01, 100))
def test_equal_provision_is_zero_and_all_in_the_smallest_place_the_maximum(need: list[float], per_head: float) -> None:
    even = evenness(frame(need, [people * per_head for people in need]))
    assert (even.hoover, even.gini, even.theil, even.moved) == pytest.approx((0, 0, 0, 0), abs=1e-7)
    smallest = need.index(min(need))
    worst = evenness(frame(need, [float(number == smallest) for number in range(len(need))]))
    assert (worst.hoover, worst.gini, worst.theil) == pytest.approx(
        (worst.most, worst.most, worst.theil_most), abs=1e-9
    )


def test_posts_where_nobody_is_in_need_would_all_have_to_move() -> None:
    found = evenness(frame([10, 10, 0], [1, 1, 2]))
    assert (found.moved, found.gini, found.theil) == pytest.approx((2, 0, 0))


@pytest.mark.parametrize("typology", [REGIONAL_TYPE, DENSITY])
def test_kinds_of_places_split_theil_up(project: Path, loaded: Store, visit_of: Visits, typology: str) -> None:
    visit, view = visit_of(loaded), View()
    assert typologies(visit) == [REGIONAL_TYPE, DENSITY]
    with (project / "data/raw/municipalities/gemeinden.csv").open(encoding="utf-8-sig", newline="") as stream:
        types = {row["ags"]: row[typology] for row in csv.DictReader(stream, delimiter=";")}
    members: dict[str, list[dict]] = {}
    for row in coverage(visit, view).iter_rows(named=True):
        kind = ("land" if types[row["ags"]] >= "75" else "city") if typology == REGIONAL_TYPE else types[row["ags"]]
        members.setdefault(kind, []).append(row)
    sums = {kind: [sum(row[key] for row in rows) for key in ("need", "fte")] for kind, rows in members.items()}
    between = slow_theil([need for need, _ in sums.values()], [fte for _, fte in sums.values()])
    posts = sum(fte for _, fte in sums.values())
    inner = {
        kind: slow_theil([row["need"] for row in rows], [row["fte"] for row in rows]) for kind, rows in members.items()
    }
    found = groups(visit, view, typology)
    assert found.parts.between == pytest.approx(between)
    assert found.parts.within == pytest.approx(sum(sums[kind][1] / posts * inner[kind] for kind in inner))
    assert found.parts.total == pytest.approx(found.parts.within + found.parts.between)
    assert found.between_share == pytest.approx(between / evenness(coverage(visit, view)).theil)
    assert sorted((group.need, group.fte, group.theil) for group in found.groups) == [
        pytest.approx(one) for one in sorted((*sums[kind], inner[kind]) for kind in inner)
    ]
    assert {group.places for group in found.groups} == {
        tuple(sorted(row["name"] for row in rows)) for rows in members.values()
    }


@pytest.mark.parametrize(("role", "span"), [("steering", "day"), ("planning", "year"), ("coordination", "day")])
def test_every_month_is_what_that_month_would_show(staffed: Store, visit_of: Visits, role: str, span: str) -> None:
    """Posts of the history begin, end and grow; repeated months must not hide that."""
    visit = visit_of(staffed, role)
    view = replace(default_view(visit), focus_area="welcome", span=span)
    found = hoover_by_month(visit, view)
    assert found["month"].to_list() == months(visit)
    assert found["share"].n_unique() > 2
    for month, share, fte in found.select("month", "share", "fte").iter_rows():
        covered = coverage(visit, replace(view, month=f"{month:%Y-%m}"))
        assert share == pytest.approx(hoover(covered["need"], covered["fte"])), month
        assert fte == pytest.approx(covered["fte"].sum()), month


# The page


def test_the_finding_says_how_many_posts_would_have_to_move(open_page) -> None:
    shown = open_page("coverage", part="fairness")
    assert not shown.app.exception
    assert "Willkommensberatung: 1,6 von 8,5 Stellen müssten den Ort wechseln" in shown.html
    table = shown.table("Alle Schwerpunkte")
    assert table["Schwerpunkt"][-1] == "alle Schwerpunkte"
    assert table["Stellen (VZÄ)"] == ["8,5", "2,5", "1,0", "12,0"]
    assert table["Hoover"] == ["0,19", "0,00", "0,39", "0,12"]
    assert "Höchstens 0,99: alle Stellen in Heimbach" in shown.html


def test_even_distribution_is_said(open_page) -> None:
    shown = open_page("coverage", part="fairness", area="labour_market")
    assert "Die 2,5 Stellen sind so verteilt wie die Menschen" in shown.html
    assert "schon nach Definition" in shown.html
    equally = open_page("coverage", part="fairness", area="labour_market", split="equal")
    assert "von 2,5 Stellen müssten den Ort wechseln" in equally.html
    assert "schon nach Definition" not in equally.html


def test_kinds_of_places_are_a_choice_and_name_their_members(open_page) -> None:
    shown = open_page("coverage", part="fairness")
    assert "12\u202f% der Ungleichheit (Theil-Index 0,098) liegen zwischen diesen Arten" in shown.html
    assert len(shown.table("12")["Art der Gemeinden"]) == 2
    dense = shown.choose("typology", "degurba")
    assert dense.address["typology"] == "degurba"
    assert any("dicht besiedelt: Düren; mittlere" in caption.value.replace("\\", "") for caption in dense.app.caption)


def test_charts_show_what_the_table_says(open_page) -> None:
    shown = open_page("coverage", part="fairness", month="2024-10")
    drawn, known = shown.markup("hoover_history"), months(shown.app.session_state["visit"])
    (marked,) = re.findall(r'font-weight="700"[^>]*>([^<]*)<', drawn)
    told = [card.split("\n") for card in re.findall(r'data-card="([^"]*)"', drawn.replace("&#10;", "\n"))]
    assert marked in {share for _, share, _ in told}
    german = Language("de")
    assert told[0][0].startswith(german.month(known[0])) and told[-1][0].endswith(german.month(known[-1]))
    curve = shown.markup("lorenz")
    assert "Stellen, wie sie sind" in curve
    assert len(re.findall("<circle", curve)) == 15


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_register_without_kinds_is_said(open_page, small_data: Path, edit, monkeypatch, lang: str) -> None:
    def without_kinds(text: str) -> str:
        head, *rows = text.splitlines()
        return "\n".join([head, *(";".join([*row.split(";")[:6], "", "", "", ""]) for row in rows)]) + "\n"

    edit(small_data / "raw/municipalities/gemeinden.csv", without_kinds)
    load(small_data)
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    shown = open_page("coverage", part="fairness", lang=lang)
    assert not shown.app.exception
    assert not shown.offers("typology")
    said = "sagt nicht von jeder Gemeinde" if lang == "de" else "does not say of every municipality"
    assert any(said in caption.value for caption in shown.app.caption)


def test_the_workbook_holds_what_the_page_shows(loaded: Store, visit_of: Visits) -> None:
    visit, view = visit_of(loaded), View()
    kinds = groups(visit, view, REGIONAL_TYPE)
    made = sheets(visit, view, kinds)
    assert workbook(made)
    areas, regions, by_month, _ = made
    assert [row[3] for row in areas.rows] == [evenness(coverage(visit, view.of(area))).hoover for area in AREAS]
    assert [row[2:4] for row in regions.rows] == [[group.need, group.fte] for group in kinds.groups]
    assert len(by_month.rows) == len(months(visit))
    assert len(sheets(visit, view, None)) == len(made) - 1


@pytest.mark.parametrize("is_empty", [False, True])
def test_months_whose_need_is_not_known_are_a_gap(
    open_page, small_data: Path, edit, monkeypatch: pytest.MonkeyPatch, *, is_empty: bool
) -> None:
    """Later figures, the closest to the last months, lack one municipality, or count nobody anywhere."""

    def with_later_figures(text: str) -> str:
        rows = [row for row in text.splitlines() if ";foreign_nationals;2022-05-15;" in row]
        later = [re.sub(r";2022-05-15;[^;]*", ";2027-06-15;0" if is_empty else ";2027-06-15;7", row) for row in rows]
        if not is_empty:
            later = [row.replace(";2027-06-15;7", ";2027-06-15;.") if MERZENICH in row else row for row in later]
        return text.rstrip("\n") + "\n" + "\n".join(later) + "\n"

    edit(small_data / "raw/census/zensus2022_demografie.csv", with_later_figures)
    load(small_data)
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    shown = open_page("coverage", part="fairness")
    assert not shown.app.exception and not shown.app.warning
    drawn, german = shown.markup("hoover_history"), Language("de")
    known = months(shown.app.session_state["visit"])
    assert german.month(known[0]) in drawn
    assert german.month(known[-1]) not in drawn
    late = open_page("coverage", part="fairness", month="2026-10")
    assert not late.app.exception
    assert ("0 in jeder Gemeinde" if is_empty else "Merzenich") in late.app.warning[0].value
