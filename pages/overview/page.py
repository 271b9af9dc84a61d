"""Überblick: the state of the district in one screen."""

from __future__ import annotations

import streamlit as st

from charts import key_figures, sentences
from pages._shared.coverage import coverage, notices, require_need
from pages._shared.frame import files_of, footer, header, literal
from pages._shared.maps import gap_map
from pages._shared.pickable import pickable
from pages._shared.view import area_name, default_view
from pages._shared.visit import current_visit
from pages.overview.figures import data_state, district_figures, place_sentence

visit = current_visit()
language = visit.language
view = default_view(visit)

header(visit, language.text("Where is counselling missing?"), uses_clients=visit.has_clients)
require_need(visit, view)
found = coverage(visit, view)
st.html(key_figures.render(district_figures(visit)))
left, right = st.columns([1.4, 1], gap="medium")
with left:
    st.header(language.text("Welcome counselling: gap in posts, by foreign nationals"), anchor=False)
    pickable(gap_map(visit, view, height=480), "overview_map", visit)
    notices(visit, view)
with right:
    st.header(language.text("The three largest gaps"), anchor=False)
    findings = sentences.largest_gaps(found, language)
    psychosocial = coverage(visit, view.of("psychosocial"))
    missing = sentences.without_service(psychosocial, area_name("psychosocial", language), language)
    certain = sentences.beyond_doubt(found, language)
    st.html(sentences.as_html([*findings, certain, *([missing] if missing else [])]))
    if visit.ags:
        st.info(literal(place_sentence(found, visit.ags, language)))
    st.header(language.text("State of the data"), anchor=False)
    st.html(sentences.as_html(data_state(visit)))
footer(
    visit, files_of(visit, "indicators", "posts", "post_areas", "boundaries", "cases"), uses_clients=visit.has_clients
)
