"""Limits that give in, found by trying them: halving those there are until the first that does."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from planning.conflict_parts import Part
from planning.constraints import Constraints
from planning.deadline import Deadline
from planning.feasibility import can_hold
from planning.problem import RESIDUE_FTE, Flags, Problem
from planning.problem_frames import far_apart

HUNDREDTH = 0.01  # minimums are tried in hundredths of FTE where steps are not all there is
DECIMALS = 6  # of FTE: multiples of a step leave residues


def first_that_does(candidates: Sequence[Any], does: Callable[[Any], bool | None]) -> tuple[Any | None, bool]:
    """Of candidates of which all later ones do if one does: the first that does (None if not even the last one does), and
    whether that is certain. `does` answers None where it cannot tell."""
    low, high = -1, len(candidates) - 1
    answer = does(candidates[high]) if candidates else False
    if not answer:
        return None, answer is not None
    while high - low > 1:
        middle = (low + high) // 2
        answer = does(candidates[middle])
        if answer is None:
            return candidates[high], False
        low, high = (low, middle) if answer else (middle, high)
    return candidates[high], True


@dataclass(frozen=True)
class Tried:
    """Whether the problem can hold when it is changed; None where time is up."""

    problem: Problem
    deadline: Deadline

    def __call__(self, **changes: Any) -> bool | None:
        return can_hold(replace(self.problem, **changes), self.deadline.left())


def lower_minimum(
    constraints: Constraints, tried: Tried, part: Part, places: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[float | None, bool]]:
    """In which municipalities, and the highest minimum there that does: in the given ones, or else in all of the part."""
    problem, least = tried.problem, constraints.minimum_fte[part.subjects[0]]
    is_certain = True
    for lowered in dict.fromkeys([places, part.subjects]):
        here = np.isin(problem.places, lowered)
        is_whole = not (problem.remainder.any() or problem.fixed_supply[:, here].any())
        grain = problem.step if is_whole else HUNDREDTH
        lower = [round(k * grain, DECIMALS) for k in range(math.ceil(least / grain - RESIDUE_FTE) - 1, -1, -1)]

        def does(fte: float, here: Flags = here) -> bool | None:
            return tried(least=np.where(here, fte, problem.least))

        found, is_least = first_that_does(lower, does)
        if found is not None:
            return lowered, (found, is_least and is_certain)
        is_certain &= is_least
    return (), (None, is_certain)


def more_places(constraints: Constraints, tried: Tried) -> tuple[int | None, bool]:
    more = range((constraints.max_places or 0) + 1, len(tried.problem.places) + 1)
    return first_that_does(more, lambda most: tried(max_places=most))


def longer_distance(constraints: Constraints, tried: Tried) -> tuple[float | None, bool]:
    if constraints.distances is None or constraints.distance_limit is None:
        return None, True
    places = tried.problem.places
    here = pl.col("from_ags").is_in(places) & pl.col("to_ags").is_in(places)
    further = pl.col("cost").is_finite() & (pl.col("cost") > constraints.distance_limit)
    limits = constraints.distances.filter(here & further)["cost"].unique().sort().to_list()

    def does(limit: float) -> bool | None:
        return tried(far=far_apart(replace(constraints, distance_limit=limit), places))

    return first_that_does(limits, does)
