"""A model in which posts that are alike are not told apart, for the objectives that do not ask where a post was.

Posts of one focus area, of the same size, that may serve the same municipalities are counted by the set of municipalities they stay
in: any set that obeys the limits of places and distance. How the steps of posts with the same set spread over it does not
matter, so the model says the same as one post by post, without its many solutions that differ only in names.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from planning.linear_model import Floats, Ints, LinearModel
from planning.model_places import count_posts, most_places, needs_counting
from planning.model_supply import supply_columns
from planning.problem import Flags, Problem

MOST_SETS = 1500
CLIQUES_TRIED = 400


@dataclass(frozen=True)
class GroupedModel:
    """`supply`, `is_whole` as in planning.model.Model. Groups: a kind of posts with a set of municipalities; `kinds` the posts of
    each kind, `kind` that of a group, `count` the column of its posts. Entries: a municipality of a group, its `steps` column
    and its `rests` column (-1: no remainder)."""

    linear: LinearModel
    supply: Ints
    is_whole: Flags
    kinds: list[Ints]
    kind: Ints
    count: Ints
    entry_group: Ints
    entry_place: Ints
    steps: Ints
    rests: Ints


def grouped_model(problem: Problem) -> GroupedModel | None:
    """None where posts may change their FTE, or where the sets have more members than the posts themselves have
    municipalities: then telling the posts apart is quicker."""
    if problem.resizable.any():
        return None
    kinds = _kinds(problem)
    sets = [_sets(problem, int(members[0])) for members in kinds]
    if any(found is None for found in sets) or sum(len(found or []) for found in sets) > MOST_SETS:
        return None
    kind = np.array([c for c, found in enumerate(sets) for _ in found or []], dtype=np.int64)
    groups = [there for found in sets for there in found or []]
    if sum(there.size for there in groups) > problem.allowed[~problem.is_fixed].sum():
        return None
    group = np.repeat(np.arange(len(groups)), [there.size for there in groups])
    place = np.concatenate(groups)
    first = np.array([members[0] for members in kinds])
    units, rest = problem.units[first], problem.rest[first]
    sizes = np.array([members.size for members in kinds])

    linear = LinearModel()
    count = linear.add_columns(kind.size, 0, sizes[kind], whole=True)
    steps = linear.add_columns(place.size, 0, (units * sizes)[kind[group]], whole=True)
    rests = np.full(place.size, -1)
    has_rest = rest[kind[group]] > 0
    rests[has_rest] = linear.add_columns(int(has_rest.sum()), 0, sizes[kind[group]][has_rest], whole=True)
    linear.add_rows(len(kinds), sizes, sizes, (kind, count, 1))
    linear.add_rows(kind.size, 0, 0, (group, steps, 1), (np.arange(kind.size), count, -units[kind]))
    resting = np.flatnonzero(rest[kind] > 0)
    row = np.searchsorted(resting, group[has_rest])
    linear.add_rows(resting.size, 0, 0, (row, rests[has_rest], 1), (np.arange(resting.size), count[resting], -1))
    area = problem.area[first][kind[group]]
    supply, is_whole = supply_columns(
        problem,
        linear,
        [
            (area, place, steps, np.ones(place.size)),
            (area[has_rest], place[has_rest], rests[has_rest], rest[kind[group]][has_rest]),
        ],
    )
    if problem.max_places is not None:
        count_posts(problem, linear, supply)
    return GroupedModel(linear, supply, is_whole, kinds, kind, count, group, place, steps, rests)


def grouped_fte(problem: Problem, model: GroupedModel, values: Floats) -> Floats:
    """FTE of posts (rows) in municipalities (columns), posts of a kind taken in their order."""
    found = np.where(problem.is_fixed[:, None], problem.today, 0.0)
    waiting = [list(members) for members in model.kinds]
    for number in np.flatnonzero(np.round(values[model.count])):
        posts = [waiting[model.kind[number]].pop(0) for _ in range(round(values[model.count[number]]))]
        entries = np.flatnonzero(model.entry_group == number)
        place = model.entry_place[entries]
        where = np.repeat(place, np.round(values[model.steps[entries]]).astype(int))
        np.add.at(found, (np.repeat(posts, problem.units[posts]), where), problem.step)
        if model.rests[entries[0]] >= 0:
            where = np.repeat(place, np.round(values[model.rests[entries]]).astype(int))
            np.add.at(found, (posts, where), problem.remainder[posts])
    return found


def _kinds(problem: Problem) -> list[Ints]:
    found: dict[tuple[int, int, float, bytes], list[int]] = {}
    for p in problem.free.tolist():
        rest = float(problem.rest[p])
        key = (int(problem.area[p]), int(problem.units[p]), rest, problem.allowed[p].tobytes())
        found.setdefault(key, []).append(p)
    return [np.array(members) for members in found.values()]


def _sets(problem: Problem, post: int) -> list[Ints] | None:
    """The largest sets of municipalities a post may have; None where they are too many."""
    allowed = np.flatnonzero(problem.allowed[post])
    if not needs_counting(problem)[post]:
        return [allowed]
    near = np.ones((allowed.size,) * 2, dtype=bool) if problem.far is None else ~problem.far[np.ix_(allowed, allowed)]
    most = int(most_places(problem)[post])
    found: set[tuple[int, ...]] = set()
    for number, members in enumerate(_maximal_cliques(near)):
        if number >= CLIQUES_TRIED or comb(len(members), min(most, len(members))) > MOST_SETS:
            return None
        found.update(combinations(members, most) if len(members) > most else [tuple(members)])
        if len(found) > MOST_SETS:
            return None
    return [allowed[list(there)] for there in sorted(found)]


def _maximal_cliques(near: Flags) -> list[list[int]]:
    """Sets of municipalities near to each other that no further one can join (Bron & Kerbosch 1973, with pivots)."""
    neighbours = [set(np.flatnonzero(row).tolist()) - {i} for i, row in enumerate(near)]
    found: list[list[int]] = []

    def extend(members: list[int], candidates: set[int], excluded: set[int]) -> None:
        if len(found) > CLIQUES_TRIED:
            return
        if not candidates and not excluded:
            found.append(sorted(members))
            return
        pivot = max(sorted(candidates | excluded), key=lambda i: len(neighbours[i] & candidates))
        for i in sorted(candidates - neighbours[pivot]):
            extend([*members, i], candidates & neighbours[i], excluded & neighbours[i])
            candidates = candidates - {i}
            excluded = excluded | {i}

    extend([], set(range(near.shape[0])), set())
    return found
