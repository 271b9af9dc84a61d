"""Storing and finding assignments. Every call is one transaction of its own: any number of threads and processes may call."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from workspace import meeting_rows
from workspace.assignment import (
    STATUSES,
    Assignment,
    Change,
    fit_office,
    fit_remark,
    fit_status,
    fit_text,
)
from workspace.assignment_rows import (
    LIST,
    TAKEN,
    assignment_of,
    change_of,
    following,
    living,
    no_such,
    not_before,
    store,
    stored,
)
from workspace.database import reading, writing
from workspace.ids import new_id
from workspace.texts import fit_address


class Unsaid(Enum):
    """Tells «as it is» from None, which means no date."""

    UNSAID = "as it is"


UNSAID = Unsaid.UNSAID
HISTORY = "SELECT * FROM assignment_change WHERE assignment_id = ? ORDER BY number"


@dataclass(frozen=True)
class Assignments:
    """The assignments in the file at `path`, which is made when something is first stored.

    Every method raises FileUnusable when the file cannot be read or written. `at` is the moment of the call, with its zone; a
    clock that was put back does not turn the order of changes around: a change is never earlier than the one before. `role`: of
    who changes something; the history keeps it.
    """

    path: Path

    def all(self, with_deleted: bool = False) -> list[Assignment]:
        """The assignments, what is due first at the top, what is never due at the end; deleted ones only if asked for."""
        if not self.path.exists():
            return []
        with reading(self.path) as connection:
            return [assignment_of(row) for row in connection.execute(LIST, {"deleted": with_deleted}).fetchall()]

    def get(self, assignment_id: str) -> Assignment:
        """One assignment, also a deleted one. Raises NoSuchAssignment."""
        if not self.path.exists():
            raise no_such(assignment_id)
        with reading(self.path) as connection:
            return stored(connection, assignment_id)

    def create(
        self,
        text: str,
        office: str,
        due_on: dt.date | None,
        author_role: str,
        at: dt.datetime,
        address: str = "",
        meeting_id: str | None = None,
    ) -> Assignment:
        """Store a new assignment; it is open. Raises UnfitValue, and NoSuchMeeting for the meeting."""
        begun = Assignment(
            id="",
            text=fit_text(text),
            office=fit_office(office),
            due_on=due_on,
            status=STATUSES[0],
            address=fit_address(address),
            meeting_id=meeting_id,
            author_role=author_role,
            created_at=at,
            changed_at=at,
            version=1,
            deleted_at=None,
        )
        with writing(self.path) as connection:
            if meeting_id is not None:
                meeting_rows.stored(connection, meeting_id)
            made = replace(begun, id=new_id(connection, TAKEN))
            return store(connection, None, made, author_role)

    def change(
        self,
        assignment_id: str,
        version: int,
        *,
        at: dt.datetime,
        role: str,
        text: str | None = None,
        office: str | None = None,
        due_on: dt.date | Unsaid | None = UNSAID,
        status: str | None = None,
        address: str | None = None,
        note: str = "",
    ) -> Assignment:
        """Change what is said of the version that was read; `due_on` None takes the date away. `note`: a remark for the history,
        which may stand alone. Where nothing differs and nothing is remarked, no version is stored.

        Raises ChangedMeanwhile, NoSuchAssignment (also for a deleted one), UnfitValue.
        """
        fit = {
            "text": None if text is None else fit_text(text),
            "office": None if office is None else fit_office(office),
            "status": None if status is None else fit_status(status),
            "address": None if address is None else fit_address(address),
        }
        values: dict[str, Any] = {name: value for name, value in fit.items() if value is not None}
        if due_on is not UNSAID:
            values["due_on"] = due_on
        remark = fit_remark(note)
        with writing(self.path) as connection:
            found = living(connection, assignment_id, version)
            wanted = replace(found, **values)
            return found if wanted == found and not remark else following(connection, found, wanted, at, role, remark)

    def delete(self, assignment_id: str, *, at: dt.datetime, role: str) -> Assignment:
        """Take an assignment out of sight; `restore` brings it back. Raises NoSuchAssignment, also for a deleted one."""
        with writing(self.path) as connection:
            found = living(connection, assignment_id)
            return following(connection, found, replace(found, deleted_at=not_before(found, at)), at, role)

    def restore(self, assignment_id: str, *, at: dt.datetime, role: str) -> Assignment:
        """Bring a deleted assignment back as it was. One that lives stays as it is. Raises NoSuchAssignment."""
        with writing(self.path) as connection:
            found = stored(connection, assignment_id)
            if not found.is_deleted:
                return found
            return following(connection, found, replace(found, deleted_at=None), at, role)

    def history(self, assignment_id: str) -> list[Change]:
        """Every change of an assignment, also of a deleted one, the oldest first. Raises NoSuchAssignment."""
        if not self.path.exists():
            raise no_such(assignment_id)
        with reading(self.path) as connection:
            stored(connection, assignment_id)
            return [change_of(row) for row in connection.execute(HISTORY, (assignment_id,)).fetchall()]

    def with_histories(self) -> list[tuple[Assignment, list[Change]]]:
        """The assignments as `all` gives them, each with its history, as of one moment."""
        if not self.path.exists():
            return []
        with reading(self.path) as connection:
            found = [assignment_of(row) for row in connection.execute(LIST, {"deleted": False}).fetchall()]
            return [
                (each, [change_of(row) for row in connection.execute(HISTORY, (each.id,)).fetchall()]) for each in found
            ]
