"""Languages asked for and offered in every municipality, interpreters, and the services that are given."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from charts.sentences import as_html, note_as_html, notices_as_html
from metrics.definitions import definition
from pages._shared import door
from pages._shared.explain import explain
from pages._shared.frame import files_of
from pages._shared.kept import kept
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.visit import Visit
from pages.outcomes import languages_figures as figures
from pages.outcomes import languages_table as matrix
from pages.outcomes import services
from pages.outcomes.languages_findings import asked_finding, offered_finding
from pages.outcomes.languages_sheets import MEANINGS, sheets, sheets_of, title
from pages.outcomes.picture import HALF, WIDE, show_picture
from pages.outcomes.services_shown import finding as services_finding
from pages.outcomes.view import PICKED_BY, OutcomeView, choose_view, key_of


def show(visit: Visit) -> set[str]:
    language, text = visit.language, visit.language.text
    view = choose_view(visit)
    about_languages = kept(visit, "language_findings", view, lambda: _findings(visit, view))
    about_services = kept(visit, "service_findings", view, lambda: _service_findings(visit, view))
    said = [*about_languages, *about_services]
    st.html(as_html(said))
    st.header(text("Languages asked for and offered"), anchor=False)
    if not door.is_coordination(visit.role) and (view.focus_area or view.carrier):
        st.html(notices_as_html([_all_together(visit)]))
    pickable(kept(visit, "language_matrix", view, lambda: matrix.markup(visit, view)), "language_matrix", visit)
    st.html(note_as_html(" ".join(matrix.notes(visit, view))))
    if view.by == "ags":  # The table above has the languages of each.
        _interpreters(visit, view, about_languages, width=WIDE)
    else:
        left, right = st.columns(2, gap="medium")
        with left:
            _languages(visit, view, about_languages)
        with right:
            _interpreters(visit, view, about_languages, width=HALF)
    services.show(visit, view, about_services, lambda key: partial(sheets_of, visit, view, key))
    take_away(
        visit,
        title(visit),
        key=key_of(view, "languages_table"),
        sheets=lambda: sheets(visit, view),
        findings=said,
        uses_clients=True,
    )
    explain([definition(meaning) for meaning in MEANINGS], language)
    return files_of(visit, "cases", "services", "posts", "post_areas")


def _findings(visit: Visit, view: OutcomeView) -> list[str]:
    return [asked_finding(visit, view), offered_finding(visit, view)]


def _service_findings(visit: Visit, view: OutcomeView) -> list[str]:
    return [services_finding(visit, view)] if files_of(visit, "services") else []


def _all_together(visit: Visit) -> str:
    return visit.language.text(
        "By municipality, the languages of all focus areas and carriers stand together: one of them alone would tell the work of "
        "single employees, and is for the coordination."
    )


def _languages(visit: Visit, view: OutcomeView, findings: Sequence[str]) -> None:
    show_picture(
        visit,
        "languages",
        view,
        view,
        figures.title_of_languages(visit, view),
        partial(figures.languages_picture, visit, view),
        lambda: figures.notes(visit, "language_share"),
        picked_by=PICKED_BY[view.by],
        sheets=lambda: sheets_of(visit, view, "languages"),
        findings=findings,
        width=HALF,
    )


def _interpreters(visit: Visit, view: OutcomeView, findings: Sequence[str], width: int) -> None:
    show_picture(
        visit,
        "interpreters",
        view,
        view,
        figures.title_of_interpreters(visit, view),
        partial(figures.interpreters_picture, visit, view),
        lambda: figures.notes(visit, "interpreter_share"),
        picked_by=PICKED_BY[view.by],
        sheets=lambda: sheets_of(visit, view, "interpreters"),
        findings=findings,
        width=width,
    )
