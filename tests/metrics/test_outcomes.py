"""Shares of goals achieved."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.intervals import wilson_interval
from metrics.outcomes import STATUS_COUNTS, achievement, shares_of_status
from metrics.protection import ROLES, round_to_five

ADDED = ["share_achieved", "share_lower", "share_upper"]


def goals(*rows: tuple[int, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"goals_settled": pl.Int64, "goals_achieved": pl.Int64}, orient="row")


@pytest.mark.parametrize("role", ROLES)
def test_the_share_among_settled_goals_with_its_interval(role: str) -> None:
    found = achievement(goals((100, 65)), role)
    assert found.columns == ["goals_settled", "goals_achieved", *ADDED]
    assert found.select(ADDED).row(0) == pytest.approx((0.65, 0.55254443, 0.73635752), abs=1e-8)


@pytest.mark.parametrize(
    ("role", "has_share"),
    [("coordination", [False, True, True]), ("steering", [False, False, True]), ("planning", [False, False, True])],
)
def test_there_is_no_share_of_nothing_and_for_most_roles_none_of_few(role: str, has_share: list[bool]) -> None:
    found = achievement(goals((0, 0), (5, 5), (10, 5)), role)
    for column in ADDED:
        assert found[column].is_not_null().to_list() == has_share


def test_open_goals_do_not_count_as_failures() -> None:
    frame = goals((20, 10)).with_columns(goals_open=500)
    assert achievement(frame, "coordination")["share_achieved"].item() == 0.5


def test_no_rows_give_no_rows_with_all_columns() -> None:
    found = achievement(goals(), "steering")
    assert found.is_empty()
    assert found.columns == ["goals_settled", "goals_achieved", *ADDED]


@given(st.lists(st.integers(0, 500).flatmap(lambda settled: st.tuples(st.just(settled), st.integers(0, settled)))))
def test_shares_of_rounded_counts_stay_between_nothing_and_everything(rows: list[tuple[int, int]]) -> None:
    """Rounding keeps the order of counts, so achieved goals never outnumber settled ones."""
    rounded = goals(*rows).select(round_to_five(pl.all()))
    for settled, achieved, *share in achievement(rounded, "steering").rows():
        if settled < 10:
            assert share == [None, None, None]
        else:
            assert share == [achieved / settled, *wilson_interval(achieved, settled)]
            assert 0 <= share[0] <= 1


def statuses(agreed: int, *counts: int) -> pl.DataFrame:
    schema = dict.fromkeys(("goals_agreed", *STATUS_COUNTS), pl.Int64)
    return pl.DataFrame([(agreed, *counts)], schema=schema, orient="row")


@pytest.mark.parametrize("role", ROLES)
def test_parts_of_what_became_of_goals_add_up_to_100(role: str) -> None:
    # Rounded on their own, the parts of 10 goals may be 5, 5, 5, 0: of the total as published they would be 150 %.
    parts = (
        shares_of_status(statuses(10, 5, 5, 5, 0), role).select(f"{count}_percent" for count in STATUS_COUNTS).row(0)
    )
    assert sum(parts) == pytest.approx(100)
    assert parts[0] == pytest.approx(100 / 3)


def test_there_are_no_parts_of_few_goals_except_for_the_coordination() -> None:
    few = statuses(5, 5, 0, 0, 0)
    assert shares_of_status(few, "steering")["goals_achieved_percent"].item() is None
    assert shares_of_status(few, "coordination")["goals_achieved_percent"].item() == 100
    assert shares_of_status(statuses(0, 0, 0, 0, 0), "coordination")["goals_achieved_percent"].item() is None


@pytest.mark.parametrize("role", ["steering", "planning"])
def test_parts_rounded_up_make_no_base_and_parts_rounded_away_no_share(role: str) -> None:
    # 3 + 3 of 6 goals are shown as 5 + 5 of 5; 2 + 2 + 2 + 2 of 8 as 0 + 0 + 0 + 0 of 10.
    for shown in (statuses(5, 5, 5, 0, 0), statuses(10, 0, 0, 0, 0)):
        assert shares_of_status(shown, role)["goals_achieved_percent"].item() is None
