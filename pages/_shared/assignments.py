"""The one place where pages meet the stored assignments (Arbeitsaufträge): what an office is to do, by when, and how far it is."""

from __future__ import annotations

import datetime as dt

from pages._shared import door
from pages._shared.meetings import PROBLEMS
from pages._shared.visit import Visit
from report.assignment_words import ASSIGNMENT_STATUS_NAMES
from warehouse import data_folder
from workspace import (
    FILE,
    LONGEST_OFFICE,
    LONGEST_REMARK,
    STATUSES,
    Assignment,
    Assignments,
    Change,
    ChangedMeanwhile,
)
from workspace.assignment import fit_office, fit_text

__all__ = [
    "ASSIGNMENT_STATUS_NAMES",
    "LONGEST_OFFICE",
    "LONGEST_REMARK",
    "PROBLEMS",
    "STATUSES",
    "Assignment",
    "Change",
    "ChangedMeanwhile",
]

# Clicks closer together than this are one.
DOUBLE_CLICK = dt.timedelta(seconds=2)


def all_assignments() -> list[Assignment]:
    """Those that are not done first, the earliest due first among them, without a due date last."""
    found = _assignments().all()
    return sorted(found, key=lambda each: (each.is_over, each.due_on or dt.date.max, each.created_at))


def deleted() -> list[Assignment]:
    """Those that were deleted and can be brought back."""
    return [each for each in _assignments().all(with_deleted=True) if each.is_deleted]


def history(assignment: Assignment) -> list[Change]:
    """Every change of one, the oldest first."""
    return _assignments().history(assignment.id)


def create(
    visit: Visit, text: str, office: str, due_on: dt.date | None, address: str, meeting_id: str | None
) -> Assignment:
    """Store a new one; one that was stored like this a moment ago is that of a double click. Raises UnfitValue."""
    at = _now()
    last = max(_assignments().all(), key=lambda each: each.created_at, default=None)
    if last and at - last.created_at < DOUBLE_CLICK:
        same = (last.author_role, last.due_on, last.address, last.meeting_id) == (
            visit.role,
            due_on,
            address,
            meeting_id,
        )
        if same and (last.text, last.office) == (fit_text(text), fit_office(office)):
            return last
    return _assignments().create(
        text=text,
        office=office,
        due_on=due_on,
        author_role=visit.role,
        at=at,
        address=address,
        meeting_id=meeting_id,
    )


def change(
    visit: Visit,
    assignment: Assignment,
    *,
    text: str,
    office: str,
    due_on: dt.date | None,
    status: str,
    address: str,
    note: str,
) -> Assignment:
    """Change it from what was read. Raises ChangedMeanwhile, UnfitValue, PermissionError."""
    _require(visit, assignment)
    return _assignments().change(
        assignment.id,
        assignment.version,
        at=_now(),
        role=visit.role,
        text=text,
        office=office,
        due_on=due_on,
        status=status,
        address=address,
        note=note,
    )


def delete(visit: Visit, assignment: Assignment) -> None:
    """Take one out of sight. Raises PermissionError."""
    _require(visit, assignment)
    _assignments().delete(assignment.id, at=_now(), role=visit.role)


def restore(visit: Visit, assignment: Assignment) -> None:
    """Bring a deleted one back. Raises PermissionError."""
    _require(visit, assignment)
    _assignments().restore(assignment.id, at=_now(), role=visit.role)


def may_change(assignment: Assignment, role: str) -> bool:
    """Whether a role may change one: the one that made it, and the coordination."""
    return role == assignment.author_role or door.is_coordination(role)


def _require(visit: Visit, assignment: Assignment) -> None:
    if not may_change(assignment, visit.role):
        raise PermissionError(f"{visit.role} may not change assignment {assignment.id} of {assignment.author_role}")


def _assignments() -> Assignments:
    return Assignments(data_folder() / FILE)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
