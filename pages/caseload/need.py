"""How many posts the recorded work requires (WISN): every value the visitor's own, or an example that says it is one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from charts import table
from charts.sentences import finding_as_html, note_as_html
from metrics.definitions import definition
from metrics.protection import sees_exact
from pages._shared.explain import explain
from pages._shared.frame import files_of
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.view import ALL_AREAS
from pages._shared.visit import Visit
from pages.caseload import need_figures as figures
from pages.caseload.need_fields import choose_set, choose_values
from pages.caseload.need_posts import PostsRequired, posts_required, recorded_minutes, required_by_area
from pages.caseload.need_sheets import sheets
from pages.caseload.need_values import FIELDS, Values, value_name
from pages.caseload.supply import need_of_split
from pages.caseload.view import CaseloadView, calendar_years_only, choose_view, key_of


def show(visit: Visit) -> set[str]:
    language, text = visit.language, visit.language.text
    if not files_of(visit, "services"):
        st.info(
            text(
                "No services have been loaded: without them the work is not known, and so neither are the posts it requires."
            )
        )
        return set()
    view = choose_view(visit, measures=("services",), with_basis=False, tells_kinds=True)
    if view is None:
        return set()
    files = files_of(visit, "services")
    if view.by == "ags":
        files |= need_of_split(visit, view).sources
    place_of_findings = st.container()
    which = choose_set(visit)
    results = st.container()
    values = choose_values(visit, which, recorded_minutes(visit, view))
    if values.missing:
        missing = ", ".join(value_name(code, language) for code in values.missing)
        place_of_findings.info(
            text(
                "{number} of {all} values are still to be given; nothing is worked out before. Missing: {names}.",
                number=len(values.missing),
                all=len(FIELDS),
                names=missing,
            )
        )
        return files
    if not values.leave_time:
        place_of_findings.info(text("Absences and allowances leave no time to work: please lower them."))
        return files
    found = posts_required(visit, view, values)
    said = figures.findings(visit, view, values, found)
    place_of_findings.html(finding_as_html(*said))
    with results:
        _results(visit, view, values, found, said)
    explain([definition("workload_ratio")], language)
    return files


def _results(visit: Visit, view: CaseloadView, values: Values, found: PostsRequired, said: Sequence[str]) -> None:
    language, text = visit.language, visit.language.text
    title, headings = figures.title(view, values, language), figures.headings(view, language)
    rows, total = figures.rows(found, language), figures.total(found, language)
    if view.by == "ags":
        pickable(table.render(title, headings, rows, selected=visit.ags, total=total), "required_table", visit)
    else:
        st.html(table.plain(title, headings, [*(cells for _, cells in rows), total], numeric=range(1, len(headings))))
    st.html(note_as_html(figures.arithmetic(values, found, language)))
    st.caption(_how_to_read(visit))
    if not sees_exact(visit.role):
        st.html(note_as_html(calendar_years_only(visit)))
    if has_matrix(visit, view):
        shown = figures.matrix_rows(required_by_area(visit, view, values), language)
        caption = text("Posts required / posts there (FTE), by municipality and focus area")
        head = figures.matrix_headings(language)
        with st.expander(caption):
            st.html(table.plain(figures.marked(caption, values, language), head, shown, numeric=range(1, len(head))))
    take_away(
        visit,
        title,
        key=key_of(view, "required_table"),
        sheets=lambda: sheets(visit, view, values, found),
        findings=said,
        uses_clients=True,
    )


def has_matrix(visit: Visit, view: CaseloadView) -> bool:
    """Whether municipalities and focus areas are shown together: by the coordination only."""
    return sees_exact(visit.role) and view.by == "ags" and view.focus_area == ALL_AREAS


def _how_to_read(visit: Visit) -> str:
    return visit.language.text(
        "Reading aid: counted are first interviews and services of twelve months, each times its minutes (WISN: workload indicators "
        "of staffing need, World Health Organization 2010). Goals agreed are not among them: they are not recorded by month. What "
        "only some people do is shared out by the work. The range holds the posts that agree with the recorded work, which comes "
        "in clumps (95 %). Below 1 posts are missing, at these values. –: fewer than ten cases. FTE: full-time equivalents, that is, "
        "whole posts."
    )
