"""Which meeting is looked at; making a new one, changing its title or date, deleting it and bringing it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zlib import crc32

import streamlit as st

from charts.sentences import note_as_html
from locales import Language
from locales.clock import local_day
from pages._shared import door, meetings
from pages._shared.choices import choice, set_choice
from pages._shared.frame import literal
from pages._shared.meetings import LONGEST_TITLE, Meeting
from pages._shared.stored_words import edition_text
from pages._shared.visit import Visit
from pages.meeting.attempts import attempt, keeping, tell_unsaved
from pages.meeting.date_fields import date_format

NAME = "meeting"
NEW, MADE = "meeting_just_made", "meetings_made"


def choose(visit: Visit) -> Meeting | None:
    """The meeting of the address, else the next one to come, else the last one; None where there is none yet."""
    language, text = visit.language, visit.language.text
    known, gone = meetings.all_meetings(), meetings.deleted_meetings()
    left, middle, right = st.columns([2.2, 0.9, 0.9], vertical_alignment="bottom")
    meeting = None
    with left:
        if known:
            today = meetings.today()
            coming = [each for each in known if each.held_on >= today]
            if made := st.session_state.pop(NEW, ""):
                set_choice(NAME, made)
            first = (coming[-1] if coming else known[0]).id
            names = {each.id: name_of(each, language) for each in known}
            chosen = choice(text("Meeting"), NAME, names, default=first)
            meeting = next(each for each in known if each.id == chosen)
        else:
            st.info(
                text(
                    "There is no meeting yet. Create one: it keeps the edition of the data that is shown now, and every"
                    " page then has a button that puts what you see on its agenda."
                )
            )
    # Another one after each meeting that was made, so that it closes.
    made_so_far = st.session_state.get(MADE, 0)
    with (
        middle,
        st.popover(text("New meeting"), icon=":material/add:", width="stretch", key=f"meeting_new_{made_so_far}"),
    ):
        _new(visit)
    with right, st.popover(text("Title, date"), icon=":material/edit:", width="stretch", disabled=not (known or gone)):
        if meeting is not None:
            _change(visit, meeting)
        _deleted(visit, gone)
    if meeting is not None:
        st.html(note_as_html(state_of(meeting, language)))
    return meeting


def name_of(meeting: Meeting, language: Language) -> str:
    """Date and title of a meeting."""
    return f"{language.day(meeting.held_on)} · {meeting.title}"


def state_of(meeting: Meeting, language: Language) -> str:
    """Which data it shows, and whether it can still change."""
    named = {"moment": edition_text(meeting.edition_id, language), "edition": meeting.edition_id}
    kept = (
        language.text("Edition of the data: {moment} ({edition}), kept for this meeting.", **named)
        if door.can_be_shown(meeting.edition_id)
        else language.text(
            "Edition of the data: {moment} ({edition}). It cannot be opened any more; the views are there as they were stored.",
            **named,
        )
    )
    if meeting.locked_at is None:
        return f"{kept} {language.text('In preparation: everything can still be changed.')}"
    final = language.text(
        "Final since {day}; checksum {digest}.",
        day=language.day(local_day(meeting.locked_at)),
        digest=meeting.digest[:12],
    )
    return f"{kept} {final}"


def _new(visit: Visit) -> None:
    text = visit.language.text

    def created() -> None:
        made = meetings.create(visit, st.session_state["meeting_title"], st.session_state["meeting_day"])
        st.session_state[NEW] = made.id
        st.session_state[MADE] = st.session_state.get(MADE, 0) + 1

    with st.form("meeting_new", border=False):
        st.text_input(text("Title"), text("Steering group"), max_chars=LONGEST_TITLE, key="meeting_title")
        st.date_input(
            text("Date"),
            meetings.today() + dt.timedelta(days=28),
            format=date_format(visit.language),
            key="meeting_day",
        )
        st.html(
            note_as_html(text("Everybody who uses this installation can read titles and notes: no names of people."))
        )
        is_sent = st.form_submit_button(text("Create meeting"), key="meeting_create", type="primary")
    if is_sent:
        with st.spinner(text("The view is being stored …")):  # of what changed since the meeting before
            attempt(
                visit,
                created,
                text("The meeting is created. «Add to meeting» below every figure now fills its agenda."),
            )
        st.rerun()


def _change(visit: Visit, meeting: Meeting) -> None:
    text = visit.language.text
    # Fields that show what is stored now: with another title or date of somebody else they are other fields.
    state = f"{meeting.id}_{crc32(f'{meeting.held_on} {meeting.title}'.encode())}"
    may = meetings.may_change(meeting, visit.role) and not meeting.is_locked

    def renamed() -> None:
        title, day = st.session_state[f"meeting_title_{state}"], st.session_state[f"meeting_day_{state}"]
        with keeping(meeting.id, title):
            meetings.rename(visit, meeting, title, day)

    def deleted() -> None:
        meetings.delete(visit, meeting)

    if not may:
        st.caption(
            text("The papers of this meeting are final.")
            if meeting.is_locked
            else text("Only the role that created the meeting, and the coordination, may change it.")
        )
    tell_unsaved(visit, meeting.id)
    with st.form(f"meeting_change_{state}", border=False):
        st.text_input(
            text("Title"), meeting.title, max_chars=LONGEST_TITLE, key=f"meeting_title_{state}", disabled=not may
        )
        st.date_input(
            text("Date"),
            meeting.held_on,
            format=date_format(visit.language),
            key=f"meeting_day_{state}",
            disabled=not may,
        )
        st.form_submit_button(
            text("Save"), key="meeting_save", type="primary", on_click=attempt, args=(visit, renamed), disabled=not may
        )
    st.button(
        text("Delete meeting"),
        key="meeting_delete",
        on_click=attempt,
        args=(visit, deleted, text("«{title}» is deleted. It can be brought back below.", title=meeting.title)),
        disabled=not may,
    )


def _deleted(visit: Visit, gone: Sequence[Meeting]) -> None:
    """Deleted meetings, each with a button that brings it back."""
    for each in gone:
        st.button(
            literal(visit.language.text("Bring back: {meeting}", meeting=name_of(each, visit.language))),
            key=f"meeting_restore_{each.id}",
            on_click=attempt,
            args=(visit, lambda each=each: meetings.restore(visit, each)),
            disabled=not meetings.may_change(each, visit.role),
        )
