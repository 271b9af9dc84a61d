"""One figure of outcome compared over time and between units, with what chance alone may do."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from charts import table
from charts.sentences import as_html, notices_as_html
from pages._shared.choices import choice
from pages._shared.drawing import options_for
from pages._shared.explain import explain
from pages._shared.frame import files_of, literal
from pages._shared.kept import kept
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.visit import Visit
from pages.outcomes import compare_figures as figures
from pages.outcomes.compare_findings import findings, notices
from pages.outcomes.compare_rest import has_own_terms
from pages.outcomes.compare_sheets import sheets, sheets_against, sheets_of_years
from pages.outcomes.compare_trends import course
from pages.outcomes.measures import MEASURES, Measure
from pages.outcomes.view import PICKED_BY, OutcomeView, choose_view, key_of

MEASURE, USUAL = "outcome_measure", "waiting_in_time_share"
# Their figures hang on how soon the visitor wishes first interviews to be.
WITH_TARGET = ("waiting_in_time_share",)
UNITS_TOLD_APART = ("ags", "carrier", "focus_area")


def show(visit: Visit) -> set[str]:
    language, text = visit.language, visit.language.text
    labels = {code: Measure(code).meaning.label[language.code] for code in MEASURES}
    with st.columns([3, 2])[0]:
        measure = Measure(choice(text("Figure"), MEASURE, labels, default=USUAL))
    # Days waited are shown year beside year only.
    with_target = measure.id in WITH_TARGET
    view = choose_view(visit, units=UNITS_TOLD_APART, with_year=measure.is_share, with_target=with_target)
    state = (view, measure)
    said = kept(visit, "compared_findings", state, lambda: findings(visit, view, measure))
    st.html(as_html(said))
    lines = kept(visit, "compared_notices", state, lambda: notices(visit, view, measure))
    if lines:
        st.html(notices_as_html(lines))
    _picture(visit, view, measure, said)
    choice_of_row = PICKED_BY[view.by]
    by_year = kept(visit, "compared_years", state, lambda: _by_year(visit, view, measure))
    pickable(by_year, "compared_years", visit, choice_of_row)
    if measure.is_share and not has_own_terms(view, measure):
        against = kept(visit, "compared_against", state, lambda: _against(visit, view, measure))
        pickable(against, "compared_against", visit, choice_of_row)
        take_away(
            visit,
            figures.against_title(visit, view, measure),
            key=key_of(view, "compared_against"),
            sheets=lambda: sheets_against(visit, view, measure),
            findings=said,
            uses_clients=True,
        )
    take_away(
        visit,
        figures.title(visit, view, measure),
        key=key_of(view, "compared_table"),
        sheets=lambda: sheets(visit, view, measure),
        findings=said,
        uses_clients=True,
    )
    explain([measure.meaning], language)
    return files_of(visit, "cases", "goals")


def _picture(visit: Visit, view: OutcomeView, measure: Measure, said: Sequence[str]) -> None:
    def draw(**options: object) -> str:
        return figures.picture(visit, view, measure, **options)

    drawn = kept(visit, "compared_picture", (view, measure), lambda: draw(selected=view.picked))
    pickable(drawn, "compared_picture", visit, PICKED_BY[view.by])
    st.caption("  \n".join(literal(line) for line in figures.rule(measure, visit.language)))
    take_away(
        visit,
        figures.title(visit, view, measure),
        key=key_of(view, "compared_picture"),
        picture=lambda medium: draw(selected=view.picked, **options_for(medium, lambda: figures.notes(visit, measure))),
        sheets=lambda: sheets_of_years(visit, view, measure),
        findings=said,
        uses_clients=True,
    )


def _by_year(visit: Visit, view: OutcomeView, measure: Measure) -> str:
    headings, found = figures.headings(visit, view), course(visit, view, measure)
    return table.render(
        figures.title(visit, view, measure),
        headings,
        figures.rows(visit, view, measure),
        selected=view.picked,
        total=figures.cells(found, found.all_together, measure, visit.language),
        words=(len(headings) - 1,),
    )


def _against(visit: Visit, view: OutcomeView, measure: Measure) -> str:
    headings = figures.against_headings(visit, view)
    return table.render(
        figures.against_title(visit, view, measure),
        headings,
        figures.against_rows(visit, view, measure),
        selected=view.picked,
        words=(len(headings) - 1,),
    )
