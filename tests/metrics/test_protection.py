"""What each role may see: rounding, withheld figures, refusals."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from metrics.protection import ROLES, StaffFiguresWithheld, protect, rate, round_to_five, sees_exact

ROUNDED = {0: 0, 1: 0, 2: 0, 3: 5, 4: 5, 5: 5, 6: 5, 7: 5, 8: 10, 9: 10, 10: 10, 11: 10, 12: 10}
COUNTS = st.integers(0, 10**9)
LIMITED_ROLES = ("steering", "planning")

CLASSES = {"ags": "public", "cases": "people", "median_days": "derived"}
BASES = {"median_days": "cases"}
FRAME = pl.DataFrame(
    {"ags": ["a", "b", "c", "d"], "cases": [0, 7, 8, 123], "median_days": [None, 3.0, 4.5, 6.0]},
    schema={"ags": pl.String, "cases": pl.Int64, "median_days": pl.Float64},
)


@pytest.mark.parametrize(("count", "expected"), ROUNDED.items())
def test_the_nearest_multiple_of_five(count: int, expected: int) -> None:
    assert round_to_five(count) == expected


def test_numbers_arrays_series_and_expressions_are_rounded_alike() -> None:
    counts, expected = list(ROUNDED), list(ROUNDED.values())
    series = pl.Series("count", counts)
    assert round_to_five(np.array(counts)).tolist() == expected
    assert round_to_five(series).to_list() == expected
    assert series.to_frame().select(round_to_five(pl.col("count")))["count"].to_list() == expected


@given(COUNTS)
def test_rounding_moves_a_count_by_two_at_most(count: int) -> None:
    assert round_to_five(count) % 5 == 0
    assert abs(round_to_five(count) - count) <= 2


MEANS = {0.0: 0.0, 2.4: 0.0, 2.5: 5.0, 7.49: 5.0, 7.5: 10.0, 12.49: 10.0, 583.8: 585.0}


@pytest.mark.parametrize("role", LIMITED_ROLES)
def test_means_and_hours_are_rounded_to_whole_numbers_first(role: str) -> None:
    frame = pl.DataFrame({"mean": [*MEANS, None], "cases": [8] * (len(MEANS) + 1)})
    shown = protect(frame, {"mean": "people", "cases": "people"}, role)
    assert shown["mean"].to_list() == [*MEANS.values(), None]
    assert shown.schema == frame.schema
    assert_frame_equal(protect(frame, {"mean": "people", "cases": "people"}, "coordination"), frame)


@given(st.lists(st.floats(0, 10**6), min_size=2, max_size=10).map(sorted))
def test_a_rounded_mean_is_a_multiple_of_five_near_it_and_keeps_the_order(means: list[float]) -> None:
    shown = protect(pl.DataFrame({"mean": means}), {"mean": "people"}, "steering")["mean"].to_list()
    assert shown == sorted(shown)
    for seen, mean in zip(shown, means, strict=True):
        assert seen % 5 == 0
        assert abs(seen - mean) <= 2.5


@pytest.mark.parametrize("role", LIMITED_ROLES)
def test_a_group_whose_mean_alone_is_left_keeps_its_row(role: str) -> None:
    classes = {"ags": "public", "mean": "people", "new": "people"}
    frame = pl.DataFrame({"ags": ["a", "b"], "mean": [2.5, 2.49], "new": [2, 2]})
    assert protect(frame, classes, role).rows() == [("a", 5.0, 0)]


@given(COUNTS)
def test_rounding_twice_changes_nothing(count: int) -> None:
    assert round_to_five(round_to_five(count)) == round_to_five(count)


@given(COUNTS, COUNTS)
def test_rounding_keeps_the_order_of_counts(one: int, other: int) -> None:
    smaller, larger = sorted((one, other))
    assert round_to_five(smaller) <= round_to_five(larger)


def test_only_the_coordination_sees_exact_figures() -> None:
    assert [role for role in ROLES if sees_exact(role)] == ["coordination"]


@pytest.mark.parametrize("role", ["", "admin", "Coordination"])
def test_an_unknown_role_sees_nothing(role: str) -> None:
    with pytest.raises(ValueError, match="unknown role"):
        protect(FRAME, CLASSES, role, BASES)


def test_the_coordination_sees_everything_as_it_is() -> None:
    classes = CLASSES | {"cases": "staff", "median_days": "staff"}
    assert_frame_equal(protect(FRAME, CLASSES, "coordination", BASES), FRAME)
    assert_frame_equal(protect(FRAME, classes, "coordination"), FRAME)


@pytest.mark.parametrize("role", LIMITED_ROLES)
def test_the_others_see_rounded_counts_and_no_figure_on_a_base_below_ten(role: str) -> None:
    found = protect(FRAME, CLASSES, role, BASES)
    assert found["ags"].to_list() == ["b", "c", "d"], "a row of 0 would tell of one or two people"
    assert found["cases"].to_list() == [5, 10, 125]
    assert found["median_days"].to_list() == [None, 4.5, 6.0]


@pytest.mark.parametrize("role", LIMITED_ROLES)
def test_a_total_of_few_is_shown_as_zero_and_a_missing_count_keeps_its_row(role: str) -> None:
    assert protect(pl.DataFrame({"cases": [2]}), CLASSES, role)["cases"].to_list() == [0]
    unknown = pl.DataFrame({"ags": ["a"], "cases": [None]}, schema={"ags": pl.String, "cases": pl.Int64})
    assert protect(unknown, CLASSES, role).rows() == [("a", None)]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("rows", [0, 4])
def test_columns_and_types_stay(role: str, rows: int) -> None:
    found = protect(FRAME.head(rows), CLASSES, role, BASES)
    assert found.schema == FRAME.schema
    assert found.height == (rows if role == "coordination" else max(rows - 1, 0))


@pytest.mark.parametrize("role", LIMITED_ROLES)
def test_a_missing_count_stays_missing(role: str) -> None:
    counts = pl.DataFrame({"cases": [None, 8]}, schema={"cases": pl.Int64})
    assert protect(counts, CLASSES, role)["cases"].to_list() == [None, 10]


@pytest.mark.parametrize("role", ROLES)
def test_a_column_without_a_class_is_shown_to_nobody(role: str) -> None:
    with pytest.raises(KeyError, match="without a protection class: secret"):
        protect(FRAME.with_columns(secret=1), CLASSES, role, BASES)


@pytest.mark.parametrize("role", LIMITED_ROLES)
def test_a_derived_figure_without_a_base_is_not_shown(role: str) -> None:
    with pytest.raises(KeyError, match="median_days"):
        protect(FRAME, CLASSES, role)


@pytest.mark.parametrize("role", LIMITED_ROLES)
def test_staff_figures_are_refused_to_all_but_the_coordination(role: str) -> None:
    with pytest.raises(StaffFiguresWithheld, match="for the coordination: cases"):
        protect(FRAME, CLASSES | {"cases": "staff"}, role, BASES)


ROWS = st.lists(st.tuples(COUNTS, st.none() | st.floats(0, 400)), max_size=20)
KINDS = st.sampled_from(["public", "people", "staff"])


@given(rows=ROWS, kind=KINDS)
def test_a_role_that_may_see_less_never_sees_more(rows: list[tuple[int, float | None]], kind: str) -> None:
    """Whatever a limited role is shown is also shown to the coordination, or is a multiple of 5 near it."""
    frame = pl.DataFrame(rows, schema={"cases": pl.Int64, "median_days": pl.Float64}, orient="row")
    classes = {"cases": kind, "median_days": "derived"}
    exact = protect(frame, classes, "coordination", BASES)
    for role in LIMITED_ROLES:
        if kind == "staff":
            with pytest.raises(StaffFiguresWithheld):
                protect(frame, classes, role, BASES)
            continue
        seen = protect(frame, classes, role, BASES)
        for shown, known in zip(seen.rows(), exact.rows(), strict=True):
            assert shown[0] == (round_to_five(known[0]) if kind == "people" else known[0])
            assert shown[1] in (None, known[1])
            assert shown[0] >= 10 or shown[1] is None


@given(rows=ROWS)
def test_two_counts_with_the_same_rounding_cannot_be_told_apart(rows: list[tuple[int, float | None]]) -> None:
    frame = pl.DataFrame({"cases": [count for count, _ in rows]}, schema={"cases": pl.Int64})
    rounded = frame.with_columns(round_to_five(pl.col("cases")))
    for role in LIMITED_ROLES:
        assert_frame_equal(protect(frame, CLASSES, role), protect(rounded, CLASSES, role))


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("coordination", [None, 0.5, 0.5, 0.5]),
        ("steering", [None, None, 0.5, 0.5]),
        ("planning", [None, None, 0.5, 0.5]),
    ],
)
def test_a_rate_wants_a_base(role: str, expected: list[float | None]) -> None:
    frame = pl.DataFrame({"count": [0, 4, 5, 50], "base": [0, 8, 10, 100]})
    found = frame.select(rate=rate(pl.col("count"), pl.col("base"), role))
    assert found["rate"].to_list() == expected


def test_a_rate_per_thousand() -> None:
    frame = pl.DataFrame({"count": [15], "base": [300]})
    assert frame.select(rate(pl.col("count"), pl.col("base"), "steering", per=1000)).item() == pytest.approx(50)


@pytest.mark.parametrize("role", LIMITED_ROLES)
def test_some_derived_figures_want_more_people_than_others(role: str) -> None:
    frame = pl.DataFrame({"cases": [12, 17, 18, 40], "median_days": [3.0] * 4, "quarter_days": [1.0] * 4})
    classes = {"cases": "people", "median_days": "derived", "quarter_days": "derived"}
    bases = {"median_days": "cases", "quarter_days": "cases"}
    shown = protect(frame, classes, role, bases, {"quarter_days": 20})
    assert shown["cases"].to_list() == [10, 15, 20, 40]
    assert shown["median_days"].to_list() == [3.0] * 4
    assert shown["quarter_days"].to_list() == [None, None, 1.0, 1.0]
    assert_frame_equal(protect(frame, classes, "coordination", bases, {"quarter_days": 20}), frame)
