"""Sitzung: prepare a meeting, see what changed since the last one, show and hand out its views, follow up what was decided."""

from __future__ import annotations

import streamlit as st

from pages._shared import meetings
from pages._shared.choices import choice
from pages._shared.frame import files_of, footer, header, literal
from pages._shared.stored_words import problem_sentence
from pages._shared.visit import current_visit
from pages._shared.wording import MEETING_PART_NAMES
from pages.meeting import agenda, assignments, changes, choosing, papers
from pages.meeting.attempts import tell

SECTIONS = {"agenda": agenda, "changes": changes, "papers": papers, "assignments": assignments}
KINDS = ("indicators", "posts", "post_areas", "cases")

visit = current_visit()
text = visit.language.text
header(visit, text("Meeting: prepare, show, decide, follow up"), uses_clients=visit.has_clients)
tell()
try:
    meeting = choosing.choose(visit)
except meetings.PROBLEMS as error:
    st.error(literal(problem_sentence(error, visit.language)))
    st.stop()
names = {code: text(MEETING_PART_NAMES[code]) for code in SECTIONS}
section = choice(text("What to do"), "meet", names, default="agenda", inline=True, hide_label=True)
if section == "changes":
    visit = changes.on_edition_of(visit, meeting)
try:
    SECTIONS[section].show(visit, meeting)
except meetings.PROBLEMS as error:
    st.error(literal(problem_sentence(error, visit.language)))
footer(visit, files_of(visit, *KINDS), uses_clients=visit.has_clients)
