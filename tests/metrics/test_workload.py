"""Posts needed by WISN: a published clinic, a slow twin, and what must hold for any workload."""

from __future__ import annotations

import math
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from metrics.workload import (
    Activity,
    Individual,
    against_existing,
    category_factor,
    required_by_group,
    wisn,
)

BY = ["ags", "focus_area"]
MINUTES = {"first talk": 60.0, "letter": 20.0, "visit": 90.0}
HOURS = 1432.0
WORKLOAD = {"ags": pl.String, "focus_area": pl.String, "activity": pl.String, "count": pl.Int64}
AMOUNTS = st.floats(0, 5000)
ACTIVITIES = st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), AMOUNTS, st.floats(0, 240)), max_size=6)
SHARES = st.lists(st.floats(0, 0.2), max_size=4)
INDIVIDUAL = st.lists(st.tuples(st.integers(0, 5), st.floats(0, 500)), max_size=3)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["05358004", "05358008"]),
        st.sampled_from(["welcome", "labour_market", None]),
        st.sampled_from(sorted(MINUTES)),
        st.one_of(st.none(), st.integers(0, 900)),
    ),
    max_size=20,
)


def workload(*rows: tuple[str | None, ...]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=WORKLOAD, orient="row")


def test_the_published_clinic() -> None:
    # Burmen, Owuor, Mitei: An assessment of staffing needs at a HIV clinic in Western Kenya, Human Resources for Health 15:9
    # (2017), Table 3: 100,000 visits at 0.25 hours, 179 days of 8 hours -> 17.46.
    found = wisn([Activity("visit", 100_000, 15)], 179 * 8)
    assert found.required == found.before_allowances == pytest.approx(17.46, abs=0.005)
    assert (found.category_factor, found.individual_factor, found.difference, found.ratio) == (1, 0, None, None)


def test_category_support_of_10_in_179_days() -> None:
    # Computed from the same clinic's figures; this product is not printed there.
    found = wisn([("visit", 100_000, 15)], 179 * 8, category_allowances=[10 / 179])
    assert found.required == pytest.approx(18.49, abs=0.005)


def test_all_parts_by_hand() -> None:
    # 600 talks of an hour and 1,500 letters of 20 minutes are 1,100 hours: 1.1 posts of 1,000 hours. A fifth of the time goes
    # into meetings and records: times 1.25. Two people lead teams for 50 hours a year each: 0.1 posts more.
    activities = [Activity("talk", 600, 60), Activity("letter", 1500, 20)]
    found = wisn(activities, 1000, [0.15, 0.05], [Individual(2, 50)], existing=1.0)
    assert found == pytest.approx((1.1, 1.25, 0.1, 1.475, -0.475, 1 / 1.475))


def test_without_work_nothing_is_required_and_there_is_no_ratio() -> None:
    assert wisn([], 1000, existing=0.5) == (0.0, 1.0, 0.0, 0.0, 0.5, None)


@given(ACTIVITIES, st.floats(100, 2000), SHARES, INDIVIDUAL)
def test_posts_needed_agree_with_the_slow_twin(
    activities: list[tuple[str, float, float]], hours: float, shares: list[float], individual: list[tuple[int, float]]
) -> None:
    needed = 0.0
    for _, count, minutes in activities:
        a_year_of_one_post = hours * 60 / minutes if minutes else math.inf  # WHO's standard workload
        needed += count / a_year_of_one_post
    needed /= 1 - sum(shares)
    for people, each in individual:
        needed += people * each / hours
    assert wisn(activities, hours, shares, individual).required == pytest.approx(needed, abs=1e-12)


@given(ACTIVITIES, SHARES, st.floats(0.01, 0.1))
def test_more_support_work_needs_more_posts(
    activities: list[tuple[str, float, float]], shares: list[float], more: float
) -> None:
    some, most = wisn(activities, 1000, shares), wisn(activities, 1000, [*shares, more])
    assert most.required >= some.required
    assert most.category_factor > some.category_factor >= 1


@given(ROWS, SHARES)
def test_each_group_agrees_with_the_slow_twin(rows: list[tuple[str | None, ...]], shares: list[float]) -> None:
    found = required_by_group(workload(*rows), BY, MINUTES, HOURS, shares)
    assert found.columns == [*BY, "before_allowances", "required"]
    assert found.select(BY).rows() == found.select(BY).unique().sort(BY).rows()
    assert set(found.select(BY).rows()) == {row[:2] for row in rows}
    for *group, before, required in found.rows():
        own = [(a, c or 0, MINUTES[a]) for ags, area, a, c in rows if [ags, area] == group]
        twin = wisn(own, HOURS, shares)
        assert (before, required) == pytest.approx((twin.before_allowances, twin.required))


@given(ROWS, SHARES, INDIVIDUAL)
def test_groups_and_individual_allowances_sum_to_the_whole(
    rows: list[tuple[str | None, ...]], shares: list[float], individual: list[tuple[int, float]]
) -> None:
    whole = wisn([(a, c or 0, MINUTES[a]) for _, _, a, c in rows], HOURS, shares, individual)
    groups = required_by_group(workload(*rows), BY, MINUTES, HOURS, shares)
    assert groups["required"].sum() + whole.individual_factor == pytest.approx(whole.required)


def test_posts_needed_beside_those_there() -> None:
    required = pl.DataFrame({"ags": ["a", "b", None], "required": [2.0, 0.0, 1.0]})
    existing = pl.DataFrame({"ags": ["a", "c", None], "fte": [1.5, 0.5, 1.0]})
    expected = pl.DataFrame(
        {
            "ags": [None, "a", "b", "c"],
            "required": [1.0, 2.0, 0.0, 0.0],
            "fte": [1.0, 1.5, 0.0, 0.5],
            "difference": [0.0, -0.5, 0.0, 0.5],
            "ratio": [1.0, 0.75, None, None],
        }
    )
    assert_frame_equal(against_existing(required, existing, ["ags"]), expected)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"available_hours": 0}, "available hours must be above zero, found 0"),
        ({"available_hours": math.nan}, "available hours must be above zero"),
        ({"activities": [("talk", -1, 60)]}, "the count of talk must be zero or more, found -1"),
        ({"activities": [("talk", 1, math.inf)]}, "the minutes of talk must be zero or more"),
        ({"category_allowances": [0.6, 0.4]}, "category allowances take all working time: 100%"),
        ({"category_allowances": [-0.1]}, "a category allowance must be zero or more"),
        ({"individual_allowances": [(-1, 5)]}, "people of an individual allowance must be zero or more"),
        ({"individual_allowances": [(1, -5)]}, "hours of an individual allowance must be zero or more"),
        ({"existing": -1}, "existing FTE must be zero or more"),
    ],
)
def test_impossible_work_is_refused(changed: dict[str, Any], message: str) -> None:
    arguments: dict[str, Any] = {"activities": [("talk", 100, 60)], "available_hours": 1000}
    with pytest.raises(ValueError, match=message):
        wisn(**arguments | changed)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"available_hours": -1}, "available hours must be above zero"),
        ({"minutes": {"letter": 20}}, "activities without minutes: visit"),
        ({"minutes": {"letter": 20, "visit": -1}}, "the minutes of visit must be zero or more"),
        ({"category_allowances": [1]}, "category allowances take all working time"),
        ({"workload": workload(("05358004", "welcome", "visit", -3))}, "a count is zero or more"),
    ],
)
def test_impossible_work_of_groups_is_refused(changed: dict[str, Any], message: str) -> None:
    rows = workload(("05358004", "welcome", "letter", 3), ("05358004", "welcome", "visit", 3))
    arguments: dict[str, Any] = {"workload": rows, "by": BY, "minutes": MINUTES, "available_hours": HOURS}
    with pytest.raises(ValueError, match=message):
        required_by_group(**arguments | changed)


def test_nothing_beside_the_counted_work_changes_nothing() -> None:
    assert category_factor([]) == 1
