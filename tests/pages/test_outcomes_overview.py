"""Outcomes at a glance: figures against a slow twin that goes through the cases, what may be narrowed down, and the sentences."""

from __future__ import annotations

import datetime as dt
import statistics
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from locales import Language
from metrics.codes import codes
from metrics.outcome_frame import read_frames
from metrics.protection import ROLES, round_to_five
from pages._shared.consent import consent_text
from pages._shared.visit import Visit
from pages.outcomes import changes
from pages.outcomes.asking import of_all, of_chosen, of_units
from pages.outcomes.changes import Change, change, change_text, year_before
from pages.outcomes.findings import finding
from pages.outcomes.measures import MEASURES, WAITING, Measure, figures
from pages.outcomes.overview_sheets import sheets
from pages.outcomes.view import OutcomeView
from report.sheets import Explanation, Sheet
from report.workbook import workbook
from warehouse import Edition, Store

YEAR, TARGET = 2025, 10
DUEREN, HEIMBACH = "05358008", "05358012"
Row = dict[str, Any]


def visit_of(store: Store, role: str = "coordination", language: str = "en", ags: str = "") -> Visit:
    edition_id = store.current_id()
    return Visit(edition_id, store.manifest(edition_id), Language(language), role, ags)


def view_of(**choices: Any) -> OutcomeView:
    given = {"by": "focus_area", "focus_area": "", "carrier": "", "ags": "", "year": YEAR, "target_days": TARGET}
    return OutcomeView(**{**given, **choices})


def cases_of(edition: Edition) -> list[Row]:
    return edition.query("FROM client_case JOIN (SELECT DISTINCT post, carrier FROM post) USING (post)", {}).to_dicts()


def exported_on(edition: Edition) -> dt.date:
    return edition.query("SELECT max(exported_on) AS day FROM caseload_export")["day"].item()


def by_hand(edition: Edition, measure: str, by: str, year: int) -> dict[str, tuple[float | None, int]]:
    """Unit -> (what is counted, or the median; the base)."""
    cases = cases_of(edition)
    goals: dict[str, list[Row]] = {}
    for goal in edition.query("FROM case_goal").to_dicts():
        goals.setdefault(goal["case_key"], []).append(goal)
    day = exported_on(edition)
    found: dict[str, list[float]] = {}
    for case in cases:
        asked, seen, left = case["requested_on"], case["first_interview_on"], case["ended_on"]
        told: list[float] = []
        if measure == "waiting_days" and asked and seen and asked.year == year:
            told = [(seen - asked).days]
        if measure == "waiting_in_time_share" and asked and asked.year == year:
            limit = asked + dt.timedelta(days=TARGET)
            if seen is not None:
                told = [seen <= limit]
            elif left is not None or day >= limit:
                told = [False]
        if measure == "agreement_share" and seen and seen.year == year:
            told = [case["case_key"] in goals]
        if measure == "goals_reached_share":
            own = [goal for goal in goals.get(case["case_key"], []) if goal["agreed_on"].year == year]
            told = [goal["goal_status"] == "achieved" for goal in own if goal["goal_status"] != "open"]
        if measure == "newcomer_share" and seen and seen.year == year and case["arrived_month"]:
            arrived, begun = case["arrived_month"], asked or seen
            told = [(begun.year - arrived.year) * 12 + begun.month - arrived.month <= 12]
        found.setdefault(case[by], []).extend(float(value) for value in told)
    if measure == "waiting_days":
        return {unit: (statistics.median(days), len(days)) for unit, days in found.items() if days}
    return {unit: (sum(told), len(told)) for unit, told in found.items() if told}


@pytest.mark.parametrize("by", ["focus_area", "ags", "carrier"])
@pytest.mark.parametrize("measure", list(MEASURES))
def test_every_figure_is_the_one_counted_by_hand(loaded: Store, edition: Edition, measure: str, by: str) -> None:
    found = figures(visit_of(loaded), view_of(by=by), Measure(measure), of_units)
    expected = by_hand(edition, measure, by, YEAR)
    shown = {row["unit"]: row for row in found.iter_rows(named=True) if row["base"]}
    assert shown.keys() == expected.keys()
    for unit, (counted, base) in expected.items():
        row = shown[unit]
        assert row["base"] == base
        if measure == "waiting_days":
            assert row["value"] == pytest.approx(counted, abs=0.5)
        else:
            assert (row["count"], row["value"]) == (counted, pytest.approx(counted / base))
        if row["value"] is not None:
            assert row["lower"] <= row["value"] <= row["upper"]


def test_a_status_counts_as_reached_by_the_shipped_frame_only_when_it_says_so() -> None:
    for area, frame in read_frames().items():
        assert set(frame.topics) <= set(codes("topic")), area


@pytest.mark.parametrize("measure", [measure for measure in MEASURES if measure != "newcomer_share"])
def test_others_get_the_same_counts_rounded(loaded: Store, measure: str) -> None:
    exact, rounded = (
        figures(visit_of(loaded, role), view_of(by="ags", target_days=14), Measure(measure), of_units)
        for role in ("coordination", "steering")
    )
    for row in rounded.iter_rows(named=True):
        true = exact.row(by_predicate=pl.col("unit") == row["unit"], named=True)
        assert row["base"] == round_to_five(true["base"])
        assert (row["value"] is None) == (row["base"] < 10)
        if measure == WAITING and row["base"] < 20:  # the median of a few has no range
            assert row["lower"] is row["upper"] is None
        elif row["value"] is not None:
            assert row["lower"] <= true["lower"] + 1e-9 and true["upper"] <= row["upper"] + 1e-9


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_tells_whom_it_leaves_out_and_one_sentence_for_each_focus_area(
    open_page, loaded: Store, role: str, language: str
) -> None:
    page = open_page("outcomes", role=role, lang=language)
    assert not page.app.exception
    assert consent_text(visit_of(loaded, role, language)) in page.words()
    visit = visit_of(loaded, role, language)
    for area in codes("focus_area"):
        assert finding(visit, view_of(focus_area=area, target_days=14)) in page.words()
    rows = page.rows("outcome_table")
    assert list(rows)[:3] == [names[language] for names in codes("focus_area").values()]


def test_consent_is_the_share_of_cases_that_the_exports_withhold(loaded: Store, edition: Edition) -> None:
    report = edition.query("FROM load_report WHERE kind = 'cases'")
    read, withheld = report["rows_read"].sum(), report["rows_withheld"].sum()
    assert withheld > 0
    words = consent_text(visit_of(loaded))
    assert f"{withheld:,} of {read:,}" in words and f"{100 * withheld / read:.1f}%" in words.replace(" ", "")


@pytest.mark.parametrize("role", ["steering", "planning"])
def test_others_narrow_by_one_thing_only(open_page, role: str) -> None:
    page = open_page("outcomes", role=role)
    assert page.offers("outcome_area") and not page.offers("outcome_carrier")
    page = open_page("outcomes", role=role, outcome_by="carrier", outcome_area="psychosocial")
    assert page.offers("outcome_carrier") and not page.offers("outcome_area")
    page = open_page("outcomes", role=role, ags=DUEREN, outcome_by="carrier")
    assert not page.offers("outcome_area") and not page.offers("outcome_carrier")
    assert page.widget("outcome_by").options == ["Gemeinde"]
    assert "Düren" in page.rows("outcome_table")


def test_the_coordination_narrows_by_all_of_them(open_page) -> None:
    page = open_page("outcomes", role="coordination", ags=HEIMBACH, outcome_area="welcome")
    assert page.offers("outcome_area") and page.offers("outcome_carrier")
    assert "Willkommensberatung, Heimbach" in page.words()


def test_only_whole_weeks_are_wished_for_by_others(open_page) -> None:
    page = open_page("outcomes", role="steering", target="10")
    assert "innerhalb von 7 Tagen" in page.words()
    page = open_page("outcomes", role="coordination", target="10")
    assert "innerhalb von 10 Tagen" in page.words()


def test_a_running_year_and_all_years_together_are_compared_with_none(loaded: Store) -> None:
    visit = visit_of(loaded)
    assert year_before(visit, view_of()) == YEAR - 1
    assert year_before(visit, view_of(year=2026)) is None  # the exports end in October
    assert year_before(visit, view_of(year=2021)) is None  # nothing was counted before
    assert year_before(visit, view_of(year=None)) is None


def test_a_year_that_has_just_ended_is_compared_only_when_it_is_settled(loaded: Store) -> None:
    visit = visit_of(loaded)
    for exported_on, before in (("2026-01-05", None), ("2026-03-30", None), ("2026-03-31", YEAR - 1)):
        exported = replace(visit, manifest={**visit.manifest, "caseload_on": exported_on})
        assert year_before(exported, view_of()) == before


@pytest.mark.parametrize(("year", "is_said"), [("2026", True), ("2025", False)])
def test_a_year_that_is_not_settled_says_so(open_page, year: str, is_said: bool) -> None:
    page = open_page("outcomes", role="steering", year=year)
    assert (f"{year} wird nicht mit dem Vorjahr verglichen" in page.words()) == is_said


def goals(reached: int, settled: int, still_open: int) -> Row:
    return {"value": reached / settled, "count": reached, "base": settled, "still_open": still_open}


@pytest.fixture
def alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """Goals as if each were of a case of its own."""
    monkeypatch.setattr(changes, "scale_of", lambda *_: 1.0)


@pytest.mark.usefixtures("alike")
@pytest.mark.parametrize(
    ("now", "before", "is_beyond_chance"),
    [
        (goals(160, 200, 0), goals(80, 200, 0), True),
        (goals(82, 200, 0), goals(80, 200, 0), False),
        (goals(160, 200, 20), goals(80, 200, 0), True),
        # Were none of the open goals to be reached, the share would be as before.
        (goals(160, 200, 200), goals(80, 200, 0), False),
        (goals(80, 200, 300), goals(160, 200, 0), False),
    ],
)
def test_a_change_of_goals_must_hold_whatever_becomes_of_the_open_ones(
    loaded: Store, now: Row, before: Row, is_beyond_chance: bool
) -> None:
    found = change(visit_of(loaded), Measure("goals_reached_share"), now, before, YEAR - 1)
    assert found is not None
    assert found.is_beyond_chance is is_beyond_chance
    assert found.difference == pytest.approx(now["value"] - before["value"])


@pytest.mark.parametrize(
    ("difference", "is_beyond_chance", "words"),
    [
        (3.0, True, ", 3 Tage länger als 2024"),
        (-3.0, True, ", 3 Tage kürzer als 2024"),
        (3.0, False, ", gegenüber 2024 keine Veränderung, die über den Zufall hinausgeht"),
    ],
)
def test_a_change_within_chance_is_none(difference: float, is_beyond_chance: bool, words: str) -> None:
    found = Change(2024, difference, is_beyond_chance)
    assert change_text(found, Measure("waiting_days"), Language("de")) == words


def test_no_sentence_names_a_change_that_chance_explains(loaded: Store) -> None:
    """Over all units and years of the example: a change in words is one whose limits leave out zero."""
    visit = visit_of(loaded, language="de")
    told = 0
    for year in (2022, 2023, 2024, 2025):
        for area in ("", *codes("focus_area")):
            view = view_of(year=year, focus_area=area)
            sentence = finding(visit, view)
            for measure, words in (("waiting_days", ("länger als", "kürzer als")),):
                now, before = (
                    figures(visit, each, Measure(measure), of_chosen).to_dicts()
                    for each in (view, view.of(year=year - 1))
                )
                apart = (
                    bool(now and before and None not in (now[0]["value"], before[0]["value"]))
                    and change(visit, Measure(measure), now[0], before[0], year - 1).is_beyond_chance
                )
                assert any(word in sentence for word in words) == apart
                told += apart
    assert told  # the wave of 2022 made people wait


def test_all_together_is_what_the_units_are_parts_of(loaded: Store) -> None:
    view = view_of(by="ags")
    for measure in map(Measure, MEASURES):
        units, whole = (figures(visit_of(loaded), view, measure, ask) for ask in (of_units, of_all))
        assert units["base"].sum() == whole["base"].item()


def test_an_edition_without_cases_says_so(open_page, bare_data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(bare_data))
    page = open_page("outcomes")
    assert not page.app.exception
    assert "Es sind keine Fälle geladen" in page.words()


@pytest.mark.parametrize("role", ["coordination", "steering"])
def test_the_workbook_holds_every_figure_and_explains_it_on_the_second_sheet(loaded: Store, role: str) -> None:
    visit = visit_of(loaded, role, "de")
    view = view_of(by="ags", target_days=14)
    first, about, *others = sheets(visit, view)
    assert isinstance(about, Explanation)
    assert workbook([first, about, *others])
    tables = [sheet for sheet in (first, *others) if isinstance(sheet, Sheet)]
    assert len(tables) == len(MEASURES)
    for sheet, measure in zip(tables, MEASURES, strict=True):
        assert sheet.columns[0].heading == "AGS"
        found = {row["unit"]: row for row in figures(visit, view, Measure(measure), of_units).iter_rows(named=True)}
        assert [row[0] for row in sheet.rows if row[0] in found and row[2] == found[str(row[0])]["value"]] == [
            row[0] for row in sheet.rows if row[0] in found
        ]
        assert len(sheet.rows) == 15
