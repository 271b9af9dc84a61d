"""Clashes in problems too large to try what would do: those that show without counting places and distances."""

from __future__ import annotations

import polars as pl

from planning.conflict_parts import Part, groups_held
from planning.conflict_sets import Clash, TimeIsUp, irreducible
from planning.constraints import Constraints
from planning.deadline import Deadline
from planning.feasibility import has_somewhere
from planning.model import model_of
from planning.model_places import fixed_posts_hold
from planning.problem import Problem, problem_of
from planning.solving import solve


def proven_clash(
    posts: pl.DataFrame,
    need: pl.DataFrame,
    constraints: Constraints,
    parts: tuple[Part, ...],
    deadline: Deadline,
) -> Clash[Part] | None:
    """A clash that is proven without counting places and distances of posts, with as few parts as that proof needs; None where
    there is none, or time is up. Only of a single part it is certain that it can not be spared."""
    problem = problem_of(posts, need, constraints)

    def clashes(held: frozenset[Part]) -> bool:
        return _surely_clashes(problem_of(posts, need, constraints, groups_held(problem, constraints, held)), deadline)

    try:
        if not clashes(frozenset(parts)):
            return None
    except TimeIsUp:
        return None
    found = irreducible(Clash(parts, is_smallest=False, is_irreducible=False), clashes)
    return Clash(found.members, found.is_smallest, found.is_irreducible and len(found.members) == 1)


def _surely_clashes(problem: Problem, deadline: Deadline) -> bool:
    if not (fixed_posts_hold(problem) and has_somewhere(problem)):
        return True
    found = solve(model_of(problem, relaxed=True).linear, deadline.left())
    if found.status == "stopped" and found.values is None:
        raise TimeIsUp
    return found.status == "infeasible"
