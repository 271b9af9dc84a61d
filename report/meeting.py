"""A meeting with its views and assignments, as plain facts for slides, paper and workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from report.exhibit import View


@dataclass(frozen=True)
class Meeting:
    """`digest`: sha256 over everything the meeting consists of, 64 hexadecimal digits; `locked_at`: since when nothing of it
    can change, None while it still can."""

    id: str
    title: str
    held_on: dt.date
    edition_id: str
    digest: str
    locked_at: dt.datetime | None


@dataclass(frozen=True)
class Assignment:
    """What an office is to do. `status` is a word to be shown; `address`: the view that it came from, or ""; `history`: one
    sentence per change, the newest last."""

    text: str
    office: str
    due_on: dt.date | None
    status: str
    address: str
    is_overdue: bool
    history: tuple[str, ...]


@dataclass(frozen=True)
class Pack:
    """What is handed out: the views in their order, all in one language and of one edition; without `meeting`, views that
    somebody put together. `assignments_on`: the day that the assignments are of, and overdue by."""

    views: Sequence[View]
    language: str
    meeting: Meeting | None = None
    assignments: Sequence[Assignment] = ()
    assignments_on: dt.date | None = None
