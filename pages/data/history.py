"""The section on editions: which there are, going back, freezing, removing."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from charts.table import plain
from etl.errors import InputError
from locales import Language
from locales.clock import here
from pages._shared import kept_editions
from pages._shared.choices import choice
from pages._shared.frame import literal
from pages._shared.intake import WORKBOOK_TYPE
from pages._shared.kept_editions import Kept
from pages._shared.said import problem
from pages._shared.visit import Visit
from pages.data import removing
from pages.data.news import CAREFUL, GOOD, keep_news

MOST_FILES = 4


def show(visit: Visit) -> None:
    """The whole section."""
    text = visit.language.text
    kept = kept_editions.editions()
    st.html(editions(kept, visit))
    names = {found.id: _name(found, visit) for found in kept}
    chosen = choice(text("Edition id"), "kept", names, default=visit.edition_id)
    found = next(each for each in kept if each.id == chosen)
    left, middle, right = st.columns(3, gap="medium")
    with left:
        _go_back(visit, found)
    with middle:
        _freeze(visit, found)
    with right:
        _download(visit, found)
    removing.one(visit, found, _name(found, visit))
    removing.old(visit)


def editions(kept: Sequence[Kept], visit: Visit) -> str:
    """One row per edition, the newest first."""
    language = visit.language
    text = language.text
    rows = [
        [
            found.id,
            _moment(found, language),
            _files(found, language),
            language.number(found.rows_loaded),
            _returning(found, language),
            text("example (made up)") if found.is_example else text("real") if found.has_clients else text("no cases"),
            text("current") if found.id == visit.edition_id else "",
            (found.frozen_because or text("yes")) if found.is_frozen else "",
        ]
        for found in kept
    ]
    headings = [
        text("Edition id"),
        text("loaded on"),
        text("Files that differ from the edition before"),
        text("Rows loaded"),
        text("Cases that the current edition does not have"),
        text("Cases"),
        text("In use"),
        text("Frozen"),
    ]
    return plain(text("Editions of the data, the newest first"), headings, rows, numeric=(3, 4))


def _files(found: Kept, language: Language) -> str:
    named = ", ".join(found.files_changed[:MOST_FILES]) or "–"
    more = len(found.files_changed) - MOST_FILES
    return named if more <= 0 else f"{named} {language.text('and {number} more', number=more)}"


def _returning(found: Kept, language: Language) -> str:
    return language.text("unknown") if found.cases_returning is None else language.number(found.cases_returning)


def _name(found: Kept, visit: Visit) -> str:
    moment = _moment(found, visit.language)
    return visit.language.text("{moment} (current)", moment=moment) if found.id == visit.edition_id else moment


def _moment(found: Kept, language: Language) -> str:
    shown = here(found.made_at)
    return f"{language.day(shown.date())}, {shown:%H:%M:%S}"


def _go_back(visit: Visit, found: Kept) -> None:
    text = visit.language.text
    st.header(text("Go back to this edition"), anchor=False)
    if found.id == visit.edition_id:
        st.markdown(text("It is the current one."))
        return
    if not found.can_be_shown:
        st.markdown(
            text("It was made by an older version of the program and cannot be shown any more; load its files anew.")
        )
        return
    st.markdown(
        text("All pages then show this edition, and its files are put back, so that the next load does not undo it.")
    )
    sure = True
    if found.cases_returning:
        cases = visit.language.number(found.cases_returning)
        message = text(
            "Cases of this edition that the current one does not have, withdrawn or removed since: {cases}. They would come back.",
            cases=cases,
        )
        st.warning(literal(message))
        sure = st.checkbox(text("Go back all the same"), key=f"sure_back_{found.id}")
    if st.button(text("Go back"), key="go_back", disabled=not sure):
        try:
            missing = kept_editions.back_to(found.id)
        except InputError as error:
            st.error(literal(problem(error, visit.language)))
            return
        keep_news(GOOD, text("Edition {edition} is in use.", edition=found.id))
        if missing:
            message = text(
                "These files could not be put back, so the next load would use them as they are now: {files}",
                files=", ".join(missing),
            )
            keep_news(CAREFUL, message)
        st.rerun()


def _freeze(visit: Visit, found: Kept) -> None:
    text = visit.language.text
    st.header(text("Keep it"), anchor=False)
    if held := kept_editions.store().held_because(found.id):
        st.markdown(literal(text("Kept as long as it is shown in: {meetings}", meetings=held)))
        return
    if found.is_frozen:
        st.markdown(text("Frozen: it is never removed with the old ones."))
        if st.button(text("Release"), key="release"):
            kept_editions.store().release(found.id)
            st.rerun()
        return
    reason = st.text_input(text("Reason, for example the meeting it is for"), max_chars=200, key=f"reason_{found.id}")
    if st.button(text("Freeze"), key="freeze", disabled=not reason.strip()):
        kept_editions.store().freeze(found.id, reason)
        st.rerun()


def _download(visit: Visit, found: Kept) -> None:
    text = visit.language.text
    st.header(text("Rejected rows"), anchor=False)
    st.download_button(
        text("Workbook for the sender"),
        lambda: kept_editions.workbook_of(visit, found.id),
        f"{text('rejected_rows')}_{found.id}.xlsx",
        WORKBOOK_TYPE,
        disabled=not found.can_be_shown,
    )
