"""Edits: each kind by example, impossible ones with their reason, and what must hold for any list of them."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.allocation import check
from planning.edit import MOST_FTE, Edit
from planning.edits import apply
from planning.refusal import REFUSALS, Refusal
from tests.planning.plans import (
    ALDENHOVEN,
    DUEREN,
    FIRST,
    HEIMBACH,
    HUERTGENWALD,
    PLACES,
    allocations,
    edits,
    parts_in,
    today,
    totals_of,
)

LATER = FIRST + dt.timedelta(days=31)


def applied(*made: Edit) -> pl.DataFrame:
    found = apply(today(), made, FIRST)
    assert found.refused == ()
    return check(found.allocation)


def test_without_edits_nothing_changes() -> None:
    rows = today()
    assert apply(rows, [], FIRST).allocation is rows
    assert apply(rows, [Edit("close", "SKF-1", LATER)], FIRST).allocation is rows


def test_parts_decide_a_post_and_their_sum_is_its_fte() -> None:
    found = applied(Edit("parts", "CARITAS-1", FIRST, {DUEREN: 0.25, HUERTGENWALD: 1.0}))
    assert parts_in(found, "CARITAS-1") == {DUEREN: 0.25, HUERTGENWALD: 1.0}
    assert totals_of(found) == {"CARITAS-1": 1.25, "SKF-1": 0.5, "SOZIALWERK-1": 1.5}


def test_an_undecided_post_that_grows_stays_undecided() -> None:
    found = applied(Edit("fte", "CARITAS-1", FIRST, fte=2.0))
    assert totals_of(found)["CARITAS-1"] == 2.0
    assert set(parts_in(found, "CARITAS-1").values()) == {None}


def test_decided_parts_grow_together() -> None:
    found = applied(
        Edit("parts", "CARITAS-1", FIRST, {DUEREN: 0.75, HEIMBACH: 0.25}), Edit("fte", "CARITAS-1", FIRST, fte=2.0)
    )
    assert parts_in(found, "CARITAS-1") == {DUEREN: 1.5, HEIMBACH: 0.5}


def test_a_post_goes_to_another_carrier_and_keeps_its_focus_area() -> None:
    found = applied(Edit("assign", "SKF-1", FIRST, carrier="Caritas"))
    assert found.filter(post="SKF-1").select("carrier", "focus_area").row(0) == ("Caritas", "welcome")
    found = applied(Edit("assign", "SKF-1", FIRST, focus_area="psychosocial"))
    assert found.filter(post="SKF-1").select("carrier", "focus_area").row(0) == ("SkF", "psychosocial")


def test_a_new_post_and_a_closed_one() -> None:
    new = Edit("add", "NEU-1", FIRST, {ALDENHOVEN: 0.1, HEIMBACH: 0.2}, carrier="", focus_area="welcome")
    found = applied(Edit("close", "SKF-1", FIRST), new)
    assert totals_of(found) == {"CARITAS-1": 1.0, "NEU-1": 0.3, "SOZIALWERK-1": 1.5}
    assert found.filter(post="NEU-1").rows() == [
        ("NEU-1", "", "welcome", 0.3, ALDENHOVEN, 0.1),
        ("NEU-1", "", "welcome", 0.3, HEIMBACH, 0.2),
    ]


def test_edits_come_by_their_day_and_those_of_a_day_as_listed() -> None:
    """Listed last, but in force first: the post is closed when the other edit comes."""
    early, late = Edit("close", "SKF-1", FIRST), Edit("fte", "SKF-1", LATER, fte=1.0)
    found = apply(today(), [late, early], LATER)
    assert [refused.edit for refused in found.refused] == [late]
    assert "SKF-1" not in totals_of(found.allocation)
    twice = [Edit("fte", "SKF-1", FIRST, fte=1.0), Edit("fte", "SKF-1", FIRST, fte=2.0)]
    assert totals_of(apply(today(), twice, FIRST).allocation)["SKF-1"] == 2.0


def test_rounding_does_not_change_what_a_post_has() -> None:
    found = applied(Edit("parts", "CARITAS-1", FIRST, dict(zip(PLACES, (0.1, 0.2, 0.3, 0.4 - 1e-9), strict=True))))
    assert totals_of(found)["CARITAS-1"] == 1.0


def test_the_share_of_an_undecided_post_is_kept() -> None:
    rows = today().with_columns(share=pl.lit(0.5))
    found = apply(rows, [Edit("fte", "SKF-1", FIRST, fte=1.0), Edit("parts", "CARITAS-1", FIRST, {DUEREN: 1.0})], FIRST)
    shares = found.allocation.group_by("post").agg(pl.col("share").first())
    assert dict(shares.iter_rows()) == {"CARITAS-1": None, "SKF-1": 0.5, "SOZIALWERK-1": 0.5}


IMPOSSIBLE = {
    "no_such_post": Edit("close", "SKF-9", FIRST),
    "no_name": Edit("add", " ", FIRST, {DUEREN: 1.0}, carrier="SkF", focus_area="welcome"),
    "name_taken": Edit("add", "SKF-1", FIRST, {DUEREN: 1.0}, carrier="SkF", focus_area="welcome"),
    "unknown_place": Edit("parts", "SKF-1", FIRST, {"05334002": 0.5}),
    "unknown_focus_area": Edit("add", "NEU-1", FIRST, {DUEREN: 1.0}, carrier="SkF"),
    "nothing_to_assign": Edit("assign", "SKF-1", FIRST),
    "no_place": Edit("parts", "SKF-1", FIRST),
    "not_positive": Edit("fte", "SKF-1", FIRST, fte=0.0),
    "too_much": Edit("parts", "SKF-1", FIRST, {DUEREN: MOST_FTE, HEIMBACH: 0.01}),
}


@pytest.mark.parametrize(("code", "edit"), IMPOSSIBLE.items(), ids=IMPOSSIBLE)
def test_an_impossible_edit_is_left_out_and_reported(code: str, edit: Edit) -> None:
    rows, possible = today(), Edit("close", "SOZIALWERK-1", FIRST)
    alone = apply(rows, [edit], FIRST, places=PLACES)
    assert [(refused.edit, refused.refusal.code) for refused in alone.refused] == [(edit, code)]
    assert alone.allocation is rows
    both = apply(rows, [edit, possible], FIRST, places=PLACES)
    assert both.allocation.equals(apply(rows, [possible], FIRST).allocation)


@pytest.mark.parametrize("part", [0.0, -0.5, float("nan"), float("inf"), 5e-324, 1e-9])
def test_parts_are_amounts_above_zero(part: float) -> None:
    found = apply(today(), [Edit("parts", "SKF-1", FIRST, {DUEREN: part, HEIMBACH: 0.5})], FIRST)
    assert [refused.refusal for refused in found.refused] == [Refusal("not_positive", {"post": "SKF-1"})]


def test_a_whole_post_is_not_as_small_as_nothing() -> None:
    for edit in (
        Edit("fte", "SKF-1", FIRST, fte=5e-324),
        Edit("add", "A", FIRST, {DUEREN: 1e-12}, focus_area="welcome"),
    ):
        assert [refused.refusal.code for refused in apply(today(), [edit], FIRST).refused] == ["not_positive"]


def test_what_a_sum_is_off_by_does_not_grow_with_the_post() -> None:
    found = applied(
        Edit("parts", "CARITAS-1", FIRST, {DUEREN: 0.5, HEIMBACH: 0.5}),
        Edit("parts", "CARITAS-1", FIRST, {DUEREN: 0.5, HEIMBACH: 0.5000009}),
        Edit("fte", "CARITAS-1", FIRST, fte=20.0),
    )
    assert sum(parts_in(found, "CARITAS-1").values()) == pytest.approx(20.0, abs=1e-9)


def test_places_and_carriers_are_not_looked_at_where_nobody_says_which_there_are() -> None:
    made = [Edit("parts", "SKF-1", FIRST, {"05334002": 0.5}), Edit("assign", "SKF-1", FIRST, carrier="Diakonie")]
    assert apply(today(), made, FIRST).refused == ()


def test_a_kind_or_a_refusal_that_does_not_exist_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="unknown kind of edit 'moves'"):
        Edit("moves", "SKF-1", FIRST)
    with pytest.raises(ValueError, match="unknown refusal"):
        Refusal("because")
    with pytest.raises(ValueError, match="name_taken wants the values post, found ags"):
        Refusal("name_taken", {"ags": DUEREN})


@given(allocations(), st.lists(edits(), max_size=6))
def test_any_edits_leave_an_allocation(allocation: pl.DataFrame, made: list[Edit]) -> None:
    found = apply(allocation, made, LATER, places=PLACES)
    check(found.allocation)
    assert found.allocation.equals(found.allocation.sort("post", "ags"))
    assert all(refused.refusal.code in REFUSALS for refused in found.refused)


@given(allocations(), st.lists(edits(), max_size=6), st.randoms(use_true_random=False))
def test_only_day_and_position_on_a_day_matter(allocation: pl.DataFrame, made: list[Edit], chance) -> None:
    """Any list in which the edits of each day stand in the same order gives the same."""
    by_day: dict[dt.date, list[Edit]] = {}
    for edit in made:
        by_day.setdefault(edit.valid_from, []).append(edit)
    mixed, days = [], [edit.valid_from for edit in made]
    chance.shuffle(days)
    for day in days:
        mixed.append(by_day[day].pop(0))
    one, other = apply(allocation, made, LATER), apply(allocation, mixed, LATER)
    assert one.allocation.equals(other.allocation)
    assert one.refused == other.refused


@given(allocations(), st.lists(edits(), max_size=6))
def test_posts_without_an_edit_stay_as_they_are(allocation: pl.DataFrame, made: list[Edit]) -> None:
    untouched = ~pl.col("post").is_in([edit.post for edit in made])
    found = apply(allocation, made, LATER).allocation
    assert found.filter(untouched).equals(allocation.filter(untouched))
