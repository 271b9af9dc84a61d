"""Questions about waiting and other processes, against numpy and published tables."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from metrics.protection import StaffFiguresWithheld, protect
from tests.warehouse.marts import DUEREN, rows_of, sums
from warehouse import Edition, queries


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
