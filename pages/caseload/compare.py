"""Cases per full-time post compared fairly: a funnel, and a table with the same verdicts."""

from __future__ import annotations

import streamlit as st

from charts.sentences import finding_as_html, note_as_html, notices_as_html
from metrics.definitions import definition
from pages._shared import door
from pages._shared.choices import choice, set_choice
from pages._shared.explain import explain
from pages._shared.kept import kept
from pages._shared.pickable import NOTHING, pickable
from pages._shared.visit import Visit
from pages.caseload import blocks
from pages.caseload import compare_figures as figures
from pages.caseload.compare_downloads import downloads
from pages.caseload.compare_findings import findings
from pages.caseload.compare_notices import notices, reading_aid, reading_aid_of_table
from pages.caseload.comparison import Comparison, comparison
from pages.caseload.norm import Norm, choose_norm
from pages.caseload.vacancy_finding import vacancy_findings
from pages.caseload.view import UNITS, choose_view

EVERYONE = ("ags", "carrier", "focus_area", "building_block")


def show(visit: Visit) -> set[str]:
    """Finding, funnel and table. Returns the input files that the page's footer does not name anyway."""
    is_coordination = door.is_coordination(visit.role)
    view = choose_view(visit, units=(*EVERYONE, "post") if is_coordination else EVERYONE)
    if view is None:
        return set()
    if view.by == "building_block":
        return blocks.show(visit, view)
    found = figures.there(comparison(visit, view))
    said = kept(
        visit, "caseload_findings", view, lambda: findings(found, visit.language) + vacancy_findings(visit, view)
    )
    st.html(finding_as_html(*said))
    left, right = st.columns([1.7, 1], gap="medium")
    with right:
        selected = _marked(visit, found)
        norm = _beside(visit, found)
    picks = "ags" if view.by == "ags" else "unit"
    state = (view, selected, norm)
    with left:
        markup = kept(visit, "caseload_funnel", state, lambda: figures.draw(visit, found, norm, selected))
        pickable(markup, "caseload_funnel", visit, picks)
        downloads(
            visit,
            found,
            figures.heading(found, visit.language),
            said,
            key="caseload_funnel",
            picture=lambda medium: figures.draw(visit, found, norm, selected, medium),
            norm=norm,
        )
    markup = kept(visit, "caseload_table", state, lambda: figures.table_markup(visit, found, norm, selected))
    pickable(markup, "caseload_table", visit, picks)
    st.html(note_as_html(reading_aid_of_table(visit.language)))
    downloads(visit, found, figures.heading(found, visit.language), said, key="caseload_table", norm=norm)
    explain([view.meaning, definition("caseload_ratio")], visit.language)
    return figures.all_files(visit, view)


def _marked(visit: Visit, found: Comparison) -> str:
    """The unit that is marked: the page's municipality, or a choice of this section; for the coordination the way to its details."""
    text, by = visit.language.text, found.view.by
    selected = visit.ags
    if by != "ags":
        names = {NOTHING: text("none marked"), **dict(found.frame.select("key", "label").rows())}
        selected = choice(text(UNITS[by]), "unit", names, default=NOTHING)
    if door.is_coordination(visit.role) and selected:
        st.button(text("Look at it in detail"), on_click=set_choice, args=("show", "details"), key="to_details")
    return selected


def _beside(visit: Visit, found: Comparison) -> Norm | None:
    """What must be known, how to read the picture, and a norm of the visitor's own."""
    text, view = visit.language.text, found.view
    said = kept(visit, "caseload_notices", view, lambda: notices(visit, found))
    if said:
        st.html(notices_as_html(said))
    st.caption(kept(visit, "caseload_reading", view, lambda: reading_aid(visit, found)))
    with st.expander(text("Compare with a norm")):
        norm = choose_norm(visit, view)
        if norm and view.basis != "district":
            st.caption(
                text(
                    "The table shows how much of the norm is reached. The picture has a line for it where the district as a whole is "
                    "the measure (under “More”): one line cannot hold for focus areas that differ."
                )
            )
    return norm
