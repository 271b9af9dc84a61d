"""Which earlier edition the present one is compared with."""

from __future__ import annotations

import streamlit as st

from pages._shared import kept_editions, meetings
from pages._shared.choices import PREFIX, choice
from pages._shared.earlier import moment_text
from pages._shared.kept_editions import Comparable
from pages._shared.meetings import Meeting
from pages._shared.offered import is_shown
from pages._shared.visit import Visit

NAME = "since"
# Never an edition's id: so the one that is compared with always stands in the address, and a sealed view stays what it is.
NO_DEFAULT = ""
# The meeting that the edition was chosen for.
CHOSEN_FOR = "since_chosen_for"


def choose_since(visit: Visit, meeting: Meeting | None) -> Comparable | None:
    """The earlier edition of the address, else that of the meeting before, else the newest earlier one; None where there is none."""
    text = visit.language.text
    known = {each.id: each for each in kept_editions.comparable(visit.edition_id)}
    if not known:
        return None
    _forget_that_of_another(meeting)
    if st.query_params.get(NAME, NO_DEFAULT) not in {NO_DEFAULT, *known}:
        if not is_shown():  # nobody would see that a sealed view compares with another one than was asked for
            return None
        st.warning(
            text("The edition that was asked for cannot be compared with, or is no longer kept; another one is shown.")
        )
    if st.query_params.get(NAME) not in known and st.session_state.get(PREFIX + NAME) not in known:
        st.session_state[PREFIX + NAME] = _default(known, meeting)
    names = {each.id: _name(each, visit) for each in known.values()}
    chosen = choice(
        text("Compared with the edition of"),
        NAME,
        names,
        default=NO_DEFAULT,
        explanation=text("Editions that are kept for a meeting are named after it."),
    )
    return known[chosen]


def _forget_that_of_another(meeting: Meeting | None) -> None:
    """Each meeting begins with what it compares with by itself, whatever was chosen for the one looked at before."""
    before, now = st.session_state.get(CHOSEN_FOR), meeting.id if meeting else ""
    if before is not None and before != now:
        st.query_params.pop(NAME, None)
        st.session_state.pop(PREFIX + NAME, None)
    st.session_state[CHOSEN_FOR] = now


def _default(known: dict[str, Comparable], meeting: Meeting | None) -> str:
    before = meetings.before(meeting) if meeting else None
    if before and before.edition_id in known:
        return before.edition_id
    return next(iter(known))


def _name(each: Comparable, visit: Visit) -> str:
    moment = moment_text(each.made_at, visit.language)
    return f"{moment} · {each.frozen_because}" if each.frozen_because else moment
