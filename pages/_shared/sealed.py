"""What was sealed of meetings, as it is shown and handed out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import streamlit as st

from locales.clock import today
from report import from_workspace
from report.exhibit import Exhibit
from report.meeting import Pack
from warehouse import data_folder
from workspace import FILE, AgendaItem, Assignments, Meeting, Meetings
from workspace.errors import damaged


def agenda(meeting: Meeting, language: str) -> tuple[tuple[AgendaItem, Exhibit], ...]:
    """The views of a meeting in their order, each with what was sealed of it. Raises Damaged."""
    return _agenda(str(data_folder() / FILE), meeting.id, meeting.version, meeting.changed_at, language)


def exhibit_of(item: AgendaItem, language: str) -> Exhibit:
    """A view as it was sealed, also one that was taken off. Raises Damaged."""
    return from_workspace.exhibit_of(data_folder() / FILE, item.id, language)


def pack(meeting: Meeting, language: str) -> Pack:
    """Everything the meeting shows and hands out, in one language. Raises Damaged."""
    check(meeting)
    moment = meeting.changed_at  # a backup put in place begins to count versions anew
    return _pack(
        str(data_folder() / FILE), meeting.id, meeting.version, moment, language, today(), _assignments_of(meeting)
    )


@st.cache_resource(max_entries=20, show_spinner=False)
def _agenda(
    path: str,
    meeting_id: str,
    version: int,  # noqa: ARG001, counts every change of the meeting and its agenda
    changed_at: dt.datetime,  # noqa: ARG001
    language: str,
) -> tuple[tuple[AgendaItem, Exhibit], ...]:
    return from_workspace.agenda_of(Path(path), meeting_id, language)


@st.cache_resource(max_entries=20, show_spinner=False)
def _pack(
    path: str,
    meeting_id: str,
    version: int,  # noqa: ARG001, counts every change of the meeting and its agenda
    changed_at: dt.datetime,  # noqa: ARG001
    language: str,
    day: dt.date,
    assignments: tuple[tuple[str, int], ...],  # noqa: ARG001, the key of the cache
) -> Pack:
    return from_workspace.pack_of(Path(path), meeting_id, language, day)


def _assignments_of(meeting: Meeting) -> tuple[tuple[str, int], ...]:
    """Id and version of each assignment, as long as the list of the meeting still follows them."""
    if meeting.is_locked:
        return ()
    return tuple((each.id, each.version) for each in Assignments(data_folder() / FILE).all(with_deleted=True))


def check(meeting: Meeting) -> None:
    """Raises Damaged where a locked meeting is not what it was when it was locked."""
    if meeting.is_locked and not Meetings(data_folder() / FILE).verify(meeting.id):
        raise damaged()
