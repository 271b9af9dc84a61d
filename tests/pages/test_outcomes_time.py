"""How long things take: figures against slow twins that go through the cases, what curves may tell, and the sentences."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from locales import Language
from metrics import medians
from metrics.processes import PROCESSES, SURVIVAL
from metrics.protection import SMALLEST_BASE, round_to_five
from pages._shared.visit import Visit
from pages.outcomes import time_figures as figures
from pages.outcomes.asking import curves_of_units
from pages.outcomes.time_clocks import (
    CASE,
    CLOCK_NAMES,
    FIRST_GOAL,
    HALF_A_YEAR,
    MONTH,
    MONTHS,
    PROCESS_CLOCKS,
    WAITING,
)
from pages.outcomes.time_curves import Days, Share, days_to, read, share_at
from pages.outcomes.time_findings import findings, notices
from pages.outcomes.time_pictures import curves, curves_picture, units_picture
from pages.outcomes.time_sheets import sheets
from pages.outcomes.view import OutcomeView
from report.sheets import Explanation, Sheet
from warehouse import Edition, Store

YEAR, TARGET = 2025, 14
DUEREN = "05358008"
LONGER_OR_SHORTER = ("longer than in", "shorter than in")
Followed = dict[str, list[tuple[int, str]]]


def visit_of(store: Store, role: str = "coordination", language: str = "en", ags: str = "") -> Visit:
    edition_id = store.current_id()
    return Visit(edition_id, store.manifest(edition_id), Language(language), role, ags)


def view_of(**choices: Any) -> OutcomeView:
    given = {"by": "focus_area", "focus_area": "", "carrier": "", "ags": "", "year": YEAR, "target_days": TARGET}
    return OutcomeView(**{**given, **choices})


def followed(edition: Edition, process: str, by: str, year: int) -> Followed:
    """Unit -> how long each of its cases was followed, and how that ended, straight from the cases and goals."""
    day = edition.query("SELECT max(exported_on) AS day FROM caseload_export")["day"].item()
    goals: dict[str, list[dict[str, Any]]] = {}
    for goal in edition.query("FROM case_goal").to_dicts():
        goals.setdefault(goal["case_key"], []).append(goal)
    found: Followed = {}
    cases = edition.query("FROM client_case JOIN (SELECT DISTINCT post, carrier FROM post) USING (post)")
    for case in cases.to_dicts():
        ended = case["ended_on"]
        if process == "case":
            begun, over, ending = case["first_interview_on"], ended, "ended"
        else:
            own = goals.get(case["case_key"], [])
            begun = min((goal["agreed_on"] for goal in own), default=None)
            reached = [goal["status_on"] for goal in own if goal["goal_status"] == "achieved"]
            first = None if not reached or None in reached else min(reached)
            if None in reached:
                continue
            is_in_time = first is not None and (ended is None or first <= ended)
            over, ending = (first, "reached") if is_in_time else (ended, "ended")
        if begun is not None and begun.year == year:
            length = max(((over or day) - begun).days, 0)
            found.setdefault(case[by], []).append((length, ending if over else "open"))
    return found


def incidence_by_hand(cases: list[tuple[int, str]], ending: str, day: int) -> float:
    """Aalen and Johansen 1978, day by day; with one ending alone 1 less Kaplan and Meier's."""
    going_on, share = 1.0, 0.0
    for today in range(day + 1):
        at_risk = sum(length >= today for length, _ in cases)
        over = [how for length, how in cases if length == today and how != "open"]
        if over:
            share += going_on * over.count(ending) / at_risk
            going_on *= 1 - len(over) / at_risk
    return share


def is_followed(cases: list[tuple[int, str]], day: int) -> bool:
    """Whether the curve goes that far: some day from then on has enough people at risk and somebody whose time is over then."""
    days = {length for length, _ in cases if length >= day}
    return any(sum(length >= other for length, _ in cases) >= SMALLEST_BASE for other in days)


@pytest.mark.parametrize("by", ["focus_area", "ags", "carrier"])
def test_the_length_of_cases_is_the_one_followed_by_hand(loaded: Store, edition: Edition, by: str) -> None:
    found = figures.by_unit(visit_of(loaded), view_of(by=by), CASE)
    expected = followed(edition, "case", by, YEAR)
    told = 0
    for unit, cases in expected.items():
        if len(cases) < SMALLEST_BASE:
            assert found[unit].cases is None
            continue
        assert found[unit].cases == len(cases)
        half = next((day for day in range(2000) if incidence_by_hand(cases, "ended", day) >= 0.5 - 1e-12), None)
        if half is None or not is_followed(cases, half):
            assert found[unit].half is None
            continue
        assert found[unit].half is not None and found[unit].half.first == found[unit].half.last == half
        told += 1
    assert told >= 3


@pytest.mark.parametrize("by", ["focus_area", "ags"])
@pytest.mark.parametrize("ending", ["reached", "ended"])
def test_the_share_with_a_first_goal_is_the_one_followed_by_hand(
    loaded: Store, edition: Edition, ending: str, by: str
) -> None:
    found = figures.by_unit(visit_of(loaded), view_of(by=by), FIRST_GOAL)
    told = 0
    for unit, cases in followed(edition, "first_goal", by, YEAR).items():
        for day in (months * MONTH for months in MONTHS):
            share = found[unit].share(ending, day)
            assert (share is not None) == is_followed(cases, day)
            if share is not None:
                assert share.value == pytest.approx(incidence_by_hand(cases, ending, day))
                assert share.lower <= share.value <= share.upper
                told += 1
    assert told >= 6


def test_waiting_is_told_for_every_unit_with_quartiles_in_order(loaded: Store) -> None:
    found = figures.waiting_by_unit(visit_of(loaded), view_of(by="ags"))
    assert found.height == 15
    shown = found.drop_nulls("median_days")
    assert shown.height == 15
    in_order = (pl.col("lower_quartile_days") <= pl.col("median_days")) & (
        pl.col("median_days") <= pl.col("upper_quartile_days")
    )
    assert shown.select(in_order.all()).item()
    together = figures.waiting_of_all(visit_of(loaded), view_of(by="ags"))
    for column in ("cases", "requests", "still_waiting", "left"):
        assert found[column].sum() == together[column]


@pytest.mark.parametrize("role", ["steering", "planning"])
@pytest.mark.parametrize("by", ["focus_area", "ags", "carrier"])
def test_others_know_days_on_a_grid_that_hold_the_exact_ones(loaded: Store, role: str, by: str) -> None:
    seen, exact = (
        figures.by_unit(visit_of(loaded, as_role), view_of(by=by), CASE) for as_role in (role, "coordination")
    )
    grid, told = PROCESSES["case"].grid, 0
    for unit, own in seen.items():
        if own.cases is not None:
            assert own.cases % 5 == 0
        if own.half is None or unit not in exact or exact[unit].half is None:
            continue
        half, true = own.half, exact[unit].half
        assert half.last % grid == 0 and half.last - half.first in (0, grid)
        assert (half.lower or 0) <= true.last <= (half.upper or true.last)
        assert own.cases == round_to_five(exact[unit].cases)
        told += 1
    assert told >= 3


@pytest.mark.parametrize("role", ["steering", "coordination"])
@pytest.mark.parametrize("process", list(PROCESSES))
def test_no_curve_goes_on_below_ten(loaded: Store, role: str, process: str) -> None:
    found = curves_of_units(visit_of(loaded, role), view_of(by="ags"), process)
    assert found.height
    assert found["at_risk"].min() >= SMALLEST_BASE


CURVE = {
    "time": [10.0, 20.0, 40.0],
    "at_risk": [30, 25, 12],
    "estimate": [0.2, 0.5, 0.6],
    "lower": [0.1, 0.3, 0.4],
    "upper": [0.4, 0.7, 0.8],
}


def test_a_share_is_that_of_the_last_day_on_which_something_happened() -> None:
    rising = pl.DataFrame(CURVE)
    assert share_at(rising, 20, is_falling=False) == Share(0.5, 0.3, 0.7)
    assert share_at(rising, 39, is_falling=False) == Share(0.5, 0.3, 0.7)
    assert share_at(rising, 41, is_falling=False) is None
    before = share_at(rising, 5, is_falling=False)
    # Wilson 1927 for 0 of 30: z² / (n + z²).
    assert before is not None and before == pytest.approx((0, 0, 1.959964**2 / (30 + 1.959964**2)), abs=1e-6)
    assert share_at(rising, 5, is_falling=True) == pytest.approx((1, 1 - before.upper, 1))


def test_days_on_a_grid_lie_between_its_points() -> None:
    rising = pl.DataFrame(CURVE)
    assert days_to(rising, 0.5, 0, is_falling=False) == Days(20, 20, 20, None)
    assert days_to(rising, 0.5, 10, is_falling=False) == Days(10, 20, 10, None)
    assert days_to(rising, 0.2, 30, is_falling=False) == Days(0, 10, 0, 20)
    assert days_to(rising, 0.7, 0, is_falling=False) is None


def test_no_curve_tells_nothing() -> None:
    empty = pl.DataFrame(schema={"ending": pl.String, **dict.fromkeys(CURVE, pl.Float64)})
    assert read(empty, "case", "steering").cases is None
    assert read(empty, "case", "steering").share(SURVIVAL, HALF_A_YEAR) is None


def test_a_longer_or_shorter_case_is_named_only_beyond_chance(loaded: Store) -> None:
    """Over all full years and units of the example: a change in words is one whose limits leave out zero."""
    visit, told = visit_of(loaded), {True: 0, False: 0}
    for year in (2022, 2023, 2024, 2025):
        for area in ("", "welcome", "labour_market", "psychosocial"):
            view = view_of(year=year, focus_area=area)
            now, before = (figures.of_what_is_chosen(visit, each, CASE).half for each in (view, view.of(year=year - 1)))
            sentence = findings(visit, view, CASE)[1]
            is_apart = False
            if now is not None and before is not None:
                limits = [(half.last, half.lower, half.upper) for half in (now, before)]
                is_apart = medians.difference(*limits[0], *limits[1]).is_beyond_chance
            assert any(word in sentence for word in LONGER_OR_SHORTER) == is_apart
            told[is_apart] += 1
    assert told[False]


def test_the_sentences_say_what_was_found(loaded: Store) -> None:
    visit, view = visit_of(loaded), view_of(year=None)
    half = figures.of_what_is_chosen(visit, view, CASE).half
    reached = figures.of_what_is_chosen(visit, view, FIRST_GOAL).share("reached", HALF_A_YEAR)
    waited = figures.waiting_of_chosen(visit, view)
    assert half is not None and reached is not None
    first, second, third = findings(visit, view, WAITING)
    assert first.startswith("District, 2021 to 31 Oct 2026: ")
    assert f"{waited['median_days']:.0f} days in the median" in first
    assert f"{waited['value']:.0%}" in first and "within 14 days" in first
    assert f"after {half.last:.0f} days ({half.lower:.0f} to {half.upper:.0f})" in second
    assert f"{reached.value:.0%} of the cases ({reached.lower:.0%} to {reached.upper:.0%})" in third
    assert "within 14 days" not in findings(visit, view, CASE)[0]


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_a_single_post_is_not_compared_with_its_year_before(loaded: Store, year: int) -> None:
    view = view_of(focus_area="psychosocial", year=year)
    seen = visit_of(loaded, "steering")
    assert str(year - 1) not in " ".join(findings(seen, view, WAITING))
    assert notices(seen, view) == ["Not judged, because the figure is that of a single post: Psychosocial counselling."]
    exact = visit_of(loaded)
    assert str(year - 1) in " ".join(findings(exact, view, WAITING))
    assert notices(exact, view) == []


@pytest.mark.parametrize("process", list(PROCESSES))
@pytest.mark.parametrize("role", ["steering", "coordination"])
def test_units_have_a_curve_each_and_one_alone_all_its_endings(loaded: Store, process: str, role: str) -> None:
    visit, clock = visit_of(loaded, role), PROCESS_CLOCKS[process]
    assert set(curves(visit, view_of(), clock)) == {"welcome", "labour_market", "psychosocial"}
    assert set(curves(visit, view_of(focus_area="welcome"), clock)) == set(clock.endings)
    assert set(curves(visit, view_of(by="ags"), clock)) == set(clock.endings)
    drawn = curves_picture(visit, view_of(by="ags", ags=DUEREN), clock)
    assert ("your wish: 14 days" in drawn) == (clock == WAITING)
    assert "still under observation" in drawn


def test_a_picture_says_why_a_unit_has_no_figure(loaded: Store) -> None:
    visit, view = visit_of(loaded, "steering"), view_of(by="ags")
    unknown = [key for key, own in figures.by_unit(visit, view, FIRST_GOAL).items() if not own.share("reached", 180)]
    drawn = units_picture(visit, view, FIRST_GOAL)
    assert unknown
    assert drawn.count("fewer than 10 left before that") + drawn.count("too few cases") >= len(unknown)


@pytest.mark.parametrize("process", list(PROCESSES))
@pytest.mark.parametrize("role", ["steering", "coordination"])
def test_the_workbook_explains_itself_on_its_second_sheet(loaded: Store, process: str, role: str) -> None:
    found = sheets(visit_of(loaded, role), view_of(by="ags"), PROCESS_CLOCKS[process])
    assert isinstance(found[1], Explanation)
    tables = [sheet for sheet in found if isinstance(sheet, Sheet)]
    assert len(tables) == 3
    for sheet in tables:
        assert sheet.rows
        assert {len(row) for row in sheet.rows} == {len(sheet.columns)}
    assert tables[0].columns[0].heading == "AGS" and tables[0].rows[0][0].startswith("05358")
    at_risk = [row[2] for row in tables[2].rows]
    assert min(at_risk) >= SMALLEST_BASE
    assert role == "coordination" or all(number % 5 == 0 for number in at_risk)


@pytest.mark.parametrize(
    ("role", "language", "process", "by"),
    [
        ("steering", "de", "waiting", "focus_area"),
        ("planning", "en", "case", "carrier"),
        ("coordination", "de", "first_goal", "ags"),
    ],
)
def test_every_stretch_of_time_is_shown(
    open_page, loaded: Store, role: str, language: str, process: str, by: str
) -> None:
    page = open_page("outcomes", outcome="time", clock=process, outcome_by=by, role=role, lang=language, year=str(YEAR))
    assert not page.app.exception
    words = page.words()
    visit, view = visit_of(loaded, role, language), view_of(by=by)
    for sentence in findings(visit, view, PROCESS_CLOCKS[process]):
        assert sentence in words
    assert Language(language).text(CLOCK_NAMES[process]) in words
    assert list(page.rows("time_table"))
    assert page.offers("target") == (process == "waiting")
    if by != "carrier":
        assert len(page.rows("time_table")) == {"focus_area": 3, "ags": 15}[by] + 1
    # Nobody but the coordination sees counts to the person.
    if process != "waiting":
        counts = [cells[0] for cells in page.rows("time_table").values() if cells[0] != "–"]
        numbers = [int(count.replace(".", "").replace(",", "")) for count in counts]
        assert all(number % 5 == 0 for number in numbers) == (role != "coordination")


@pytest.mark.parametrize("process", list(PROCESSES))
def test_few_cases_are_no_reason_to_stop(open_page, small_data, monkeypatch: pytest.MonkeyPatch, process: str) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(small_data))
    page = open_page("outcomes", outcome="time", clock=process, outcome_by="ags", role="steering")
    assert not page.app.exception
    assert "–" in [cell for cells in page.rows("time_table").values() for cell in cells]
