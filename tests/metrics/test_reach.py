"""Reach: a published interval, the verdict against a slow twin, and what rounding may and may not hide."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from metrics.funnel_limits import MARK_LEVEL
from metrics.intervals import poisson_interval
from metrics.protection import ROLES, round_to_five
from metrics.reach import VERDICTS, reach
from metrics.shrinkage import empirical_bayes

COLUMNS = ["ags", "new_cases", "need", "per_1000", "lower", "upper", "shrunken", "verdict", "is_small_base"]
RATES = ["per_1000", "lower", "upper", "shrunken"]
every_role = pytest.mark.parametrize("role", ROLES)


def places(cases: Sequence[int | None], need: Sequence[float | None]) -> pl.DataFrame:
    ags = [f"0535800{number}" for number in range(len(cases))]
    people = pl.Series(need, dtype=pl.Float64, strict=False)
    return pl.DataFrame({"ags": ags, "new_cases": pl.Series(cases, dtype=pl.Int64), "need": people})


def rounded(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(round_to_five(pl.col("new_cases")))


@st.composite
def districts(draw: st.DrawFn) -> pl.DataFrame:
    size = draw(st.integers(1, 8))
    cases = st.lists(st.one_of(st.none(), st.integers(0, 60), st.integers(0, 600)), min_size=size, max_size=size)
    need = st.lists(st.integers(0, 20_000), min_size=size, max_size=size).filter(any)
    return places(draw(cases), [float(people) for people in draw(need)])


def total(frame: pl.DataFrame) -> int:
    return int(frame["new_cases"].sum())


def test_the_interval_of_15_in_400_is_the_published_one() -> None:
    # R, DescTools: PoissonCI(x = 15, n = 400, method = "exact").
    row = reach(places([15, 100], [400, 2000]), "coordination", 115).row(0, named=True)
    assert row["per_1000"] == pytest.approx(37.5)
    assert (row["lower"], row["upper"]) == pytest.approx((20.9884653, 61.8505472), rel=1e-8)


def test_a_rounded_count_has_the_limits_of_all_it_may_stand_for() -> None:
    row = reach(places([15, 100], [400, 2000]), "steering", 115).row(0, named=True)
    assert row["per_1000"] == pytest.approx(37.5)
    assert row["lower"] == pytest.approx(poisson_interval(13)[0] / 0.4)
    assert row["upper"] == pytest.approx(poisson_interval(17)[1] / 0.4)


def test_the_shrunken_rate_is_that_of_all_places() -> None:
    cases, need = [15, 100, 3, 40], [400.0, 2000.0, 500.0, 300.0]
    found = reach(places(cases, need), "coordination", 158)
    assert found["shrunken"].to_list() == pytest.approx(empirical_bayes(cases, need) * 1000)


def test_rates_are_per_what_is_asked_for() -> None:
    frame = places([15, 100], [400, 2000])
    per_head = reach(frame, "coordination", 115, per=1)
    assert_frame_equal(per_head.with_columns(pl.col(RATES) * 1000), reach(frame, "coordination", 115))


def slow_verdict(cases: int, need: float, district: float, slack: int, level: float) -> str:
    lower, upper = poisson_interval(max(cases - slack, 0), level)[0], poisson_interval(cases + slack, level)[1]
    if lower / need > district:
        return "higher"
    return "lower" if upper / need < district else "as_expected"


@given(frame=districts(), level=st.sampled_from([0.8, 0.95, MARK_LEVEL]))
def test_exact_verdicts_agree_with_the_slow_twin(frame: pl.DataFrame, level: float) -> None:
    district = total(frame) / frame["need"].sum()
    found = reach(frame, "coordination", total(frame), mark_level=level)
    for row in found.iter_rows(named=True):
        expected = slow_verdict(row["new_cases"], row["need"], district, 0, level) if row["need"] >= 10 else "too_small"
        assert row["verdict"] == expected


@given(frame=districts(), level=st.sampled_from([0.8, 0.95, MARK_LEVEL]))
def test_a_verdict_on_rounded_counts_holds_for_the_exact_ones(frame: pl.DataFrame, level: float) -> None:
    exact = reach(frame, "coordination", total(frame), mark_level=level)
    seen = reach(rounded(frame), "planning", round_to_five(total(frame)), mark_level=level)
    for own, coordination in zip(seen.iter_rows(named=True), exact.iter_rows(named=True), strict=True):
        if own["verdict"] in ("higher", "lower"):
            assert own["verdict"] == coordination["verdict"]
        if own["lower"] is not None:
            assert own["lower"] <= coordination["lower"] + 1e-9
            assert own["upper"] >= coordination["upper"] - 1e-9


@every_role
@given(frame=districts())
def test_what_is_too_small_has_no_rate_and_all_else_has(role: str, frame: pl.DataFrame) -> None:
    shown = frame if role == "coordination" else rounded(frame)
    found = reach(shown, role, round_to_five(total(frame)))
    assert found.columns == COLUMNS
    assert found["ags"].to_list() == frame["ags"].to_list()
    for row in found.iter_rows(named=True):
        few = row["new_cases"] < 10
        assert row["verdict"] in VERDICTS
        assert (row["verdict"] == "too_small") == (row["need"] < 10 or (few and role != "coordination"))
        assert all((row[rate] is None) == (row["verdict"] == "too_small") for rate in RATES)
        assert row["is_small_base"] == (few or row["need"] < 10)
        if row["verdict"] != "too_small":
            assert 0 <= row["lower"] <= row["per_1000"] < row["upper"]


@every_role
def test_none_reported_is_a_count_of_zero(role: str) -> None:
    found = reach(places([None, 300], [5000, 5000]), role, 300)
    assert_frame_equal(found, reach(places([0, 300], [5000, 5000]), role, 300))
    assert found["new_cases"].to_list() == [0, 300]


def test_a_small_exact_count_keeps_its_numbers_and_says_so() -> None:
    found = reach(places([3, 300], [5000, 5000]), "coordination", 303).row(0, named=True)
    assert (found["per_1000"], found["verdict"], found["is_small_base"]) == (0.6, "lower", True)


def test_few_people_in_need_are_too_few_for_everybody() -> None:
    found = reach(places([5, 300, 0], [9, 5000, 0]), "coordination", 305)
    assert found["verdict"].to_list() == ["too_small", "as_expected", "too_small"]


def test_the_district_is_compared_by_its_own_count() -> None:
    # The parts sum to 40; a district of which only 5 are told leaves both places above its rate.
    frame = places([20, 20], [1000, 1000])
    assert reach(frame, "steering", 40)["verdict"].to_list() == ["as_expected", "as_expected"]
    assert reach(frame, "steering", 5)["verdict"].to_list() == ["higher", "higher"]


def test_the_districts_count_is_rounded_too() -> None:
    # Both places lie beyond a district of 100 cases, but not beyond the 102 and the 98 that a rounded 100 may stand for.
    high, low = poisson_interval(28, MARK_LEVEL)[0], poisson_interval(12, MARK_LEVEL)[1]
    of_higher, of_lower = 101 * 1000 / high, 99 * 1000 / low
    higher = places([30, 70], [1000, of_higher - 1000])
    lower = places([10, 90], [1000, of_lower - 1000])
    assert reach(higher, "coordination", 100)["verdict"][0] == "higher"
    assert reach(higher, "steering", 100)["verdict"][0] == "as_expected"
    assert reach(higher, "steering", 95)["verdict"][0] == "higher"
    assert reach(lower, "coordination", 100)["verdict"][0] == "lower"
    assert reach(lower, "steering", 100)["verdict"][0] == "as_expected"
    assert reach(lower, "steering", 105)["verdict"][0] == "lower"


def test_a_district_where_nobody_comes_has_only_expected_places() -> None:
    found = reach(places([0, None], [1000, 200]), "coordination", 0)
    assert found["verdict"].to_list() == ["as_expected", "as_expected"]
    assert found["shrunken"].to_list() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"role": "mayor"}, "unknown role 'mayor'"),
        ({"frame": places([10, 20], [100, math.nan])}, "need is unknown or negative: 05358001"),
        ({"frame": places([10, 20], [100, -1])}, "need is unknown or negative: 05358001"),
        ({"frame": places([10, 20], [100, None])}, "need is unknown or negative: 05358001"),
        ({"frame": places([10, 20], [0, 0])}, "need is zero everywhere"),
        ({"frame": places([10, -5], [100, 100])}, "a count is zero or more, found -5"),
        ({"district_cases": -5}, "a count is zero or more, found -5"),
        ({"role": "steering", "frame": places([10, 21], [100, 100])}, "1 counts are not rounded to 5"),
        ({"role": "planning", "district_cases": 31}, "1 counts are not rounded to 5"),
        ({"level": 95}, "a level of confidence lies between 0 and 1"),
        ({"mark_level": 1.0}, "a level of confidence lies between 0 and 1"),
    ],
)
def test_what_would_mislead_is_refused(changed: dict[str, Any], message: str) -> None:
    arguments: dict[str, Any] = {"frame": places([10, 20], [100, 100]), "role": "coordination", "district_cases": 30}
    with pytest.raises(ValueError, match=message):
        reach(**arguments | changed)
