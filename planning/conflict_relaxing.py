"""By how much one part of a problem has to give in so that all the others can hold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from time import monotonic

import numpy as np
import polars as pl

from planning.conflict_model import INFINITE, SoftModel, soft_model
from planning.conflict_parts import MINIMUM, POSTS_KEEP_FTE, TOTAL, Part
from planning.constraints import Constraints
from planning.feasibility import can_hold
from planning.linear_model import Floats, Ints
from planning.problem import RESIDUE_FTE, Problem
from planning.problem_frames import far_apart
from planning.solving import solve

DECIMALS = 4  # of FTE, rounded to the side that does
RESIDUE = 2 * RESIDUE_FTE  # what the solver may be off by
# A minimum is lowered in so many municipalities apart from the others that have the same; of more, in all of them.
FEW_PLACES = 3

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
    parts: tuple[Part, ...],
    part: Part,
    places: tuple[str, ...],
    deadline: Deadline,
) -> Values:
    """What the part asks for, and `relaxed`: the least that it has to give in, alone, None where that does not do (or where
    time was up). By kind:

    minimum_fte: `least` (FTE), `places` (AGS, as given), `of` (municipalities that have this minimum); `relaxed` is the highest
    minimum that does, `lowered` in which municipalities: the given ones if they are few and that does, else all that have it.
    max_places: `most`; the lowest number that does. distance_limit: `limit`; the lowest that does. carrier_fte: `least`,
    `most`; both as they would do. focus_area_fte: `total`; the nearest total that does. allowed: `allowed` (AGS); the fewest
    municipalities to allow beside these. fixed_posts: True (let go). post_fte: the fewest FTE that are to change posts. extra:
    `fte`; what the new posts would have together.
    """
    if part.kind == "distance_limit":
        return {"limit": constraints.distance_limit, "relaxed": _distance(problem, constraints, deadline)}
    if part.kind == MINIMUM:
        return _minimum(problem, constraints, parts, part, places, deadline)
    model = soft_model(problem, parts)
    values = _least(problem, model, part, deadline)
    asked = _asked(constraints, part)
    return {**asked, "relaxed": None if values is None else _given(problem, constraints, model, part, values)}


def _minimum(
    problem: Problem,
    constraints: Constraints,
    parts: tuple[Part, ...],
    part: Part,
    places: tuple[str, ...],
    deadline: Deadline,
) -> Values:
    least = constraints.minimum_fte[part.subjects[0]]
    asked = {"least": least, "places": places, "of": len(part.groups)}
    for lowered in [places, part.subjects] if len(places) <= FEW_PLACES else [part.subjects]:
        here = Part(MINIMUM, tuple(group for group in part.groups if group.subject in lowered))
        others = Part(MINIMUM, tuple(group for group in part.groups if group.subject not in lowered))
        model = soft_model(
            problem, (*(other for other in parts if other != part), here, *([others] if others.groups else []))
        )
        values = _least(problem, model, here, deadline)
        if values is not None:
            return {**asked, "relaxed": _floor(least - values[model.gives_in[here][0]]), "lowered": lowered}
    return {**asked, "relaxed": None, "lowered": ()}


def _asked(constraints: Constraints, part: Part) -> dict[str, object]:
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


def _least(problem: Problem, model: SoftModel, part: Part, deadline: Deadline) -> Floats | None:
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
    return solve(linear, deadline.left()).values


def _resized(problem: Problem, part: Part) -> Ints:
    """The posts whose FTE the part holds."""
    if part.kind == "extra":
        return np.flatnonzero(problem.is_new & (problem.area == problem.areas.index(part.subject)))
    return np.flatnonzero(~problem.is_new) if part.kind == POSTS_KEEP_FTE else np.zeros(0, dtype=np.int64)


def _given(problem: Problem, constraints: Constraints, model: SoftModel, part: Part, values: Floats) -> object:
    found = values[model.gives_in[part]] if part in model.gives_in else np.zeros(0)
    if part.kind == "max_places":
        return (constraints.max_places or 0) + round(float(found[0]))
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


def _distance(problem: Problem, constraints: Constraints, deadline: Deadline) -> float | None:
    """The lowest limit that does, by halving the distances there are."""
    if constraints.distances is None or constraints.distance_limit is None:
        return None

    def does(limit: float) -> bool:
        far = far_apart(replace(constraints, distance_limit=limit), problem.places)
        return can_hold(replace(problem, far=far), deadline.left()) is True

    here = pl.col("from_ags").is_in(problem.places) & pl.col("to_ags").is_in(problem.places)
    further = pl.col("cost").is_finite() & (pl.col("cost") > constraints.distance_limit)
    limits = constraints.distances.filter(here & further)["cost"].unique().sort().to_list()
    low, high = -1, len(limits) - 1
    if not limits or not does(limits[high]):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if does(limits[middle]) else (middle, high)
    return float(limits[high])


def _floor(value: float) -> float:
    scale = 10**DECIMALS
    return max(0.0, math.floor((value + RESIDUE) * scale) / scale)


def _ceil(value: float) -> float:
    scale = 10**DECIMALS
    return math.ceil((value - RESIDUE) * scale) / scale if math.isfinite(value) else value
