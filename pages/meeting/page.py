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
title = text("Meeting: prepare, show, decide, follow up")
top = st.container()  # what stands there depends on the meeting chosen below
tell()
try:
    meeting = choosing.choose(visit)
except meetings.PROBLEMS as error:
    with top:
        header(visit, title, uses_clients=False)
    st.error(literal(problem_sentence(error, visit.language)))
    st.stop()
names = {code: text(MEETING_PART_NAMES[code]) for code in SECTIONS}
section = choice(text("What to do"), "meet", names, default="agenda", inline=True, hide_label=True)
visit = changes.on_edition_of(visit, meeting)
# Where the edition of the meeting is not open here, only the section on changes shows figures of the one that is.
shows_edition = section == "changes" or meeting is None or meeting.edition_id == visit.edition_id
uses_clients = visit.has_clients and shows_edition
with top:
    header(visit, title, uses_clients=uses_clients)
try:
    SECTIONS[section].show(visit, meeting)
except meetings.PROBLEMS as error:
    st.error(literal(problem_sentence(error, visit.language)))
if shows_edition:
    footer(visit, files_of(visit, *KINDS), uses_clients=uses_clients)
