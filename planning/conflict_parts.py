"""The planner's wishes one by one, as a planner would name them, so that a clash can be told in few words."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from planning.constraints import Constraints
from planning.groups import Group, groups_of
from planning.problem import Problem

POSTS_KEEP_FTE = "post_fte"
TOTAL = "focus_area_fte"


class Part(NamedTuple):
    """What is given up as a whole: `kind` and `subject` as of a `planning.groups.Group`, but that posts keep their FTE is one
    wish that concerns them all (subject "")."""

    kind: str
    subject: str = ""


def parts_of(problem: Problem, constraints: Constraints) -> tuple[Part, ...]:
    """The parts of a problem, in the order of its groups. The total of a focus area is one where it was given: otherwise what
    is granted is not at issue."""
    wished = [group for group in _groups(problem, constraints) if not _is_granted(group, constraints)]
    return tuple(dict.fromkeys(_part(group) for group in wished))


def groups_held(problem: Problem, constraints: Constraints, parts: Collection[Part]) -> frozenset[Group]:
    """The groups that hold when these parts do: theirs, and what is granted."""
    granted = [Group(TOTAL, area) for area in problem.areas]
    every = [*_groups(problem, constraints), *granted]
    return frozenset(group for group in every if _is_granted(group, constraints) or _part(group) in parts)


def _groups(problem: Problem, constraints: Constraints) -> tuple[Group, ...]:
    today = tuple(name for name, is_new in zip(problem.posts, problem.is_new, strict=True) if not is_new)
    return groups_of(constraints, today, problem.areas)


def _is_granted(group: Group, constraints: Constraints) -> bool:
    return group.kind == TOTAL and group.subject not in constraints.focus_area_fte


def _part(group: Group) -> Part:
    return Part(group.kind, "" if group.kind == POSTS_KEEP_FTE else group.subject)
