"""Forms for assignments: a new one, changing one, bringing a deleted one back."""

from __future__ import annotations

import streamlit as st

from charts.sentences import note_as_html
from pages._shared import assignments, sealed
from pages._shared.assignments import (
    ASSIGNMENT_STATUS_NAMES,
    LONGEST_OFFICE,
    LONGEST_REMARK,
    Assignment,
)
from pages._shared.frame import literal
from pages._shared.meetings import Meeting
from pages._shared.visit import Visit
from pages.meeting.assignment_words import short
from pages.meeting.attempts import attempt, keeping, tell_unsaved
from pages.meeting.date_fields import date_format

NO_VIEW = ""
# How many were made in this session.
MADE = "assignments_made"


def new(visit: Visit, meeting: Meeting | None) -> None:
    """The form for a new one."""
    text, key = visit.language.text, "assignment_new"

    def created() -> None:
        state = st.session_state
        assignments.create(
            visit,
            state[f"{key}_text"],
            state[f"{key}_office"],
            state[f"{key}_due"],
            state[f"{key}_view"],
            meeting.id if meeting else None,
        )
        # Only now: what could not be stored stays in the form.
        state[MADE] = state.get(MADE, 0) + 1
        state.update({f"{key}_text": "", f"{key}_office": "", f"{key}_due": None, f"{key}_view": NO_VIEW})

    known = views(visit, meeting)
    with st.form(key, border=False):
        st.text_area(text("What is to be done"), height=68, key=f"{key}_text")
        left, right = st.columns(2)
        left.text_input(text("Responsible office"), max_chars=LONGEST_OFFICE, key=f"{key}_office")
        right.date_input(text("Due"), value=None, format=date_format(visit.language), key=f"{key}_due")
        st.selectbox(text("View"), list(known), format_func=known.__getitem__, key=f"{key}_view")
        st.html(
            note_as_html(
                text("Everybody who uses this installation can read assignments: offices, no names of people.")
            )
        )
        st.form_submit_button(
            text("Save assignment"),
            key=f"{key}_save",
            type="primary",
            on_click=attempt,
            args=(visit, created, text("The assignment is saved.")),
        )


def change(visit: Visit, assignment: Assignment, meeting: Meeting | None) -> None:
    """The form for one that is there, with a link to its view and a way to delete it."""
    text, language = visit.language.text, visit.language
    may, key = assignments.may_change(assignment, visit.role), f"assignment_{assignment.id}_{assignment.version}"

    def changed() -> None:
        state = st.session_state
        texts = {name: state[f"{key}_{name}"] for name in ("text", "office", "note")}
        with keeping(assignment.id, *texts.values()):
            assignments.change(
                visit,
                assignment,
                **texts,
                due_on=state[f"{key}_due"],
                status=state[f"{key}_status"],
                address=state[f"{key}_view"],
            )

    tell_unsaved(visit, assignment.id)
    known = views(visit, meeting, assignment.address)
    with st.form(key, border=False):
        st.text_area(text("What is to be done"), assignment.text, key=f"{key}_text", disabled=not may)
        st.text_input(
            text("Responsible office"),
            assignment.office,
            max_chars=LONGEST_OFFICE,
            key=f"{key}_office",
            disabled=not may,
        )
        left, right = st.columns(2)
        left.date_input(
            text("Due"), assignment.due_on, format=date_format(language), key=f"{key}_due", disabled=not may
        )
        right.selectbox(
            text("Status"),
            list(ASSIGNMENT_STATUS_NAMES),
            list(ASSIGNMENT_STATUS_NAMES).index(assignment.status),
            format_func=lambda code: text(ASSIGNMENT_STATUS_NAMES[code]),
            key=f"{key}_status",
            disabled=not may,
        )
        st.selectbox(
            text("View"),
            list(known),
            list(known).index(assignment.address),
            format_func=known.__getitem__,
            key=f"{key}_view",
            disabled=not may,
        )
        st.text_input(
            text("Why (goes into the history)"), key=f"{key}_note", max_chars=LONGEST_REMARK, disabled=not may
        )
        st.form_submit_button(
            text("Save changes"),
            key="assignment_save",
            type="primary",
            on_click=attempt,
            args=(visit, changed, text("The assignment is saved.")),
            disabled=not may,
        )
    with st.container(horizontal=True):
        if assignment.address:
            st.link_button(text("Open the view"), f"./{assignment.address}", icon=":material/open_in_new:")
        st.button(
            text("Delete"),
            key="assignment_delete",
            on_click=attempt,
            args=(
                visit,
                lambda: assignments.delete(visit, assignment),
                text("The assignment is deleted. It can be brought back below."),
            ),
            disabled=not may,
        )


def gone(visit: Visit) -> None:
    """Deleted ones, each with a button that brings it back."""
    deleted = assignments.deleted()
    if not deleted:
        return
    with st.expander(visit.language.text("Deleted assignments")):
        for each in deleted:
            st.button(
                literal(visit.language.text("Bring back: {what}", what=short(each, visit.language))),
                key=f"assignment_back_{each.id}",
                on_click=attempt,
                args=(visit, lambda each=each: assignments.restore(visit, each)),
                disabled=not assignments.may_change(each, visit.role),
            )


def views(visit: Visit, meeting: Meeting | None, linked: str = NO_VIEW) -> dict[str, str]:
    """Views that an assignment can be linked with, by their addresses: those on the agenda, and the one it has."""
    found = {NO_VIEW: visit.language.text("no view")}
    if linked:
        found[linked] = linked
    for item, exhibit in sealed.agenda(meeting, visit.language.code) if meeting else ():
        shown = item.headline or exhibit.title
        # One state of a page may have several figures on the agenda.
        others = found.get(item.address, item.address)
        found[item.address] = f"{'' if others == item.address else f'{others} · '}{item.position}. {shown}"
    return found
