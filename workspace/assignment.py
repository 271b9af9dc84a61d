"""What an assignment is: what an office is to do until when, and who changed what of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from workspace.errors import UnfitValue
from workspace.texts import fit_line, fit_lines

STATUSES = ("open", "under_way", "done", "dropped")
OVER = ("done", "dropped")
LONGEST_TEXT = 1_000
LONGEST_OFFICE = 120
LONGEST_REMARK = 1_000


@dataclass(frozen=True)
class Assignment:
    """An assignment as it was stored. `version` counts its changes; who changes it names the version that was read.

    `office`: who is responsible, "" when that is open; `due_on`: None without a date; `status`: one of STATUSES; `address`: the
    state of the page it came from, or ""; `meeting_id`: the meeting that gave it, None for none; `author_role`: the role of who
    made it; `deleted_at`: None as long as it lives. Moments are UTC.
    """

    id: str
    text: str
    office: str
    due_on: dt.date | None
    status: str
    address: str
    meeting_id: str | None
    author_role: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    deleted_at: dt.datetime | None

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be done."""
        return self.status in OVER

    def is_overdue(self, today: dt.date) -> bool:
        """Whether it should have been done by now."""
        return self.due_on is not None and self.due_on < today and not self.is_over


@dataclass(frozen=True)
class Change:
    """One field of an assignment in one version: who (`role`) changed it when, from what to what.

    `version` 1 is what the assignment began with: a row per field that it has. `field`: "text", "office", "due_on", "status",
    "address", "meeting_id", "deleted_at", or "note" for a remark without any change. `before`, `after`: texts, codes of
    STATUSES, days and moments in ISO 8601, "" for nothing. `note`: the remark that was given with the version; it stands in the
    first of its rows alone.
    """

    assignment_id: str
    version: int
    at: dt.datetime
    role: str
    field: str
    before: str
    after: str
    note: str


def fit_text(text: str) -> str:
    """A text without blanks around it. Raises UnfitValue."""
    return fit_lines("assignment", text, LONGEST_TEXT)


def fit_office(office: str) -> str:
    """The name of an office with single blanks between its words, or "". Raises UnfitValue."""
    return fit_line("office", office, LONGEST_OFFICE)


def fit_remark(note: str) -> str:
    """A remark without blanks around it, or "". Raises UnfitValue."""
    return fit_lines("note", note, LONGEST_REMARK)


def fit_status(status: str) -> str:
    """One of STATUSES. Raises UnfitValue."""
    if status not in STATUSES:
        raise UnfitValue("An assignment cannot have this status.")
    return status
