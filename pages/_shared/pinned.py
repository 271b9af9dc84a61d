"""The edition that a page shows: the current one, or one of the past that the address asks for (`?edition=…`)."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from locales import Language
from pages._shared import door
from warehouse import data_folder
from warehouse.store import Manifest
from workspace import FILE, Meetings, WorkspaceError

NAME = "edition"
KEY, SEEN = "pinned_edition", "address_edition"


def edition_shown(*, sees_exact: bool) -> tuple[str, Manifest]:
    """Id and manifest of the edition to show. One that is gone, or of a form this version cannot read, is not shown: the current
    one is, and `tell` says why.

    Of editions with real clients, only those of final meetings are shown to who does not see exact figures: two editions that
    differ by one case, side by side, would tell of that person.
    """
    current = door.current_edition()
    asked = st.query_params.get(NAME, "")
    asked = asked if door.is_edition_id(asked) else ""
    wanted = asked if asked and asked != st.session_state.get(SEEN) else st.session_state.get(KEY, "")
    st.session_state[KEY] = wanted
    found = wanted if wanted and may_be_opened(wanted, sees_exact=sees_exact) else current
    if wanted:
        st.query_params[NAME] = wanted
    else:
        st.query_params.pop(NAME, None)
    st.session_state[SEEN] = wanted
    return found, door.manifest(found)


def tell(edition_id: str, manifest: Manifest, language: Language) -> None:
    """Say, above the page, that an edition of the past is shown, or why it is not, with the way back."""
    wanted, text = st.session_state.get(KEY, ""), language.text
    if not wanted:
        return
    if wanted != edition_id:
        words = text(
            "The edition {edition} of this address cannot be opened here: it was removed, another version of the program made it, or "
            "no final meeting shows it. You see the current one. A meeting shows its views as they were stored all the same.",
            edition=wanted,
        )
        st.warning(words, icon=":material/history:")
    elif edition_id != door.current_edition():
        made = language.day(dt.datetime.fromisoformat(manifest["created_at"]).date())
        words = text("You see an earlier edition of the data, made on {day} ({edition}).", day=made, edition=edition_id)
        st.info(words, icon=":material/history:")
    else:
        return
    st.button(text("Show the newest data"), key="unpin_edition", on_click=unpin)


def unpin() -> None:
    """From a button: show the current edition again."""
    st.session_state[KEY] = ""
    st.query_params.pop(NAME, None)


def may_be_opened(edition_id: str, *, sees_exact: bool) -> bool:
    """Whether an edition can be shown to a visitor: the current one, and one of the past with real clients only to who sees exact
    figures, or if a final meeting shows it."""
    if not door.can_be_shown(edition_id):
        return False
    if sees_exact or edition_id == door.current_edition() or not door.has_real_clients(edition_id):
        return True
    try:
        final = [each for each in Meetings(data_folder() / FILE).all() if each.is_locked]
    except WorkspaceError:
        return False
    return any(each.edition_id == edition_id for each in final)
