"""Cases per full-time post in the municipalities, on the map, with the verdicts of the comparison."""

from __future__ import annotations

import streamlit as st

from charts.sentences import finding_as_html, notices_as_html
from metrics.definitions import definition
from pages._shared.drawing import options_for
from pages._shared.explain import explain
from pages._shared.frame import files_of
from pages._shared.kept import kept
from pages._shared.pickable import pickable
from pages._shared.visit import Visit
from pages.caseload import on_map_figures as figures
from pages.caseload.compare_downloads import downloads
from pages.caseload.compare_figures import all_files, notes
from pages.caseload.compare_findings import findings
from pages.caseload.compare_notices import notices
from pages.caseload.comparison import comparison
from pages.caseload.view import choose_view

MOST_FINDINGS = 2


def show(visit: Visit) -> set[str]:
    """Finding, map and table. Returns the input files that the page's footer does not name anyway."""
    view = choose_view(visit, units=("ags",))
    if view is None:
        return set()
    found = comparison(visit, view)
    said = kept(visit, "caseload_map_findings", view, lambda: findings(found, visit.language))
    st.html(finding_as_html(*said[:MOST_FINDINGS]))
    left, right = st.columns([1, 1.4], gap="medium")
    with left:
        markup = kept(visit, "caseload_map", view, lambda: figures.draw(visit, found))
        pickable(markup, "caseload_map", visit)
        downloads(
            visit,
            found,
            figures.map_title(found, visit.language),
            said[:MOST_FINDINGS],
            key="caseload_map",
            picture=lambda medium: figures.draw(visit, found, **options_for(medium, lambda: notes(visit, found))),
        )
    with right:
        markup = kept(visit, "caseload_map_table", view, lambda: figures.table_markup(visit, found))
        pickable(markup, "caseload_table", visit)
        known = kept(visit, "caseload_notices", view, lambda: notices(visit, found))
        if known:
            st.html(notices_as_html(known))
    explain([view.meaning, definition("caseload_ratio")], visit.language)
    return all_files(visit, view) | files_of(visit, "boundaries")
