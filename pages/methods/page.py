"""Methoden: what is assumed, what every figure means, and what figures cannot say."""

from __future__ import annotations

import streamlit as st

from metrics.definitions import definitions
from pages._shared.explain import as_markdown
from pages._shared.frame import files_of, footer, header
from pages._shared.visit import current_visit
from pages.methods import staffing, tables

visit = current_visit()
language = visit.language
text = language.text
header(visit, text("Methods"), uses_clients=False)
posts, meanings, limits = st.tabs([text("Posts and assumptions"), text("What the figures mean"), text("Limits")])
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
    files_of(visit, "municipalities", "indicators", "posts", "post_areas", "outreach", "boundaries"),
    uses_clients=False,
)
