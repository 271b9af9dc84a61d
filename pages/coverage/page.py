"""Versorgung: where posts are missing, by focus area and target group."""

from __future__ import annotations

import streamlit as st

from charts import sentences, table
from metrics.definitions import definition
from pages._shared.coverage import area_name, choose_view, coverage, coverage_map, municipal, require_figures
from pages._shared.explain import explain
from pages._shared.frame import files_of, footer, header
from pages._shared.pickable import pickable
from pages._shared.visit import current_visit
from pages.coverage.figures import as_csv, headings, headline, place_details, rows, split_is_whole_district, total

visit = current_visit()
language = visit.language
header(visit, language.text("Coverage: posts compared with need"), uses_clients=False)
view = choose_view(visit)
require_figures(visit, view.group)
found = coverage(visit, view)

st.html(sentences.as_html(headline(found, view, language)))
if split_is_whole_district(visit, view):
    st.info(
        language.text(
            "These posts are assigned to all municipalities. Split by need, every place gets its share by definition, so no gap "
            "can show. «Equally» shows the other extreme."
        )
    )
left, right = st.columns([1.25, 1], gap="medium")
with left:
    pickable(coverage_map(visit, view, found), "coverage_map", visit)
with right:
    caption = language.text("Ranked by gap: {area}", area=area_name(view.focus_area, language))
    markup = table.render(
        caption, headings(view, language), rows(found, language), selected=visit.ags, total=total(found, language)
    )
    pickable(markup, "coverage_table", visit)
    st.download_button(
        language.text("Save table as CSV"),
        as_csv(visit, view, found),
        file_name=f"versorgung_{view.focus_area}_{view.group}.csv",
        mime="text/csv",
        on_click="ignore",
    )
if visit.ags:
    place_details(visit, view, found)
explain([definition("gap_in_posts"), definition("fte_per_1000"), definition(view.group)], language)
sources = set(municipal(visit, view.group)["source"])
footer(visit, sources | files_of(visit, "posts", "post_areas", "boundaries"), uses_clients=False)
