"""Drafts that were begun and not saved: they stay where they are, to be gone on with."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages._shared.earlier import moment_text
from pages._shared.frame import literal
from pages._shared.scenarios import DAYS_OF_DRAFTS, Opened
from pages._shared.visit import Visit
from pages.planning.draft import name_of
from pages.planning.saved.chosen import open_plan
from pages.planning.saved.words import number_of_changes

MOST = 20


def show(visit: Visit, drafts: Sequence[Opened]) -> None:
    """A fold-out with the drafts of the visitor's role, the last changed first."""
    language, text = visit.language, visit.language.text
    if not drafts:
        return
    with st.expander(text("Drafts of your role ({number})", number=len(drafts))):
        st.caption(text("A draft that nobody has changed for {days} days is removed.", days=DAYS_OF_DRAFTS))
        for opened in drafts[:MOST]:
            said, button = st.columns([5, 1], vertical_alignment="center")
            changes = number_of_changes(len(opened.edits), language)
            moment = moment_text(opened.scenario.changed_at, language)
            said.markdown(literal(f"{name_of(opened, language)} · {changes} · {moment}"))
            button.button(
                text("Go on"),
                key=f"draft_open_{opened.scenario.id}",
                on_click=open_plan,
                args=(opened.scenario.id,),
                width="stretch",
            )
