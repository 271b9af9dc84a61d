"""Parts of a problem that have nothing to do with each other, such as focus areas or districts whose carriers stay at home."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from planning.linear_model import Ints
from planning.problem import Problem


@dataclass(frozen=True)
class Component:
    """A problem of its own: some posts, focus areas and municipalities (by their indices in the whole)."""

    problem: Problem
    posts: Ints
    areas: Ints
    places: Ints


def components_of(problem: Problem) -> list[Component]:
    """The parts with at least one post to place. What is left of municipalities belongs to none: their supply is settled.

    Where a post may grow or shrink, totals tie everything together and there is one part.
    """
    rectangles = [
        ({int(problem.area[p])}, set(np.flatnonzero(problem.allowed[p]).tolist())) for p in problem.free.tolist()
    ]
    if problem.resizable.any():
        everything = (set(range(len(problem.areas))), set(range(len(problem.places))))
        return [component(problem, *everything)]
    minimums = np.flatnonzero(problem.least > 0).tolist()
    # A minimum adds up over focus areas: all that can serve the municipality belong together.
    rectangles += [(set(range(len(problem.areas))), {i}) for i in minimums]
    return [component(problem, *found) for found in _merged(rectangles) if _has_posts(problem, *found)]


def _merged(rectangles: list[tuple[set[int], set[int]]]) -> list[tuple[set[int], set[int]]]:
    """Rectangles of focus areas and municipalities, joined until no two of them overlap."""
    apart: list[tuple[set[int], set[int]]] = []
    for areas, places in rectangles:
        joined = (set(areas), set(places))
        while overlapping := [other for other in apart if other[0] & joined[0] and other[1] & joined[1]]:
            for other in overlapping:
                apart.remove(other)
                joined = (joined[0] | other[0], joined[1] | other[1])
        apart.append(joined)
    return apart


def _has_posts(problem: Problem, areas: set[int], places: set[int]) -> bool:
    return any(problem.area[p] in areas and problem.allowed[p, sorted(places)].any() for p in problem.free.tolist())


def component(problem: Problem, areas: set[int], places: set[int]) -> Component:
    """The part of some focus areas and municipalities; posts to place keep what is allowed to them there."""
    f, i = np.array(sorted(areas)), np.array(sorted(places))
    in_area = np.isin(problem.area, f)
    here = problem.is_fixed | problem.allowed[:, i].any(axis=1)
    p = np.flatnonzero(in_area & here)
    part = replace(
        problem,
        posts=tuple(problem.posts[index] for index in p),
        carriers=tuple(problem.carriers[index] for index in p),
        areas=tuple(problem.areas[index] for index in f),
        places=tuple(problem.places[index] for index in i),
        area=np.searchsorted(f, problem.area[p]),
        units=problem.units[p],
        remainder=problem.remainder[p],
        today=problem.today[np.ix_(p, i)],
        due=problem.due[np.ix_(f, i)],
        allowed=problem.allowed[np.ix_(p, i)],
        far=None if problem.far is None else problem.far[np.ix_(i, i)],
        is_fixed=problem.is_fixed[p],
        is_new=problem.is_new[p],
        resizable=problem.resizable[p],
        at_least_units=problem.at_least_units[p],
        least=problem.least[i],
        carrier_fte=problem.carrier_fte if problem.resizable.any() else {},
        area_fte=problem.area_fte if problem.resizable.any() else {},
    )
    return Component(part, p, f, i)
