"""Storing and finding meetings. Every call is one transaction of its own: any number of threads and processes may call."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from workspace import agenda_rows, meeting_rows
from workspace.agenda_rows import agenda_of, item_of, moved_to, on_agenda, put_in_order, stored_row
from workspace.database import reading, writing
from workspace.errors import ChangedMeanwhile, Damaged, NoSuchView
from workspace.ids import new_id, shown_id
from workspace.meeting import (
    ASSIGNMENTS,
    AgendaItem,
    Meeting,
    Sealed,
    fit_figure,
    fit_headline,
    fit_title,
    fit_view_note,
)
from workspace.meeting_rows import change, changed_meanwhile, meeting_of, open_to_change, stored
from workspace.moments import moment
from workspace.sealed_rows import one_sealed, seal, sealed_of
from workspace.sealing import digest
from workspace.texts import fit_address

LIST = "SELECT * FROM meeting WHERE :deleted OR deleted_at IS NULL ORDER BY held_on DESC, created_at DESC, id"


@dataclass(frozen=True)
class Meetings:
    """The meetings in the file at `path`, which is made when something is first stored.

    Every method raises FileUnusable when the file cannot be read or written; those that change a meeting or its agenda raise
    MeetingLocked for a locked and NoSuchMeeting for a deleted one, and count its version up. `at` is the moment of the call, with
    its zone.
    """

    path: Path

    def all(self, with_deleted: bool = False) -> list[Meeting]:
        """The meetings, the latest date first; deleted ones only if asked for."""
        if not self.path.exists():
            return []
        with reading(self.path) as connection:
            return [meeting_of(row) for row in connection.execute(LIST, {"deleted": with_deleted}).fetchall()]

    def get(self, meeting_id: str) -> Meeting:
        """One meeting, also a deleted one. Raises NoSuchMeeting."""
        if not self.path.exists():
            raise meeting_rows.no_such(meeting_id)
        with reading(self.path) as connection:
            return stored(connection, meeting_id)

    def create(self, title: str, held_on: dt.date, edition_id: str, author_role: str, at: dt.datetime) -> Meeting:
        """Store a new meeting with an empty agenda. Raises UnfitValue."""
        values: dict[str, object] = {
            "title": fit_title(title),
            "held_on": held_on.isoformat(),
            "edition_id": edition_id,
            "author_role": author_role,
            "at": moment(at),
        }
        with writing(self.path) as connection:
            values["id"] = new_id(connection, meeting_rows.TAKEN)
            return meeting_of(connection.execute(meeting_rows.INSERT, values).fetchone())

    def change(
        self,
        seen: Meeting,
        *,
        at: dt.datetime,
        title: str | None = None,
        held_on: dt.date | None = None,
    ) -> Meeting:
        """Change what is not None of a meeting as it was `seen`. Raises UnfitValue, and ChangedMeanwhile where title or date are
        others than seen by now."""
        values = {
            "title": None if title is None else fit_title(title),
            "held_on": None if held_on is None else held_on.isoformat(),
        }
        with writing(self.path) as connection:
            found = open_to_change(connection, seen.id)
            if (seen.title, seen.held_on) != (found.title, found.held_on):
                raise changed_meanwhile()
            return change(connection, seen.id, at, **values)

    def delete(self, meeting_id: str, at: dt.datetime) -> Meeting:
        """Take a meeting out of sight; `restore` brings it back. Raises NoSuchMeeting, also for a deleted one."""
        with writing(self.path) as connection:
            open_to_change(connection, meeting_id)
            return meeting_of(connection.execute(meeting_rows.DELETE, {"id": meeting_id, "at": moment(at)}).fetchone())

    def restore(self, meeting_id: str) -> Meeting:
        """Bring a deleted meeting back as it was. One that lives stays as it is. Raises NoSuchMeeting."""
        with writing(self.path) as connection:
            found = stored(connection, meeting_id)
            if not found.is_deleted:
                return found
            return meeting_of(connection.execute(meeting_rows.RESTORE, (meeting_id,)).fetchone())

    def agenda(self, meeting_id: str) -> list[AgendaItem]:
        """The views of a meeting, also of a deleted one, by position. Raises NoSuchMeeting."""
        if not self.path.exists():
            raise meeting_rows.no_such(meeting_id)
        with reading(self.path) as connection:
            stored(connection, meeting_id)
            return agenda_of(connection, meeting_id)

    def taken_off(self, meeting_id: str) -> list[AgendaItem]:
        """The views that were taken off the agenda of a meeting while it showed the edition that it shows now, the last one first:
        those that `put_back` takes. Raises NoSuchMeeting."""
        if not self.path.exists():
            raise meeting_rows.no_such(meeting_id)
        with reading(self.path) as connection:
            stored(connection, meeting_id)
            return [item_of(row) for row in connection.execute(agenda_rows.TAKEN_OFF, (meeting_id,)).fetchall()]

    def add(
        self,
        meeting_id: str,
        address: str,
        figure: str,
        contents: Mapping[str, str],
        author_role: str,
        at: dt.datetime,
        *,
        edition_id: str,
    ) -> AgendaItem:
        """Put a view at the end of the agenda. `contents`: language -> text to be sealed; `edition_id`: what they were made from.

        Raises UnfitValue, and ChangedMeanwhile when the meeting was put on another edition since.
        """
        values: dict[str, object] = {
            "meeting_id": meeting_id,
            "address": fit_address(address),
            "figure": fit_figure(figure),
            "author_role": author_role,
            "at": moment(at),
        }
        with writing(self.path) as connection:
            meeting = open_to_change(connection, meeting_id)
            if edition_id != meeting.edition_id:
                raise changed_meanwhile()
            item_id = new_id(connection, agenda_rows.TAKEN)
            position = len(agenda_of(connection, meeting_id)) + 1
            values |= {"id": item_id, "position": position, "edition_id": meeting.edition_id}
            connection.execute(agenda_rows.INSERT, values)
            seal(connection, meeting_id, item_id, contents)
            change(connection, meeting_id, at)
            return on_agenda(connection, item_id)

    def renew(self, item_id: str, contents: Mapping[str, str], at: dt.datetime, *, edition_id: str) -> AgendaItem:
        """Seal other texts of a view, language -> text, made from `edition_id`, in the place of those it has. Raises NoSuchView,
        UnfitValue, and ChangedMeanwhile when the meeting was put on another edition since."""
        with writing(self.path) as connection:
            found = self._open_view(connection, item_id)
            if stored(connection, found.meeting_id).edition_id != edition_id:
                raise changed_meanwhile()
            seal(connection, found.meeting_id, item_id, contents)
            change(connection, found.meeting_id, at)
            return found

    def edit(self, seen: AgendaItem, headline: str, note: str, at: dt.datetime) -> AgendaItem:
        """Give a view, as it was `seen`, another headline and note. Raises UnfitValue, NoSuchView, and ChangedMeanwhile where these
        are others than seen by now."""
        texts = fit_headline(headline), fit_view_note(note)
        with writing(self.path) as connection:
            found = self._open_view(connection, seen.id)
            if (seen.headline, seen.note) != (found.headline, found.note):
                raise changed_meanwhile()
            connection.execute(agenda_rows.EDIT, (*texts, seen.id))
            change(connection, found.meeting_id, at)
            return on_agenda(connection, seen.id)

    def move(self, item_id: str, to_position: int, at: dt.datetime) -> AgendaItem:
        """Put a view at another position, 1 for the first; the others make room. Below 1 is the first, above all the last one.
        Raises NoSuchView."""
        with writing(self.path) as connection:
            found = self._open_view(connection, item_id)
            ids = [item.id for item in agenda_of(connection, found.meeting_id)]
            put_in_order(connection, found.meeting_id, moved_to(ids, item_id, to_position))
            change(connection, found.meeting_id, at)
            return on_agenda(connection, item_id)

    def remove(self, item_id: str, at: dt.datetime) -> AgendaItem:
        """Take a view off the agenda; `put_back` undoes it. Raises NoSuchView, also for one that was taken off already."""
        with writing(self.path) as connection:
            found = self._open_view(connection, item_id)
            connection.execute(agenda_rows.REMOVE, (moment(at), item_id))
            put_in_order(connection, found.meeting_id, [item.id for item in agenda_of(connection, found.meeting_id)])
            change(connection, found.meeting_id, at)
            return found

    def put_back(self, item_id: str, at: dt.datetime) -> AgendaItem:
        """Put a view back where it was, or at the end of an agenda that is shorter now. One that is there stays as it is.

        Raises NoSuchView, and ChangedMeanwhile when the meeting was put on another edition since.
        """
        with writing(self.path) as connection:
            row = stored_row(connection, item_id)
            found = item_of(row)
            meeting = open_to_change(connection, found.meeting_id)
            if row["removed_at"] is None:
                return found
            if row["edition_id"] != meeting.edition_id:
                raise ChangedMeanwhile(
                    "The meeting shows another edition of the data since this view was taken off. Add the view anew."
                )
            ids = [item.id for item in agenda_of(connection, meeting.id)]
            # Behind the last one, whose place is free; then among the others.
            connection.execute(agenda_rows.PUT_BACK, (len(ids) + 1, item_id))
            put_in_order(connection, meeting.id, moved_to(ids, item_id, found.position))
            change(connection, meeting.id, at)
            return on_agenda(connection, item_id)

    def reseal(
        self,
        meeting_id: str,
        version: int,
        edition_id: str,
        contents: Mapping[str, Mapping[str, str]],
        at: dt.datetime,
        *,
        addresses: Mapping[str, str] | None = None,
    ) -> Meeting:
        """Put a meeting on another edition: all its views get new texts at once. `contents`: id of each agenda item -> language ->
        text; `addresses`: id -> address, for those that change it.

        Raises ChangedMeanwhile, UnfitValue, and ValueError when it is not exactly the views of the agenda that get new texts.
        """
        new = {item_id: fit_address(address) for item_id, address in (addresses or {}).items()}
        with writing(self.path) as connection:
            open_to_change(connection, meeting_id, version)
            ids = [item.id for item in agenda_of(connection, meeting_id)]
            if set(ids) != set(contents) or not set(new) <= set(ids):
                raise ValueError(f"new texts for {sorted(contents)}, where the agenda has {sorted(ids)}")
            for item_id in ids:
                seal(connection, meeting_id, item_id, contents[item_id])
                connection.execute(agenda_rows.RESEALED, (edition_id, new.get(item_id), item_id))
            return change(connection, meeting_id, at, edition_id=edition_id)

    def whole(self, meeting_id: str) -> tuple[Meeting, list[AgendaItem], list[Sealed]]:
        """A meeting, its agenda, and what is sealed of it as of one moment: the views in their order, then the list of assignments;
        languages by name.

        Raises NoSuchMeeting, and Damaged when a text is not what was sealed.
        """
        if not self.path.exists():
            raise meeting_rows.no_such(meeting_id)
        with reading(self.path) as connection:
            meeting, agenda = stored(connection, meeting_id), agenda_of(connection, meeting_id)
            return meeting, agenda, sealed_of(connection, meeting_id, agenda)

    def content(self, item_id: str, language: str) -> str:
        """The sealed text of a view, also of one that was taken off. Raises NoSuchView, and Damaged when it is not what was
        sealed."""
        if not self.path.exists():
            raise NoSuchView("There is no view {id} in any meeting here.", id=shown_id(item_id))
        with reading(self.path) as connection:
            found = stored_row(connection, item_id)
            return one_sealed(connection, item_id, found["meeting_id"], language).content

    def lock(
        self, meeting_id: str, version: int, at: dt.datetime, assignments: Callable[[], Mapping[str, str]]
    ) -> Meeting:
        """Make a meeting final, with the list of assignments as it is now: `assignments` reads it, language -> text, while nobody
        can write. Raises ChangedMeanwhile when meeting or agenda are not what was read, and Damaged."""
        with writing(self.path) as connection:
            meeting = open_to_change(connection, meeting_id, version)
            seal(connection, meeting_id, ASSIGNMENTS, assignments())
            agenda = agenda_of(connection, meeting_id)
            found = digest(meeting, agenda, sealed_of(connection, meeting_id, agenda))
            return change(connection, meeting_id, at, locked_at=moment(at), digest=found)

    def verify(self, meeting_id: str) -> bool:
        """Whether a locked meeting consists of what it consisted of when it was locked; False for one that is not locked. Raises
        NoSuchMeeting."""
        try:
            meeting, agenda, parts = self.whole(meeting_id)
        except Damaged:
            return False
        return meeting.is_locked and digest(meeting, agenda, parts) == meeting.digest

    @staticmethod
    def _open_view(connection: sqlite3.Connection, item_id: str) -> AgendaItem:
        row = stored_row(connection, item_id)
        open_to_change(connection, row["meeting_id"])
        return on_agenda(connection, item_id)
