"""What curves say between their rows, against counting."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import survival_axis
from charts.survival_curves import Row, read

COLUMNS = ["time", "at_risk", "estimate", "lower", "upper"]


def frame(*rows: tuple[Any, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.Float64), orient="row")


def counted(days: list[int]) -> pl.DataFrame:
    """Everybody is followed to the end: shares are counts."""
    rows = []
    for day in sorted(set(days)):
        share = sum(other <= day for other in days) / len(days)
        rows.append((day, sum(other >= day for other in days), share, share, share))
    return frame(*rows)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=30), st.integers(0, 50))
def test_shares_and_numbers_at_risk_are_those_counted_on_any_day(days: list[int], day: int) -> None:
    curve = read(counted(days), stepped=True, falling=False)
    assert curve is not None
    found = curve.at(day)
    if day > max(days):
        assert found is None
        return
    assert found is not None
    assert found.at_risk == sum(other >= day for other in days)
    assert found.estimate == pytest.approx(sum(other <= day for other in days) / len(days))


@given(st.lists(st.integers(0, 40), min_size=1, max_size=30))
def test_half_is_the_first_day_by_which_half_have_come(days: list[int]) -> None:
    curve = read(counted(days), stepped=True, falling=False)
    assert curve is not None
    assert curve.half() == next(day for day in range(41) if 2 * sum(other <= day for other in days) >= len(days))


def test_joined_points_are_read_on_the_line_between_them() -> None:
    curve = read(
        frame((0, 100, 0, 0, 0), (10, 90, 0.2, 0.1, 0.4), (20, 80, 0.6, 0.5, 0.7)), stepped=False, falling=False
    )
    assert curve is not None
    assert curve.at(15) == Row(15, 80, pytest.approx(0.4), pytest.approx(0.3), pytest.approx(0.55))
    assert curve.half() == pytest.approx(17.5)


def test_a_curve_without_a_row_at_zero_starts_with_nothing_happened() -> None:
    for falling, start in ((False, 0.0), (True, 1.0)):
        curve = read(frame((3, 50, 0.4, 0.3, 0.6)), stepped=True, falling=falling)
        assert curve is not None
        assert curve.rows[0] == Row(0, 50, start, start, start)
    at_once = read(frame((0, 50, 0.4, 0.3, 0.6)), stepped=True, falling=False)
    assert at_once is not None
    assert [row.estimate for row in at_once.rows] == [0.4]


def test_missing_limits_leave_no_band_and_no_rows_no_curve() -> None:
    curve = read(frame((0, 50, 0.4, None, None)), stepped=True, falling=False)
    assert curve is not None
    assert (curve.rows[0].lower, curve.rows[0].upper) == (0.4, 0.4)
    assert read(frame(), stepped=True, falling=False) is None


@given(st.lists(st.integers(1, 40), min_size=1, max_size=30), st.integers(1, 50), st.integers(0, 50), st.booleans())
def test_cutting_a_curve_changes_nothing_before_the_cut(days: list[int], until: int, day: int, stepped: bool) -> None:
    whole = read(counted(days), stepped=stepped, falling=False)
    cut = read(counted(days), stepped=stepped, falling=False, until=until)
    assert whole is not None and cut is not None
    assert cut.is_cut == (whole.last > until)
    assert cut.last == min(whole.last, until)
    if day <= cut.last:
        assert cut.at(day) == pytest.approx(whole.at(day))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([(3, 50, 0.4, 0.3, 0.6), (3, 40, 0.5, 0.4, 0.6)], "times must ascend, found 3 after 3"),
        ([(-1, 50, 0.4, 0.3, 0.6)], "0 or more"),
        ([(1, 50, float("nan"), 0.3, 0.6)], "0 or more"),
        ([(1, 50, 0.4, 0.5, 0.6)], "day 1: a share lies between its limits"),
        ([(1, 50, 1.2, 1.1, 1.3)], "day 1: a share lies between its limits"),
        ([(1, 50, 0.4, 0.3, 0.6), (2, 40, 0.3, 0.2, 0.4)], "the curve falls at day 2; set falling=True"),
    ],
)
def test_rows_that_are_no_curve_are_refused(rows: list[tuple[float, ...]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read(frame(*rows), stepped=True, falling=False)


@given(st.floats(0, 3000), st.sampled_from(["days", "months"]), st.integers(300, 1200), st.integers(40, 70))
def test_ticks_are_whole_units_far_enough_apart(last: float, unit: str, width: int, least: int) -> None:
    axis = survival_axis.axis(unit, last, 50.0, 50.0 + width)
    ticks = survival_axis.ticks(unit, axis, least)
    assert axis.high >= last
    assert ticks[0] == 0 and max(ticks) <= axis.high
    step = survival_axis.STEPS[unit][0] * survival_axis.LENGTH[unit]
    assert all(tick % step == 0 for tick in ticks)
    assert len(ticks) == 1 or axis.at(ticks[1]) - axis.at(0) >= least
