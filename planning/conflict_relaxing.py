"""By how much one part of a problem has to give in so that all the others can hold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from planning.conflict_model import SoftModel
from planning.conflict_parts import MINIMUM, POSTS_KEEP_FTE, TOTAL, Part
from planning.conflict_posts import INFINITE
from planning.conflict_trying import Tried, longer_distance, lower_minimum, more_places
from planning.constraints import Constraints
from planning.deadline import Deadline
from planning.linear_model import Floats, Ints
from planning.problem import RESIDUE_FTE, Problem
from planning.solving import Solution, solve

DECIMALS, SCALE = 4, 10_000  # of FTE, rounded to the side that does
RESIDUE = 2 * RESIDUE_FTE  # what the solver may be off by

Values = Mapping[str, object]


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
    asked, tried = unrelaxed(constraints, part, places), Tried(problem, deadline)
    if part.kind == MINIMUM:
        lowered, minimum = lower_minimum(constraints, tried, part, places)
        return {**asked, "lowered": lowered, **_told(minimum)}
    if part.kind == "max_places":
        return {**asked, **_told(more_places(constraints, tried))}
    if part.kind == "distance_limit":
        return {**asked, **_told(longer_distance(constraints, tried))}
    found = _least(problem, model, part, deadline)
    given = None if found.values is None else _given(problem, constraints, model, part, found.values)
    return {**asked, **_told((given, found.status != "stopped"))}


def unrelaxed(constraints: Constraints, part: Part, places: tuple[str, ...]) -> Values:
    """As `relaxed`, where there was no time to find out what would do."""
    return {**_asked(constraints, part, places), **_told((None, False))}


def _told(found: tuple[Any | None, bool]) -> dict[str, object]:
    return {"relaxed": found[0], "is_least": found[1]}


def _asked(constraints: Constraints, part: Part, places: tuple[str, ...]) -> dict[str, object]:
    if part.kind == MINIMUM:
        least = constraints.minimum_fte[part.subjects[0]]
        return {"least": least, "places": places, "of": len(part.groups), "lowered": ()}
    if part.kind == "max_places":
        return {"most": constraints.max_places}
    if part.kind == "distance_limit":
        return {"limit": constraints.distance_limit}
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
        return _floor(float(least - found[0])), _ceil(float(most + found[1]))
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
    return max(0.0, math.floor((value + RESIDUE) * SCALE) / SCALE)


def _ceil(value: float) -> float:
    return math.ceil((value - RESIDUE) * SCALE) / SCALE if math.isfinite(value) else value
