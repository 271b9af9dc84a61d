"""What was sealed of meetings, as it is shown and handed out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import streamlit as st

from locales.clock import today
from report.exhibit import Exhibit
from report.exhibit_json import from_json
from report.from_workspace import pack_of
from report.meeting import Pack
from warehouse import data_folder
from workspace import FILE, AgendaItem, Assignments, Meeting, Meetings
from workspace.errors import damaged


def exhibit_of(item: AgendaItem, language: str) -> Exhibit:
    """A view as it was sealed. Raises Damaged."""
    return _exhibit(str(data_folder() / FILE), item.id, item.address, language)


def pack(meeting: Meeting, language: str) -> Pack:
    """Everything the meeting shows and hands out, in one language. Raises Damaged."""
    check(meeting)
    moment = meeting.changed_at  # a backup put in place begins to count versions anew
    return _pack(
        str(data_folder() / FILE), meeting.id, meeting.version, moment, language, today(), _assignments_of(meeting)
    )


@st.cache_resource(max_entries=500, show_spinner=False)
def _exhibit(path: str, item_id: str, address: str, language: str) -> Exhibit:  # noqa: ARG001, its edition is part of the key
    return from_json(Meetings(Path(path)).content(item_id, language))


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
    return pack_of(Path(path), meeting_id, language, day)


def _assignments_of(meeting: Meeting) -> tuple[tuple[str, int], ...]:
    """Id and version of each assignment, as long as the list of the meeting still follows them."""
    if meeting.is_locked:
        return ()
    return tuple((each.id, each.version) for each in Assignments(data_folder() / FILE).all(with_deleted=True))


def check(meeting: Meeting) -> None:
    """Raises Damaged where a locked meeting is not what it was when it was locked."""
    if meeting.is_locked and not Meetings(data_folder() / FILE).verify(meeting.id):
        raise damaged()


def forget() -> None:
    """Read every view anew, after one was sealed again."""
    _exhibit.clear()
