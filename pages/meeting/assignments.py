"""Arbeitsaufträge: what was decided, who does it by when, and how far it is."""

from __future__ import annotations

import streamlit as st

from charts.sentences import finding_as_html
from pages._shared import assignments, meetings
from pages._shared.choices import choice
from pages._shared.meetings import Meeting
from pages._shared.take_away import take_away
from pages._shared.visit import Visit
from pages.meeting import assignment_forms as forms
from pages.meeting.assignment_sheets import sheets
from pages.meeting.assignment_words import findings, history_table, short, table


def show(visit: Visit, meeting: Meeting | None) -> None:
    """The list, a form for a new one, and everything about the chosen one."""
    language, text = visit.language, visit.language.text
    known, today = assignments.all_assignments(), meetings.today()
    st.html(finding_as_html(*findings(known, today, language)))
    made_so_far = st.session_state.get(forms.MADE, 0)  # another one after each, so that it closes
    with st.expander(text("New assignment"), key=f"assignment_new_{made_so_far}"):
        forms.new(visit, meeting)
    if known:
        st.html(table(known, today, language))
        take_away(
            visit,
            text("Assignments as of {day}", day=language.day(today)),
            key="assignments",
            sheets=lambda: sheets(visit, known, today),
            findings=findings(known, today, language),
            for_meetings=False,  # the list goes into the papers of every meeting by itself
        )
        names = {each.id: short(each, language) for each in known}
        chosen = choice(text("Assignment"), "assignment", names, default=known[0].id)
        found = next(each for each in known if each.id == chosen)
        forms.change(visit, found, meeting)
        st.html(history_table(visit, found, forms.views(visit, meeting, found.address)))
    forms.gone(visit)
