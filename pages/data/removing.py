"""Removing editions for good: one that is chosen, or all but the newest."""

from __future__ import annotations

import streamlit as st

from etl.errors import InputError
from pages._shared import kept_editions
from pages._shared.frame import literal
from pages._shared.kept_editions import Kept
from pages._shared.said import problem
from pages._shared.visit import Visit
from pages.data.news import CAREFUL, GOOD, keep_news

KEPT = 10


def one(visit: Visit, found: Kept, name: str) -> None:
    """The chosen edition, which the reader knows as `name`; also a frozen one, but never the current one."""
    text = visit.language.text
    if found.id == visit.edition_id:
        return
    with st.expander(text("Remove this edition")):
        st.markdown(
            literal(
                text(
                    "The edition of {name} goes for good, and with it the replaced files that no other edition needs. When "
                    "somebody has withdrawn consent, every edition with the case has to go.",
                    name=name,
                )
            )
        )
        if found.is_frozen:
            st.warning(literal(text("It is frozen: {reason}", reason=found.frozen_because or text("yes"))))
        sure = st.checkbox(text("I am sure"), key=f"sure_of_{found.id}")
        if st.button(text("Remove this edition"), disabled=not sure, key="remove"):
            try:
                kept_editions.remove(found.id)
            except InputError as error:
                st.error(literal(problem(error, visit.language)))
                return
            keep_news(GOOD, text("Removed: edition {edition}.", edition=found.id))
            st.rerun()


def old(visit: Visit) -> None:
    """All but the newest, the current and the frozen ones."""
    text = visit.language.text
    with st.expander(text("Remove old editions")):
        keep = int(st.number_input(text("Newest editions that stay"), 1, 1000, KEPT, key="keep"))
        going = kept_editions.store().prunable(keep)
        if not going:
            st.markdown(text("There is nothing to remove. The current edition and frozen ones always stay."))
            return
        st.markdown(literal(text("These would go for good: {editions}", editions=", ".join(going))))
        sure = st.checkbox(text("I am sure"), key=f"sure_{keep}_{len(going)}")
        if st.button(text("Remove"), disabled=not sure, key="prune"):
            try:
                removed = kept_editions.remove_old(keep)
            except InputError as error:
                st.error(literal(problem(error, visit.language)))
                return
            keep_news(GOOD, text("{number} editions were removed.", number=len(removed)))
            if stayed := sorted(set(going) - set(removed)):
                keep_news(CAREFUL, text("In use, so not removed: {editions}", editions=", ".join(stayed)))
            st.rerun()
