"""From what is typed into the table to edits of the plan, or to the reason why an entry is refused."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import streamlit as st

from pages._shared.choices import chosen
from pages._shared.kept import kept
from pages._shared.view import ALL_AREAS, View
from pages._shared.visit import Visit
from pages.planning.draft import keep
from pages.planning.evaluated import frames, names_of, planned
from pages.planning.plan import Plan
from pages.planning.refusals import refusal_sentence
from pages.planning.sheet import Entry
from pages.planning.sheet_data import TOTAL, RefusedEntry
from pages.planning.view import begins
from planning.allocation import placed
from planning.cells import edit_of_cell, edit_of_total
from planning.edits import Edit
from planning.refusal import Refusal

REFUSED = "plan_refused"
# Codes of the choices beside the table: what a number means, and what happens to the rest of the post.
UNIT, CELL = "unit", "cell"
FTE, SHARE = "fte", "share"
KEEPS_TOTAL, ONLY_THIS = "keep", "only"


def placed_now(visit: Visit, view: View, plan: Plan) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The plan on the view's day, as decided and with every FTE filled by the view's rule."""
    every = view.of(ALL_AREAS)

    def build() -> pl.DataFrame:
        found = frames(visit, view)
        return placed(planned(visit, view, plan.edits).allocation, found.need, view.rule, found.hours)

    return planned(visit, view, plan.edits).allocation, kept(visit, "plan_placed", (every, plan.edits), build)


def enter(visit: Visit, view: View, plan: Plan, entries: Sequence[Entry]) -> None:
    """Take in what was typed, all of it or nothing: the first entry that is refused keeps the others out, too."""
    st.session_state.pop(REFUSED, None)
    changed = plan
    for entry in entries:
        found = _edit(visit, view, changed, entry)
        if isinstance(found, Refusal):
            reason = refusal_sentence(found, visit.language, names_of(visit))
            st.session_state[REFUSED] = RefusedEntry(entry.post, entry.column, entry.entry, reason)
            return
        if found is not None:
            changed = changed.with_edits([found])
    if changed is not plan:
        keep(visit, view, changed)


def take_in(visit: Visit, view: View, plan: Plan, found: Sequence[Edit] | Refusal) -> str:
    """Add edits that an action made; returns why they were refused, "" if they were not."""
    if isinstance(found, Refusal):
        return refusal_sentence(found, visit.language, names_of(visit))
    changed = plan.with_edits(found)
    for refused in planned(visit, view, changed.edits).refused:
        if refused.edit in found:
            return refusal_sentence(refused.refusal, visit.language, names_of(visit))
    keep(visit, view, changed)
    return ""


def refused_entry() -> RefusedEntry | None:
    """The last entry, if it was refused."""
    found: RefusedEntry | None = st.session_state.get(REFUSED)
    return found


def _edit(visit: Visit, view: View, plan: Plan, entry: Entry) -> Edit | Refusal | None:
    allocation, filled = placed_now(visit, view, plan)
    if entry.column == TOTAL:
        return edit_of_total(allocation, filled, entry.post, entry.entry, begins(view))
    return edit_of_cell(
        allocation,
        filled,
        entry.post,
        entry.column,
        entry.entry,
        begins(view),
        unit=chosen(UNIT) or FTE,
        keeps_total=chosen(CELL) != ONLY_THIS,
        places=list(names_of(visit)),
    )
