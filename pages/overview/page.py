"""Überblick: the state of the district in one screen."""

from __future__ import annotations

import streamlit as st

from charts import key_figures, sentences
from pages._shared.coverage import coverage, notices, require_need
from pages._shared.frame import files_of, footer, header, literal
from pages._shared.maps import gap_map, gap_title
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.view import area_name, default_view
from pages._shared.visit import current_visit
from pages.coverage.gap_sheets import sheets as gap_sheets
from pages.overview.figures import data_state, district_figures, place_sentence
from pages.overview.sheets import sheets

visit = current_visit()
language = visit.language
view = default_view(visit)

header(visit, language.text("Where is counselling missing?"), uses_clients=visit.has_clients)
require_need(visit, view)
found = coverage(visit, view)
findings = [*sentences.largest_gaps(found, language), sentences.beyond_doubt(found, language)]
psychosocial = coverage(visit, view.of("psychosocial"))
if missing := sentences.without_service(psychosocial, area_name("psychosocial", language), language):
    findings.append(missing)
st.html(key_figures.render(district_figures(visit)))
left, right = st.columns([1.4, 1], gap="medium")
with left:
    st.header(language.text("Welcome counselling: gap in posts, by foreign nationals"), anchor=False)
    pickable(gap_map(visit, view, height=480), "overview_map", visit)
    take_away(
        visit,
        gap_title(visit, view),
        key="map",
        picture=lambda medium: gap_map(visit, view, height=480, medium=medium),
        sheets=lambda: gap_sheets(visit, view, gap_title(visit, view)),
        findings=findings,
    )
    notices(visit, view)
with right:
    st.header(language.text("The three largest gaps"), anchor=False)
    st.html(sentences.as_html(findings))
    if visit.ags:
        st.info(literal(place_sentence(found, visit.ags, language)))
    st.header(language.text("State of the data"), anchor=False)
    st.html(sentences.as_html(data_state(visit)))
    take_away(
        visit,
        language.text("The district in figures"),
        key="key_figures",
        sheets=lambda: sheets(visit),
        findings=data_state(visit),
        uses_clients=visit.has_clients,
    )
footer(
    visit, files_of(visit, "indicators", "posts", "post_areas", "boundaries", "cases"), uses_clients=visit.has_clients
)
