"""The planner's wishes one by one, as a planner would name them, so that a clash can be told in few words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from planning.constraints import Constraints
from planning.groups import Group, groups_of
from planning.problem import Problem

POSTS_KEEP_FTE = "post_fte"
MINIMUM = "minimum_fte"
TOTAL = "focus_area_fte"


class Part(NamedTuple):
    """What is given up as a whole, and the groups (planning.groups) that it consists of, which are all of one kind.

    The same minimum for several municipalities is one wish, and so is that posts keep their FTE.
    """

    kind: str
    groups: tuple[Group, ...]

    @property
    def subject(self) -> str:
        """Whom it concerns; empty where it concerns several or all."""
        return self.groups[0].subject if len(self.groups) == 1 and self.kind != POSTS_KEEP_FTE else ""

    @property
    def subjects(self) -> tuple[str, ...]:
        return tuple(group.subject for group in self.groups)


def parts_of(problem: Problem, constraints: Constraints) -> tuple[Part, ...]:
    """The parts of a problem, in the order of its groups. The total of a focus area is one where it was given: otherwise what
    is granted is not at issue."""
    members: dict[tuple[str, object], list[Group]] = {}
    for group in _groups(problem, constraints):
        if group.kind == MINIMUM:
            members.setdefault((group.kind, constraints.minimum_fte[group.subject]), []).append(group)
        elif group.kind == POSTS_KEEP_FTE:
            members.setdefault((group.kind, ""), []).append(group)
        elif not _is_granted(group, constraints):
            members[group.kind, group.subject] = [group]
    return tuple(Part(kind, tuple(groups)) for (kind, _), groups in members.items())


def one_by_one(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The same parts, but each municipality's minimum apart."""
    return tuple(
        single
        for part in parts
        for single in ([Part(MINIMUM, (group,)) for group in part.groups] if part.kind == MINIMUM else [part])
    )


def groups_held(problem: Problem, constraints: Constraints, parts: Iterable[Part]) -> frozenset[Group]:
    """The groups that hold when these parts do: theirs, and what is granted."""
    totals = frozenset(Group(TOTAL, area) for area in problem.areas if area not in constraints.focus_area_fte)
    return totals.union(*(part.groups for part in parts))


def _groups(problem: Problem, constraints: Constraints) -> tuple[Group, ...]:
    today = tuple(name for name, is_new in zip(problem.posts, problem.is_new, strict=True) if not is_new)
    return groups_of(constraints, today, problem.areas)


def _is_granted(group: Group, constraints: Constraints) -> bool:
    return group.kind == TOTAL and group.subject not in constraints.focus_area_fte
