"""Daten und Methoden: what was loaded, what is assumed, what every figure means."""

from __future__ import annotations

import streamlit as st

from metrics.definitions import definitions
from pages._shared import door
from pages._shared.explain import as_markdown
from pages._shared.frame import files_of, footer, header
from pages._shared.visit import current_visit
from pages.methods import staffing, tables

visit = current_visit()
language = visit.language
text = language.text
header(visit, text("Data and methods"), uses_clients=visit.has_clients)
loaded, posts, meanings, limits = st.tabs(
    [text("Data loaded"), text("Posts and assumptions"), text("What the figures mean"), text("Limits")]
)
with loaded:
    st.html(tables.load_report(visit))
    if door.is_coordination(visit.role):
        st.html(tables.rejected(visit))
    elif visit.has_clients:
        st.markdown(text("Which rows were rejected and why is shown to the coordination."))
    st.html(tables.control_totals(visit))
with posts:
    st.markdown(tables.on_assumptions(language))
    st.html(staffing.posts(visit))
with meanings:
    for meaning in definitions().values():
        st.markdown(as_markdown(meaning, language))
with limits:
    st.markdown(tables.limits(language))
footer(
    visit,
    files_of(visit, "municipalities", "indicators", "posts", "post_areas", "boundaries", "cases", "goals", "services"),
    uses_clients=visit.has_clients,
)
