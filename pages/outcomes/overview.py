"""Outcomes at a glance: what became of people, unit by unit, and how much of that may be chance."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from charts import table, whiskers
from charts.sentences import as_html
from metrics.codes import codes
from pages._shared.explain import explain
from pages._shared.frame import files_of
from pages._shared.kept import kept
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.visit import Visit
from pages.outcomes import overview_figures as figures
from pages.outcomes.aims import show_aims
from pages.outcomes.findings import finding
from pages.outcomes.measures import MEASURES, Measure
from pages.outcomes.overview_sheets import sheets, sheets_of
from pages.outcomes.picture import HALF, show_picture
from pages.outcomes.view import PICKED_BY, OutcomeView, choose_view, key_of

# Those that are drawn; the table has all.
DRAWN = ("waiting_days", "waiting_in_time_share", "agreement_share", "goals_reached_share")


def show(visit: Visit) -> set[str]:
    view = choose_view(visit, with_target=True)
    said = kept(visit, "outcome_findings", view, lambda: _findings(visit, view))
    st.html(as_html(said))
    columns = st.columns(2, gap="medium")
    for position, measure in enumerate(DRAWN):
        with columns[position % 2]:
            picture(visit, view, Measure(measure), said)
    tabled = kept(visit, "outcome_table", view, lambda: _table(visit, view))
    pickable(tabled, "outcome_table", visit, PICKED_BY[view.by])
    take_away(
        visit,
        figures.title(visit, view),
        key=key_of(view, "outcome_table"),
        sheets=lambda: sheets(visit, view),
        findings=said,
        uses_clients=True,
    )
    show_aims(visit)
    explain([Measure(measure).meaning for measure in MEASURES], visit.language)
    return files_of(visit, "cases", "goals")


def _findings(visit: Visit, view: OutcomeView) -> list[str]:
    """A sentence for each focus area; where one unit is chosen, or others are told apart, one for what is looked at."""
    if view.by != "focus_area" or view.picked:
        return [finding(visit, view)]
    return [finding(visit, view.of(focus_area=area)) for area in codes("focus_area")]


def picture(visit: Visit, view: OutcomeView, measure: Measure, findings: Sequence[str], width: int = HALF) -> None:
    """A figure of every unit with its range, below its name, with the row that takes it away; `findings` of the section."""
    meaning = measure.meaning_in(view, visit.language)

    def draw(**options: object) -> str:
        return whiskers.render(
            figures.rows(visit, view, measure),
            meaning,
            visit.language,
            title=figures.title_of(visit, view, measure),
            reference=figures.reference(visit, view, measure),
            selected=view.picked,
            **options,
        )

    show_picture(
        visit,
        f"outcome_{measure.id}",
        view,
        view,
        figures.title_of(visit, view, measure),
        draw,
        lambda: figures.notes(visit, measure),
        picked_by=PICKED_BY[view.by],
        sheets=lambda: sheets_of(visit, view, measure),
        findings=findings,
        heading=meaning.label[visit.language.code],
        width=width,
    )


def _table(visit: Visit, view: OutcomeView) -> str:
    return table.render(
        figures.title(visit, view),
        figures.headings(visit, view),
        figures.cells(visit, view),
        selected=view.picked,
        total=figures.total(visit, view),
    )
