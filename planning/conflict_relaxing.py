"""By how much one part of a problem has to give in so that all the others can hold."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

import numpy as np
import polars as pl

from planning.conflict_model import INFINITE, SoftModel
from planning.conflict_parts import MINIMUM, POSTS_KEEP_FTE, TOTAL, Part
from planning.constraints import Constraints
from planning.feasibility import can_hold
from planning.linear_model import Floats, Ints
from planning.problem import RESIDUE_FTE, Flags, Problem
from planning.problem_frames import far_apart
from planning.solving import Solution, solve

DECIMALS = 4  # of FTE, rounded to the side that does
RESIDUE = 2 * RESIDUE_FTE  # what the solver may be off by
HUNDREDTH = 0.01  # minimums are tried in hundredths of FTE where steps are not all there is

Values = Mapping[str, object]


class Deadline:
    """Seconds from now on, and what is left of a share of them."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._begun = seconds, monotonic()

    def left(self, share: float = 1.0) -> float:
        return max(self._begun + share * self._seconds - monotonic(), 0.0)


def relaxed(
    problem: Problem,
    constraints: Constraints,
    model: SoftModel,
    part: Part,
    places: tuple[str, ...],
    deadline: Deadline,
) -> Values:
    """What the part asks for; `relaxed`: the least that it has to give in, alone, None where that does not do; `is_least`: False
    where time was up before that was certain, so that giving in less may do, or, where `relaxed` is None, giving in may. By kind:

    minimum_fte: `least` (FTE), `places` (AGS, as given), `of` (how many municipalities have this minimum); `relaxed` is the highest
    minimum (hundredths of FTE) that does, `lowered` where: in the given places if that does, else in all that have it.
    max_places: `most`; the lowest number that does. distance_limit: `limit`; the lowest that does. carrier_fte: `least`,
    `most`; both as they would do. focus_area_fte: `total`; the nearest total that does. allowed: `allowed` (AGS); the
    fewest municipalities to allow beside these. fixed_posts: True (let go). post_fte: the fewest FTE that are to change
    posts. extra: `fte`; what the new posts would have together.
    """
    tried = _Tried(problem, deadline)
    if part.kind == MINIMUM:
        return _minimum(constraints, tried, part, places)
    if part.kind == "max_places":
        return {"most": constraints.max_places, **_told(_places(constraints, tried))}
    if part.kind == "distance_limit":
        return {"limit": constraints.distance_limit, **_told(_distance(constraints, tried))}
    found = _least(problem, model, part, deadline)
    given = None if found.values is None else _given(problem, constraints, model, part, found.values)
    return {**_asked(constraints, part), **_told((given, found.status != "stopped"))}


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
class _Tried:
    """Whether the problem can hold when it is changed; None where time is up."""

    problem: Problem
    deadline: Deadline

    def __call__(self, **changes: Any) -> bool | None:
        return can_hold(replace(self.problem, **changes), self.deadline.left())


def _told(found: tuple[Any | None, bool]) -> dict[str, object]:
    return {"relaxed": found[0], "is_least": found[1]}


def _minimum(constraints: Constraints, tried: _Tried, part: Part, places: tuple[str, ...]) -> Values:
    least = constraints.minimum_fte[part.subjects[0]]
    asked = {"least": least, "places": places, "of": len(part.groups)}
    problem = tried.problem
    is_certain = True
    for lowered in dict.fromkeys([places, part.subjects]):
        here = np.isin(problem.places, lowered)
        is_whole = not (problem.remainder.any() or problem.fixed_supply[:, here].any())
        grain = problem.step if is_whole else HUNDREDTH
        lower = [round(k * grain, DECIMALS) for k in range(math.ceil(least / grain - RESIDUE) - 1, -1, -1)]

        def does(fte: float, here: Flags = here) -> bool | None:
            return tried(least=np.where(here, fte, problem.least))

        found, is_least = first_that_does(lower, does)
        if found is not None:
            return {**asked, "lowered": lowered, **_told((found, is_least and is_certain))}
        is_certain &= is_least
    return {**asked, "lowered": (), **_told((None, is_certain))}


def _places(constraints: Constraints, tried: _Tried) -> tuple[int | None, bool]:
    more = range((constraints.max_places or 0) + 1, len(tried.problem.places) + 1)
    return first_that_does(more, lambda most: tried(max_places=most))


def _distance(constraints: Constraints, tried: _Tried) -> tuple[float | None, bool]:
    if constraints.distances is None or constraints.distance_limit is None:
        return None, True
    places = tried.problem.places
    here = pl.col("from_ags").is_in(places) & pl.col("to_ags").is_in(places)
    further = pl.col("cost").is_finite() & (pl.col("cost") > constraints.distance_limit)
    limits = constraints.distances.filter(here & further)["cost"].unique().sort().to_list()

    def does(limit: float) -> bool | None:
        return tried(far=far_apart(replace(constraints, distance_limit=limit), places))

    return first_that_does(limits, does)


def _asked(constraints: Constraints, part: Part) -> dict[str, object]:
    if part.kind == "carrier_fte":
        least, most = constraints.carrier_fte[part.subject]
        return {"least": least, "most": most}
    if part.kind == TOTAL:
        return {"total": constraints.focus_area_fte[part.subject]}
    if part.kind == "allowed":
        return {"allowed": tuple(sorted(constraints.allowed[part.subject]))}
    return {"fte": constraints.extra[part.subject]} if part.kind == "extra" else {}


def _least(problem: Problem, model: SoftModel, part: Part, deadline: Deadline) -> Solution:
    """One in which only this part gives in, by as little as can be."""
    linear = model.linear.copy()
    linear.upper[list(model.dropped.values())] = 0
    gives_in = model.gives_in.get(part)
    if gives_in is not None:
        linear.upper[gives_in] = 1 if part.kind == "allowed" else INFINITE
        linear.cost[gives_in] = 1
    else:
        linear.upper[model.dropped[part]] = 1
        changed = _resized(problem, part)
        linear.cost[model.grown[changed]] = linear.cost[model.shrunk[changed]] = 1
    return solve(linear, deadline.left())


def _resized(problem: Problem, part: Part) -> Ints:
    """The posts whose FTE the part holds."""
    if part.kind == "extra":
        return np.flatnonzero(problem.is_new & (problem.area == problem.areas.index(part.subject)))
    return np.flatnonzero(~problem.is_new) if part.kind == POSTS_KEEP_FTE else np.zeros(0, dtype=np.int64)


def _given(problem: Problem, constraints: Constraints, model: SoftModel, part: Part, values: Floats) -> object:
    found = values[model.gives_in[part]] if part in model.gives_in else np.zeros(0)
    if part.kind == "carrier_fte":
        least, most = constraints.carrier_fte[part.subject]
        return _floor(least - found[0]), _ceil(most + found[1])
    if part.kind == TOTAL:
        return round(float(constraints.focus_area_fte[part.subject] - found[0] + found[1]), DECIMALS)
    if part.kind == "allowed":
        return tuple(problem.places[i] for i in model.barred[part][found > 0])
    changed = _resized(problem, part)
    grown, shrunk = float(values[model.grown[changed]].sum()), float(values[model.shrunk[changed]].sum())
    if part.kind == "extra":
        return round(constraints.extra[part.subject] + (grown - shrunk) * problem.step, DECIMALS)
    return round(max(grown, shrunk) * problem.step, DECIMALS) if part.kind == POSTS_KEEP_FTE else True


def _floor(value: float) -> float:
    return max(0.0, math.floor((float(value) + RESIDUE) / ROUNDED) * ROUNDED)


def _ceil(value: float) -> float:
    return math.ceil((float(value) - RESIDUE) / ROUNDED) * ROUNDED if math.isfinite(value) else value
