"""The map of gaps beside the ranked table, and the posts of the chosen municipality."""

from __future__ import annotations

import streamlit as st

from charts import sentences, table
from charts.medium import Medium
from metrics.definitions import definition
from pages._shared.choices import choice
from pages._shared.coverage import coverage
from pages._shared.explain import explain
from pages._shared.maps import gap_map, gap_title, rate_map, rate_title
from pages._shared.need import meaning_of
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.view import View, area_name
from pages._shared.visit import Visit
from pages.coverage.figures import headings, headline, is_whole_district, rows, signs, total, whole_district
from pages.coverage.gap_sheets import sheets
from pages.coverage.place import place_details

KINDS: tuple[str, ...] = ()
MAP_NAMES = {"gap": "Gap in posts", "rate": "Posts per 1,000", "people": "Gap and people"}
GAP = "gap"


def show(visit: Visit, view: View) -> None:
    """Finding, map and table of the view."""
    language, text = visit.language, visit.language.text
    found = coverage(visit, view)
    findings = headline(found, view, language)
    st.html(sentences.finding_as_html(*findings))
    if is_whole_district(visit, view):
        st.info(whole_district(language))
    left, right = st.columns(2, gap="medium")
    with left:
        options = {code: text(MAP_NAMES[code]) for code in MAP_NAMES}
        shown = choice(text("The map shows"), "show", options, default=GAP, inline=True, hide_label=True)
        pickable(draw(visit, view, shown), "coverage_map", visit)
        take_away(
            visit,
            picture_name(visit, view, shown),
            key="map",
            picture=lambda medium: draw(visit, view, shown, medium),
            sheets=lambda: sheets(visit, view, picture_name(visit, view, shown)),
            findings=findings,
        )
    with right:
        caption = text("Ranked by gap: {area}", area=area_name(view.focus_area, language))
        markup = table.render(
            caption, headings(visit, view), rows(found, language), selected=visit.ags, total=total(found, language)
        )
        pickable(markup, "coverage_table", visit)
        st.html(sentences.note_as_html(signs(visit, view)))
        take_away(visit, caption, key="map_table", sheets=lambda: sheets(visit, view, caption), findings=findings)
    if visit.ags:
        place_details(visit, view, found)
    groups = [meaning_of(visit, indicator) for indicator in view.weights]
    explain([definition("gap_in_posts"), definition("fte_per_1000"), *groups], language)


def draw(visit: Visit, view: View, shown: str, medium: Medium = Medium.PAGE) -> str:
    """The map of what is `shown`, one of MAP_NAMES."""
    if shown == "rate":
        return rate_map(visit, view, medium=medium)
    return gap_map(visit, view, medium=medium, with_people=shown == "people")


def picture_name(visit: Visit, view: View, shown: str) -> str:
    """What the map shows, as a name."""
    return rate_title(visit, view) if shown == "rate" else gap_title(visit, view)
