"""Wirkung: what becomes of people who are counselled, for each focus area in its own terms."""

from __future__ import annotations

import streamlit as st

from charts.sentences import note_as_html
from pages._shared.choices import choice
from pages._shared.consent import consent_text
from pages._shared.frame import footer, header
from pages._shared.visit import current_visit
from pages._shared.wording import OUTCOME_PART_NAMES
from pages.outcomes import authorities, compare, goals, languages, overview, people, time, ways
from pages.outcomes.view import years

SECTIONS = {
    "overview": overview,
    "goals": goals,
    "time": time,
    "ways": ways,
    "languages": languages,
    "people": people,
    "authorities": authorities,
    "compare": compare,
}

visit = current_visit()
text = visit.language.text
header(visit, text("Outcomes: what becomes of the counselling"), uses_clients=True)
names = {code: text(OUTCOME_PART_NAMES[code]) for code in SECTIONS}
section = choice(text("What to look at"), "outcome", names, default="overview", inline=True, hide_label=True)
if section != "authorities":
    if not (visit.has_clients and years(visit)):
        st.info(text("No cases have been loaded: put a caseload export below data/raw (see README)."))
        st.stop()
    st.html(note_as_html(consent_text(visit)))
files = SECTIONS[section].show(visit)
footer(visit, files, uses_clients=section != "authorities")
