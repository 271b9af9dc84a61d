"""Daten und Methoden: what was loaded, what is assumed, what every figure means."""

from __future__ import annotations

import streamlit as st

from metrics.definitions import definitions
from pages._shared.explain import as_markdown
from pages._shared.frame import files_of, footer, header
from pages._shared.visit import current_visit
from pages.methods import tables

visit = current_visit()
language = visit.language
header(visit, language.text("Data and methods"), uses_clients=visit.has_clients)

st.subheader(language.text("What was loaded"), anchor=False)
st.dataframe(tables.load_report(visit), hide_index=True, alt=language.text("What was loaded"))
st.subheader(language.text("What was rejected, and why"), anchor=False)
st.dataframe(tables.rejected(visit), hide_index=True, alt=language.text("What was rejected, and why"))
st.subheader(language.text("Posts and what is assumed about them"), anchor=False)
st.markdown(
    language.text(
        "The concept leaves open since when most posts are filled, which municipalities are «southern», and how the posts of the "
        "labour market spread over the district. What is assumed instead stands in the column «Assumption»; it is changed in "
        "the files data/raw/staffing/stellen.csv and stellen_gebiete.csv (see README)."
    )
)
st.dataframe(tables.posts(visit), hide_index=True, alt=language.text("Posts and what is assumed about them"))
st.subheader(language.text("Control totals"), anchor=False)
st.dataframe(tables.control_totals(visit), hide_index=True, alt=language.text("Control totals"))
st.subheader(language.text("What the figures mean"), anchor=False)
for meaning in definitions().values():
    st.markdown(as_markdown(meaning, language))
st.subheader(language.text("Limits"), anchor=False)
st.markdown(tables.limits(language))
footer(
    visit,
    files_of(visit, "municipalities", "indicators", "posts", "post_areas", "boundaries", "cases", "goals", "services"),
    uses_clients=visit.has_clients,
)
