"""The map of gaps beside the ranked table, and the posts of the chosen municipality."""

from __future__ import annotations

import streamlit as st

from charts import sentences, table
from metrics.definitions import definition
from pages._shared.coverage import coverage
from pages._shared.explain import explain
from pages._shared.maps import gap_map
from pages._shared.need import meaning_of
from pages._shared.pickable import pickable
from pages._shared.supply import areas_of
from pages._shared.view import View, area_name
from pages._shared.visit import Visit
from pages.coverage.figures import as_csv, headings, headline, place_details, rows, total

KINDS: tuple[str, ...] = ()


def show(visit: Visit, view: View) -> None:
    """Finding, map and table of the view."""
    language, text = visit.language, visit.language.text
    found = coverage(visit, view)
    st.html(sentences.as_html(headline(found, view, language)))
    if is_whole_district(visit, view):
        st.info(
            text(
                "These posts are assigned to all municipalities. Split by need, every place gets its share by definition, so no gap "
                "can show. «Equally» shows the other extreme."
            )
        )
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        pickable(gap_map(visit, view), "coverage_map", visit)
    with right:
        caption = text("Ranked by gap: {area}", area=area_name(view.focus_area, language))
        markup = table.render(
            caption, headings(visit, view), rows(found, language), selected=visit.ags, total=total(found, language)
        )
        pickable(markup, "coverage_table", visit)
        st.download_button(
            text("Save table as CSV"),
            as_csv(visit, view, found),
            file_name=f"versorgung_{view.focus_area}_{view.group}.csv",
            mime="text/csv",
            on_click="ignore",
        )
    if visit.ags:
        place_details(visit, view, found)
    groups = [meaning_of(visit, indicator) for indicator in view.weights]
    explain([definition("gap_in_posts"), definition("fte_per_1000"), *groups], language)


def is_whole_district(visit: Visit, view: View) -> bool:
    """Whether every post serves all municipalities and is split by need: then gaps are zero by definition."""
    served = areas_of(visit, view).group_by("post").len()["len"]
    places = coverage(visit, view).height
    return view.rule == "need" and bool((served == places).all())
