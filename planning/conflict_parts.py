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
    """The parts of a problem, in the order of its groups. The total of a focus area is one where it was given: the posts that
    are granted are not at issue."""
    groups = _groups(problem, constraints)
    wished = [group for group in groups if group.kind != TOTAL or group.subject in constraints.focus_area_fte]
    return tuple(dict.fromkeys(_part(group) for group in wished))


def groups_held(problem: Problem, constraints: Constraints, parts: Collection[Part]) -> frozenset[Group]:
    """The groups that hold when these parts do: theirs, and the totals that nobody gave."""
    groups = [*_groups(problem, constraints), *(Group(TOTAL, area) for area in problem.areas)]
    asked = set(parts)
    given = {Part(TOTAL, area) for area in constraints.focus_area_fte}
    return frozenset(group for group in groups if (part := _part(group)) in asked or (group.kind == TOTAL and part not in given))


def _groups(problem: Problem, constraints: Constraints) -> tuple[Group, ...]:
    today = tuple(name for name, is_new in zip(problem.posts, problem.is_new, strict=True) if not is_new)
    return groups_of(constraints, today, problem.areas)


def _part(group: Group) -> Part:
    return Part(group.kind, "" if group.kind == POSTS_KEEP_FTE else group.subject)
