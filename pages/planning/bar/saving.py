"""Saving a draft under a name, or in the place of the scenario it began from."""

from __future__ import annotations

import streamlit as st

from charts.sentences import note_as_html
from locales import Language
from pages._shared import scenarios
from pages._shared.frame import literal
from pages._shared.scenarios import LONGEST_NAME, LONGEST_NOTE, Opened, Scenario
from pages._shared.stored_words import role_text
from pages._shared.visit import Visit
from pages.planning.draft import attempt, show_scenario
from pages.planning.saved.news import keep_news
from pages.planning.saved.words import free_name


def no_names(language: Language) -> str:
    """What to bear in mind where something is written that everybody reads."""
    return language.text("Everybody who uses this installation can read name and note: no names of people.")


def show(visit: Visit, opened: Opened) -> None:
    """A popover with both ways."""
    with st.popover(visit.language.text("Save"), icon=":material/save:"):
        _name(visit, opened)
        _overwriting(visit, opened)


def _name(visit: Visit, opened: Opened) -> None:
    """The form that gives a draft its name."""
    text, draft = visit.language.text, opened.scenario
    with st.form(f"plan_save_{draft.id}", border=False):
        name, note = f"plan_save_name_{draft.id}", f"plan_save_note_{draft.id}"
        st.text_input(text("Name"), _proposed(opened), max_chars=LONGEST_NAME, key=name)
        st.text_area(text("Note"), opened.parent.note if opened.parent else "", max_chars=LONGEST_NOTE, key=note)
        st.html(note_as_html(no_names(visit.language)))
        st.form_submit_button(
            text("Save"), key="plan_save", type="primary", on_click=_save, args=(visit, draft, name, note)
        )


def _overwriting(visit: Visit, opened: Opened) -> None:
    """The way to put a draft in the place of what it began from, or the reason why that cannot be."""
    text, draft = visit.language.text, opened.scenario
    try:
        found = scenarios.overwriting(visit, draft)
    except scenarios.PROBLEMS:  # the page says it already where it loads the plan
        return
    if found.parent is None:
        return
    st.markdown(f"**{text('Or overwrite')}**")
    if found.reason:
        st.markdown(literal(reason(found.reason, found.parent, visit.language)))
        return
    st.markdown(
        literal(
            text(
                "«{name}» becomes what this draft is. What it is now can then be brought back from the deleted ones.",
                name=found.parent.name,
            )
        )
    )
    st.button(text("Overwrite now"), key="plan_overwrite", on_click=_overwrite, args=(visit, draft))


def reason(code: str, parent: Scenario, language: Language) -> str:
    """Why a scenario cannot be overwritten (a reason of scenarios.Overwriting), and what to do instead."""
    name, text = parent.name, language.text
    if code == "deleted":
        return text("«{name}», from which this draft began, is deleted. Save the draft under a name.", name=name)
    if code == "not_yours":
        role = role_text(parent.author_role, language)
        return text(
            "«{name}» was made by the role {role}; only that role and the coordination may overwrite it. Save the draft under "
            "a name of your own.",
            name=name,
            role=role,
        )
    return text(
        "«{name}» has been changed since this draft began. Save the draft under another name; both can then be compared.",
        name=name,
    )


def _proposed(opened: Opened) -> str:
    """A name that is free, like that of the scenario the draft began from."""
    if opened.parent is None:
        return ""
    try:
        return free_name(opened.parent.name, [each.name for each in scenarios.saved()])
    except scenarios.PROBLEMS:
        return ""


def _save(visit: Visit, draft: Scenario, name: str, note: str) -> None:
    def saved() -> None:
        found = scenarios.save(visit, draft, st.session_state[name], st.session_state[note])
        keep_news(visit.language.text("Saved as «{name}».", name=found.scenario.name))

    attempt(visit, saved)


def _overwrite(visit: Visit, draft: Scenario) -> None:
    def overwritten() -> None:
        found = scenarios.overwrite(visit, draft)
        show_scenario(found.scenario.id)
        keep_news(visit.language.text("Saved as «{name}».", name=found.scenario.name))

    attempt(visit, overwritten)
