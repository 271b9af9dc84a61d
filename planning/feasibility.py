"""Whether the planner's constraints can hold together, all of them or some."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from planning.constraints import Constraints
from planning.groups import Group
from planning.model import model_of
from planning.model_places import fixed_posts_hold
from planning.problem import Problem, problem_of
from planning.solving import solve


def feasible(
    posts: pl.DataFrame,
    need: pl.DataFrame,
    constraints: Constraints,
    groups: Collection[Group] | None = None,
    seconds: float = 60,
) -> bool | None:
    """Whether the named groups (None = all) can hold together; None when the time was too short to tell.

    Arguments as in `planning.problem.problem_of`, which raises the same errors.
    """
    return can_hold(problem_of(posts, need, constraints, groups), seconds)


def can_hold(problem: Problem, seconds: float = 60) -> bool | None:
    if not (fixed_posts_hold(problem) and has_somewhere(problem)):
        return False
    relaxed = solve(model_of(problem, relaxed=True).linear, seconds)
    if relaxed.status == "infeasible":
        return False
    found = solve(model_of(problem).linear, seconds)
    return None if found.values is None and found.status != "infeasible" else found.values is not None


def has_somewhere(problem: Problem) -> bool:
    """Whether every post may serve some municipality at all."""
    return bool(problem.allowed.any(axis=1).all())
