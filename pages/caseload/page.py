"""Fallzahlen: cases per full-time post, compared fairly, over time, weighted, and what the work would require."""

from __future__ import annotations

import streamlit as st

from pages._shared.choices import choice
from pages._shared.door import is_coordination
from pages._shared.frame import files_of, footer, header
from pages._shared.visit import current_visit
from pages._shared.wording import CASELOAD_PART_NAMES
from pages.caseload import compare, course, details, intensity, need, on_map, vacancy
from pages.caseload.view import counted_months

# Code in the address -> module. Details of one unit put two of carrier, place and subject together: for the coordination only.
SECTIONS = {
    "compare": compare,
    "map": on_map,
    "course": course,
    "intensity": intensity,
    "need": need,
    "vacancy": vacancy,
    "details": details,
}

visit = current_visit()
text = visit.language.text
header(visit, text("Caseload: cases per full-time post"), uses_clients=True)
if not (visit.has_clients and counted_months(visit)):
    st.info(text("No cases have been loaded: put a caseload export below data/raw (see README)."))
    st.stop()
offered = [code for code in SECTIONS if code != "details" or is_coordination(visit.role)]
names = {code: text(CASELOAD_PART_NAMES[code]) for code in offered}
section = choice(text("What to look at"), "show", names, default="compare", inline=True, hide_label=True)
files = SECTIONS[section].show(visit)
footer(visit, files | files_of(visit, "cases", "posts", "post_areas"), uses_clients=True)
