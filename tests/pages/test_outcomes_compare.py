"""A figure of outcome over time and between units: against cases and goals counted one by one, and what each role sees."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from etl.load import load
from locales import Language
from metrics.intervals import wilson_interval
from metrics.protection import ROLES, round_to_five, sees_exact
from metrics.shares import difference
from metrics.trend import significant_slope
from pages._shared import door
from pages._shared.trends import SINGLE_POST, TOO_FEW, TOO_SHORT
from pages._shared.visit import Visit
from pages.outcomes import compare_figures
from pages.outcomes.compare_findings import findings, notices
from pages.outcomes.compare_rest import AS_REST, HIGHER, LOWER, compared
from pages.outcomes.compare_sheets import sheets
from pages.outcomes.compare_trends import WHOLE, course, of_series, trend_of_days, trend_of_shares
from pages.outcomes.measures import MEASURES, Measure
from pages.outcomes.view import OutcomeView
from report.workbook import workbook
from warehouse import Edition, Store

FULL, RUNNING = range(2021, 2026), 2026
UNITS = ("ags", "carrier", "focus_area")
HALF_WIDTH = 1.959964
PSYCHOSOCIAL = "psychosocial"
every_role = pytest.mark.parametrize("role", ROLES)
without_exact = pytest.mark.parametrize("role", ["steering", "planning"])
Counted = dict[tuple[str, int], tuple[int, int]]


@pytest.fixture
def visit_of(loaded: Store) -> Callable[..., Visit]:
    """Makes the visit of a role to the shipped inputs."""

    def made(role: str, lang: str = "de") -> Visit:
        edition_id = loaded.current_id()
        return Visit(edition_id, door.manifest(edition_id), Language(lang), role, "")

    return made


def view_of(by: str = "ags", year: int | None = 2025, **chosen: str) -> OutcomeView:
    return OutcomeView(by, **{"focus_area": "", "carrier": "", "ags": "", "year": year} | chosen)


@pytest.fixture(scope="module")
def agreed(edition: Edition) -> Counted:
    """(municipality, year of the first interview) -> cases with a goal agreed, cases; one by one."""
    with_goals = set(edition.query("SELECT DISTINCT case_key FROM case_goal")["case_key"])
    found: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
    for key, ags, day in edition.query("SELECT case_key, ags, first_interview_on FROM client_case").rows():
        if day is not None:
            found[ags, day.year][0] += key in with_goals
            found[ags, day.year][1] += 1
    return {key: (count, base) for key, (count, base) in found.items()}


def seen(number: int, role: str) -> int:
    return number if sees_exact(role) else int(round_to_five(number))


@every_role
def test_the_years_are_those_of_the_cases_counted_one_by_one(visit_of, agreed: Counted, role: str) -> None:
    found = course(visit_of(role), view_of(), Measure("agreement_share"))
    rows = {
        (series, year): (value, count, base)
        for series, year, value, count, base in found.units.select("series", "year", "value", "count", "base").rows()
    }
    assert set(rows) == {(ags, year) for ags in found.names for year in (*FULL, RUNNING)}
    with_value = 0
    for key, (value, count, base) in rows.items():
        exact_count, exact_base = agreed.get(key, (0, 0))
        assert (count or 0, base or 0) == (seen(exact_count, role), seen(exact_base, role))
        if seen(exact_base, role) >= (1 if sees_exact(role) else 10):
            assert value == pytest.approx(seen(exact_count, role) / seen(exact_base, role))
            with_value += 1
        else:
            assert value is None
    assert with_value > 60
    for year in FULL:
        of_year = [counts for (_, found_year), counts in agreed.items() if found_year == year]
        count, base = (seen(sum(numbers), role) for numbers in zip(*of_year, strict=True))
        assert of_series(found, WHOLE).filter(year=year)["value"].item() == pytest.approx(count / base)


@every_role
def test_the_trend_is_that_of_the_rule_with_errors_that_cover_rounding(visit_of, role: str) -> None:
    """Standard errors worked out again from Wilson's interval and, for rounded counts, a variance of 2 in count and base."""
    found = course(visit_of(role), view_of(), Measure("newcomer_share"))
    assert found.periods == tuple(FULL)
    judged = 0
    for row in (*found.rows, found.all_together):
        full = [one for one in of_series(found, row.key).sort("year").rows(named=True) if one["year"] in FULL]
        if row.verdict == TOO_FEW:
            assert any(one["value"] is None for one in full)
            assert row.slope is None
            continue
        values, errors = [], []
        for one in full:
            share = one["count"] / one["base"]
            lower, upper = wilson_interval(one["count"], one["base"])
            by_rounding = 0 if sees_exact(role) else 2 * (1 + share**2) / one["base"] ** 2
            values.append(share)
            errors.append((((upper - lower) / (2 * HALF_WIDTH)) ** 2 + by_rounding) ** 0.5)
        expected = significant_slope(values, errors)
        assert (row.slope, row.verdict) == (pytest.approx(expected.slope, rel=1e-5), expected.direction)
        judged += 1
    assert judged > 10
    assert found.all_together.verdict == "falling"


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("by", ["ags", "focus_area"])
def test_rounding_turns_nothing_around(visit_of, measure: str, by: str) -> None:
    exact, rounded = (visit_of(role) for role in ("coordination", "steering"))
    of_exact = {row.key: row.verdict for row in course(exact, view_of(by), Measure(measure)).rows}
    for row in course(rounded, view_of(by), Measure(measure)).rows:
        assert {row.verdict, of_exact[row.key]} != {"rising", "falling"}
    for year in (*FULL, None):
        verdicts = {row.key: row.verdict for row in compared(exact, view_of(by, year), Measure(measure))}
        for row in compared(rounded, view_of(by, year), Measure(measure)):
            if row.verdict in (HIGHER, LOWER):
                assert verdicts[row.key] == row.verdict


def test_each_is_compared_with_all_others_and_not_with_itself(visit_of, agreed: Counted) -> None:
    found = {row.key: row for row in compared(visit_of("coordination"), view_of(year=2024), Measure("agreement_share"))}
    assert len(found) == 15
    for ags, row in found.items():
        count, base = agreed[ags, 2024]
        others = [numbers for (other, year), numbers in agreed.items() if year == 2024 and other != ags]
        rest = [sum(numbers) for numbers in zip(*others, strict=True)]
        assert (row.count, row.base, row.rest) == (count, base, pytest.approx(rest[0] / rest[1]))
        expected = difference(count, base, *rest, level=0.998)
        assert row.found == pytest.approx(expected)
        assert (row.verdict == AS_REST) or row.found.is_beyond_chance or base < 10


def test_some_differ_and_the_finding_names_them(visit_of) -> None:
    """Of labour market integration, few clients arrived within the last twelve months, and of welcome counselling most."""
    visit, view = visit_of("steering"), view_of("focus_area")
    verdicts = {row.key: row.verdict for row in compared(visit, view, Measure("newcomer_share"))}
    assert verdicts == {"welcome": HIGHER, "labour_market": LOWER, PSYCHOSOCIAL: SINGLE_POST}
    higher, lower, *_ = findings(visit, view, Measure("newcomer_share"))
    assert higher.startswith("Anteil der in den letzten zwölf Monaten Zugezogenen, 2025: über den Zufall hinaus höher")
    assert "Willkommensberatung (" in higher
    assert "Arbeitsmarktintegration (" in lower
    assert "Psychosoziale" not in higher + lower


@without_exact
@pytest.mark.parametrize("measure", MEASURES)
def test_a_focus_area_of_a_single_post_is_not_judged(visit_of, role: str, measure: str) -> None:
    visit, view = visit_of(role), view_of("focus_area")
    (row,) = (row for row in course(visit, view, Measure(measure)).rows if row.key == PSYCHOSOCIAL)
    assert (row.slope, row.verdict) == (None, SINGLE_POST)
    for against in compared(visit, view, Measure(measure)):
        if against.key == PSYCHOSOCIAL:
            assert (against.found, against.verdict) == (None, SINGLE_POST)
    assert any(
        "einzelnen Stelle" in line and "Psychosoziale" in line for line in notices(visit, view, Measure(measure))
    )
    exact = course(visit_of("coordination"), view, Measure(measure))
    assert SINGLE_POST not in {row.verdict for row in exact.rows}


def test_days_waited_are_not_compared_with_the_others(visit_of) -> None:
    visit, view = visit_of("coordination"), view_of("carrier")
    assert compared(visit, view, Measure("waiting_days")) == []
    assert any("Median" in line for line in notices(visit, view, Measure("waiting_days")))


@every_role
def test_days_waited_are_those_of_the_cases_one_by_one(visit_of, edition: Edition, role: str) -> None:
    found = course(visit_of(role), view_of(), Measure("waiting_days"))
    waited: dict[tuple[str, int], list[int]] = defaultdict(list)
    for ags, asked, seen_on in edition.query(
        "SELECT ags, requested_on, first_interview_on FROM client_case WHERE requested_on IS NOT NULL"
    ).rows():
        if seen_on is not None:
            waited[ags, asked.year].append((seen_on - asked).days)
    for series, year, value in found.units.select("series", "year", "value").rows():
        days = sorted(waited[series, year])
        if seen(len(days), role) < (1 if sees_exact(role) else 10):
            assert value is None
            continue
        middle = (days[(len(days) - 1) // 2] + days[len(days) // 2]) / 2
        assert abs(value - middle) <= 0.5


def of_years(*counts: tuple[int, int, int]) -> list[dict[str, Any]]:
    """Count, base and still open goals of successive years."""
    return [{"count": count, "base": base, "still_open": still_open} for count, base, still_open in counts]


def test_a_trend_that_hangs_on_goals_still_open_is_none() -> None:
    """The share rises, but in the last years most goals are open: were none of those reached, it would fall."""
    rising = [(40, 100), (48, 100), (55, 100), (62, 100), (70, 100)]
    settled = trend_of_shares(of_years(*((*year, 0) for year in rising)), "coordination", 1.0)
    assert settled.direction == "rising"
    still_open = (0, 0, 20, 80, 150)
    hanging = [(*year, number) for year, number in zip(rising, still_open, strict=True)]
    found = trend_of_shares(of_years(*hanging), "coordination", 1.0)
    assert (found.direction, found.is_significant) == ("none", False)
    assert found.slope == settled.slope


@given(
    st.lists(st.tuples(st.integers(10, 300), st.integers(0, 40)), min_size=5, max_size=5),
    st.lists(st.floats(0, 1), min_size=5, max_size=5),
)
def test_open_goals_can_only_take_a_trend_away(bases: list[tuple[int, int]], shares: list[float]) -> None:
    counted = [(round(base * share), base, still_open) for (base, still_open), share in zip(bases, shares, strict=True)]
    without = trend_of_shares(of_years(*((count, base, 0) for count, base, _ in counted)), "coordination", 1.0)
    found = trend_of_shares(of_years(*counted), "coordination", 1.0)
    assert found.direction in (without.direction, "none")


def test_days_known_to_the_day_still_have_an_error() -> None:
    """Medians without any width: rounding to whole days leaves half a day, so a change by one day in five years is none."""
    flat = [{"value": value, "lower": value, "upper": value} for value in (9.0, 9.0, 9.0, 9.0, 10.0)]
    assert trend_of_days(flat).direction == "none"
    steep = [{"value": value, "lower": value - 1, "upper": value + 1} for value in (9.0, 12.0, 15.0, 18.0, 21.0)]
    assert trend_of_days(steep).direction == "rising"


@every_role
@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("by", UNITS)
def test_the_page_shows_every_unit(open_page, role: str, lang: str, by: str) -> None:
    shown = open_page(
        "outcomes", outcome="compare", outcome_by=by, outcome_measure="goals_reached_share", role=role, lang=lang
    )
    assert not shown.app.exception
    by_year = shown.rows("compared_years")
    together = {"de": "alle zusammen", "en": "all together"}[lang]
    expected = {"ags": 15, "carrier": 8 if sees_exact(role) else 5, "focus_area": 3}[by]
    units = set(by_year) - {together}
    assert len(units) == expected
    # What counts as reached, each focus area settles for itself.
    is_judged = by != "focus_area"
    assert any(getattr(node, "key", None) == "pickable_compared_against" for node in shown.app.main) == is_judged
    assert not is_judged or set(shown.rows("compared_against")) == units
    assert (
        {"de": "nicht gegeneinander beurteilt", "en": "not judged against each other"}[lang] in shown.html
    ) != is_judged
    # Six years, the change a year, the trend.
    assert {len(cells) for cells in by_year.values()} == {8}
    picture = unescape(shown.markup("compared_picture"))
    assert all(name in picture for name in units)
    assert {"de": "2026 bis zum Stand der Daten", "en": "2026 to date"}[lang] in picture
    assert {"de": "mangels Einwilligung", "en": "lack of consent"}[lang] in shown.html


@pytest.mark.parametrize("measure", MEASURES)
@every_role
def test_every_figure_can_be_chosen(open_page, role: str, measure: str) -> None:
    shown = open_page("outcomes", outcome="compare", outcome_measure=measure, role=role, lang="en")
    assert not shown.app.exception
    assert len(shown.rows("compared_years")) == 15 + 1
    is_share = measure != "waiting_days"
    assert any(getattr(node, "key", None) == "pickable_compared_against" for node in shown.app.main) == is_share
    assert shown.offers("year") == is_share
    assert shown.offers("target") == (measure == "waiting_in_time_share")


@without_exact
def test_in_a_chosen_municipality_only_municipalities_are_told_apart(open_page, role: str) -> None:
    shown = open_page("outcomes", outcome="compare", ags="05358024", role=role, outcome_by="focus_area")
    assert not shown.app.exception
    assert "Jülich" in shown.rows("compared_years")
    assert not shown.offers("outcome_area")
    assert not shown.offers("outcome_carrier")


def test_what_narrows_the_figures_stands_in_their_title(open_page) -> None:
    shown = open_page("outcomes", outcome="compare", outcome_area="labour_market", role="coordination")
    assert "(Arbeitsmarktintegration), Jahr für Jahr</caption>" in shown.markup("compared_years")
    other = open_page(
        "outcomes", outcome="compare", outcome_by="focus_area", outcome_area="labour_market", role="coordination"
    )
    assert "(Arbeitsmarktintegration)" not in other.markup("compared_years")
    assert 'aria-current="true"' in other.markup("compared_years")


def test_few_cases_are_said_and_nothing_breaks(open_page, small_copy, tmp_path: Path, monkeypatch) -> None:
    data = small_copy(tmp_path)
    load(data)
    monkeypatch.setenv("KIM_DATA_DIR", str(data))
    for measure in MEASURES:
        for role in ROLES:
            shown = open_page("outcomes", outcome="compare", outcome_measure=measure, role=role)
            assert not shown.app.exception
            if role == "steering":
                assert "Zu wenige Fälle für einen Trend" in shown.html


def test_another_district_has_no_cases_to_compare(open_page, other_district: Store, monkeypatch) -> None:
    monkeypatch.setenv("KIM_DATA_DIR", str(other_district.data))
    shown = open_page("outcomes", outcome="compare")
    assert not shown.app.exception
    assert "data/raw" in shown.app.info[0].value


def test_fewer_than_five_full_years_are_said(visit_of, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.outcomes.compare_trends.full_years", lambda _: [2022, 2023, 2024, 2025])
    visit, view = visit_of("planning"), view_of("carrier", year=2023)
    # Nothing kept from other tests may answer for this one.
    monkeypatch.setattr("pages.outcomes.compare_trends.kept", lambda *asked: asked[-1]())
    found = course(visit, view, Measure("agreement_share"))
    assert {row.verdict for row in (*found.rows, found.all_together)} == {TOO_SHORT}
    assert any(
        "weniger als fünf volle Kalenderjahre" in line for line in findings(visit, view, Measure("agreement_share"))
    )


@every_role
def test_the_workbook_has_trends_years_and_the_comparison(visit_of, role: str) -> None:
    visit, view = visit_of(role), view_of(year=2024)
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(sheets(visit, view, Measure("agreement_share")))))
    assert book.sheet_names == ["Trends", "Erläuterung", "Jahre", "Gegen alle übrigen"]
    trends = book.get_sheet_by_name("Trends").to_python()
    assert any("Änderung je Jahr (1 = 100 Prozentpunkte)" in row for row in trends)
    cells = book.get_sheet_by_name("Gegen alle übrigen").to_python()
    (heading,) = (number for number, row in enumerate(cells) if row[0] == "AGS")
    rows = {row[0]: row for row in cells[heading + 1 :] if row[0]}
    found = {row.key: row for row in compared(visit, view, Measure("agreement_share"))}
    assert set(rows) == set(found)
    for ags, row in rows.items():
        assert row[1] == found[ags].label
        if found[ags].value is not None:
            assert row[2] == pytest.approx(found[ags].value)
    years = book.get_sheet_by_name("Jahre").to_python()
    assert sum(row[2] == 2024 for row in years if len(row) > 2) == 15 + 1
    told = " ".join(str(cell) for row in book.get_sheet_by_name("Erläuterung").to_python() for cell in row)
    assert "Wilson 1927" in told
    assert "Einwilligung" in told


def test_the_picture_that_leaves_the_page_says_whom_it_counts(visit_of) -> None:
    visit, measure = visit_of("steering"), Measure("agreement_share")
    notes = compare_figures.notes(visit, measure)
    drawn = unescape(compare_figures.picture(visit, view_of(), measure, heading=True, notes=notes))
    assert "Anteil der Fälle mit Zielvereinbarung, Jahr für Jahr" in drawn
    assert any("Einwilligung" in note for note in notes)
    assert any("Fälle nach dem Jahr ihres Erstgesprächs" in note for note in notes)
