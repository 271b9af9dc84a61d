"""What counselling does: services by kind and effort."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from charts.sentences import note_as_html, notices_as_html
from pages._shared.drawing import options_for
from pages._shared.frame import files_of
from pages._shared.kept import kept
from pages._shared.pickable import pickable
from pages._shared.take_away import Sheets, take_away
from pages._shared.visit import Visit
from pages.outcomes import services_shown as shown
from pages.outcomes import services_tables as tables
from pages.outcomes.picture import HALF
from pages.outcomes.view import PICKED_BY, OutcomeView, key_of


def show(visit: Visit, view: OutcomeView, findings: Sequence[str], sheets_of: Callable[[str], Sheets]) -> None:
    """Kinds of services unit by unit, and how many hours they took: by unit, kind and calendar year. `sheets_of`: those of a key."""
    text = visit.language.text
    st.header(shown.title_of_kinds(visit, view), anchor=False)
    if not files_of(visit, "services"):
        st.html(notices_as_html([text("No services have been loaded.")]))
        return
    left, right = st.columns(2, gap="medium")
    with left:
        drawn = kept(visit, "services", view, lambda: shown.picture(visit, view, width=HALF))
        pickable(drawn, "services", visit, PICKED_BY[view.by])
        take_away(
            visit,
            shown.title_of_kinds(visit, view),
            key=key_of(view, "services"),
            picture=lambda medium: shown.picture(visit, view, **options_for(medium, lambda: shown.notes(visit))),
            sheets=sheets_of("services"),
            findings=findings,
            uses_clients=True,
        )
    with right:
        effort = kept(visit, "effort", view, lambda: tables.effort_table(visit, view))
        pickable(effort, "effort", visit, PICKED_BY[view.by])
        take_away(
            visit,
            tables.title_of_effort(visit, view),
            key=key_of(view, "effort_table"),
            sheets=sheets_of("effort_table"),
            findings=findings,
            uses_clients=True,
        )
    left, right = st.columns([7, 6], gap="medium")  # kinds have a column more
    with left:
        st.html(kept(visit, "kinds_table", view, lambda: tables.kinds_table(visit, view)))
    with right:
        st.html(kept(visit, "years_table", view, lambda: tables.years_table(visit, view)))
    st.html(
        note_as_html(
            text(
                "Hours per service: of the services whose hours are recorded; in brackets what rounding leaves open. The services of "
                "one case hang together, so no range of chance is given."
            )
        )
    )
