"""The linear model of a planning problem, FTE counted in steps.

What others build on: `planning.groups.Group` and `groups_of` name the planner's constraints; `planning.problem.problem_of(posts,
need, constraints, groups)` makes the arrays with only those groups held; `planning.feasibility.feasible(posts, need,
constraints, groups)` says whether they can hold together.

A post that needs no count of places (`bound` false) has whole steps in the municipalities where it is today, and hands all others
to a pool that it shares with the posts of its focus area that may serve the same municipalities: where no post needs
counting, the model is a transport problem, as small as the posts plus the municipalities. A bound post has a number of steps n
and a flag y for every municipality it may serve, and z where its remainder is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planning.linear_model import Floats, Ints, LinearModel
from planning.model_places import count_places, count_posts, needs_counting
from planning.model_supply import supply_columns
from planning.model_totals import totals
from planning.problem import RESIDUE_FTE, Flags, Problem


@dataclass(frozen=True)
class Model:
    """`supply` (focus areas x municipalities): columns of the steps that free posts have there. Pairs: a post in a municipality,
    `pair_n` its steps, `pair_z` its remainder, `pair_y` its flag (-1: none). Pools: `pool_of` for each post (-1: none), `out_n` and
    `out_z` what it hands over; `pool_n` (pools x municipalities) where steps go and `pool_z` where remainders go, by pool and
    size of the remainder (`pool_z_size`, steps), -1 where they may not."""

    linear: LinearModel
    supply: Ints
    is_whole: Flags
    pair_post: Ints
    pair_place: Ints
    pair_n: Ints
    pair_z: Ints
    pair_y: Ints
    pool_of: Ints
    out_n: Ints
    out_z: Ints
    pool_n: Ints
    pool_z: dict[tuple[int, float], Ints]


def model_of(problem: Problem, *, candidates: Flags | None = None, relaxed: bool = False) -> Model:
    """`candidates`: where bound posts may be, if not everywhere allowed. `relaxed`: without counting places and distances; what
    holds for this model is a bound for the whole one."""
    free = problem.free
    is_free = ~problem.is_fixed
    bound = np.zeros(len(problem.posts), dtype=bool) if relaxed else needs_counting(problem) & is_free
    where = problem.allowed if candidates is None else problem.allowed & candidates
    at = np.where(bound[:, None], where, problem.allowed & (problem.today > RESIDUE_FTE)) & is_free[:, None]
    post, place = np.nonzero(at)
    rest = problem.rest
    most = _most_units(problem)
    linear = LinearModel()

    n = linear.add_columns(post.size, 0, most[post], whole=True)
    z = np.full(post.size, -1)
    has_rest = rest[post] > 0
    z[has_rest] = linear.add_columns(int(has_rest.sum()), 0, 1, whole=True)
    pool_of, pools = _pools(problem, is_free & ~bound)
    count, posts = len(pools), np.flatnonzero(pool_of >= 0)
    out_n, out_z = np.full(len(problem.posts), -1), np.full(len(problem.posts), -1)
    out_n[posts] = linear.add_columns(posts.size, 0, most[posts], whole=True)
    resting = posts[rest[posts] > 0]
    out_z[resting] = linear.add_columns(resting.size, 0, 1, whole=True)
    pool_n = np.full((count, len(problem.places)), -1)
    for c, members in enumerate(pools):
        there = problem.allowed[members[0]]
        pool_n[c, there] = linear.add_columns(int(there.sum()), 0, most[members].sum(), whole=True)
        linear.add_rows(1, 0, 0, (0, out_n[members], 1), (0, pool_n[c, there], -1))
    pool_z = _pooled_remainders(problem, linear, pools, rest, out_z)

    units = linear.add_columns(
        free.size,
        np.where(problem.resizable, problem.at_least_units, problem.units)[free],
        np.where(problem.resizable, most, problem.units)[free],
        whole=True,
    )
    row_of = np.full(len(problem.posts), -1)
    row_of[free] = np.arange(free.size)
    linear.add_rows(free.size, 0, 0, (row_of[post], n, 1), (row_of[posts], out_n[posts], 1), (row_of[free], units, -1))
    with_rest = free[rest[free] > 0]
    row_of[:] = -1
    row_of[with_rest] = np.arange(with_rest.size)
    may_lack = (problem.is_new & problem.resizable)[with_rest]
    linear.add_rows(
        with_rest.size,
        np.where(may_lack, 0, 1),
        1,
        (row_of[post[has_rest]], z[has_rest], 1),
        (row_of[resting], out_z[resting], 1),
    )
    terms = [
        (problem.area[post], place, n, np.ones(n.size)),
        (problem.area[post[has_rest]], place[has_rest], z[has_rest], rest[post[has_rest]]),
    ]
    for c, members in enumerate(pools):
        places = np.flatnonzero(pool_n[c] >= 0)
        terms.append((np.full(places.size, problem.area[members[0]]), places, pool_n[c, places], np.ones(places.size)))
    for (c, size), columns in pool_z.items():
        places = np.flatnonzero(columns >= 0)
        terms.append(
            (np.full(places.size, problem.area[pools[c][0]]), places, columns[places], np.full(places.size, size))
        )
    supply, is_whole = supply_columns(problem, linear, terms)
    totals(problem, linear, free, units, (post, z), (out_z, rest))
    counting = problem.max_places is not None and bool(np.any(needs_counting(problem) & is_free))
    at_least_posts = count_posts(problem, linear, supply) if counting else None
    y = count_places(problem, linear, bound, (post, place, n, z), at_least_posts)
    return Model(linear, supply, is_whole, post, place, n, z, y, pool_of, out_n, out_z, pool_n, pool_z)


def _most_units(problem: Problem) -> Floats:
    """More steps than a post that may grow can use: all of its focus area, or whatever the minimums ask for."""
    floors = float(problem.least.sum()) + sum(least for least, _ in problem.carrier_fte.values())
    wanted = float(problem.fte.sum()) + floors + sum(problem.area_fte.values())
    found: Floats = np.where(problem.resizable, np.ceil(wanted / problem.step) + 1, problem.units).astype(float)
    return found


def _pools(problem: Problem, members: Flags) -> tuple[Ints, list[Ints]]:
    """For each post its pool, and the posts of each: those of one focus area that may serve the same municipalities."""
    pool_of = np.full(len(problem.posts), -1)
    keys: dict[tuple[int, bytes], int] = {}
    for p in np.flatnonzero(members):
        pool_of[p] = keys.setdefault((int(problem.area[p]), problem.allowed[p].tobytes()), len(keys))
    return pool_of, [np.flatnonzero(pool_of == c) for c in range(len(keys))]


def _pooled_remainders(
    problem: Problem, linear: LinearModel, pools: list[Ints], rest: Floats, out_z: Ints
) -> dict[tuple[int, float], Ints]:
    found: dict[tuple[int, float], Ints] = {}
    for c, members in enumerate(pools):
        there = problem.allowed[members[0]]
        for size in sorted({round(float(value), 9) for value in rest[members] if value > 0}):
            same = members[np.round(rest[members], 9) == size]
            columns = np.full(len(problem.places), -1)
            columns[there] = linear.add_columns(int(there.sum()), 0, same.size, whole=True)
            linear.add_rows(1, 0, 0, (0, out_z[same], 1), (0, columns[there], -1))
            found[c, size] = columns
    return found
