"""By how much one part of a problem has to give in so that all the others can hold."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import polars as pl

from planning.conflict_model import INFINITE, SoftModel
from planning.conflict_parts import MINIMUM, POSTS_KEEP_FTE, TOTAL, Part
from planning.constraints import Constraints
from planning.linear_model import Floats, Ints
from planning.problem import RESIDUE_FTE, Problem
from planning.solving import solve

DECIMALS = 4  # of FTE, on the side that does
RESIDUE = 2 * RESIDUE_FTE  # what the solver may be off by

Values = Mapping[str, object]


def relaxed(
    problem: Problem,
    constraints: Constraints,
    model: SoftModel,
    part: Part,
    seconds: Callable[[], float],
    can_hold: Callable[[Constraints], bool | None],
) -> Values:
    """What the part asks for, and `relaxed`: the least that it has to give in, alone, None where that does not do (or where
    time was up). By kind:

    minimum_fte: `least` (FTE); the highest minimum that does. max_places: `most`; the lowest number that does. distance_limit:
    `limit`; the lowest that does. carrier_fte: `least`, `most`; both as they would do. focus_area_fte: `total`; the nearest total that
    does. allowed: `allowed` (AGS); the fewest municipalities to allow beside these. fixed_posts: True (let go).
    post_fte: the fewest FTE that posts hand to others. extra: `fte`; what the new posts would have.
    """
    if part.kind == "distance_limit":
        return {"limit": constraints.distance_limit, "relaxed": _distance(constraints, can_hold)}
    values = _least(problem, model, part, seconds())
    asked = _asked(constraints, part)
    return {**asked, "relaxed": None if values is None else _given(problem, constraints, model, part, values)}


def _asked(constraints: Constraints, part: Part) -> Values:
    if part.kind == MINIMUM:
        return {"least": constraints.minimum_fte[part.subjects[0]]}
    if part.kind == "max_places":
        return {"most": constraints.max_places}
    if part.kind == "carrier_fte":
        least, most = constraints.carrier_fte[part.subject]
        return {"least": least, "most": most}
    if part.kind == TOTAL:
        return {"total": constraints.focus_area_fte[part.subject]}
    if part.kind == "allowed":
        return {"allowed": tuple(sorted(constraints.allowed[part.subject]))}
    return {"fte": constraints.extra[part.subject]} if part.kind == "extra" else {}


def _least(problem: Problem, model: SoftModel, part: Part, seconds: float) -> Floats | None:
    """The columns of a solution in which only this part gives in, by as little as can be; None where there is none."""
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
    return solve(linear, seconds).values


def _resized(problem: Problem, part: Part) -> Ints:
    """The posts whose FTE the part holds."""
    if part.kind == "extra":
        return np.flatnonzero(problem.is_new & (problem.area == problem.areas.index(part.subject)))
    return np.flatnonzero(~problem.is_new) if part.kind == POSTS_KEEP_FTE else np.zeros(0, dtype=np.int64)


def _given(
    problem: Problem, constraints: Constraints, model: SoftModel, part: Part, values: Floats
) -> object:
    found = values[model.gives_in[part]] if part in model.gives_in else np.zeros(0)
    if part.kind == MINIMUM:
        return _floor(constraints.minimum_fte[part.subjects[0]] - found[0])
    if part.kind == "max_places":
        return (constraints.max_places or 0) + round(float(found[0]))
    if part.kind == "carrier_fte":
        least, most = constraints.carrier_fte[part.subject]
        return _floor(least - found[0]), _ceil(most + found[1])
    if part.kind == TOTAL:
        return _fte(constraints.focus_area_fte[part.subject] - found[0] + found[1])
    if part.kind == "allowed":
        return tuple(problem.places[i] for i in model.barred[part][found > 0])
    changed = _resized(problem, part)
    grown, shrunk = float(values[model.grown[changed]].sum()), float(values[model.shrunk[changed]].sum())
    if part.kind == "extra":
        return _fte(constraints.extra[part.subject] + (grown - shrunk) * problem.step)
    return _fte(max(grown, shrunk) * problem.step) if part.kind == POSTS_KEEP_FTE else True


def _distance(constraints: Constraints, can_hold: Callable[[Constraints], bool | None]) -> float | None:
    """The lowest limit that does, by halving the distances there are."""
    if constraints.distances is None or constraints.distance_limit is None:
        return None
    costs = constraints.distances.filter(pl.col("cost").is_finite() & (pl.col("cost") > constraints.distance_limit))
    further = costs["cost"].unique().sort().to_list()
    if not further or can_hold(replace(constraints, distance_limit=further[-1])) is not True:
        return None
    low, high = -1, len(further) - 1
    while high - low > 1:
        middle = (low + high) // 2
        answer = can_hold(replace(constraints, distance_limit=further[middle]))
        if answer is None:
            break
        low, high = (low, middle) if answer else (middle, high)
    return float(further[high])


def _floor(value: float) -> float:
    scale = 10**DECIMALS
    return max(0.0, math.floor((value + RESIDUE) * scale) / scale)


def _ceil(value: float) -> float:
    scale = 10**DECIMALS
    return math.ceil((value - RESIDUE) * scale) / scale if math.isfinite(value) else value


def _fte(value: float) -> float:
    return round(float(value), DECIMALS) + 0.0
