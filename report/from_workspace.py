"""A stored meeting as plain facts for slides, paper and workbook: sealed views, and the list of assignments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from locales.clock import local_day
from locales.language import LANGUAGES, Language
from report import assignments_json
from report.assignment_words import history_sentences, status_text
from report.exhibit import Exhibit, View
from report.exhibit_json import from_json
from report.meeting import Assignment, Meeting, Pack
from workspace import ASSIGNMENTS, Assignments, Change, Meetings
from workspace import Assignment as StoredAssignment
from workspace.errors import damaged
from workspace.meeting import AgendaItem, Sealed
from workspace.meeting import Meeting as StoredMeeting
from workspace.sealing import digest, sealed

# How long an assignment that is over stays on the list: two meetings a year can see what became of it.
SHOWN_AFTER = dt.timedelta(days=365)


def pack_of(path: Path, meeting_id: str, language: str, today: dt.date) -> Pack:
    """Everything a meeting shows and hands out, in one language, as it was sealed; no edition is opened.

    The assignments are those of when the meeting was locked, or else of today. Without any lock yet, the digest is that of what
    the meeting consists of now. Raises NoSuchMeeting, FileUnusable, and Damaged when a text is not what was sealed or a locked
    meeting is not what was locked.
    """
    meeting, agenda, parts = Meetings(path).whole(meeting_id)
    if not meeting.is_locked:
        others = [part for part in parts if part.part != ASSIGNMENTS]
        parts = [*others, *sealed(ASSIGNMENTS, sealed_assignments(path, today))]
    found = digest(meeting, agenda, parts)
    if meeting.is_locked and found != meeting.digest:
        raise damaged()
    by_part = {part.part: part for part in parts if part.language == language}
    views = tuple(_view(item, by_part) for item in agenda)
    listed_on = local_day(meeting.locked_at) if meeting.locked_at else today
    return Pack(views, language, _meeting(meeting, found), _sealed_list(by_part), listed_on)


def agenda_of(path: Path, meeting_id: str, language: str) -> tuple[tuple[AgendaItem, Exhibit], ...]:
    """The views of a meeting in their order, as stored and as sealed. Raises NoSuchMeeting, FileUnusable, and Damaged when a text is
    not what was sealed."""
    _, agenda, parts = Meetings(path).whole(meeting_id)
    by_part = {part.part: part for part in parts if part.language == language}
    return tuple((item, _view(item, by_part).exhibit) for item in agenda)


def exhibit_of(path: Path, item_id: str, language: str) -> Exhibit:
    """One view as it was sealed, also one that was taken off. Raises NoSuchView, FileUnusable, Damaged."""
    try:
        return from_json(Meetings(path).content(item_id, language))
    except (KeyError, ValueError) as error:
        raise damaged() from error


def sealed_assignments(path: Path, today: dt.date) -> dict[str, str]:
    """The list of assignments in each language, as it is to be sealed with a meeting that is locked today. Raises FileUnusable."""
    stored = Assignments(path).with_histories()
    return {language: assignments_json.to_json(in_words(stored, language, today)) for language in LANGUAGES}


def in_words(
    stored: Sequence[tuple[StoredAssignment, Sequence[Change]]], language: str, today: dt.date
) -> tuple[Assignment, ...]:
    """Assignments with their histories in a language, what is still to be done first. What is over leaves the list a year after
    its last change."""
    words = Language(language)
    shown = [
        (each, history)
        for each, history in stored
        if not each.is_over or local_day(each.changed_at) + SHOWN_AFTER >= today
    ]
    return tuple(
        Assignment(
            text=each.text,
            office=each.office,
            due_on=each.due_on,
            status=status_text(each.status, words),
            address=each.address,
            is_overdue=each.is_overdue(today),
            history=history_sentences(history, words),
        )
        for each, history in sorted(shown, key=lambda pair: pair[0].is_over)
    )


def _meeting(meeting: StoredMeeting, found: str) -> Meeting:
    return Meeting(meeting.id, meeting.title, meeting.held_on, meeting.edition_id, found, meeting.locked_at)


def _view(item: AgendaItem, parts: dict[str, Sealed]) -> View:
    try:
        return View(from_json(parts[item.id].content), item.headline, item.note)
    except (KeyError, ValueError) as error:
        raise damaged() from error


def _sealed_list(parts: dict[str, Sealed]) -> tuple[Assignment, ...]:
    try:
        return assignments_json.from_json(parts[ASSIGNMENTS].content)
    except (KeyError, ValueError) as error:
        raise damaged() from error
