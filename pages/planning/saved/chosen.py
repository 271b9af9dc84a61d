"""What can be done with one saved scenario: open, rename, copy, delete, send as a file or as a link."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from charts.sentences import note_as_html
from locales import Language
from pages._shared import door, scenario_files, scenarios
from pages._shared.choices import set_choice
from pages._shared.downloads import file_name
from pages._shared.frame import literal
from pages._shared.scenarios import LONGEST_NAME, LONGEST_NOTE, Scenario
from pages._shared.stored_words import problem_sentence, role_text
from pages._shared.visit import Visit
from pages.planning.bar.saving import no_names
from pages.planning.draft import SCENARIO, attempt, show_scenario
from pages.planning.saved.news import keep_gone, keep_news
from pages.planning.saved.words import free_name
from planning.scenario_file import MEDIA_TYPE, SUFFIX

PREFIX = "scenario_"


def show(visit: Visit, scenario: Scenario, taken: Collection[str]) -> None:
    """A row of buttons, and the link below it; `taken` are the names of all saved scenarios."""
    text = visit.language.text
    may_change = scenarios.may_change(scenario, visit.role)
    with st.container(horizontal=True, key="scenario_actions"):
        st.button(text("Open"), key=f"{PREFIX}open", type="primary", on_click=open_plan, args=(scenario.id,))
        with st.popover(text("Rename, note"), disabled=not may_change):
            _rename(visit, scenario)
        with st.popover(text("Copy")):
            _copy(visit, scenario, taken)
        _file(visit, scenario)
        st.button(
            text("Delete"), key=f"{PREFIX}delete", on_click=_delete, args=(visit, scenario), disabled=not may_change
        )
    if not may_change:
        st.caption(literal(only_its_role(scenario, visit.language)))
    st.html(f"<strong>{text('Link to this scenario')}</strong>")
    st.code(link(scenario.id), language=None)


def only_its_role(scenario: Scenario, language: Language) -> str:
    """Who may change a scenario."""
    if door.is_coordination(scenario.author_role):
        return language.text("Only the coordination may rename, overwrite and delete it.")
    role = role_text(scenario.author_role, language)
    return language.text("Only the role {role} and the coordination may rename, overwrite and delete it.", role=role)


def link(scenario_id: str) -> str:
    """The address of a scenario, with the page it is opened from in front where that is known."""
    page = str(st.context.url or "").partition("?")[0]
    return f"{page}?plan=edit&{SCENARIO}={scenario_id}"


def open_plan(scenario_id: str) -> None:
    """From a button: look at a scenario or draft where posts are moved."""
    show_scenario(scenario_id)
    set_choice("plan", "edit")


def _file(visit: Visit, scenario: Scenario) -> None:
    label, key = visit.language.text("Save as a file"), f"{PREFIX}file"
    try:
        content = scenario_files.file_of(visit, scenario)
    except scenarios.PROBLEMS as error:
        st.button(label, key=key, disabled=True, help=literal(problem_sentence(error, visit.language)))
        return
    st.download_button(label, content, file_name(visit, scenario.name, SUFFIX), MEDIA_TYPE, key=key, on_click="ignore")


def _rename(visit: Visit, scenario: Scenario) -> None:
    text = visit.language.text
    # A version that somebody else stored meanwhile is another form: it begins with the texts that are there now.
    state = f"{scenario.id}_{scenario.version}"
    name, note = f"{PREFIX}name_{state}", f"{PREFIX}note_{state}"

    def renamed() -> None:
        found = scenarios.rename(visit, scenario, st.session_state[name], st.session_state[note])
        keep_news(text("Saved as «{name}».", name=found.name))

    with st.form(f"{PREFIX}rename_{state}", border=False):
        st.text_input(text("Name"), scenario.name, max_chars=LONGEST_NAME, key=name)
        st.text_area(text("Note"), scenario.note, max_chars=LONGEST_NOTE, key=note)
        st.html(note_as_html(no_names(visit.language)))
        st.form_submit_button(
            text("Save name and note"), key=f"{PREFIX}rename", type="primary", on_click=attempt, args=(visit, renamed)
        )


def _copy(visit: Visit, scenario: Scenario, taken: Collection[str]) -> None:
    text = visit.language.text
    name = f"{PREFIX}copy_{scenario.id}_{len(taken)}"

    def copied() -> None:
        found = scenarios.copy(visit, scenario, st.session_state[name])
        set_choice("chosen", found.id)
        keep_news(text("Saved as «{name}».", name=found.name))

    with st.form(f"{PREFIX}copying_{scenario.id}", border=False):
        st.text_input(text("Name of the copy"), free_name(scenario.name, taken), max_chars=LONGEST_NAME, key=name)
        st.form_submit_button(
            text("Copy now"), key=f"{PREFIX}copy", type="primary", on_click=attempt, args=(visit, copied)
        )


def _delete(visit: Visit, scenario: Scenario) -> None:
    def deleted() -> None:
        scenarios.delete(visit, scenario)
        keep_gone(scenario)
        if st.query_params.get(SCENARIO) == scenario.id:
            show_scenario("")

    attempt(visit, deleted)
