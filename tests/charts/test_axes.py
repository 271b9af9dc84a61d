"""Round steps, places on an axis and labels kept apart."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import axes
from charts.axes import Axis, decimals, kept_apart, round_above, spread_ticks, step_for, ticks

spans = st.floats(1e-3, 1e6)
counts = st.integers(1, 12)


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [
        (0, 9, 6, (0, 2, 4, 6, 8)),
        (0, 1, 5, (0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        (0, 0.3, 3, (0, 0.1, 0.2, 0.3)),
        (0, 2.5, 6, (0, 0.5, 1, 1.5, 2, 2.5)),
        (30, 470, 5, (100, 200, 300, 400)),
        (0, 100, 1, (0, 100)),
    ],
)
def test_ticks_are_round(low: float, high: float, most: int, expected: tuple[float, ...]) -> None:
    assert ticks(low, high, most) == expected


@given(spans, counts)
def test_a_step_is_round_fits_and_a_smaller_one_would_not(span: float, most: int) -> None:
    step = step_for(span, most)
    assert f"{step:e}"[0] in "125"
    assert span / step <= most * (1 + 1e-6)
    smaller = step / (2.5 if f"{step:e}"[0] == "5" else 2)
    assert span / smaller > most * (1 - 1e-6)


@given(spans, counts)
def test_the_end_of_an_axis_is_a_tick_not_far_above_its_value(value: float, most: int) -> None:
    end = round_above(value, most)
    assert value * (1 - 1e-6) <= end <= value + step_for(value, most) * (1 + 1e-6)
    assert ticks(0.0, end, most)[-1] == pytest.approx(end)


@pytest.mark.parametrize(("step", "expected"), [(20.0, 0), (1.0, 0), (0.5, 1), (0.05, 2), (0.1, 1)])
def test_numbers_have_the_decimals_of_their_step(step: float, expected: int) -> None:
    assert decimals(step) == expected


@pytest.mark.parametrize(("span", "most"), [(0, 5), (-1, 5), (float("nan"), 5), (float("inf"), 5), (1, 0)])
def test_no_step_without_a_span(span: float, most: int) -> None:
    with pytest.raises(ValueError, match="span above zero"):
        step_for(span, most)


@given(st.floats(0, 100), st.floats(1, 1e5), st.floats(-500, 500), st.sampled_from([1.0, 0.5]), st.floats(0, 1))
def test_a_pixel_leads_back_to_its_value(low: float, span: float, start: float, power: float, share: float) -> None:
    axis = Axis(low, low + span, start, start + 300, power)
    assert axis.at(low) == pytest.approx(start)
    assert axis.at(low + span) == pytest.approx(start + 300)
    value = low + share * span
    assert axis.value(axis.at(value)) == pytest.approx(value, rel=1e-6, abs=1e-6 * span)


def test_square_roots_give_small_values_more_room() -> None:
    axis = Axis(0, 100, 0, 200, 0.5)
    assert [axis.at(value) for value in (0, 25, 100)] == [0, 100, 200]


def test_an_upright_axis_grows_upwards_and_goes_on_beyond_its_ends() -> None:
    axis = Axis(0, 2, 300, 100)
    assert [axis.at(value) for value in (-1, 0, 1, 2, 3)] == [400, 300, 200, 100, 0]
    assert axis.within(2) and not axis.within(2.01)


@given(st.floats(0, 1e4), st.floats(1.2, 1e4), st.floats(10, 80))
def test_spread_ticks_lie_apart_and_on_the_axis(low: float, factor: float, least: float) -> None:
    axis = Axis(low, max(low, 1) * factor, 0, 700, 0.5)
    marks = spread_ticks(axis, least)
    assert all(axis.within(mark) and (mark == 0 or f"{mark:e}"[0] in "125") for mark in marks)
    assert all(axis.at(after) - axis.at(before) >= least - 1e-6 for before, after in pairwise(marks))


def test_spread_ticks_serve_the_largest_first() -> None:
    assert spread_ticks(Axis(0, 500, 0, 600, 0.5), 40) == (0, 5, 20, 50, 100, 200, 500)
    assert spread_ticks(Axis(15, 500, 0, 600, 0.5), 40) == (20, 50, 100, 200, 500)


places = st.lists(st.floats(0, 400), min_size=1, max_size=9).map(sorted)


@given(places, st.floats(1, 40))
def test_labels_are_kept_apart_in_order_and_inside(wanted: list[float], gap: float) -> None:
    found = kept_apart(wanted, gap, 0, 400)
    assert all(after - before >= gap - 1e-6 for before, after in pairwise(found))
    assert min(found) >= -1e-6
    assert max(found) <= 400 + 1e-6


def test_places_with_room_stay_and_crowded_ones_share_the_way() -> None:
    assert kept_apart([10, 40, 90], 15, 0, 400) == [10, 40, 90]
    assert kept_apart([100, 100, 100], 15, 0, 400) == [85, 100, 115]
    assert kept_apart([0, 0, 200], 15, 0, 400) == [0, 15, 200]
    assert kept_apart([400, 400], 15, 0, 400) == [385, 400]


def test_grid_lines_carry_their_numbers_and_zero_is_darker() -> None:
    drawn = axes.rows(Axis(0, 2, 100, 0), (0, 1), ("0", "<1>"), 20, 90)
    assert drawn.count("<line") == 2
    assert drawn.count(axes.LINE) == 1
    assert "&lt;1&gt;</text>" in drawn
