"""Rows of the agendas of meetings: in one order without gaps, whatever is added, moved or taken off."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence

from workspace.errors import NoSuchView
from workspace.ids import shown_id
from workspace.meeting import AgendaItem

TAKEN = "SELECT 1 FROM agenda_item WHERE id = ?"
INSERT = """
INSERT INTO agenda_item (id, meeting_id, position, address, figure, headline, note, added_at, author_role, edition_id)
VALUES (:id, :meeting_id, :position, :address, :figure, '', '', :at, :author_role, :edition_id)
"""
EDIT = "UPDATE agenda_item SET headline = ?, note = ? WHERE id = ?"
REMOVE = "UPDATE agenda_item SET removed_at = ? WHERE id = ?"
PUT_BACK = "UPDATE agenda_item SET removed_at = NULL, position = ? WHERE id = ?"
RESEALED = "UPDATE agenda_item SET edition_id = ?, address = coalesce(?, address) WHERE id = ?"
OF_A_MEETING = "SELECT * FROM agenda_item WHERE meeting_id = ? AND removed_at IS NULL ORDER BY position"
TAKEN_OFF = """
SELECT agenda_item.* FROM agenda_item JOIN meeting ON meeting.id = meeting_id
WHERE meeting_id = ? AND removed_at IS NOT NULL AND agenda_item.edition_id = meeting.edition_id
ORDER BY removed_at DESC, agenda_item.id
"""
# A position is taken once at any moment, also in the middle of a statement: all step aside before each takes its new one.
STEP_ASIDE = "UPDATE agenda_item SET position = -position WHERE meeting_id = ? AND removed_at IS NULL"
TAKE_PLACE = "UPDATE agenda_item SET position = ? WHERE id = ?"


def item_of(row: sqlite3.Row) -> AgendaItem:
    """What a row means. Raises sqlite3.DataError for one of a damaged file."""
    values = {name: value for name, value in dict(row).items() if name not in ("removed_at", "edition_id")}
    try:
        return AgendaItem(**values | {"added_at": dt.datetime.fromisoformat(values["added_at"])})
    except (TypeError, ValueError) as error:
        raise sqlite3.DataError(f"the row of view {values['id']} cannot be read") from error


def agenda_of(connection: sqlite3.Connection, meeting_id: str) -> list[AgendaItem]:
    """The views of a meeting by position, without those that were taken off."""
    return [item_of(row) for row in connection.execute(OF_A_MEETING, (meeting_id,)).fetchall()]


def stored_row(connection: sqlite3.Connection, item_id: str) -> sqlite3.Row:
    """The row of an id, also of a view that was taken off. Raises NoSuchView."""
    row: sqlite3.Row | None = connection.execute("SELECT * FROM agenda_item WHERE id = ?", (item_id,)).fetchone()
    if row is None:
        raise NoSuchView("There is no view {id} in any meeting here.", id=shown_id(item_id))
    return row


def on_agenda(connection: sqlite3.Connection, item_id: str) -> AgendaItem:
    """The view, if it was not taken off. Raises NoSuchView."""
    row = stored_row(connection, item_id)
    if row["removed_at"] is not None:
        raise NoSuchView("This view has been taken off the agenda meanwhile. It can be put back.")
    return item_of(row)


def put_in_order(connection: sqlite3.Connection, meeting_id: str, item_ids: Sequence[str]) -> None:
    """Give all views of a meeting the positions 1, 2, 3, … in this order."""
    connection.execute(STEP_ASIDE, (meeting_id,))
    connection.executemany(TAKE_PLACE, [(position, item_id) for position, item_id in enumerate(item_ids, 1)])


def moved_to(item_ids: Sequence[str], item_id: str, position: int) -> list[str]:
    """The ids with one of them, new or known, at a position counted from 1; behind the last one where there is no such position."""
    others = [each for each in item_ids if each != item_id]
    place = min(max(position, 1), len(others) + 1) - 1
    return [*others[:place], item_id, *others[place:]]
