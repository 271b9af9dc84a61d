"""Caseloads over the months: the figures against cases counted one by one, the rule for trends, and what each role sees."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import Language
from metrics.intervals import poisson_interval
from metrics.protection import ROLES, round_to_five
from metrics.trend import significant_slope
from pages._shared import door
from pages._shared.view import ALL_AREAS
from pages._shared.visit import Visit
from pages.caseload import course_figures, course_sheets
from pages.caseload.comparison import of_a_year
from pages.caseload.course_trends import ROUNDING_VARIANCE, course, periods_until, rounding_variance
from pages.caseload.norm import Norm
from pages.caseload.view import MEASURES, CaseloadView
from report.workbook import workbook
from warehouse import Edition, Store

OCTOBER = dt.date(2026, 10, 1)
YEARS = range(2022, 2027)
# Posts of labour market integration, unchanged since 2021.
LABOUR_MARKET_FTE = 2.5
HALF_WIDTH = 1.959964
without_exact = pytest.mark.parametrize("role", ["steering", "planning"])

NEW = """SELECT count(*)::BIGINT AS cases FROM client_case
    WHERE focus_area = 'labour_market' AND first_interview_on BETWEEN $first AND $last"""
OPEN = """SELECT count(*)::BIGINT AS cases FROM client_case
    WHERE focus_area = 'labour_market' AND first_interview_on <= $last AND (ended_on IS NULL OR ended_on > $last)"""


@pytest.fixture
def visit_of(loaded: Store) -> Callable[[str], Visit]:
    """Makes the visit of a role to the shipped inputs."""

    def made(role: str) -> Visit:
        edition_id = loaded.current_id()
        return Visit(edition_id, door.manifest(edition_id), Language("de"), role, "")

    return made


def view_of(role: str, measure: str = "new_cases", by: str = "focus_area", month: dt.date = OCTOBER) -> CaseloadView:
    fte = "filled" if role == "coordination" else "granted"
    return CaseloadView(measure, by, ALL_AREAS, "need", month, fte, "district")


def counted(edition: Edition, sql: str, year: int) -> int:
    """Cases until the end of October of a year, counted one by one."""
    days = {"first": dt.date(year - 1, 11, 1), "last": dt.date(year, 10, 31)}
    return int(edition.query(sql, {name: days[name] for name in days if f"${name}" in sql})["cases"].item())


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("measure", "sql"), [("new_cases", NEW), ("open_cases", OPEN)])
def test_the_five_years_are_those_of_the_cases_counted_one_by_one(visit_of, edition, role, measure, sql) -> None:
    found = course(visit_of(role), view_of(role, measure))
    assert found.periods == tuple(dt.date(year, 10, 1) for year in YEARS)
    cases = [counted(edition, sql, year) for year in YEARS]
    assert min(cases) > 50
    seen = cases if role == "coordination" else [round_to_five(number) for number in cases]
    (row,) = (row for row in found.rows if row.key == "labour_market")
    assert row.values == pytest.approx([number / LABOUR_MARKET_FTE for number in seen])


@pytest.mark.parametrize("role", ROLES)
def test_the_trend_is_that_of_the_rule_with_errors_that_cover_rounding(visit_of, role: str) -> None:
    """Standard errors worked out again from the exact Poisson interval and, for rounded counts, a variance of 2."""
    found = course(visit_of(role), view_of(role))
    (row,) = (row for row in found.rows if row.key == "labour_market")
    cases = [round(value * LABOUR_MARKET_FTE) for value in row.values]
    errors = []
    for number in cases:
        lower, upper = poisson_interval(number)
        by_chance = (upper - lower) / (2 * HALF_WIDTH)
        errors.append((by_chance**2 + (0 if role == "coordination" else 2)) ** 0.5 / LABOUR_MARKET_FTE)
    expected = significant_slope(list(row.values), errors)
    assert row.slope == pytest.approx(expected.slope, rel=1e-5)
    assert row.verdict == expected.direction


def test_the_variance_of_rounding_is_that_of_all_counts_behind_a_multiple_of_five(visit_of) -> None:
    off = [round_to_five(number) - number for number in range(5)]
    assert sorted(off) == [-2, -1, 0, 1, 2]
    assert sum(each**2 for each in off) / len(off) == ROUNDING_VARIANCE
    assert rounding_variance(visit_of("coordination"), view_of("coordination", "hours")) == 0
    assert rounding_variance(visit_of("planning"), view_of("planning")) == ROUNDING_VARIANCE
    # A mean is made a whole number first: -0.5 to 0.5, evenly.
    assert rounding_variance(visit_of("planning"), view_of("planning", "mean_open_cases")) == pytest.approx(2 + 1 / 12)
    # Two rounded counts, which do not depend on each other.
    assert rounding_variance(visit_of("planning"), view_of("planning", "accompanied_cases")) == 2 * ROUNDING_VARIANCE


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("measure", MEASURES)
def test_no_month_has_a_value_on_fewer_than_ten_cases(visit_of, role: str, measure: str) -> None:
    visit, view = visit_of(role), view_of(role, measure, "ags")
    found = course(visit, view)
    counts = of_a_year(visit, ("ags",), ALL_AREAS).rename({"ags": "series"})
    both = found.months.join(counts, on=["series", "month"], how="left")
    assert found.months.height == 15 * 36
    few = both.filter(both[measure].fill_null(0) < 10)
    assert few.height > 20 or measure != "open_cases"
    assert few["value"].null_count() == few.height
    if measure not in ("services", "hours"):
        enough = both.filter(both[measure] >= 10)
        assert enough["value"].null_count() == 0
    for row in found.rows:
        assert (None in row.values) == (row.verdict == "too_few")
        assert (row.slope is None) == (row.verdict not in ("rising", "falling", "none"))


@pytest.mark.parametrize("measure", MEASURES)
def test_rounding_turns_no_trend_around(visit_of, measure: str) -> None:
    for by in ("ags", "focus_area"):
        exact = {
            row.key: row.verdict for row in course(visit_of("coordination"), view_of("coordination", measure, by)).rows
        }
        for row in course(visit_of("steering"), view_of("steering", measure, by)).rows:
            assert {row.verdict, exact[row.key]} != {"rising", "falling"}


@given(months=st.integers(0, 69))
def test_periods_are_a_year_apart_and_all_counted(months: int) -> None:
    """`counted_months` from January 2021 to October 2026; twelve are needed to close a period."""
    with pytest.MonkeyPatch.context() as patch:
        all_months = [dt.date(2021 + number // 12, number % 12 + 1, 1) for number in range(70)]
        patch.setattr("pages.caseload.course_trends.counted_months", lambda _: all_months)
        month = all_months[months]
        found = periods_until(None, month)
        assert len(found) == min(5, months // 12 + (months % 12 == 11) if months >= 11 else 0)
        assert all(end.month == month.month for end in found)
        assert [end.year for end in found] == sorted({end.year for end in found})
        assert not found or found[-1] == month


@pytest.mark.parametrize(
    ("lang", "sentence"), [("de", "weniger als fünf Jahre gezählt"), ("en", "fewer than five years have")]
)
def test_too_short_a_time_is_said(open_page, lang: str, sentence: str) -> None:
    shown = open_page("caseload", show="course", until="2023-05", role="coordination", lang=lang)
    assert not shown.app.exception
    assert sentence in unescape(shown.html)
    assert len(shown.rows("course_table")["Düren"]) == 4
    assert "2022" in shown.markup("course_table")


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_the_page_shows_a_panel_and_a_row_for_every_place_and_the_rule(open_page, role: str, lang: str) -> None:
    shown = open_page("caseload", show="course", role=role, lang=lang)
    assert not shown.app.exception
    table, picture = shown.rows("course_table"), shown.markup("course_picture")
    district = table.pop("Kreis" if lang == "de" else "District")
    assert len(table) == 15 == len(re.findall(r'role="button"', picture))
    assert list(table) == sorted(table)
    for name, cells in table.items():
        (said,) = re.findall(rf'aria-label="({name}: [^"]*)"', picture)
        assert unescape(said).endswith(cells[-1][2:]) or cells[-1][2:] in said
    assert district[-1][0] in "▲▼●"
    (rule,) = (caption.value for caption in shown.app.caption if "99" in caption.value)
    assert ("fünf aufeinanderfolgende" if lang == "de" else "five successive") in rule
    moving = [name for name, cells in table.items() if cells[-1][0] in "▲▼"]
    assert moving
    finding = unescape(shown.html)
    assert all(re.search(rf"{name} \([+−]", finding) for name in moving)
    assert not shown.offers("basis")


def test_the_coordination_reads_who_falls_by_the_rule(open_page) -> None:
    html = unescape(open_page("caseload", show="course", role="coordination").html)
    assert "Offene Fälle je Vollzeitstelle, Abnahme nach der Regel: Düren (−3,4 je Jahr)." in html
    assert "Der Kreis im Ganzen: Abnahme um 2,9 je Jahr, zuletzt 47,2 Fälle je Stelle (VZÄ)." in html
    assert "Zu wenige Fälle für einen Trend: Heimbach, Linnich, Merzenich, Nörvenich, Titz." in html
    assert "gerundet" not in html


@without_exact
def test_a_single_post_is_not_judged_and_single_carriers_stand_together(open_page, role: str) -> None:
    areas = open_page("caseload", show="course", by="focus_area", measure="services", role=role)
    cells = areas.rows("course_table")["Psychosoziale Beratung"]
    assert cells[5:] == ["–", "– kein Urteil: eine einzelne Stelle"]
    assert "–" not in cells[:5]
    carriers = open_page("caseload", show="course", by="carrier", role=role)
    assert list(carriers.rows("course_table"))[-1] == "Kreis"
    assert not [
        name for name in carriers.rows("course_table") if name.startswith(("Stadt", "Gemeinde", "Evangelische"))
    ]
    assert "Stadt Jülich" not in carriers.markup("course_picture")
    assert "Kleine Träger stehen zusammen" in carriers.html


def test_the_coordination_sees_posts_and_is_warned(open_page) -> None:
    shown = open_page("caseload", show="course", by="post", measure="new_cases", role="coordination")
    assert "einzelne Beschäftigte" in shown.html
    rows = shown.rows("course_table")
    assert [name for name in rows if name != "Kreis"] == sorted(name for name in rows if name != "Kreis")
    assert rows["NIEDERZIER-1"][:3] == ["–", "–", "–"]
    assert rows["NIEDERZIER-1"][-1] == "– weniger als fünf Jahre"
    assert "Nicht in allen fünf Jahren mit Stellen, deshalb kein Trend: NIEDERZIER-1." in shown.html


@without_exact
def test_posts_in_the_address_are_not_for_everyone(open_page, role: str) -> None:
    shown = open_page("caseload", show="course", by="post", fte="filled", cases_area="psychosocial", role=role)
    assert not shown.app.exception
    assert "Düren" in shown.rows("course_table")
    assert "CARITAS-1" not in shown.words()


def test_a_norm_is_drawn_with_its_source_and_harmless(open_page) -> None:
    norm = {"norm_new_cases": "100", "norm_source_new_cases": "<script>alert(1)</script>"}
    shown = open_page("caseload", show="course", measure="new_cases", role="steering", **norm)
    picture = shown.markup("course_picture")
    assert "<script" not in picture
    assert "&lt;script&gt;" in picture
    assert "Richtwert" in picture
    assert "Richtwert" not in open_page("caseload", show="course", measure="new_cases", role="steering").markup(
        "course_picture"
    )


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("by", ["ags", "carrier", "focus_area"])
def test_downloads_hold_what_the_page_shows(visit_of, role: str, by: str) -> None:
    visit, view = visit_of(role), view_of(role, by=by)
    found = course(visit, view)
    norm = Norm(100.0, "Vereinbarung 2025")
    trends, about, months = course_sheets.sheets(visit, found, norm)
    assert workbook([trends, about, months])
    by_place = by == "ags"
    told = {row[by_place]: list(row[by_place + 1 : -1]) for row in trends.rows}
    assert told == {row.label: [*row.values, row.slope] for row in (*found.rows, found.district)}
    assert (trends.columns[0].heading == "AGS") == by_place
    if by_place:
        places = dict(door.read(visit.edition_id, role, "municipalities").select("ags", "name").rows())
        assert len(places) == 15
        assert {row[0]: row[1] for row in trends.rows} == {**places, None: "Kreis"}
    assert len(months.rows) == 36
    assert months.rows[-1][0] == OCTOBER
    assert months.rows[-1][-1] == found.district.values[-1]
    headings = {key: f"{name} ({key})" if by_place else name for key, name in found.names.items()}
    last = {headings[key]: value for key, month, value in found.months.rows() if month == OCTOBER}
    assert dict(zip([column.heading for column in months.columns][1:-1], months.rows[-1][1:-1], strict=True)) == last
    words = str(about)
    assert "Vereinbarung 2025" in words
    assert "Erwartet nach" not in words
    picture = course_figures.picture(visit, found, norm, heading=True, notes=course_figures.notes(visit, found))
    assert "Vereinbarung 2025" in picture
    assert "Beispieldaten: erfundener Export" in picture
    assert ("gerundet" in picture) == (role != "coordination")


def test_files_behind_a_figure_are_named(visit_of) -> None:
    visit, view = visit_of("steering"), view_of("steering", by="carrier")
    without = course_figures.files(visit, view)
    assert course_figures.files(visit, replace(view, measure="hours")) - without == {
        "caseload/Beispieldaten_Leistungen.csv"
    }
    assert len(course_figures.files(visit, replace(view, by="ags")) - without) == 1
