"""The history of assignments: what differs between two versions."""

from __future__ import annotations

from workspace.assignment import Assignment, Change
from workspace.moments import moment

# What an assignment is made of, in the order in which the history tells it.
FIELDS = ("text", "office", "due_on", "status", "address", "meeting_id", "deleted_at")


def changes(before: Assignment | None, after: Assignment, role: str, note: str) -> list[Change]:
    """What differs between two versions, field by field; before the first version, nothing was there. A remark alone is one row."""
    old = dict.fromkeys(FIELDS, "") if before is None else _as_texts(before)
    new = _as_texts(after)
    differing = [(name, old[name], new[name]) for name in FIELDS if old[name] != new[name]]
    if note and not differing:
        differing = [("note", "", "")]
    return [
        Change(after.id, after.version, after.changed_at, role, name, was, became, note if number == 0 else "")
        for number, (name, was, became) in enumerate(differing)
    ]


def _as_texts(assignment: Assignment) -> dict[str, str]:
    due_on, deleted_at = assignment.due_on, assignment.deleted_at
    return {
        "text": assignment.text,
        "office": assignment.office,
        "due_on": due_on.isoformat() if due_on else "",
        "status": assignment.status,
        "address": assignment.address,
        "meeting_id": assignment.meeting_id or "",
        "deleted_at": moment(deleted_at) if deleted_at else "",
    }
