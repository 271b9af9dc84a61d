"""Methoden: what is assumed, what every figure means, and what figures cannot say."""

from __future__ import annotations

import streamlit as st

from pages._shared.frame import files_of, footer, header
from pages._shared.visit import current_visit
from pages.methods import meanings, staffing, tables

visit = current_visit()
language = visit.language
text = language.text
header(visit, text("Methods"), uses_clients=False)
posts, figures, limits = st.tabs([text("Posts and assumptions"), text("What the figures mean"), text("Limits")])
with posts:
    st.markdown(tables.on_assumptions(language))
    st.html(staffing.posts(visit))
with figures:
    for heading, body in meanings.by_kind(language):
        st.header(heading, anchor=False)
        st.markdown(body)
with limits:
    st.markdown(tables.limits(language))
footer(
    visit,
    files_of(visit, "municipalities", "indicators", "posts", "post_areas", "outreach", "boundaries"),
    uses_clients=False,
)
