"""Constraints and problems that make no sense are refused with a reason."""

from __future__ import annotations

import polars as pl
import pytest

from planning.constraints import Constraints
from planning.groups import Group, groups_of
from planning.propose import propose

PLACES = ["05358004", "05358008"]
NEED = pl.DataFrame({"ags": PLACES, "need": [100, 200]})
POSTS = pl.DataFrame(
    {
        "post": ["A-1"],
        "carrier": ["Alpha"],
        "focus_area": ["welcome"],
        "post_fte": [1.0],
        "ags": ["05358008"],
        "fte": [1.0],
    }
)
DISTANCES = pl.DataFrame({"from_ags": PLACES[:1], "to_ags": PLACES[1:], "cost": [10.0]})


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"step": 0.0}, "step"),
        ({"step": 2.0}, "step"),
        ({"step": float("nan")}, "step"),
        ({"minimum_fte": {"05358004": -0.5}}, "minimum_fte of 05358004"),
        ({"focus_area_fte": {"welcome": float("inf")}}, "focus_area_fte of welcome"),
        ({"extra": {"welcome": -1.0}}, "extra of welcome"),
        ({"carrier_fte": {"Alpha": (2.0, 1.0)}}, "carrier_fte of 'Alpha'"),
        ({"max_places": 0}, "max_places"),
        ({"distance_limit": 10.0}, "wants distances"),
        ({"distance_limit": -1.0, "distances": DISTANCES}, "distance_limit"),
        ({"distance_limit": 1.0, "distances": DISTANCES.drop("cost")}, "lack the columns cost"),
    ],
)
def test_values_that_make_no_sense(given: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Constraints(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"minimum_fte": {"05358999": 0.5}}, "05358999"),
        ({"fixed_posts": frozenset({"Z-1"})}, "do not exist: Z-1"),
        ({"carrier_fte": {"Gamma": (0.0, 1.0)}}, "carriers without a post: Gamma"),
        ({"allowed": {"Gamma": frozenset(PLACES)}}, "carriers without a post: Gamma"),
        ({"allowed": {"Alpha": frozenset({"05358999"})}}, "05358999"),
        ({"focus_area_fte": {"psychosocial": 1.0}}, "focus areas without a post: psychosocial"),
    ],
)
def test_constraints_on_what_is_not_there(given: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        propose(POSTS, NEED, Constraints(**given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("posts", "need", "reason"),
    [
        (POSTS.clear(), NEED, "no posts"),
        (POSTS.with_columns(fte=pl.lit(None, dtype=pl.Float64)), NEED, "not decided: A-1"),
        (POSTS.with_columns(fte=0.5), NEED, "do not sum to their FTE: A-1"),
        (POSTS.drop("fte"), NEED, "missing: fte"),
        (POSTS, NEED.drop("need"), "lacks the columns need"),
        (POSTS, NEED.head(1), "without a figure of need: 05358008"),
        (POSTS, pl.concat([NEED, NEED]), "each municipality once"),
        (POSTS, NEED.with_columns(need=pl.Series([-1, 1])), "zero or more"),
        (POSTS, NEED.with_columns(need=pl.Series([None, 1])), "zero or more"),
        (POSTS, NEED.with_columns(need=0), "zero everywhere"),
        (POSTS, NEED.with_columns(focus_area=pl.lit("labour_market")), "focus area 'welcome'"),
    ],
)
def test_posts_and_need_that_make_no_problem(posts: pl.DataFrame, need: pl.DataFrame, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        propose(posts, need)


def test_groups_name_each_constraint() -> None:
    constraints = Constraints(
        minimum_fte={"05358008": 0.5, "05358004": 0.0},
        max_places=2,
        fixed_posts=frozenset({"A-1"}),
        carrier_fte={"Alpha": (0.0, 1.0)},
        allowed={"Alpha": frozenset(PLACES)},
        extra={"welcome": 0.5},
        distance_limit=5.0,
        distances=DISTANCES,
    )
    assert groups_of(constraints, ("A-1",), ("welcome",)) == (
        Group("minimum_fte", "05358008"),
        Group("max_places"),
        Group("fixed_posts", "A-1"),
        Group("carrier_fte", "Alpha"),
        Group("allowed", "Alpha"),
        Group("distance_limit"),
        Group("post_fte", "A-1"),
        Group("extra", "welcome"),
    )


def test_the_total_of_a_focus_area_is_a_constraint_where_posts_may_change() -> None:
    found = groups_of(Constraints(may_resize=True), ("A-1",), ("welcome",))
    assert found == (Group("focus_area_fte", "welcome"),)
