"""What a plan brings and what it costs others, by example and for any plan."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.edit import Edit
from planning.edits import apply
from planning.effects import COLUMNS, carriers, effects
from planning.evaluate import evaluate
from planning.frames import Frames
from tests.planning.plans import (
    ALDENHOVEN,
    DUEREN,
    FIRST,
    HEIMBACH,
    HUERTGENWALD,
    NEED,
    PLACES,
    allocation_of,
    allocations,
    edits,
    needs,
    today,
)

LATER = FIRST.replace(day=20)
COST = pl.DataFrame(
    [(start, end, 1.0 if start == end else 10.0) for start in PLACES[:3] for end in PLACES[:3]],
    schema=["from_ags", "to_ags", "cost"],
    orient="row",
)
# Need is 100, 700, 50, 150: of 2.0 FTE 0.2, 1.4, 0.1 and 0.3 are due.
TWO_POSTS = allocation_of(
    ("A", "Caritas", "welcome", 1.5, DUEREN, None), ("B", "SkF", "psychosocial", 0.5, HEIMBACH, None)
)


def after(*made: Edit, allocation: pl.DataFrame = TWO_POSTS) -> pl.DataFrame:
    found = apply(allocation, made, LATER, places=PLACES)
    assert found.refused == ()
    return found.allocation


def rows(*made: Edit, cost: pl.DataFrame | None = None) -> dict[str, dict[str, object]]:
    cases = pl.DataFrame({"ags": PLACES, "new_cases": [0, 30, 10, 0], "open_cases": [0, 30, 10, 0]})
    found = effects(evaluate(Frames(TWO_POSTS, NEED, cost, cases), after(*made)))
    assert tuple(found.columns) == COLUMNS
    return {row["ags"]: row for row in found.rows(named=True)}


def test_what_one_place_gains_another_pays() -> None:
    """Half a post goes from Heimbach to Aldenhoven: both gain or lose their only service."""
    found = rows(Edit("parts", "B", FIRST, {ALDENHOVEN: 0.5}), cost=COST)
    assert {ags: row["side"] for ags, row in found.items()} == {ALDENHOVEN: "gains", HEIMBACH: "pays"}
    assert list(found) == [ALDENHOVEN, HEIMBACH]
    gains, pays = found[ALDENHOVEN], found[HEIMBACH]
    assert (gains["fte_before"], gains["fte_after"]) == (0.0, 0.5)
    assert gains["shortage_change"] == pytest.approx(-0.2)
    assert (gains["was_served"], gains["is_served"]) == (False, True)
    assert (gains["was_beyond_doubt"], gains["is_beyond_doubt"]) == (True, False)
    assert (gains["cost_before"], gains["cost_after"]) == (10.0, 1.0)
    # 0.1 is due to Heimbach: it had 0.4 more than that, and lacks 0.1 now.
    assert (pays["gap_before"], pays["gap_after"]) == (pytest.approx(-0.4), pytest.approx(0.1))
    assert pays["shortage_change"] == pytest.approx(0.1)
    assert (pays["open_per_fte_before"], pays["open_per_fte_after"]) == (20.0, None)


def test_surplus_that_goes_is_paid_though_nothing_is_short() -> None:
    """Heimbach keeps more than is due to it, Düren had as much more as it lacks now."""
    found = rows(Edit("fte", "B", FIRST, fte=0.25), Edit("fte", "A", FIRST, fte=1.75))
    assert {ags: row["side"] for ags, row in found.items()} == {DUEREN: "gains", HEIMBACH: "pays"}
    assert found[HEIMBACH]["shortage_change"] == 0.0


def test_more_posts_in_one_place_make_others_short_of_their_share() -> None:
    found = rows(Edit("fte", "B", FIRST, fte=1.5))
    assert {ags: row["side"] for ags, row in found.items()} == {
        DUEREN: "pays",
        ALDENHOVEN: "pays",
        HUERTGENWALD: "pays",
        HEIMBACH: "gains",
    }
    # 0.7 of one post more are due to Düren, which had 0.1 too many.
    assert found[DUEREN]["shortage_change"] == pytest.approx(0.6)


def test_a_place_can_gain_and_pay() -> None:
    """Aldenhoven gets a service of its own, while it lacks more of its share."""
    found = rows(Edit("parts", "B", FIRST, {ALDENHOVEN: 0.01, HEIMBACH: 0.49}), Edit("fte", "A", FIRST, fte=9.0))
    assert found[ALDENHOVEN]["side"] == "mixed"
    assert found[ALDENHOVEN]["shortage_change"] == pytest.approx(0.95 - 0.01 - 0.2)


def test_a_way_is_longer_where_no_service_can_be_reached_any_more() -> None:
    """Hürtgenwald has no ways: with a post it is there, without one out of reach."""
    served = allocation_of(("A", "C", "welcome", 1.0, HUERTGENWALD, None), ("B", "C", "welcome", 1.0, DUEREN, None))
    moved = after(Edit("close", "A", FIRST), allocation=served)
    found = effects(evaluate(Frames(served, NEED, COST), moved)).rows(named=True)
    (row,) = (row for row in found if row["ags"] == HUERTGENWALD)
    assert (row["cost_before"], row["cost_after"], row["side"]) == (0.0, None, "pays")


@settings(max_examples=60)
@given(allocations(), needs(), st.lists(edits(), max_size=4))
def test_only_places_with_a_change_are_told_and_each_takes_a_side(
    allocation: pl.DataFrame, need: pl.DataFrame, made: list[Edit]
) -> None:
    frames = Frames(allocation, need, COST)
    found = evaluate(frames, apply(allocation, made, LATER, places=PLACES).allocation)
    told = effects(found)
    assert set(told["side"]) <= {"gains", "pays", "mixed"}
    changes = told["shortage_change"].abs().round(9).to_list()
    assert changes == sorted(changes, reverse=True)
    both = found.before.places.join(found.after.places, on="ags", suffix="_after")
    for row in both.rows(named=True):
        change = max(row["gap_fte_after"], 0) - max(row["gap_fte"], 0)
        side = dict(told.select("ags", "side").iter_rows()).get(row["ags"])
        if abs(change) > 1e-9:
            assert side in (("pays" if change > 0 else "gains"), "mixed")
        if not row["is_served"] and row["is_served_after"]:
            assert side in ("gains", "mixed")
    assert effects(evaluate(frames, allocation)).is_empty()


def test_totals_of_carriers_and_focus_areas() -> None:
    """A post counts once, however many places it serves."""
    plan = after(
        Edit("assign", "SKF-1", FIRST, carrier="Caritas"),
        Edit("add", "NEU-1", FIRST, {DUEREN: 0.25}, carrier="SkF", focus_area="psychosocial"),
        allocation=today(),
    )
    assert carriers(today(), plan).rows() == [
        ("Caritas", "welcome", 1.0, 1.5),
        ("SkF", "psychosocial", 0.0, 0.25),
        ("SkF", "welcome", 0.5, 0.0),
        ("Sozialwerk", "labour_market", 1.5, 1.5),
    ]
