"""Every question against a plain twin over the marts, and what a question refuses."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from etl.load import load
from metrics.codes import codes
from metrics.outcome_frame import frame_table, read_frames
from metrics.protection import StaffFiguresWithheld, protect, round_to_five
from metrics.shares import design_effect
from metrics.staffing import mean_fte
from warehouse import Edition, Store, open_edition, queries
from warehouse.contracts import MARTS, bases, classes, columns
from warehouse.queries import Answer

MONTH, LATER = dt.date(2024, 3, 1), dt.date(2024, 8, 1)
DUEREN = "05358008"
CASES_FILE = "caseload/Beispieldaten_Faelle.csv"
COUNTED = {
    queries.goals: (
        "mart_goal",
        ("goals_agreed", "goals_settled", "goals_reached", "goals_partly_reached", "goals_ended", "goals_open"),
    ),
    queries.agreements: ("mart_agreement", ("cases", "cases_with_goals", "cases_with_reached_goal")),
    queries.referrals: ("mart_referral", ("referrals",)),
    queries.services: ("mart_service", ("services", "hours", "services_with_hours")),
}
ASKED: dict[str, Callable[[Edition], Answer]] = {
    "municipalities": queries.municipalities,
    "indicator": lambda edition: queries.indicator(edition, "foreign_nationals"),
    "indicators": queries.indicators,
    "posts": queries.posts,
    "filled_posts": queries.filled_posts,
    "post_areas": queries.post_areas,
    "outreach": queries.outreach,
    "travel_times": queries.travel_times,
    "authority_counts": queries.authority_counts,
    "arrivals": queries.arrivals,
    "arrivals_by_year": queries.arrivals_by_year,
    "sources": queries.sources,
    "official_rows": queries.official_rows,
    "client_rows": queries.client_rows,
    "client_rows_in_all": queries.client_rows_in_all,
    "consent": queries.consent,
    "rejected": queries.rejected,
    "rejected_rows": lambda edition: queries.rejected_rows(edition, CASES_FILE, "readable_date"),
    "findings": queries.findings,
    "finding_rows": lambda edition: queries.finding_rows(edition, CASES_FILE, "duration_usual"),
    "quality": queries.quality,
    "deliveries": queries.deliveries,
    "delivery_days": queries.delivery_days,
    "caseload": lambda edition: queries.caseload(edition, ("month", "ags")),
    "caseload_months": queries.caseload_months,
    "carrier_groups": queries.carrier_groups,
    "caseload_of_a_year": lambda edition: queries.caseload_of_a_year(edition, ("focus_area",)),
    "services_of_a_year": lambda edition: queries.services_of_a_year(edition, ("service_type",), LATER),
    "contact_scale": queries.contact_scale,
    "occupancy": queries.occupancy,
    "goals": lambda edition: queries.goals(edition, ("focus_area", "topic")),
    "agreements": lambda edition: queries.agreements(edition, ("ags",)),
    "goal_design_effect": queries.goal_design_effect,
    "outcome_frame": queries.outcome_frame,
    "characteristics": lambda edition: queries.characteristics(edition, ("ags",), "age_band"),
    "referrals": lambda edition: queries.referrals(edition, ("focus_area", "referred_to")),
    "services": lambda edition: queries.services(edition, ("service_type",)),
    "waiting": lambda edition: queries.waiting(edition, ("focus_area",), 14),
    "duration_steps": lambda edition: queries.duration_steps(edition, ("focus_area",), "case"),
}
# Nobody has published these for the district: their marts are empty until somebody loads a file.
NOT_SHIPPED = {"outreach", "travel_times", "authority_counts", "arrivals", "arrivals_by_year"}
OF_A_WHOLE_MART = {
    "municipalities": "mart_municipality",
    "filled_posts": "mart_post",
    "post_areas": "mart_post_area",
    "outreach": "mart_outreach",
    "travel_times": "mart_travel_time",
    "authority_counts": "mart_authority_count",
    "arrivals": "mart_arrivals",
    "rejected": "mart_rejected",
    "findings": "mart_finding",
    "quality": "mart_quality",
    "carrier_groups": "mart_carrier_group",
    "deliveries": "mart_delivery",
    "delivery_days": "mart_delivery_day",
}


def rows_of(edition: Edition, mart: str) -> pl.DataFrame:
    return edition.query(f"FROM {mart}")


def sums(frame: pl.DataFrame, by: tuple[str, ...], measures: tuple[str, ...]) -> pl.DataFrame:
    """Group and add up, in polars."""
    if not by:
        return frame.select(pl.col(measures).sum())
    return frame.group_by(by).agg(pl.col(measures).sum()).sort(by)


def test_every_public_question_is_asked_here() -> None:
    public = {
        name
        for name, found in vars(queries).items()
        if callable(found) and found.__module__ == queries.__name__ and not name.startswith("_") and name != "Answer"
    }
    assert set(ASKED) == public


@pytest.mark.parametrize("question", ASKED)
def test_an_answer_holds_rows_and_a_class_for_every_column(edition: Edition, question: str) -> None:
    found = ASKED[question](edition)
    assert (found.frame.height == 0) == (question in NOT_SHIPPED)
    assert set(found.frame.columns) <= set(found.classes)
    assert set(found.bases) <= set(found.classes)
    assert protect(found.frame, found.classes, "coordination", found.bases).equals(found.frame)


@pytest.mark.parametrize(("question", "mart"), OF_A_WHOLE_MART.items())
def test_whole_marts_come_in_full_and_in_their_columns(edition: Edition, question: str, mart: str) -> None:
    found = ASKED[question](edition).frame
    assert found.columns == list(columns(mart))
    assert_frame_equal(found, rows_of(edition, mart), check_row_order=False)


def test_an_indicator_comes_with_its_newest_date_only(edition: Edition) -> None:
    found = queries.indicator(edition, "foreign_nationals").frame
    every = rows_of(edition, "mart_indicator").filter(pl.col("indicator") == "foreign_nationals")
    newest = every.filter(pl.col("reference_date") == every["reference_date"].max()).sort("ags")
    assert_frame_equal(found, newest)
    assert queries.indicator(edition, "no such indicator").frame.is_empty()


class Figures:
    """As much of an edition as mart_indicator is: rows of ags, indicator, reference_date and value."""

    connection = duckdb.connect()  # one for all: opening one takes longer than asking it

    def __init__(self, rows: Sequence[tuple[str, str, dt.date, float | None]]) -> None:
        schema = {"ags": pl.String, "indicator": pl.String, "reference_date": pl.Date, "value": pl.Float64}
        frame = pl.DataFrame(rows, schema=schema, orient="row")
        self.mart = frame.with_columns(unit=pl.lit("persons"), quality=pl.lit("exact"), source=pl.lit("a.csv"))

    def query(self, sql: str, params: Any = None) -> pl.DataFrame:
        self.connection.register("mart_indicator", self.mart.to_arrow(compat_level=pl.CompatLevel.newest()))
        return self.connection.sql(sql, params=params).pl()


KREIS, HEIMBACH = "05358", "05358012"
SPRING, SUMMER, AUTUMN = (dt.date(2024, month, 1) for month in (3, 6, 9))


@pytest.mark.parametrize(
    ("on", "of_places", "of_district"),
    [
        (None, AUTUMN, SUMMER),
        (dt.date(1990, 1, 1), SPRING, SUMMER),
        (SPRING, SPRING, SUMMER),
        (SUMMER, SPRING, SUMMER),  # 92 days from either: the earlier
        (SUMMER + dt.timedelta(days=1), AUTUMN, SUMMER),
        (SUMMER - dt.timedelta(days=1), SPRING, SUMMER),
        (dt.date(2090, 1, 1), AUTUMN, SUMMER),
    ],
)
def test_an_indicator_comes_with_the_date_nearest_to_a_day_on_each_level(
    on: dt.date | None, of_places: dt.date, of_district: dt.date
) -> None:
    days = {DUEREN: (SPRING, AUTUMN), HEIMBACH: (SPRING, AUTUMN), KREIS: (SUMMER,)}
    rows = [(ags, "x", day, float(day.month)) for ags, dates in days.items() for day in dates]
    figures = Figures([*rows, (DUEREN, "y", SUMMER, 0.0)])
    found = queries.indicator(figures, "x", on).frame  # type: ignore[arg-type]
    assert found.select("ags", "reference_date").rows() == [
        (KREIS, of_district),
        (DUEREN, of_places),
        (HEIMBACH, of_places),
    ]


DAYS = st.dates(dt.date(2022, 1, 1), dt.date(2022, 1, 12))
FIGURES = st.dictionaries(
    st.tuples(st.sampled_from([KREIS, DUEREN, HEIMBACH]), st.sampled_from(["x", "y"]), DAYS),
    st.none() | st.integers(0, 9).map(float),
    max_size=12,
).map(lambda values: [(*key, value) for key, value in values.items()])


@given(FIGURES, st.none() | DAYS)
def test_the_nearest_date_agrees_with_the_slow_twin(
    rows: list[tuple[str, str, dt.date, float | None]], on: dt.date | None
) -> None:
    expected = []
    for level in (5, 8):
        of_level = [row for row in rows if row[1] == "x" and len(row[0]) == level]
        days = sorted({row[2] for row in of_level})
        if days:
            chosen = days[-1] if on is None else min(days, key=lambda day: abs((day - on).days))
            expected += [row for row in of_level if row[2] == chosen]
    found = queries.indicator(Figures(rows), "x", on)  # type: ignore[arg-type]
    assert found.frame.select("ags", "indicator", "reference_date", "value").rows() == sorted(expected)


@given(FIGURES)
def test_what_indicators_there_are_agrees_with_the_slow_twin(
    rows: list[tuple[str, str, dt.date, float | None]],
) -> None:
    expected = []
    for indicator in ("x", "y"):
        of_places = [row for row in rows if row[1] == indicator and len(row[0]) == 8]
        if of_places:
            newest = max(row[2] for row in of_places)
            count = sum(row[2] == newest and row[3] is not None for row in of_places)
            expected.append((indicator, "persons", newest, count, count > 0))
    found = queries.indicators(Figures(rows))  # type: ignore[arg-type]
    assert found.frame.columns == ["indicator", "unit", "reference_date", "municipalities", "has_figures"]
    assert found.frame.rows() == expected


def test_the_indicators_of_the_edition_are_those_of_its_figures(edition: Edition) -> None:
    found = queries.indicators(edition)
    assert set(found.classes.values()) == {"public"}
    assert protect(found.frame, found.classes, "steering", found.bases).equals(found.frame)
    mart = rows_of(edition, "mart_indicator").filter(pl.col("ags").str.len_chars() == 8)
    assert found.frame["indicator"].to_list() == mart["indicator"].unique().sort().to_list()
    for indicator, unit, day, municipalities, has_figures in found.frame.rows():
        shown = queries.indicator(edition, indicator).frame.filter(pl.col("ags").str.len_chars() == 8)
        assert set(shown["reference_date"]) == {day}
        assert set(shown["unit"]) == {unit}
        assert municipalities == shown["value"].drop_nulls().len()
        assert has_figures == (municipalities > 0)
    population = found.frame.row(by_predicate=pl.col("indicator") == "population", named=True)
    assert (population["unit"], population["municipalities"]) == ("persons", 15)


@pytest.mark.parametrize(
    "by", [(), ("ags",), ("focus_area",), ("month",), ("carrier",), ("ags", "focus_area", "month")]
)
def test_new_and_closed_cases_are_sums_over_the_mart(edition: Edition, by: tuple[str, ...]) -> None:
    measures = ("new_cases", "closed_cases")
    found = queries.caseload(edition, by, measures, MONTH, LATER).frame
    mart = rows_of(edition, "mart_caseload").filter(pl.col("month").is_between(MONTH, LATER))
    assert_frame_equal(found, sums(mart, by, measures))


@pytest.mark.parametrize("by", [(), ("ags",), ("focus_area",)])
def test_open_cases_of_a_month_are_sums_over_that_month(edition: Edition, by: tuple[str, ...]) -> None:
    found = queries.caseload(edition, by, ("open_cases",), MONTH, MONTH).frame
    mart = rows_of(edition, "mart_caseload").filter(pl.col("month") == MONTH)
    assert_frame_equal(found, sums(mart, by, ("open_cases",)))


@pytest.mark.parametrize(("first", "last"), [(None, None), (MONTH, LATER), (MONTH, None), (None, MONTH)])
def test_open_cases_may_not_be_added_up_over_months(
    edition: Edition, first: dt.date | None, last: dt.date | None
) -> None:
    with pytest.raises(ValueError, match="open cases are a stock"):
        queries.caseload(edition, ("ags",), first=first, last=last)
    assert queries.caseload(edition, ("ags", "month"), first=first, last=last).frame.height > 0


def test_only_keeps_what_matches(edition: Edition) -> None:
    found = queries.caseload(edition, ("month",), ags=DUEREN, focus_area=None).frame
    mart = rows_of(edition, "mart_caseload").filter(pl.col("ags") == DUEREN)
    assert_frame_equal(found, sums(mart, ("month",), ("new_cases", "closed_cases", "open_cases")))


def test_a_place_without_cases_has_a_total_of_zero(edition: Edition) -> None:
    found = queries.caseload(edition, (), ("new_cases",), ags="00000000").frame
    assert found.rows() == [(0,)]


GIVEN = ("services", "hours", "services_with_hours")


@pytest.mark.parametrize(
    ("by", "only"),
    [
        ((), {}),
        (("focus_area",), {}),
        (("carrier_group",), {"focus_area": None}),
        (("post",), {}),
        (("case_kind",), {}),
        (("carrier", "focus_area"), {"ags": DUEREN}),
        (("ags",), {"focus_area": "psychosocial"}),
        (("ags",), {"case_kind": "with_goals"}),
    ],
)
def test_the_caseload_of_a_year_agrees_with_a_loop_over_months(
    edition: Edition, by: tuple[str, ...], only: dict[str, str | None]
) -> None:
    of_a_kind = "case_kind" in (*by, *only)
    cases, given = rows_of(edition, "mart_caseload"), rows_of(edition, "mart_service")
    months = cases["month"].unique().sort().to_list()
    for column, value in only.items():
        if value:
            cases = cases.filter(pl.col(column) == value)
            given = given if of_a_kind else given.filter(pl.col(column) == value)
    found = queries.caseload_of_a_year(edition, by, **only)
    counts = ["open_cases", "mean_open_cases", "new_cases", "cases_at_begin", *(() if of_a_kind else GIVEN)]
    assert found.frame.columns == [*by, "month", *counts]
    expected: list[tuple[object, ...]] = []
    for end in range(11, len(months)):
        year = months[end - 11 : end + 1]
        before = months[end - 12] if end >= 12 else None
        of_month: dict[tuple[object, ...], list[Any]] = {}
        for row in cases.filter(pl.col("month").is_in([*year, *([before] if before else [])])).iter_rows(named=True):
            cell = of_month.setdefault(tuple(row[name] for name in by), [0, 0, 0, 0, 0, 0.0, 0])
            cell[0] += row["open_cases"] if row["month"] == months[end] else 0
            cell[1] += row["open_cases"] if row["month"] != before else 0
            cell[2] += row["new_cases"] if row["month"] != before else 0
            cell[3] += row["open_cases"] if row["month"] == before else 0
        if not of_a_kind:
            for row in given.filter(pl.col("month").is_in(year)).iter_rows(named=True):
                cell = of_month.setdefault(tuple(row[name] for name in by), [0, 0, 0, 0, 0, 0.0, 0])
                for place, name in enumerate(GIVEN, start=4):
                    cell[place] += row[name]
        for key, (stock, stocks, new, at_begin, *others) in of_month.items():
            if new or at_begin or others[0]:
                shown = [] if of_a_kind else others
                expected.append((*key, months[end], stock, stocks / 12, new, at_begin, *shown))
    assert sorted(found.frame.rows()) == sorted(expected)
    assert found.frame.rows() == sorted(found.frame.rows())
    assert len(expected) >= 59


def test_people_accompanied_are_counted_once_in_a_year(edition: Edition) -> None:
    """The same from the cases themselves: whoever was counselled on any day of the twelve months."""
    accompanied = pl.col("cases_at_begin") + pl.col("new_cases")
    found = dict(queries.caseload_of_a_year(edition, ()).frame.select("month", accompanied).rows())
    for month, begin, end in (
        (dt.date(2024, 3, 1), dt.date(2023, 4, 1), dt.date(2024, 3, 31)),
        (dt.date(2021, 12, 1), dt.date(2021, 1, 1), dt.date(2021, 12, 31)),
    ):
        sql = "SELECT count(*) FROM client_case WHERE first_interview_on <= ? AND (ended_on IS NULL OR ended_on >= ?)"
        assert found[month] == edition.query(sql, [end, begin]).item() > 0


@pytest.mark.parametrize("by", [(), ("service_type",), ("ags",), ("post", "service_type")])
def test_services_of_a_year_are_those_of_its_twelve_months(edition: Edition, by: tuple[str, ...]) -> None:
    mart = rows_of(edition, "mart_service").filter(
        pl.col("month").is_between(dt.date(2023, 9, 1), LATER), pl.col("focus_area") == "welcome"
    )
    found = queries.services_of_a_year(edition, by, LATER, focus_area="welcome")
    assert_frame_equal(found.frame, sums(mart, by, GIVEN))


@pytest.mark.parametrize("month", [dt.date(2021, 11, 1), dt.date(2026, 11, 1), dt.date(2024, 8, 2)])
def test_services_of_less_than_twelve_counted_months_are_not_told(edition: Edition, month: dt.date) -> None:
    with pytest.raises(ValueError, match=f"{month} does not close twelve months"):
        queries.services_of_a_year(edition, (), month)


def test_all_services_are_those_of_the_questions_about_years_together(edition: Edition) -> None:
    month = dt.date(2024, 12, 1)
    of_year = queries.services(edition, ("service_type",), 2024).frame
    assert_frame_equal(
        of_year, queries.services_of_a_year(edition, ("service_type",), month).frame.select(of_year.columns)
    )
    in_all = queries.caseload_of_a_year(edition, ()).frame.filter(pl.col("month") == month)
    assert in_all["services"].item() == of_year["services"].sum()


@pytest.mark.parametrize("focus_area", [None, "psychosocial"])
def test_how_many_services_come_at_once_agrees_with_numpy(edition: Edition, focus_area: str | None) -> None:
    sql = """
        SELECT case_key, provided_on, hours, focus_area::VARCHAR AS focus_area
        FROM case_service JOIN client_case USING (case_key)"""
    given = edition.query(sql)
    given = given.filter(pl.col("focus_area") == focus_area) if focus_area else given
    found = queries.contact_scale(edition, focus_area)
    months = queries.caseload_of_a_year(edition, (), focus_area=focus_area).frame.filter(pl.col("services") > 0)[
        "month"
    ]
    assert found.frame["month"].to_list() == months.to_list()
    for month, cases, services_scale, hours_scale in found.frame.rows()[::12]:
        begin, end = month.replace(year=month.year - 1), month
        of_year = given.filter(pl.col("provided_on").dt.truncate("1mo").is_between(begin, end, closed="right"))
        of_case = of_year.group_by("case_key").agg(pl.len().alias("services"), pl.col("hours").sum())
        services, hours = of_case["services"].to_numpy().astype(float), of_case["hours"].to_numpy()
        assert cases == of_case.height
        assert services_scale == pytest.approx((services**2).sum() / services.sum(), abs=0.05001)
        assert hours_scale == pytest.approx((hours**2).sum() / hours.sum(), abs=0.05001)
        assert round(services_scale, 1) == services_scale
        assert round(hours_scale, 1) == hours_scale


@pytest.mark.parametrize(("digits", "least"), [(1, 5), (2, 1)])
def test_how_many_services_come_at_once_does_not_tell_how_many_there_are(digits: int, least: int) -> None:
    """Squares are whole, at least as many as the services and even or odd as they are; with two digits that tells too much."""

    def is_possible(services: int, scale: float) -> bool:
        off = 0.5 * 10**-digits
        squares = range(math.ceil((scale - off) * services - 1e-9), math.floor((scale + off) * services + 1e-9) + 1)
        return any(number >= services and (number - services) % 2 == 0 for number in squares)

    left = [
        sum(is_possible(other, round(squares / services, digits)) for other in range(told - 2, told + 3))
        for told in range(25, 100, 5)
        for services in range(told - 2, told + 3)
        for squares in range(2 * services, 5 * services)
        if (squares - services) % 2 == 0
    ]
    assert min(left) == least


@pytest.mark.parametrize("role", ["steering", "planning"])
def test_how_many_services_come_at_once_wants_ten_cases(role: str) -> None:
    few = pl.DataFrame(
        {"month": [MONTH, LATER], "cases": [7, 8], "services_scale": [2.0, 2.0], "hours_scale": [3.0, 3.0]}
    )
    shown = protect(few, classes("mart_contact_spread"), role, bases("mart_contact_spread"))
    assert shown.rows() == [(MONTH, 5, None, None), (LATER, 10, 2.0, 3.0)]


def test_posts_and_what_is_filled_are_means_over_the_days(staffed: Store) -> None:
    """SKF-3 was raised in 2024 and is half vacant since; a project post lasted for half of 2022."""
    with open_edition(data=staffed.data) as history:
        found = queries.occupancy(history)
        periods = queries.filled_posts(history).frame
    assert protect(found.frame, found.classes, "steering", found.bases).equals(found.frame)
    assert found.frame.columns == ["building_block", "month", "posts", "fte", "filled_fte"]
    managed = found.frame.filter(pl.col("building_block") == "case_management")
    months = managed["month"]
    assert months.to_list() == pl.date_range(months[0], dt.date(2026, 10, 1), "1mo", eager=True).to_list()
    spans = pl.DataFrame({"first": months, "last": months.dt.month_end()})
    for block in ("case_management", "overhead", "authorities"):
        of_block = periods.filter(pl.col("building_block") == block)
        mean = mean_fte(of_block, spans, ("fte", "filled_fte"))
        expected = mean.group_by("first").agg(
            (pl.col("fte") > 0).sum().cast(pl.Int64).alias("posts"), pl.col("fte", "filled_fte").sum()
        )
        few = block != "case_management"
        expected = expected.sort("first").select(
            pl.lit(block).alias("building_block"),
            pl.col("first").alias("month"),
            "posts",
            "fte",
            pl.lit(None, pl.Float64).alias("filled_fte") if few else "filled_fte",
        )
        assert_frame_equal(found.frame.filter(pl.col("building_block") == block), expected)
    assert managed.row(by_predicate=pl.col("month") == dt.date(2022, 7, 1)) == (
        "case_management", dt.date(2022, 7, 1), 14, 12.5, 12.5
    )  # fmt: skip
    assert managed.row(-1) == ("case_management", dt.date(2026, 10, 1), 14, 12.0, 11.5)


def test_open_cases_grow_by_new_and_shrink_by_closed_ones(edition: Edition) -> None:
    found = queries.caseload(edition, ("month",)).frame
    growth = found["open_cases"].diff().drop_nulls()
    assert growth.to_list() == (found["new_cases"] - found["closed_cases"])[1:].to_list()


@pytest.mark.parametrize("year", [None, 2023, 1999])
@pytest.mark.parametrize("by", [(), ("focus_area",), ("ags", "year")])
@pytest.mark.parametrize("question", COUNTED)
def test_counts_by_year_are_sums_over_the_mart(
    edition: Edition, question: Callable[..., Answer], by: tuple[str, ...], year: int | None
) -> None:
    mart, measures = COUNTED[question]
    found = question(edition, by, year=year, focus_area="welcome")
    rows = rows_of(edition, mart).filter(pl.col("focus_area") == "welcome")
    assert_frame_equal(found.frame, sums(rows if year is None else rows.filter(pl.col("year") == year), by, measures))
    assert {found.classes[measure] for measure in measures} == {"staff" if "ags" in by else "people"}


@pytest.mark.parametrize("in_frame", [True, False])
def test_goals_within_and_outside_the_frame_are_all_goals(edition: Edition, in_frame: bool) -> None:
    mart = rows_of(edition, "mart_goal").filter(pl.col("in_frame") == in_frame)
    measures = COUNTED[queries.goals][1]
    found = queries.goals(edition, ("topic",), 2024, in_frame=in_frame).frame
    assert_frame_equal(found, sums(mart.filter(pl.col("year") == 2024), ("topic",), measures))
    assert found.is_empty() != in_frame, "the example has no goals outside the frame"


@pytest.mark.parametrize("year", [None, 2023])
@pytest.mark.parametrize("only", [{}, {"ags": DUEREN}, {"focus_area": "psychosocial"}, {"value": "female"}])
@pytest.mark.parametrize("by", [(), ("value",), ("year",), ("ags",), ("carrier", "focus_area")])
def test_characteristics_are_sums_over_one_attribute(
    edition: Edition, by: tuple[str, ...], only: dict[str, str], year: int | None
) -> None:
    mart = rows_of(edition, "mart_characteristic").filter(pl.col("attribute") == "sex")
    for column, value in only.items():
        mart = mart.filter(pl.col(column) == value)
    mart = mart if year is None else mart.filter(pl.col("year") == year)
    found = queries.characteristics(edition, by, "sex", year, **only)
    grouped = by if "value" in by else (*by, "value")
    assert_frame_equal(found.frame, sums(mart, grouped, ("cases",)))
    assert found.frame.height > 0


def test_each_attribute_counts_everybody_once(edition: Edition) -> None:
    for by in ((), ("focus_area",), ("ags", "year")):
        expected = queries.agreements(edition, by).frame.select(*by, "cases")
        for attribute in codes("attribute"):
            found = queries.characteristics(edition, by, attribute).frame
            assert_frame_equal(sums(found, by, ("cases",)), expected)
            assert set(found["value"]) <= {*codes(attribute), "not_stated"}


@pytest.mark.parametrize("role", ["steering", "planning"])
def test_people_of_an_attribute_are_rounded_and_few_are_left_out(edition: Edition, role: str) -> None:
    found = queries.characteristics(edition, ("ags", "year"), "sex")
    shown = protect(found.frame, found.classes, role, found.bases)
    assert (shown["cases"] % 5 == 0).all()
    assert shown.height == found.frame.filter(pl.col("cases") > 2).height < found.frame.height


@pytest.mark.parametrize("role", ["steering", "planning"])
@pytest.mark.parametrize("asked", [{"by": ("ags", "referred_to")}, {"by": ("ags",), "referred_to": "psychosocial"}])
def test_whom_a_place_refers_to_a_focus_area_are_its_cases_there(
    edition: Edition, asked: dict[str, Any], role: str
) -> None:
    found = queries.referrals(edition, **asked)
    assert found.frame.height > 0
    with pytest.raises(StaffFiguresWithheld):
        protect(found.frame, found.classes, role, found.bases)
    flow = queries.referrals(edition, ("focus_area", "referred_to"))
    assert protect(flow.frame, flow.classes, role, flow.bases).height > 0


def test_consent_is_told_of_the_rows_about_cases(edition: Edition) -> None:
    found = queries.consent(edition)
    report = rows_of(edition, "mart_load_report").filter(pl.col("kind") == "cases")
    names = ("rows_read", "rows_withheld", "rows_loaded")
    assert found.frame.rows() == [tuple(report[name].sum() for name in names)]
    assert found.frame.columns == list(names)
    assert protect(found.frame, found.classes, "steering", found.bases).row(0) == tuple(
        round_to_five(report[name].sum()) for name in names
    )


def test_the_frame_comes_as_it_was_loaded_and_is_for_everybody(edition: Edition) -> None:
    found = queries.outcome_frame(edition)
    assert_frame_equal(found.frame, frame_table(read_frames()))
    assert set(found.classes.values()) == {"public"}


@pytest.mark.parametrize("focus_area", [None, *codes("focus_area")])
def test_how_much_goals_of_a_case_share_their_luck_agrees_with_resampling_whole_cases(
    edition: Edition, focus_area: str | None
) -> None:
    """The variance of the share over bootstrap samples of cases, by the binomial one of as many goals."""
    sql = """
        SELECT case_key, focus_area::VARCHAR AS focus_area, goal_status::VARCHAR AS status, year(agreed_on) AS year
        FROM case_goal JOIN client_case USING (case_key) WHERE goal_status <> 'open'"""
    goals = edition.query(sql)
    goals = goals.filter(pl.col("focus_area") == focus_area) if focus_area else goals
    of_case = (
        goals.group_by("case_key", "year")
        .agg(pl.len().alias("settled"), (pl.col("status") == "achieved").sum().alias("reached"))
        .sort("case_key", "year")
    )
    found = queries.goal_design_effect(edition, focus_area).frame
    assert found["cases"].item() == of_case.height
    settled, reached = (of_case[name].to_numpy().astype(float) for name in ("settled", "reached"))
    drawn = np.random.default_rng(6).multinomial(len(settled), np.full(len(settled), 1 / len(settled)), size=2000)
    shares = (drawn @ reached) / (drawn @ settled)
    share = reached.sum() / settled.sum()
    resampled = shares.var() / (share * (1 - share) / settled.sum())
    assert found["design_effect"].item() == pytest.approx(resampled, rel=0.06, abs=0.05)
    exact = design_effect(
        len(settled), settled.sum(), reached.sum(), (settled**2).sum(), (reached**2).sum(), (settled * reached).sum()
    )
    assert found["design_effect"].item() == pytest.approx(exact, abs=0.05001)


class Spread:
    """As much of an edition as mart_goal_spread is: settled and reached goals of each case, of one year and focus area."""

    connection = duckdb.connect()

    def __init__(self, of_cases: Sequence[tuple[int, int]]) -> None:
        parts = [
            ("welcome", 2024, 1, settled, reached, settled**2, reached**2, settled * reached)
            for settled, reached in of_cases
        ]
        dtypes = {name: pl.String() if name == "focus_area" else pl.Int64() for name in MARTS["mart_goal_spread"]}
        self.mart = pl.DataFrame(parts, schema=dtypes, orient="row")

    def query(self, sql: str, params: Any = None) -> pl.DataFrame:
        self.connection.register("mart_goal_spread", self.mart.to_arrow(compat_level=pl.CompatLevel.newest()))
        return self.connection.sql(sql, params=params).pl()


@pytest.mark.parametrize(
    ("of_cases", "expected"),
    [
        ([], (0, None)),
        ([(1, 1), (1, 0), (1, 1), (1, 0)], (4, 1.3)),  # single goals: 4 / 3, for want of a degree of freedom
        ([(2, 2), (2, 0)] * 50, (100, 2.0)),  # both goals of a case always together
        ([(2, 1)] * 20, (20, 1.0)),  # never less than one
        ([(3, 3), (1, 1)], (2, 2.5)),  # all were reached: nothing tells that they are not alike
        ([(3, 0), (3, 0)], (2, 3.0)),
        ([(3, 2)], (1, 3.0)),
    ],
)
def test_how_much_goals_share_their_luck_where_it_can_be_seen(
    of_cases: list[tuple[int, int]], expected: tuple[int, float | None]
) -> None:
    assert queries.goal_design_effect(Spread(of_cases)).frame.row(0) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ["steering", "planning"])
def test_how_much_goals_share_their_luck_wants_ten_cases(role: str) -> None:
    for cases, shown in ((7, (5, None)), (8, (10, 1.0))):
        found = queries.goal_design_effect(Spread([(2, 1)] * cases))  # type: ignore[arg-type]
        assert protect(found.frame, found.classes, role, found.bases).row(0) == shown


def waited(edition: Edition, year: int | None = None, ags: str | None = None) -> pl.DataFrame:
    """One row per request."""
    mart = rows_of(edition, "mart_duration").filter(pl.col("process") == "waiting")
    mart = mart if year is None else mart.filter(pl.col("year") == year)
    mart = mart if ags is None else mart.filter(pl.col("ags") == ags)
    return mart.select(pl.all().repeat_by("cases").explode())


def limits_of_median(days: list[int]) -> tuple[float, float] | tuple[None, None]:
    """By exact binomial sums: the innermost ranks outside of which the median lies with 2.5 % at most, on either side."""
    people, rank, below, ways = len(days), 0, 0, 1
    while 40 * (below + ways) <= 2**people:
        below += ways
        rank += 1
        ways = ways * (people - rank + 1) // rank
    if not rank:
        return (None, None)
    lower, upper = sorted(days)[rank - 1], sorted(days)[people - rank]
    return (lower // 7 * 7, math.ceil(upper / 7) * 7) if people <= 12 else (lower, upper)


@pytest.mark.parametrize("year", [None, 2023, 2026])
@pytest.mark.parametrize("ags", [None, DUEREN])
def test_waiting_times_agree_with_numpy(edition: Edition, year: int | None, ags: str | None) -> None:
    found = queries.waiting(edition, ("focus_area",), 14, year, ags=ags)
    every = waited(edition, year, ags)
    assert found.frame["focus_area"].to_list() == sorted(set(every["focus_area"]))
    for row in found.frame.rows(named=True):
        of_area = every.filter(pl.col("focus_area") == row["focus_area"])
        days = of_area.filter(pl.col("ending") == "interview")["days"].to_list()
        assert row["cases"] == len(days)
        assert (row["lower_quartile_days"], row["median_days"], row["upper_quartile_days"]) == tuple(
            math.floor(quantile + 0.5) for quantile in np.percentile(days, [25, 50, 75], method="linear")
        )
        assert (row["median_lower_days"], row["median_upper_days"]) == limits_of_median(days)


@pytest.mark.parametrize("target", [0, 14, 60])
@pytest.mark.parametrize("by", [(), ("ags", "year"), ("carrier", "focus_area", "year")])
def test_a_target_counts_all_requests_whose_fate_is_known(edition: Edition, by: tuple[str, ...], target: int) -> None:
    found = queries.waiting(edition, by, target).frame
    twin: dict[tuple[object, ...], list[int]] = {}
    for row in waited(edition).rows(named=True):
        cell = twin.setdefault(tuple(row[name] for name in by), [0, 0, 0, 0])
        is_open, has_come = row["ending"] == "open", row["ending"] == "interview"
        cell[0] += not (is_open and row["days"] < target)
        cell[1] += has_come and row["days"] <= target
        cell[2] += is_open
        cell[3] += row["ending"] == "left"
    counts = ("requests", "within_target", "still_waiting", "left")
    assert found.select(*by, *counts).rows() == sorted((*key, *cell) for key, cell in twin.items())
    assert found["still_waiting"].sum() > 0


class Waiting:
    """As much of an edition as mart_duration is of people who waited, each so many days, and how it ended."""

    connection = duckdb.connect()

    def __init__(self, people: Sequence[tuple[int, str]]) -> None:
        mart = pl.DataFrame(people, schema={"days": pl.Int32, "ending": pl.String}, orient="row")
        known = {name: pl.lit(None, pl.String) for name in ("ags", "post", "carrier", "carrier_group", "focus_area")}
        self.mart = mart.with_columns(**known, process=pl.lit("waiting"), year=2024, cases=1)

    def query(self, sql: str, params: Any = None) -> pl.DataFrame:
        self.connection.register("mart_duration", self.mart.to_arrow(compat_level=pl.CompatLevel.newest()))
        return self.connection.sql(sql, params=params).pl()


def times(days: Sequence[int]) -> dict[str, Any]:
    people = Waiting([(day, "interview") for day in days])
    return queries.waiting(people, (), 14).frame.row(0, named=True)  # type: ignore[arg-type]


# The innermost ranks of 95 % or more in a printed table of confidence intervals for the population median (Table A.7 of a
# textbook, page 656), such as 4 and 13 for n = 16 (97.9 %) and 6 and 15 for n = 20 (95.9 %; 7 and 14 have 88.5 %).
RANKS = {13: (3, 11), 14: (3, 12), 15: (4, 12), 16: (4, 13), 17: (5, 13), 18: (5, 14), 19: (5, 15), 20: (6, 15)}


@pytest.mark.parametrize(("people", "ranks"), RANKS.items())
def test_limits_of_the_median_are_the_ranks_of_published_tables(people: int, ranks: tuple[int, int]) -> None:
    found = times(range(1, people + 1))
    assert (found["median_lower_days"], found["median_upper_days"]) == ranks


def test_limits_of_the_median_of_a_published_example() -> None:
    """D. G. Bonett: statpsych, ci.median, times ten: 20.7 between 10.8 and 30.9."""
    figures = [302, 204, 151, 102, 105, 608, 208, 250, 207, 309, 108, 51, 509, 400, 209, 108, 0, 205, 508]
    found = times(figures)
    assert (found["median_days"], found["median_lower_days"], found["median_upper_days"]) == (207, 108, 309)


@pytest.mark.parametrize("people", [6, 11, 12, 13, 100, 2001])
def test_the_median_of_a_distribution_lies_within_its_limits_so_often(people: int) -> None:
    """Limits of ranks r and s hold it with the chance that r to s - 1 of so many lie below it; the next ranks inside do not."""
    days = [7 * number for number in range(1, people + 1)]  # whole weeks, which nothing widens
    found = times(days)
    lower, upper = (int(found[name]) // 7 for name in ("median_lower_days", "median_upper_days"))
    assert lower + upper == people + 1

    def chance(first: int, last: int) -> float:
        return sum(math.comb(people, number) for number in range(first, last)) / 2**people

    assert chance(lower, upper) >= 0.95 > chance(lower + 1, upper - 1)


@pytest.mark.parametrize("people", [0, 1, 5])
def test_fewer_than_six_have_no_limits(people: int) -> None:
    found = times(range(people))
    assert (found["cases"], found["median_lower_days"], found["median_upper_days"]) == (people, None, None)


@given(st.lists(st.integers(0, 200), min_size=6, max_size=30))
def test_limits_hold_the_median_and_of_few_are_nobodys_own(days: list[int]) -> None:
    found = times(days)
    lower, upper = found["median_lower_days"], found["median_upper_days"]
    assert (lower, upper) == limits_of_median(days)
    assert lower <= found["median_days"] <= upper
    assert len(days) > 12 or lower % 7 == upper % 7 == 0


def test_a_request_counts_for_a_target_once_its_time_is_over() -> None:
    people = [(14, "interview"), (15, "interview"), (3, "left"), (30, "left"), (13, "open"), (14, "open"), (40, "open")]
    found = queries.waiting(Waiting(people), (), 14).frame.row(0, named=True)  # type: ignore[arg-type]
    assert {name: found[name] for name in ("cases", "requests", "within_target", "still_waiting", "left")} == {
        "cases": 2,
        "requests": 6,
        "within_target": 1,
        "still_waiting": 3,
        "left": 2,
    }


def test_a_target_is_no_day_before_the_request(edition: Edition) -> None:
    with pytest.raises(ValueError, match="a target is zero days or more"):
        queries.waiting(edition, (), -7)


def test_waiting_times_of_everybody_are_one_row(edition: Edition) -> None:
    found = queries.waiting(edition, (), 14).frame
    assert found.height == 1
    assert found["cases"].item() == waited(edition).filter(pl.col("ending") == "interview").height


@pytest.mark.parametrize("process", ["waiting", "case", "first_goal"])
@pytest.mark.parametrize(("by", "only"), [((), {}), (("ags",), {"focus_area": "welcome"}), (("year", "carrier"), {})])
def test_steps_of_a_process_are_sums_over_the_mart(
    edition: Edition, by: tuple[str, ...], only: dict[str, str], process: str
) -> None:
    found = queries.duration_steps(edition, by, process, **only)
    mart = rows_of(edition, "mart_duration").filter(process=process, **only)
    assert_frame_equal(found.frame, sums(mart, (*by, "days", "ending"), ("cases",)))
    assert found.frame["cases"].sum() > 0
    of_year = queries.duration_steps(edition, by, process, 2024, **only).frame
    assert of_year["cases"].sum() == mart.filter(pl.col("year") == 2024)["cases"].sum()


@pytest.mark.parametrize("role", ["steering", "planning"])
def test_days_of_single_people_are_for_the_coordination(edition: Edition, role: str) -> None:
    for found in (
        queries.duration_steps(edition, (), "waiting"),
        queries.waiting(edition, ("days",), 14),
        queries.waiting(edition, (), 14, days="3"),
        queries.waiting(edition, ("ags", "focus_area"), 14),
    ):
        assert protect(found.frame, found.classes, "coordination", found.bases).equals(found.frame)
        with pytest.raises(StaffFiguresWithheld):
            protect(found.frame, found.classes, role, found.bases)


@pytest.mark.parametrize(
    "ask",
    [
        lambda edition, name: queries.caseload(edition, (name,), ("new_cases",)),
        lambda edition, name: queries.caseload(edition, (), (name,)),
        lambda edition, name: queries.caseload(edition, (), ("new_cases",), **{name: "welcome"}),
        lambda edition, name: queries.caseload_of_a_year(edition, (name,)),
        lambda edition, name: queries.caseload_of_a_year(edition, (), **{name: "welcome"}),
        lambda edition, name: queries.services_of_a_year(edition, (name,), LATER),
        lambda edition, name: queries.services_of_a_year(edition, (), LATER, **{name: "welcome"}),
        lambda edition, name: queries.goals(edition, (name,)),
        lambda edition, name: queries.agreements(edition, (), **{name: "x"}),
        lambda edition, name: queries.services(edition, (name,)),
        lambda edition, name: queries.referrals(edition, (name,)),
        lambda edition, name: queries.referrals(edition, (), **{name: "x"}),
        lambda edition, name: queries.characteristics(edition, (name,), "sex"),
        lambda edition, name: queries.characteristics(edition, (), "sex", **{name: "x"}),
        lambda edition, name: queries.waiting(edition, (name,), 14),
        lambda edition, name: queries.waiting(edition, (), 14, **{name: "x"}),
    ],
)
@pytest.mark.parametrize(
    "name", ["colour", "ags FROM mart_caseload --", "1; DROP TABLE mart_goal", "(SELECT post FROM post)", "*", ""]
)
def test_only_columns_of_the_contract_get_into_a_question(
    edition: Edition, ask: Callable[[Edition, str], Answer], name: str
) -> None:
    with pytest.raises(KeyError, match="has no column"):
        ask(edition, name)


@pytest.mark.parametrize("value", ["' OR 1 = 1 --", "welcome' OR 'a' = 'a", "'; DROP TABLE mart_goal; --", "%"])
def test_values_are_values_and_never_sql(edition: Edition, value: str) -> None:
    assert queries.caseload(edition, ("ags",), ("new_cases",), focus_area=value).frame.is_empty()
    assert queries.goals(edition, ("ags",), focus_area=value).frame.is_empty()
    assert queries.waiting(edition, ("ags",), 14, focus_area=value).frame.is_empty()
    assert queries.caseload_of_a_year(edition, ("ags",), focus_area=value).frame.is_empty()
    assert queries.services_of_a_year(edition, ("ags",), LATER, focus_area=value).frame.is_empty()
    assert queries.contact_scale(edition, value).frame.is_empty()
    assert queries.goal_design_effect(edition, value).frame.rows() == [(0, None)]
    assert queries.characteristics(edition, ("ags",), value).frame.is_empty()
    assert queries.referrals(edition, ("ags",), referred_to=value).frame.is_empty()
    assert queries.indicator(edition, value).frame.is_empty()
    assert rows_of(edition, "mart_goal").height > 0


NARROWED: list[dict[str, Any]] = [
    {"by": ("carrier",)},
    {"by": (), "carrier": "Stadt Düren"},
    {"by": ("carrier_group", "focus_area")},
    {"by": ("carrier_group", "ags")},
    {"by": ("carrier_group",), "focus_area": "welcome"},
    {"by": ("focus_area",), "carrier_group": "one_post"},
    {"by": (), "post": "STADT-DUEREN-1"},
    {"by": ("carrier", "focus_area")},
    {"by": ("carrier", "ags")},
    {"by": ("carrier",), "focus_area": "welcome"},
    {"by": ("carrier",), "ags": DUEREN},
    {"by": ("focus_area",), "carrier": "Stadt Düren"},
    {"by": (), "carrier": "Stadt Düren", "ags": DUEREN},
    {"by": ("ags", "focus_area")},
    {"by": ("ags",), "focus_area": "psychosocial"},
    {"by": ("focus_area",), "ags": DUEREN},
]


@pytest.mark.parametrize("role", ["steering", "planning"])
@pytest.mark.parametrize("asked", NARROWED)
@pytest.mark.parametrize(
    "question",
    [
        queries.caseload,
        queries.caseload_of_a_year,
        queries.services_of_a_year,
        queries.services,
        queries.goals,
        queries.agreements,
        queries.referrals,
        queries.characteristics,
    ],
)
def test_carriers_posts_and_two_of_group_place_and_focus_area_are_for_the_coordination(
    edition: Edition, question: Callable[..., Answer], asked: dict[str, Any], role: str
) -> None:
    further: dict[Callable[..., Answer], dict[str, Any]] = {
        queries.caseload: {"measures": ("new_cases",)},
        queries.services_of_a_year: {"month": LATER},
        queries.characteristics: {"attribute": "sex"},
    }
    found = question(edition, **further.get(question, {}), **asked)
    assert found.frame.height > 0
    counts = [name for name, dtype in found.frame.schema.items() if dtype == pl.Int64]
    assert counts
    assert {found.classes[name] for name in counts} == {"staff"}
    assert protect(found.frame, found.classes, "coordination", found.bases).equals(found.frame)
    with pytest.raises(StaffFiguresWithheld):
        protect(found.frame, found.classes, role, found.bases)


@pytest.mark.parametrize("role", ["steering", "planning"])
def test_figures_per_post_are_for_the_coordination(edition: Edition, role: str) -> None:
    for found in (
        queries.caseload(edition, ("post",), ("new_cases",)),
        queries.caseload_of_a_year(edition, ("post",)),
        queries.services_of_a_year(edition, ("post",), LATER),
        queries.services(edition, ("post",)),
        queries.filled_posts(edition),
    ):
        with pytest.raises(StaffFiguresWithheld):
            protect(found.frame, found.classes, role, found.bases)


class OnePost:
    """Stands for an edition with one post: granted a whole one, away for half a year, raised, gone and back again."""

    PERIODS = (
        (1.0, 1.0, "2021-01-01", "2024-02-29"),
        (1.0, 0.0, "2024-03-01", "2024-08-31"),
        (1.0, 0.5, "2024-09-01", "2024-12-31"),
        (1.5, 1.5, "2025-01-01", "2025-06-30"),
        (1.5, 1.5, "2026-01-01", None),
    )

    def query(self, sql: str) -> pl.DataFrame:
        rows = [
            {"post": "A-1", "building_block": "overhead", "carrier": "A", "focus_area": None, "languages": None}
            | {
                "fte": fte,
                "filled_fte": filled,
                "valid_from": begin,
                "valid_to": end,
                "remark": None,
                "assumption": None,
            }
            for fte, filled, begin, end in self.PERIODS
        ]
        days = pl.col("valid_from", "valid_to").str.to_date()
        with duckdb.connect() as connection:
            connection.register("mart_post", pl.DataFrame(rows, infer_schema_length=None).with_columns(days).to_arrow())
            return connection.sql(sql).pl()


def test_periods_that_differ_in_what_is_filled_are_one_for_the_public() -> None:
    """The dates alone would tell when somebody was away."""
    found = queries.posts(OnePost())  # type: ignore[arg-type]
    assert "filled_fte" not in found.frame.columns
    assert found.frame.select("fte", pl.col("valid_from", "valid_to").cast(pl.String)).rows() == [
        (1.0, "2021-01-01", "2024-12-31"),
        (1.5, "2025-01-01", "2025-06-30"),
        (1.5, "2026-01-01", None),
    ]
    assert protect(found.frame, found.classes, "steering", found.bases).equals(found.frame)


def test_posts_are_told_as_they_are_but_for_what_is_filled(edition: Edition) -> None:
    found = queries.posts(edition).frame
    whole = rows_of(edition, "mart_post").drop("filled_fte")
    assert_frame_equal(found, whole, check_row_order=False, check_column_order=False)


@pytest.mark.parametrize("role", ["steering", "planning"])
@pytest.mark.parametrize("by", [("carrier_group",), ("carrier_group", "case_kind"), ("ags", "case_kind"), ("ags",)])
def test_groups_of_carriers_places_and_kinds_of_cases_are_shown_rounded(
    edition: Edition, by: tuple[str, ...], role: str
) -> None:
    for found in (
        queries.caseload(edition, by, ("new_cases",), focus_area=None),
        queries.caseload_of_a_year(edition, by, carrier=None),
    ):
        shown = protect(found.frame, found.classes, role, found.bases)
        assert shown.schema == found.frame.schema
        assert shown.height > 0
        counts = [name for name in shown.columns if found.classes[name] == "people"]
        assert counts
        for name in counts:
            assert set(shown[name] % 5) == {0}, name


def test_a_group_of_carriers_is_never_one_with_a_single_post(edition: Edition) -> None:
    found = queries.carrier_groups(edition)
    assert protect(found.frame, found.classes, "steering", found.bases).equals(found.frame)
    pooled = found.frame.filter(pl.col("carrier_group") == "one_post")
    assert pooled.height == 4
    alone = found.frame.filter(pl.col("carrier_group") != "one_post")
    assert alone["carrier"].to_list() == alone["carrier_group"].to_list()
    assert alone["fewest_posts"].min() == 2


def test_waiting_times_of_few_are_withheld(edition: Edition) -> None:
    found = queries.waiting(edition, ("ags", "year"), 14)
    shown = protect(found.frame, found.classes, "steering", found.bases)
    few = shown["cases"] < 10
    assert few.any()
    assert shown.filter(few)["median_days"].null_count() == few.sum()
    assert shown.filter(~few)["median_days"].null_count() == 0


def test_numbers_of_rows_about_clients_are_counts_of_people(edition: Edition) -> None:
    answer = queries.client_rows_in_all(edition)
    shown = protect(answer.frame, answer.classes, "steering", answer.bases)
    assert all(count % 5 == 0 for count in shown.row(0))
    exact = queries.client_rows(edition).frame
    assert answer.frame["rows_read"].item() == exact["rows_read"].sum()


@pytest.mark.parametrize("role", ["steering", "planning"])
@pytest.mark.parametrize(
    "question",
    [
        queries.client_rows,
        queries.rejected,
        queries.findings,
        queries.quality,
        ASKED["rejected_rows"],
        ASKED["finding_rows"],
    ],
)
def test_rows_of_a_single_file_about_clients_are_for_the_coordination(
    edition: Edition, question: Callable[..., Answer], role: str
) -> None:
    """A file may come from a carrier with one post."""
    found = question(edition)
    with pytest.raises(StaffFiguresWithheld):
        protect(found.frame, found.classes, role, found.bases)


@pytest.mark.parametrize("role", ["steering", "planning"])
def test_topics_in_a_place_are_for_the_coordination(edition: Edition, role: str) -> None:
    """A topic belongs to one focus area, and in many places a focus area to one post."""
    found = queries.goals(edition, ("topic",), ags=DUEREN)
    with pytest.raises(StaffFiguresWithheld):
        protect(found.frame, found.classes, role, found.bases)


def test_numbers_of_rows_of_official_files_are_public_and_of_no_file_about_clients(edition: Edition) -> None:
    answer = queries.official_rows(edition)
    assert set(answer.classes.values()) == {"public"}
    assert not set(answer.frame["kind"]) & {"cases", "goals", "services"}
    assert protect(answer.frame, answer.classes, "steering").equals(answer.frame)


def test_sources_cite_every_file_without_numbers_of_rows(edition: Edition) -> None:
    cited = queries.sources(edition).frame
    assert cited.height == rows_of(edition, "mart_load_report").height
    assert not [column for column in cited.columns if column.startswith("rows_")]
    assert CASES_FILE in set(cited["file"])


def test_names_and_titles_of_real_exports_are_not_for_all(small_data: Path, edit_yaml: Callable[..., None]) -> None:
    for sidecar in (small_data / "raw" / "caseload").glob("*.source.yml"):
        edit_yaml(sidecar, lambda content: content.update(data="real", title="Fallliste Zielinska"))
    load(small_data)
    with open_edition(data=small_data) as real:
        cited = queries.sources(real).frame.filter(pl.col("kind").is_in(["cases", "goals", "services"]))
    assert set(cited["title"]) == set(cited["refused_columns"]) == {""}
    assert cited["file"].n_unique() == 3
    assert not any(file.startswith("caseload/") for file in cited["file"])


@pytest.mark.parametrize(
    ("question", "mart", "table"),
    [(queries.rejected_rows, "mart_rejected", "rejected_row"), (queries.finding_rows, "mart_finding", "finding")],
)
def test_lines_of_a_broken_rule_are_as_many_as_the_mart_counts(
    edition: Edition, question: Callable[..., Answer], mart: str, table: str
) -> None:
    counted = rows_of(edition, mart).group_by("file", "rule").agg(pl.col("rows").sum(), pl.col("first_row").min())
    assert counted.height > 0
    for file, rule, rows, first_row in counted.rows():
        found = question(edition, file, rule).frame
        assert found.columns == ["line", "column"]
        assert (found.height, found["line"].min()) == (rows, first_row)
    assert question(edition, "no such file", "no such rule").frame.is_empty()
    assert rows_of(edition, table).height == counted["rows"].sum()


def test_who_delivered_until_when_is_for_everybody(edition: Edition) -> None:
    found = queries.deliveries(edition)
    assert set(found.classes.values()) == {"public"}
    assert set(found.frame["carrier"]) == set(rows_of(edition, "mart_caseload")["carrier"])
    assert set(found.frame["exported_on"]) == {dt.date(2026, 10, 31)}
