"""From what is typed into the table to edits of the plan, or to the reason why an entry is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl
import streamlit as st

from pages._shared.choices import chosen
from pages._shared.kept import kept
from pages._shared.view import ALL_AREAS, RULE_NAMES, View
from pages._shared.visit import Visit
from pages.planning.draft import keep
from pages.planning.evaluated import frames, names_of, planned
from pages.planning.plan import Plan
from pages.planning.refusals import refusal_sentence
from pages.planning.sheet.data import TOTAL, RefusedEntry, SheetData
from pages.planning.sheet.rows import FTE, sheet_data
from pages.planning.sheet.sheet import Entry
from pages.planning.view import begins
from planning.allocation import placed, posts_of
from planning.cells import edit_of_cell, edit_of_total
from planning.edit import Edit
from planning.refusal import Refusal

REFUSED = "plan_refused"
# Codes of the choices beside the table: what a number means, and what happens to the rest of the post.
UNIT, CELL = "unit", "cell"
KEEPS_TOTAL, ONLY_THIS = "keep", "only"


def placed_now(visit: Visit, view: View, plan: Plan) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The plan on the view's day, as decided and with every FTE filled by the view's rule."""
    every = view.of(ALL_AREAS)

    def build() -> pl.DataFrame:
        found = frames(visit, view)
        return placed(planned(visit, view, plan.edits).allocation, found.need, view.rule, found.hours)

    return planned(visit, view, plan.edits).allocation, kept(visit, "plan_placed", (every, plan.edits), build)


def shown(visit: Visit, view: View, plan: Plan) -> SheetData:
    """The table of the plan beside today's posts, in the focus area of the view."""
    unit, refused = chosen(UNIT) or FTE, st.session_state.get(REFUSED)
    return kept(
        visit, "plan_sheet", (view, plan.edits, unit, refused), lambda: _shown(visit, view, plan, unit, refused)
    )


def _shown(visit: Visit, view: View, plan: Plan, unit: str, refused: RefusedEntry | None) -> SheetData:
    language, found = visit.language, frames(visit, view)
    decided, filled = placed_now(visit, view, plan)
    today = placed_now(visit, view, replace(plan, edits=()))[1]
    return sheet_data(
        today,
        filled,
        posts_of(decided).filter(~pl.col("is_decided"))["post"].to_list(),
        sorted(names_of(visit).items(), key=lambda each: each[1]),
        found.need,
        language,
        rule=language.text(RULE_NAMES[view.rule]),
        unit=unit,
        focus_area=None if view.focus_area == ALL_AREAS else view.focus_area,
        refusal=refused,
    )


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


def _edit(visit: Visit, view: View, plan: Plan, entry: Entry) -> Edit | Refusal | None:
    _, filled = placed_now(visit, view, plan)
    if entry.column == TOTAL:
        return edit_of_total(filled, entry.post, entry.entry, begins(view))
    return edit_of_cell(
        filled,
        entry.post,
        entry.column,
        entry.entry,
        begins(view),
        unit=chosen(UNIT) or FTE,
        keeps_total=chosen(CELL) != ONLY_THIS,
        places=list(names_of(visit)),
    )
