"""Why constraints clash: the smallest set against the search through all sets, and what giving in makes possible."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from planning import conflicts
from planning.allocation import placed
from planning.conflicts import explain
from planning.constraints import Constraints
from planning.edition_frames import frames_of
from planning.feasibility import feasible
from planning.proposal import Conflict
from planning.propose import propose
from tests.planning.clashing import Wish, clashing_problem, holds, wishes
from warehouse import Edition

PROBLEMS = 150
AT_LEAST_CLASHING = 100
SLIGHTLY = 0.01
TITZ, DUEREN = "05358056", "05358008"
A, B, C, D = "05358001", "05358002", "05358003", "05358004"

Problem = tuple[pl.DataFrame, pl.DataFrame, Constraints]


@functools.cache
def explained() -> list[tuple[Problem, tuple[Conflict, ...]]]:
    problems = [clashing_problem(seed) for seed in range(PROBLEMS)]
    return [(problem, explain(*problem, seconds=60)) for problem in problems]


def clashing() -> Iterator[tuple[Problem, tuple[Conflict, ...]]]:
    return ((problem, found) for problem, found in explained() if found)


def wish_of(conflict: Conflict, asked: list[Wish]) -> Wish:
    """The wish that a conflict is about; of a minimum one of those who have it."""
    member = conflict.values["places"][0] if conflict.kind == "minimum_fte" else conflict.subject
    return next(
        wish
        for wish in asked
        if wish[0].kind == conflict.kind
        and (conflict.kind == "post_fte" or member in [group.subject for group in wish])
    )


def test_where_all_can_hold_there_is_no_conflict_and_else_there_is() -> None:
    for (posts, need, constraints), found in explained():
        assert bool(found) != feasible(posts, need, constraints)


def test_no_smaller_set_clashes() -> None:
    """The set clashes, and every set of one wish fewer can hold: so can every smaller one."""
    number = 0
    for (posts, need, constraints), found in clashing():
        number += 1
        asked = wishes(posts, constraints)
        told = {wish_of(conflict, asked) for conflict in found}
        assert len(told) == len(found)
        assert not holds(posts, need, constraints, told)
        for fewer in itertools.combinations(asked, len(told) - 1):
            assert holds(posts, need, constraints, fewer), fewer
        assert all(conflict.values["is_smallest"] and conflict.values["is_irreducible"] for conflict in found)
    assert number >= AT_LEAST_CLASHING
    assert {len(found) for _, found in clashing()} >= {1, 2, 3}


def test_the_municipalities_of_a_minimum_are_enough_for_the_clash() -> None:
    """And where they are told apart, fewer are not."""
    few = 0
    for (posts, need, constraints), found in clashing():
        asked = wishes(posts, constraints)
        told = [(wish_of(conflict, asked), conflict) for conflict in found]
        minimums = [conflict for conflict in found if conflict.kind == "minimum_fte"]
        places = {ags for conflict in minimums for ags in conflict.values["places"]}
        held = [tuple(g for g in wish if g.kind != "minimum_fte" or g.subject in places) for wish, _ in told]
        assert not holds(posts, need, constraints, held)
        every = {ags for wish, _ in told for ags in (g.subject for g in wish if g.kind == "minimum_fte")}
        for conflict in minimums:
            assert conflict.subject in ("", *conflict.values["places"])
            assert bool(conflict.subject) == (len(conflict.values["places"]) == 1)
            least = [least for least in constraints.minimum_fte.values() if least == conflict.values["least"]]
            assert conflict.values["of"] == len(least)
        if len(places) < len(every):
            few += 1
            for gone in itertools.combinations(sorted(every), len(places) - 1):
                fewer = [tuple(g for g in wish if g.kind != "minimum_fte" or g.subject in gone) for wish, _ in told]
                assert holds(posts, need, constraints, fewer)
    assert few >= 10


def given_in(constraints: Constraints, conflict: Conflict, value: Any, places: tuple[str, ...] = ()) -> Constraints:
    """The constraints when one of them gives in."""
    kind, subject = conflict.kind, conflict.subject
    if kind == "minimum_fte":
        return replace(constraints, minimum_fte={**constraints.minimum_fte, **dict.fromkeys(places, value)})
    if kind == "max_places":
        return replace(constraints, max_places=value)
    if kind == "distance_limit":
        return replace(constraints, distance_limit=value)
    if kind == "carrier_fte":
        return replace(constraints, carrier_fte={**constraints.carrier_fte, subject: value})
    if kind == "focus_area_fte":
        return replace(constraints, focus_area_fte={**constraints.focus_area_fte, subject: value})
    if kind == "allowed":
        return replace(constraints, allowed={**constraints.allowed, subject: constraints.allowed[subject] | set(value)})
    assert kind == "fixed_posts"
    return replace(constraints, fixed_posts=constraints.fixed_posts - {subject})


def still_too_strict(constraints: Constraints, conflict: Conflict) -> Iterator[Constraints]:
    """The constraints when one gives in by less than is said."""
    kind, value, asked = conflict.kind, conflict.values["relaxed"], conflict.values
    if kind == "minimum_fte":
        yield given_in(constraints, conflict, min(value + SLIGHTLY, asked["least"]), asked["lowered"])
    elif kind == "max_places":
        yield given_in(constraints, conflict, value - 1)
    elif kind == "distance_limit":
        nearer = constraints.distances.filter(pl.col("cost") < value)["cost"].max()
        yield given_in(constraints, conflict, max(nearer, constraints.distance_limit))
    elif kind == "carrier_fte":
        (least, most), (low, high) = constraints.carrier_fte[conflict.subject], value
        closer = max(least - low + high - most - SLIGHTLY, 0.0)
        yield given_in(constraints, conflict, (max(least - closer, 0.0), most))
        yield given_in(constraints, conflict, (least, most + closer))
    elif kind == "focus_area_fte":
        total, step = asked["total"], 0.05
        for times in range(1, int((abs(total - value) - SLIGHTLY / 2) / step) + 1):
            yield from (
                given_in(constraints, conflict, other)
                for other in (total - times * step, total + times * step)
                if other >= 0 and abs(other - total) < abs(total - value) - SLIGHTLY / 2
            )
    elif kind == "allowed":
        closed = sorted(set(constraints.minimum_fte) | set(value) - set(asked["allowed"]))
        for fewer in range(len(value)):
            yield from (given_in(constraints, conflict, some) for some in itertools.combinations(closed, fewer))


def test_giving_in_makes_all_possible_and_giving_in_less_does_not() -> None:
    tried = dict.fromkeys(
        ("minimum_fte", "max_places", "distance_limit", "carrier_fte", "focus_area_fte", "allowed", "fixed_posts"), 0
    )
    for (posts, need, constraints), found in clashing():
        for conflict in found:
            value = conflict.values["relaxed"]
            assert conflict.values["is_least"]
            if value is None or conflict.kind not in tried:
                continue
            tried[conflict.kind] += 1
            relaxed = given_in(constraints, conflict, value, conflict.values.get("lowered", ()))
            assert feasible(posts, need, relaxed), conflict
            for strict in still_too_strict(constraints, conflict):
                assert not feasible(posts, need, strict), (conflict, strict)
    assert min(tried.values()) >= 3, tried


def test_where_nothing_is_said_to_do_giving_up_does_not() -> None:
    number = 0
    for (posts, need, constraints), found in clashing():
        asked = wishes(posts, constraints)
        for conflict in found:
            others = [wish for wish in asked if wish != wish_of(conflict, asked)]
            if conflict.values["relaxed"] is None:
                number += 1
                assert not holds(posts, need, constraints, others)
            else:
                assert holds(posts, need, constraints, others)
    assert number >= 20


def test_of_large_problems_what_is_easy_to_prove_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conflicts, "LARGE", 0)
    number = 0
    for (posts, need, constraints), whole in explained():
        found = explain(posts, need, constraints)
        number += bool(found)
        if not found:
            continue
        asked = wishes(posts, constraints)
        assert not holds(posts, need, constraints, [wish_of(conflict, asked) for conflict in found])
        assert all(conflict.values["is_smallest"] == (len(found) == 1) for conflict in found)
        assert all(conflict.values["is_irreducible"] == (len(found) == 1) for conflict in found)
        assert len(found) >= len(whole) > 0
        for conflict in found:
            assert conflict.values["relaxed"] is None and not conflict.values["is_least"]
            like_it = [other for other in whole if other.kind == conflict.kind]
            assert all(other.values.keys() == conflict.values.keys() for other in like_it)
    assert number >= AT_LEAST_CLASHING / 2
    assert explain(*explained()[0][0], seconds=0) == ()


def test_the_same_question_has_the_same_answer() -> None:
    for (posts, need, constraints), found in itertools.islice(clashing(), 15):
        assert explain(posts, need, constraints, seconds=60) == found


def posts_at(*rows: tuple[str, str, float, tuple[str, ...]]) -> pl.DataFrame:
    """Posts for newcomers, by name, carrier, FTE and places, split equally."""
    return pl.DataFrame(
        [
            (post, carrier, "welcome", fte, ags, fte / len(places))
            for post, carrier, fte, places in rows
            for ags in places
        ],
        schema=["post", "carrier", "focus_area", "post_fte", "ags", "fte"],
        orient="row",
    ).sort("post", "ags")


NEED = pl.DataFrame({"ags": [A, B, C, D], "need": [400, 100, 100, 100]})
TWO = posts_at(("ALPHA-1", "Alpha", 1.0, (A,)), ("BETA-1", "Beta", 0.5, (A, B)))


def told(*conflicts: Conflict) -> dict[tuple[str, str], object]:
    return {(conflict.kind, conflict.subject): conflict.values["relaxed"] for conflict in conflicts}


def test_a_minimum_for_all_is_one_wish() -> None:
    (found,) = explain(TWO, NEED, Constraints(minimum_fte=dict.fromkeys([A, B, C, D], 0.5)))
    assert (found.kind, found.subject) == ("minimum_fte", "")
    assert found.values == {
        "least": 0.5,
        "places": (A, B, C, D),
        "of": 4,
        "lowered": (A, B, C, D),
        "relaxed": 0.25,
        "is_least": True,
        "is_smallest": True,
        "is_irreducible": True,
    }


def test_the_one_municipality_that_clashes_is_named() -> None:
    constraints = Constraints(
        minimum_fte=dict.fromkeys([A, B, C], 0.25), allowed={"Alpha": frozenset([A, B]), "Beta": frozenset([A, B, D])}
    )
    found = explain(TWO, NEED, constraints)
    assert told(*found) == {("minimum_fte", C): 0.0, ("allowed", "Alpha"): (C,), ("allowed", "Beta"): (C,)}
    assert found[0].values["places"] == found[0].values["lowered"] == (C,)
    assert found[0].values["of"] == 3
    assert found[1].values["allowed"] == (A, B)


def test_places_per_post() -> None:
    constraints = Constraints(minimum_fte=dict.fromkeys([A, B, C], 0.25), max_places=1)
    assert told(*explain(TWO, NEED, constraints)) == {("minimum_fte", ""): 0.0, ("max_places", ""): 2}


def test_a_carrier_grows_at_the_cost_of_posts_that_keep_their_fte() -> None:
    found = explain(TWO, NEED, Constraints(carrier_fte={"Beta": (1.0, 1.25)}))
    assert told(*found) == {("carrier_fte", "Beta"): (0.5, 1.25), ("post_fte", ""): 0.5}
    assert (found[0].values["least"], found[0].values["most"]) == (1.0, 1.25)
    assert propose(TWO, NEED, Constraints(carrier_fte={"Beta": (1.0, 1.25)}, may_resize=True)).status == "optimal"


def test_a_carrier_that_is_to_shrink() -> None:
    found = explain(TWO, NEED, Constraints(carrier_fte={"Alpha": (0.0, 0.5)}))
    assert told(*found) == {("carrier_fte", "Alpha"): (0.0, 1.0), ("post_fte", ""): 0.5}


def test_no_post_shrinks_to_nothing() -> None:
    (found,) = explain(TWO, NEED, Constraints(carrier_fte={"Beta": (0.0, 0.0)}, may_resize=True))
    assert told(found) == {("carrier_fte", "Beta"): (0.0, 0.25)}


def test_of_two_minimums_the_one_that_is_too_high_is_named() -> None:
    half = posts_at(("BETA-1", "Beta", 0.5, (A,)))
    found = explain(half, NEED, Constraints(minimum_fte={A: 0.25, B: 0.75}))
    assert told(*found) == {("minimum_fte", B): 0.25}


def test_where_a_post_stays_a_minimum_is_another_matter() -> None:
    """ALPHA-1 is in A for good, so that only B's minimum is too much for BETA-1."""
    posts = posts_at(("ALPHA-1", "Alpha", 0.75, (A,)), ("BETA-1", "Beta", 0.25, (A,)))
    found = explain(posts, NEED, Constraints(minimum_fte={A: 0.5, B: 0.5}, fixed_posts=frozenset(["ALPHA-1"])))
    assert told(*found) == {("minimum_fte", B): 0.25, ("fixed_posts", "ALPHA-1"): True}


def test_a_total_beside_new_posts() -> None:
    found = explain(TWO, NEED, Constraints(focus_area_fte={"welcome": 2.0}, extra={"welcome": 1.0}))
    assert told(*found) == {("focus_area_fte", "welcome"): 2.5, ("post_fte", ""): 0.5, ("extra", "welcome"): 0.5}
    assert [conflict.values.get("fte") for conflict in found] == [None, None, 1.0]
    assert found[0].values["total"] == 2.0


def test_a_post_that_stays_and_is_too_far_spread() -> None:
    ways = pl.DataFrame({"from_ags": [A, A, B], "to_ags": [B, C, C], "cost": [12.0, 30.0, 8.0]})
    found = explain(TWO, NEED, Constraints(fixed_posts=frozenset(["BETA-1"]), distance_limit=9.0, distances=ways))
    assert told(*found) == {("fixed_posts", "BETA-1"): True, ("distance_limit", ""): 12.0}
    assert found[1].values["limit"] == 9.0


def test_two_clashes_at_once_leave_nothing_to_do_alone() -> None:
    constraints = Constraints(
        minimum_fte={C: 0.25},
        allowed={"Alpha": frozenset([A]), "Beta": frozenset([A])},
        carrier_fte={"Alpha": (2.0, 2.0)},
    )
    found = explain(TWO, NEED, constraints)
    assert told(*found) == {("carrier_fte", "Alpha"): None}
    assert all(conflict.values["is_least"] for conflict in found)


def test_a_proposal_that_cannot_be_says_why() -> None:
    constraints = Constraints(minimum_fte=dict.fromkeys([A, B, C, D], 0.5))
    found = propose(TWO, NEED, constraints)
    assert found.status == "infeasible"
    assert found.conflicts == explain(TWO, NEED, constraints)
    assert propose(TWO, NEED, constraints, is_explained=False).conflicts == ()


def test_without_constraints_nothing_clashes() -> None:
    assert explain(TWO, NEED, Constraints()) == ()
    assert explain(TWO, NEED, Constraints(may_resize=True)) == ()


def test_without_time_nothing_is_claimed() -> None:
    constraints = Constraints(minimum_fte=dict.fromkeys([A, B, C], 0.25), max_places=1)
    assert explain(TWO, NEED, constraints, seconds=0) == ()
    assert explain(TWO, NEED, constraints, is_cancelled=lambda: True) == ()


@pytest.mark.parametrize("questions", range(1, 26, 2))
def test_what_is_found_before_it_is_cancelled_is_true(questions: int) -> None:
    constraints = Constraints(
        minimum_fte=dict.fromkeys([A, B, C], 0.25), max_places=1, carrier_fte={"Alpha": (1.0, 1.0)}, step=0.25
    )
    calls = itertools.count()
    found = explain(TWO, NEED, constraints, seconds=60, is_cancelled=lambda: next(calls) >= questions)
    whole = explain(TWO, NEED, constraints, seconds=60)
    asked = wishes(TWO, constraints)
    if found:
        assert not holds(TWO, NEED, constraints, [wish_of(conflict, asked) for conflict in found])
        assert all(conflict.values["is_smallest"] == found[0].values["is_smallest"] for conflict in found)
        if found[0].values["is_smallest"]:
            assert {conflict.kind for conflict in found} == {conflict.kind for conflict in whole}
    for conflict in found:
        if conflict.values["is_least"]:
            same = [other for other in whole if other.kind == conflict.kind]
            assert all(conflict.values["relaxed"] == other.values["relaxed"] for other in same)
        elif conflict.values["relaxed"] is not None:
            relaxed = given_in(constraints, conflict, conflict.values["relaxed"], conflict.values.get("lowered", ()))
            assert feasible(TWO, NEED, relaxed)


@pytest.fixture(scope="module")
def district(edition: Edition) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    frames = frames_of(edition)
    return placed(frames.allocation, frames.need), frames.need.select("ags", "need"), frames.cost


def test_nobody_may_serve_titz(district: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]) -> None:
    posts, need, _ = district
    others = frozenset(need["ags"]) - {TITZ}
    carriers = sorted(posts["carrier"].unique())
    constraints = Constraints(
        minimum_fte=dict.fromkeys(need["ags"], 0.25), max_places=5, allowed=dict.fromkeys(carriers, others)
    )
    found = explain(posts, need, constraints, seconds=60)
    asked = {("minimum_fte", TITZ): 0.0} | {("allowed", carrier): (TITZ,) for carrier in carriers}
    assert told(*found) == asked


def test_nine_posts_in_one_municipality_each_do_not_serve_fifteen(
    district: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame],
) -> None:
    posts, need, _ = district
    welcome = posts.filter(pl.col("focus_area") == "welcome")
    constraints = Constraints(minimum_fte=dict.fromkeys(need["ags"], 0.25), max_places=1)
    found = explain(welcome, need, constraints, seconds=60)
    assert told(*found) == {("minimum_fte", ""): 0.0, ("max_places", ""): 2}
    assert len(found[0].values["places"]) == 15


def test_eight_and_a_half_posts_are_too_few_for_three_quarters_everywhere(
    district: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame],
) -> None:
    posts, need, ways = district
    welcome = posts.filter(pl.col("focus_area") == "welcome")
    constraints = Constraints(
        minimum_fte=dict.fromkeys(need["ags"], 0.75), max_places=3, distance_limit=20, distances=ways
    )
    assert told(*explain(welcome, need, constraints, seconds=60)) == {("minimum_fte", ""): 0.5}
