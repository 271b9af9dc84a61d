"""Costs between places as a matrix, and the nearest served place, against slow twins."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.access import two_step_fca
from metrics.travel import cost_matrix, nearest

MINUTES = pl.DataFrame(
    [("1", "2", 12.0), ("2", "1", 15.0), ("2", "3", 30.0), ("2", "2", 4.0)],
    schema=["from_ags", "to_ags", "minutes"],
    orient="row",
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], dict[tuple[str, str], float]]:
    """Places and the minutes of some of their pairs."""
    places = draw(st.lists(st.sampled_from("ABCDEFG"), min_size=1, unique=True))
    pairs = st.tuples(st.sampled_from(places), st.sampled_from(places))
    return places, draw(st.dictionaries(pairs, st.integers(0, 90).map(float)))


def frame_of(minutes: dict[tuple[str, str], float], name: str = "minutes") -> pl.DataFrame:
    rows = [(start, end, cost) for (start, end), cost in minutes.items()]
    return pl.DataFrame(rows, schema={"from_ags": pl.String, "to_ags": pl.String, name: pl.Float64}, orient="row")


def test_pairs_are_put_in_order() -> None:
    found = cost_matrix(MINUTES, ["3", "1", "2"])
    inf = math.inf
    assert found.matrix.tolist() == [[0, inf, inf], [inf, 0, 12], [30, 15, 4]]
    assert found.missing == 3


def test_places_outside_the_order_are_left_out() -> None:
    found = cost_matrix(MINUTES, ["1", "2"])
    assert found.matrix.tolist() == [[0, 12], [15, 4]]
    assert found.missing == 0


def test_a_pair_without_a_figure_is_missing() -> None:
    unknown = MINUTES.with_columns(minutes=pl.Series([12.0, None, 30.0, 4.0]))
    assert cost_matrix(unknown, ["1", "2"]).matrix.tolist() == [[0, 12], [math.inf, 4]]
    assert cost_matrix(unknown, ["1", "2"]).missing == 1


def test_an_empty_table_reaches_nothing_but_home() -> None:
    found = cost_matrix(MINUTES.clear(), ["1", "2"])
    assert found.matrix.tolist() == [[0, math.inf], [math.inf, 0]]
    assert found.missing == 2
    assert cost_matrix(MINUTES, []).matrix.shape == (0, 0)


@given(tables(), st.sampled_from(["minutes", "km"]))
def test_the_matrix_agrees_with_a_look_at_each_pair(
    table: tuple[list[str], dict[tuple[str, str], float]], name: str
) -> None:
    places, minutes = table
    found = cost_matrix(frame_of(minutes, name), places)
    for row, start in enumerate(places):
        for column, end in enumerate(places):
            assert found.matrix[row, column] == minutes.get((start, end), 0.0 if start == end else math.inf)
    assert found.missing == sum(start != end and (start, end) not in minutes for start in places for end in places)


@given(tables(), st.data())
def test_the_nearest_is_the_one_that_costs_least(
    table: tuple[list[str], dict[tuple[str, str], float]], data: st.DataObject
) -> None:
    places, minutes = table
    served = data.draw(st.lists(st.sampled_from(places), unique=True))
    found = nearest(cost_matrix(frame_of(minutes), places).matrix, places, served)
    assert found["ags"].to_list() == places
    for start, end, cost in found.rows():
        costs = [minutes.get((start, other), 0.0 if start == other else math.inf) for other in served]
        if end is None:
            assert cost is None and all(math.isinf(other) for other in costs)
        else:
            assert end in served
            assert cost == min(costs) == minutes.get((start, end), 0.0 if start == end else math.inf)


def test_of_equally_near_places_it_is_itself_and_then_the_first() -> None:
    found = nearest([[5, 5, 9], [7, 7, 7], [2, 2, 3]], ["1", "2", "3"], {"1", "2"})
    assert found.rows() == [("1", "1", 5.0), ("2", "2", 7.0), ("3", "1", 2.0)]


def test_without_service_nothing_is_near() -> None:
    found = nearest([[0, 5], [5, 0]], ["1", "2"], [])
    assert found.rows() == [("1", None, None), ("2", None, None)]
    assert found.schema == {"ags": pl.String, "nearest_ags": pl.String, "cost": pl.Float64}


def test_a_matrix_is_what_catchments_take() -> None:
    found = cost_matrix(MINUTES, ["1", "2", "3"])
    assert two_step_fca([100, 300, 50], [0, 2, 0], found.matrix, 30) == pytest.approx([2 / 400, 2 / 400, 0])


@pytest.mark.parametrize(
    ("pairs", "order", "message"),
    [
        (MINUTES, ["1", "1"], "each place has one row and column, found 2 for 1 places"),
        (pl.concat([MINUTES, MINUTES.head(1)]), ["1", "2"], "two figures from 1 to 2; choose one mode"),
        (MINUTES.with_columns(minutes=-pl.col("minutes")), ["1", "2"], "minutes from 1 to 2 must be zero or more"),
        (MINUTES.with_columns(minutes=math.nan), ["1", "2"], "minutes from 1 to 2 must be zero or more, found nan"),
        (MINUTES.with_columns(minutes=math.inf), ["1", "2"], "minutes from 1 to 2 must be zero or more, found inf"),
        (
            MINUTES.rename({"minutes": "hours"}),
            ["1", "2"],
            "one column of minutes or km, found from_ags, to_ags, hours",
        ),
        (MINUTES.with_columns(km=1.0), ["1", "2"], "one column of minutes or km"),
    ],
)
def test_tables_that_do_not_make_a_matrix_are_refused(pairs: pl.DataFrame, order: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        cost_matrix(pairs, order)


@pytest.mark.parametrize(
    ("cost", "served", "message"),
    [
        ([[0, 1]], ["1"], r"cost needs 2 rows and columns, one for each place, found shape \(1, 2\)"),
        ([[0, -1], [1, 0]], ["1"], "cost must be zero or more everywhere"),
        ([[0, math.nan], [1, 0]], ["1"], "give inf where a place cannot be reached"),
        ([[0, 1], [1, 0]], ["1", "9", "7"], "served places without a row of costs: 7, 9"),
    ],
)
def test_costs_that_do_not_fit_are_refused(cost: Any, served: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        nearest(np.array(cost), ["1", "2"], served)
