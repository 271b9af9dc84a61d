"""Rows of the table of meetings: the statements that write them, and what they mean."""

from __future__ import annotations

import datetime as dt
import sqlite3

from workspace.errors import ChangedMeanwhile, MeetingLocked, NoSuchMeeting
from workspace.ids import shown_id
from workspace.meeting import Meeting
from workspace.moments import moment, moment_of

TAKEN = "SELECT 1 FROM meeting WHERE id = ?"
INSERT = """
INSERT INTO meeting (id, title, held_on, edition_id, author_role, created_at, changed_at, version, digest)
VALUES (:id, :title, :held_on, :edition_id, :author_role, :at, :at, 1, '')
RETURNING *
"""
CHANGE = """
UPDATE meeting SET
  title = coalesce(:title, title), held_on = coalesce(:held_on, held_on), edition_id = coalesce(:edition_id, edition_id),
  locked_at = coalesce(:locked_at, locked_at), digest = coalesce(:digest, digest), version = version + 1, changed_at = :at
WHERE id = :id
RETURNING *
"""
UNCHANGED = {"title": None, "held_on": None, "edition_id": None, "locked_at": None, "digest": None}
DELETE = "UPDATE meeting SET deleted_at = :at, version = version + 1 WHERE id = :id RETURNING *"
RESTORE = "UPDATE meeting SET deleted_at = NULL, version = version + 1 WHERE id = ? RETURNING *"


def meeting_of(row: sqlite3.Row) -> Meeting:
    """What a row means. Raises sqlite3.DataError for one of a damaged file."""
    values = dict(row)
    try:
        return Meeting(
            **values
            | {
                "held_on": dt.date.fromisoformat(values["held_on"]),
                "created_at": dt.datetime.fromisoformat(values["created_at"]),
                "changed_at": dt.datetime.fromisoformat(values["changed_at"]),
                "locked_at": moment_of(values["locked_at"]),
                "deleted_at": moment_of(values["deleted_at"]),
            }
        )
    except (TypeError, ValueError) as error:
        raise sqlite3.DataError(f"the row of meeting {values['id']} cannot be read") from error


def stored(connection: sqlite3.Connection, meeting_id: str) -> Meeting:
    """The meeting of an id, also a deleted one. Raises NoSuchMeeting."""
    row = connection.execute("SELECT * FROM meeting WHERE id = ?", (meeting_id,)).fetchone()
    if row is None:
        raise no_such(meeting_id)
    return meeting_of(row)


def open_to_change(connection: sqlite3.Connection, meeting_id: str, version: int | None = None) -> Meeting:
    """The meeting, if it is neither deleted nor locked and still has the version that was read. Raises NoSuchMeeting,
    MeetingLocked, ChangedMeanwhile."""
    found = stored(connection, meeting_id)
    if found.is_deleted:
        raise NoSuchMeeting("The meeting «{title}» has been deleted. It can be brought back.", title=found.title)
    if found.is_locked:
        raise MeetingLocked(
            "The meeting «{title}» is locked: nothing of it can be changed any more.", title=found.title
        )
    if version is not None and found.version != version:
        raise changed_meanwhile()
    return found


def change(connection: sqlite3.Connection, meeting_id: str, at: dt.datetime, **values: object) -> Meeting:
    """Store another version of a meeting, with the same values where none is given."""
    return meeting_of(
        connection.execute(CHANGE, {**UNCHANGED, **values, "id": meeting_id, "at": moment(at)}).fetchone()
    )


def changed_meanwhile() -> ChangedMeanwhile:
    """The error for who read an older version."""
    return ChangedMeanwhile(
        "Somebody else has changed this meeting meanwhile. Nothing was stored; load the page again to see its new state."
    )


def no_such(meeting_id: str) -> NoSuchMeeting:
    """The error for an id that nobody has."""
    return NoSuchMeeting("There is no meeting {id} here.", id=shown_id(meeting_id))
