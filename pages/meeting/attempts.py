"""Doing something with what is stored, from a button, and saying in the run that follows what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from pages._shared import meetings
from pages._shared.frame import literal
from pages._shared.meetings import ChangedMeanwhile
from pages._shared.stored_words import problem_sentence
from pages._shared.visit import Visit

NEWS, PROBLEM = "meeting_news", "meeting_problem"
# What somebody wrote while somebody else was quicker: id of what it is about, and the texts.
UNSAVED = "meeting_unsaved"


def attempt(visit: Visit, action: Callable[[], object], news: str = "") -> None:
    """Run an action from a callback; `news` is said where it succeeds, what went wrong where it does not."""
    try:
        action()
    except meetings.PROBLEMS as error:
        st.session_state[PROBLEM] = problem_sentence(error, visit.language)
        return
    except meetings.NotOnEdition as error:
        st.session_state[PROBLEM] = visit.language.text(
            "View {number} of the agenda does not exist in the newest data. Nothing was changed; take it off, then try again.",
            number=error.position,
        )
        return
    if news:
        st.session_state[NEWS] = news


def tell() -> None:
    """Say what the last action came to."""
    if problem := st.session_state.pop(PROBLEM, ""):
        st.error(literal(problem))
    if news := st.session_state.pop(NEWS, ""):
        st.toast(literal(news), icon=":material/check:")  # seen wherever the page is scrolled to


@contextmanager
def keeping(what: str, *texts: str) -> Iterator[None]:
    """Keep texts about the id `what` that the body cannot store because somebody else was quicker; `tell_unsaved` shows them."""
    st.session_state.pop(UNSAVED, None)
    try:
        yield
    except ChangedMeanwhile:
        st.session_state[UNSAVED] = what, " · ".join(filter(None, texts))
        raise


def tell_unsaved(visit: Visit, what: str) -> None:
    """Show what could not be stored about `what`, to be copied."""
    about, words = st.session_state.get(UNSAVED, ("", ""))
    if about == what and words:
        said = visit.language.text("What you wrote was not stored; here it is, to be copied: {words}", words=words)
        st.warning(literal(said))
