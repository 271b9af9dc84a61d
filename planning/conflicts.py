"""Why constraints cannot hold together: the fewest that clash, and what giving in to each of them would make possible."""

from __future__ import annotations

from time import monotonic

import polars as pl

from planning.conflict_chains import chains
from planning.conflict_model import SoftModel, soft_model
from planning.conflict_parts import Part, groups_held, parts_of
from planning.conflict_relaxing import relaxed
from planning.conflict_sets import TimeIsUp, irreducible, smallest_clash
from planning.constraints import Constraints
from planning.feasibility import can_hold
from planning.problem import Problem, problem_of
from planning.proposal import Conflict
from planning.solving import solve

SECONDS = 6.0
# What the search for the smallest clash may take of it; then a clash that is merely irreducible must do.
OF_SEARCH, OF_REDUCING = 0.5, 0.75


def explain(
    posts: pl.DataFrame, need: pl.DataFrame, constraints: Constraints, *, seconds: float = SECONDS
) -> tuple[Conflict, ...]:
    """The smallest set of the planner's constraints that cannot hold together; empty where all can, or where time was too
    short to tell.

    Arguments and errors as of `planning.propose.propose`. Kinds and subjects as in `planning.groups.Group`, but post_fte
    (posts keep their FTE) is one for all posts; totals of focus areas that were not given, steps, and that every post is somewhere
    are not at issue. `values` of each: what it asks for and `relaxed` as in `planning.conflict_relaxing.relaxed`, all other
    constraints held, not only those of the set; and, alike for all of them, `is_smallest` (no fewer constraints clash; otherwise time
    was up) and `is_irreducible` (none of them can be spared).
    """
    begun = monotonic()
    problem = _whole(posts, need, constraints)
    parts = parts_of(problem, constraints)
    if not parts:
        return ()
    model = soft_model(problem, parts)

    def left(share: float = 1.0) -> float:
        return max(begun + share * seconds - monotonic(), 0.0)

    found = smallest_clash(
        parts,
        lambda hard: corrected(model, hard, left(OF_SEARCH)),
        chains(problem, parts),
        lambda: left(OF_SEARCH) == 0,
    )
    if found is None:
        return ()
    if not found.is_smallest:
        found = irreducible(found, lambda hard: _clashes(model, hard, left(OF_REDUCING)))
        if len(found.members) == len(parts) and not found.is_irreducible:
            return ()

    def holds(others: Constraints) -> bool | None:
        return can_hold(problem_of(posts, need, others), left())

    flags = {"is_smallest": found.is_smallest, "is_irreducible": found.is_irreducible}
    return tuple(
        Conflict(*part, {**relaxed(problem, constraints, model, part, left, holds), **flags}) for part in found.members
    )


def corrected(model: SoftModel, hard: frozenset[Part], seconds: float) -> frozenset[Part] | None:
    """The fewest other parts to give up so that the hard ones hold; None where they cannot. Raises TimeIsUp."""
    linear = model.linear.copy()
    linear.cost[list(model.dropped.values())] = 1
    linear.upper[[model.dropped[part] for part in hard]] = 0
    found = solve(linear, seconds)
    if found.status == "infeasible":
        return None
    if found.values is None:
        raise TimeIsUp
    return frozenset(part for part, column in model.dropped.items() if found.values[column] > 0)


def _clashes(model: SoftModel, hard: frozenset[Part], seconds: float) -> bool:
    """Whether these parts cannot hold, whatever becomes of the others. Raises TimeIsUp."""
    linear = model.linear.copy()
    linear.upper[[model.dropped[part] for part in hard]] = 0
    found = solve(linear, seconds)
    if found.status != "infeasible" and found.values is None:
        raise TimeIsUp
    return found.values is None


def _whole(posts: pl.DataFrame, need: pl.DataFrame, constraints: Constraints) -> Problem:
    """The problem with all of its parts and what is granted."""
    problem = problem_of(posts, need, constraints)
    every = groups_held(problem, constraints, parts_of(problem, constraints))
    return problem_of(posts, need, constraints, every)
