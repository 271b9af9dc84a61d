"""The history of assignments: what differs between two versions, and what an assignment was at a moment of the past."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

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


def replayed(history: Sequence[Change], at: dt.datetime) -> list[Assignment]:
    """The assignments as they were at a moment, also those that were deleted then, made from their histories alone. Changes at this
    very moment count. Raises sqlite3.DataError for a history that makes no assignment."""
    past = [change for change in history if change.at <= at]
    by_id = sorted(past, key=lambda change: (change.assignment_id, change.version))
    return [_made(list(rows)) for _, rows in groupby(by_id, key=lambda change: change.assignment_id)]


def _made(rows: Sequence[Change]) -> Assignment:
    values = dict.fromkeys(FIELDS, "") | {change.field: change.after for change in rows if change.field in FIELDS}
    first, last = rows[0], rows[-1]
    try:
        return Assignment(
            id=first.assignment_id,
            author_role=first.role,
            created_at=first.at,
            changed_at=last.at,
            version=last.version,
            **_as_values(values),
        )
    except (TypeError, ValueError) as error:
        raise sqlite3.DataError(f"the history of assignment {first.assignment_id} cannot be read") from error


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


def _as_values(texts: Mapping[str, str]) -> dict[str, Any]:
    due_on, deleted_at = texts["due_on"], texts["deleted_at"]
    return {
        **texts,
        "due_on": dt.date.fromisoformat(due_on) if due_on else None,
        "meeting_id": texts["meeting_id"] or None,
        "deleted_at": dt.datetime.fromisoformat(deleted_at) if deleted_at else None,
    }
