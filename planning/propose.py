"""The allocation that is best in a stated order, under the planner's constraints."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from planning.conflicts import explain
from planning.constraints import Constraints
from planning.feasibility import has_somewhere
from planning.minimums import searched
from planning.model import model_of
from planning.model_places import fixed_posts_hold
from planning.moves import allocation_of, moves_of
from planning.objectives import TOLERANCE_FTE
from planning.problem import Problem, problem_of
from planning.proposal import (
    MISALLOCATED,
    MOVED,
    MOVES,
    WORST,
    Objectives,
    Progress,
    Proposal,
    Status,
    value_of,
)
from planning.rounds import Rounds
from planning.solving import solve
from planning.stopwatch import Stopwatch


def propose(
    posts: pl.DataFrame,
    need: pl.DataFrame,
    constraints: Constraints | None = None,
    *,
    seconds: float = 60,
    progress: Callable[[Progress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
    is_explained: bool = True,
) -> Proposal:
    """First the largest shortage of any municipality and focus area as small as can be, then the fewest FTE misallocated, then
    the fewest FTE moved, each with the ones before it held.

    `posts`: today's allocation (planning.allocation), every FTE filled; all of them are placed. `need`: ags, need (people) and,
    where it differs, focus_area. `progress` is told a few times a second where the search is; `is_cancelled` ends it within
    a second, with the best found so far. `is_explained`: whether to look for the constraints that clash where they cannot
    hold together (planning.conflicts).

    Raises ValueError as `planning.problem.problem_of` does.
    """
    wanted = constraints or Constraints()
    stopwatch = Stopwatch(seconds, progress, is_cancelled)
    stopwatch.tell(None, None, at_once=True)
    problem = problem_of(posts, need, wanted)
    before = today_objectives(problem)
    rounds = searched(problem, stopwatch) if _may_be_feasible(problem, stopwatch) else None
    if rounds is None or not rounds.is_feasible:
        conflicts = explain(posts, need, wanted, is_cancelled=is_cancelled) if is_explained else ()
        nothing = pl.DataFrame(schema=MOVES)
        return Proposal("infeasible", None, None, before, None, None, nothing, conflicts, stopwatch.seconds)
    return _proposal(problem, rounds, before, stopwatch)


def today_objectives(problem: Problem) -> Objectives:
    """Of today's posts as they are; what is due is measured by their own total, without extra posts."""
    shares = problem.due / np.maximum(problem.due.sum(axis=1, keepdims=True), np.finfo(float).tiny)
    supply = np.zeros_like(problem.due)
    np.add.at(supply, problem.area, problem.today)
    gaps = shares * supply.sum(axis=1, keepdims=True) - supply
    return Objectives(max(0.0, float(gaps.max())), float(np.abs(gaps).sum()) / 2, 0.0)


def _may_be_feasible(problem: Problem, stopwatch: Stopwatch) -> bool:
    if not (fixed_posts_hold(problem) and has_somewhere(problem)):
        return False
    relaxed = model_of(problem, relaxed=True).linear
    return solve(relaxed, stopwatch.ends - stopwatch.begun, lambda *_: stopwatch.is_over()).status != "infeasible"


def _proposal(problem: Problem, rounds: Rounds, before: Objectives, stopwatch: Stopwatch) -> Proposal:
    placed, reached = rounds.placed, rounds.objectives
    bounds = Objectives(*rounds.bounds)
    if placed is None or reached is None:
        status: Status = "cancelled" if stopwatch.was_cancelled else "limit"
        return Proposal(status, None, None, before, bounds, None, pl.DataFrame(schema=MOVES), (), stopwatch.seconds)
    # Each part may miss its bound by the tolerance of the solver.
    tolerance = TOLERANCE_FTE * (2 + len(rounds.parts))
    bounds = _sound(bounds, reached, tolerance)
    gap = max(value_of(phase, reached) - value_of(phase, bounds) for phase in (WORST, MISALLOCATED, MOVED))
    is_proven = gap <= tolerance
    status = "optimal" if is_proven else "cancelled" if stopwatch.was_cancelled else "limit"
    return Proposal(
        status,
        allocation_of(problem, placed),
        reached,
        before,
        reached if is_proven else bounds,
        0.0 if is_proven else gap,
        moves_of(problem, placed),
        (),
        stopwatch.seconds,
    )


def _sound(bounds: Objectives, reached: Objectives, tolerance: float) -> Objectives:
    """The bounds; one that lies above what was reached is a failure of the solver and proves nothing: 0.0 instead."""
    values = ((value_of(phase, bounds), value_of(phase, reached)) for phase in (WORST, MISALLOCATED, MOVED))
    return Objectives(*(bound if bound <= found + tolerance else 0.0 for bound, found in values))
