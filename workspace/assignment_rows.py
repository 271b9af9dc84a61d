"""Rows of the tables of assignments and of their changes: the statements that write them, and what they mean."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import asdict, replace

from workspace.assignment import Assignment, Change
from workspace.assignment_history import changes
from workspace.errors import ChangedMeanwhile, NoSuchAssignment
from workspace.ids import shown_id
from workspace.moments import moment, moment_of

TAKEN = "SELECT 1 FROM assignment WHERE id = ?"
STORE = """
INSERT INTO assignment (
  id, text, office, due_on, status, address, meeting_id, author_role, created_at, changed_at, version, deleted_at
) VALUES (
  :id, :text, :office, :due_on, :status, :address, :meeting_id, :author_role, :created_at, :changed_at, :version, :deleted_at
) ON CONFLICT (id) DO UPDATE SET
  text = :text, office = :office, due_on = :due_on, status = :status, address = :address, changed_at = :changed_at,
  version = :version, deleted_at = :deleted_at
"""
RECORD = """
INSERT INTO assignment_change (assignment_id, version, at, role, field, before, after, note)
VALUES (:assignment_id, :version, :at, :role, :field, :before, :after, :note)
"""
# What is due first stands first; what is never due, last.
LIST = """
SELECT * FROM assignment WHERE :deleted OR deleted_at IS NULL ORDER BY due_on IS NULL, due_on, created_at, id
"""


def assignment_of(row: sqlite3.Row) -> Assignment:
    """What a row means. Raises sqlite3.DataError for one of a damaged file."""
    values = dict(row)
    due_on = values["due_on"]
    try:
        return Assignment(
            **values
            | {
                "due_on": None if due_on is None else dt.date.fromisoformat(due_on),
                "created_at": dt.datetime.fromisoformat(values["created_at"]),
                "changed_at": dt.datetime.fromisoformat(values["changed_at"]),
                "deleted_at": moment_of(values["deleted_at"]),
            }
        )
    except (TypeError, ValueError) as error:
        raise sqlite3.DataError(f"the row of assignment {values['id']} cannot be read") from error


def change_of(row: sqlite3.Row) -> Change:
    """What a row of the history means. Raises sqlite3.DataError for one of a damaged file."""
    values = {name: value for name, value in dict(row).items() if name != "number"}
    try:
        return Change(**values | {"at": dt.datetime.fromisoformat(values["at"])})
    except (TypeError, ValueError) as error:
        raise sqlite3.DataError(f"a change of assignment {values['assignment_id']} cannot be read") from error


def stored(connection: sqlite3.Connection, assignment_id: str) -> Assignment:
    """The assignment of an id, also a deleted one. Raises NoSuchAssignment."""
    row = connection.execute("SELECT * FROM assignment WHERE id = ?", (assignment_id,)).fetchone()
    if row is None:
        raise no_such(assignment_id)
    return assignment_of(row)


def living(connection: sqlite3.Connection, assignment_id: str, version: int | None = None) -> Assignment:
    """The assignment, if it is not deleted and still has the version that was read. Raises NoSuchAssignment, ChangedMeanwhile."""
    found = stored(connection, assignment_id)
    if found.is_deleted:
        raise NoSuchAssignment("This assignment has been deleted. It can be brought back.")
    if version is not None and found.version != version:
        raise ChangedMeanwhile(
            "Somebody else has changed this assignment meanwhile. Nothing was stored; load the page again to see its new state."
        )
    return found


def store(
    connection: sqlite3.Connection, before: Assignment | None, after: Assignment, role: str, note: str = ""
) -> Assignment:
    """Store a version of an assignment together with what makes it differ from the one before."""
    values = asdict(after) | {
        "due_on": after.due_on.isoformat() if after.due_on else None,
        "created_at": moment(after.created_at),
        "changed_at": moment(after.changed_at),
        "deleted_at": moment(after.deleted_at) if after.deleted_at else None,
    }
    connection.execute(STORE, values)
    rows = [asdict(change) | {"at": moment(change.at)} for change in changes(before, after, role, note)]
    connection.executemany(RECORD, rows)
    return stored(connection, after.id)


def following(
    connection: sqlite3.Connection, before: Assignment, after: Assignment, at: dt.datetime, role: str, note: str = ""
) -> Assignment:
    """Store what comes after a version."""
    version, changed_at = before.version + 1, not_before(before, at)
    return store(connection, before, replace(after, changed_at=changed_at, version=version), role, note)


def not_before(found: Assignment, at: dt.datetime) -> dt.datetime:
    """The moment, or that of the last change where a clock was put back since. Raises ValueError for one without a time zone."""
    return max(dt.datetime.fromisoformat(moment(at)), found.changed_at)


def no_such(assignment_id: str) -> NoSuchAssignment:
    """The error for an id that nobody has."""
    return NoSuchAssignment("There is no assignment {id} here.", id=shown_id(assignment_id))
