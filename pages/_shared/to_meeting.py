"""The button that puts a figure on the agenda of the meeting in preparation."""

from __future__ import annotations

import streamlit as st

from locales import Language
from pages._shared import meetings
from pages._shared.exhibits import NotOffered
from pages._shared.frame import literal
from pages._shared.meetings import Meeting
from pages._shared.offered import Figure
from pages._shared.permalink import address
from pages._shared.stored_words import problem_sentence

TARGET = "meeting_to_add_to"


def to_meeting(figure: Figure) -> None:
    """One click puts the figure on the agenda, as the steering group may see it and on the meeting's own edition; what came of it
    is said in a corner of the page. Without a meeting in preparation, or for who may not change it, the button says so."""
    language = figure.visit.language
    meeting, reason = _target(figure, language)
    label = language.text("Add to meeting")
    if meeting is None:
        st.button(label, key=f"meeting_{figure.key}", disabled=True, help=reason)
        return
    when = language.day(meeting.held_on)
    explanation = language.text("Onto the agenda of «{title}», {day}.", title=meeting.title, day=when)
    if not st.button(label, key=f"meeting_{figure.key}", help=literal(explanation)):
        return
    with st.spinner(language.text("The view is being stored …")):
        try:
            if there := meetings.on_agenda(meeting, address(figure.visit), figure.key):
                where = {"day": when, "number": there.position}
                if meetings.renew(figure.visit, meeting, there):
                    said = language.text("Number {number} of the agenda of the meeting on {day} is renewed.", **where)
                else:
                    said = language.text(
                        "It is on the agenda of the meeting on {day} already, as number {number}.", **where
                    )
                st.toast(said, icon=":material/playlist_add_check:")
                return
            meetings.add(figure.visit, meeting, address(figure.visit), figure.key)
        except NotOffered:
            st.error(
                language.text(
                    "The steering group may not see this figure, or there is none on the edition of the meeting. Nothing was added."
                )
            )
            return
        except meetings.PROBLEMS as error:
            st.error(literal(problem_sentence(error, language)))
            return
    added = language.text("Added to the agenda of the meeting on {day}.", day=when)
    if figure.visit.edition_id != meeting.edition_id:
        added += " " + language.text("It is shown there on the edition of the meeting, not on this one.")
    st.toast(added, icon=":material/playlist_add_check:")


def _target(figure: Figure, language: Language) -> tuple[Meeting | None, str]:
    """The meeting to add to, or why there is none: looked up once for all figures of a run, which share one visit."""
    known = st.session_state.get(TARGET)
    if known is None or known[0] is not figure.visit:
        known = st.session_state[TARGET] = (figure.visit, *_found(figure, language))
    return known[1], known[2]


def _found(figure: Figure, language: Language) -> tuple[Meeting | None, str]:
    try:
        meeting = meetings.in_preparation(meetings.today())
    except meetings.PROBLEMS as error:
        return None, literal(problem_sentence(error, language))
    if meeting is None and meetings.all_meetings():
        return None, language.text(
            "The meetings are final or over. Create the next one on the page «{page}».", page=language.text("Meeting")
        )
    if meeting is None:
        return None, language.text("First create a meeting on the page «{page}».", page=language.text("Meeting"))
    if not meetings.may_change(meeting, figure.visit.role):
        return None, language.text("Only the role that prepares the meeting, and the coordination, may add views.")
    return meeting, ""
