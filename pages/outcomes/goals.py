"""Goals: in how many cases they were agreed, and what became of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from charts.sentences import as_html, note_as_html, notices_as_html
from metrics.definitions import definition
from pages._shared.explain import explain
from pages._shared.frame import files_of
from pages._shared.kept import kept
from pages._shared.pickable import pickable
from pages._shared.take_away import Sheets, take_away
from pages._shared.visit import Visit
from pages.outcomes import goals_shown as shown
from pages.outcomes import goals_tables as tables
from pages.outcomes.aims import show_aims
from pages.outcomes.goals_figures import AGREEMENT, CASES_REACHED, REACHED
from pages.outcomes.goals_findings import findings, notices, topics_withheld
from pages.outcomes.goals_sheets import MEANINGS, sheets, sheets_of_parts, sheets_of_topics
from pages.outcomes.overview import picture
from pages.outcomes.picture import HALF, show_picture
from pages.outcomes.view import PICKED_BY, OutcomeView, choose_view, key_of, may_tell_subjects


def show(visit: Visit) -> set[str]:
    text = visit.language.text
    if not files_of(visit, "goals"):
        st.info(text("No goals have been loaded: put an export of goals below data/raw (see README)."))
        return files_of(visit, "cases")
    view = choose_view(visit)
    said = kept(visit, "goal_findings", view, lambda: findings(visit, view))
    st.html(as_html(said))
    st.html(notices_as_html(kept(visit, "goal_notices", view, lambda: notices(visit, view))))
    left, right = st.columns(2, gap="medium")
    with left:
        bars = shown.title_of_units, shown.units_picture, shown.parts_notes
        _drawn(visit, view, "goal_parts", *bars, lambda: sheets_of_parts(visit, view), said)
    with right:
        picture(visit, view, REACHED, said)
    for column, measure in zip(st.columns(2, gap="medium"), (AGREEMENT, CASES_REACHED), strict=True):
        with column:
            picture(visit, view, measure, said)
    units = kept(visit, "goal_units", view, lambda: tables.units_table(visit, view))
    pickable(units, "goal_units", visit, PICKED_BY[view.by])
    st.html(note_as_html(tables.clocks_text(visit.language)))
    _topics(visit, view, said)
    st.html(kept(visit, "goal_years", view, lambda: tables.years_table(visit, view)))
    st.html(note_as_html(tables.change_rule(visit.language)))
    take_away(
        visit,
        tables.title_of_units(visit, view),
        key=key_of(view, "goals_table"),
        sheets=lambda: sheets(visit, view),
        findings=said,
        uses_clients=True,
    )
    show_aims(visit)
    explain([definition(meaning) for meaning in MEANINGS], visit.language)
    return files_of(visit, "cases", "goals")


def _topics(visit: Visit, view: OutcomeView, said: Sequence[str]) -> None:
    """What became of goals topic by topic, where that tells nothing of single employees."""
    text = visit.language.text
    if not may_tell_subjects(visit, view):
        st.header(text("Goals by topic"), anchor=False)
        st.html(notices_as_html([topics_withheld(visit.language)]))
        return
    left, right = st.columns(2, gap="medium")
    with left:
        bars = shown.title_of_topics, shown.topics_picture, shown.parts_notes
        _drawn(visit, view, "goal_topics", *bars, lambda: sheets_of_topics(visit, view), said)
    with right:
        shares = shown.title_of_shares, shown.shares_picture, shown.shares_notes
        _drawn(visit, view, "goal_shares", *shares, lambda: sheets_of_topics(visit, view, is_of_shares=True), said)
    st.html(kept(visit, "topics_table", view, lambda: tables.topics_table(visit, view)))


def _drawn(
    visit: Visit,
    view: OutcomeView,
    key: str,
    title: Callable[[Visit, OutcomeView], str],
    draw: Callable[..., str],
    notes: Callable[[Visit], list[str]],
    sheets: Sheets,
    findings: Sequence[str],
) -> None:
    show_picture(
        visit,
        key,
        view,
        view,
        title(visit, view),
        partial(draw, visit, view),
        lambda: notes(visit),
        picked_by=PICKED_BY[view.by],
        sheets=sheets,
        findings=findings,
        width=HALF,
    )
