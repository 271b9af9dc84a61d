"""What an action with a scenario has brought about: said by the run that follows, with a way back where there is one."""

from __future__ import annotations

import streamlit as st

from pages._shared import scenarios
from pages._shared.choices import set_choice
from pages._shared.frame import literal
from pages._shared.scenarios import Scenario
from pages._shared.visit import Visit
from pages.planning.draft import attempt, name_of, show_scenario

NEWS, GONE = "plan_news", "plan_gone"


def keep_news(message: str) -> None:
    """Have a message shown by the next run."""
    st.session_state[NEWS] = message
    st.session_state.pop(GONE, None)


def keep_gone(scenario: Scenario) -> None:
    """Have it said that a scenario or draft is gone, with a button that brings it back, until something else is done."""
    st.session_state[GONE] = scenario.id
    st.session_state.pop(NEWS, None)


def tell(visit: Visit) -> None:
    """Show what was kept."""
    language = visit.language
    if message := st.session_state.pop(NEWS, ""):
        st.success(literal(message))
    if not (gone := st.session_state.get(GONE)):
        return
    try:
        opened = scenarios.load(gone)
    except scenarios.PROBLEMS:
        opened = None
    if opened is None or not opened.scenario.is_deleted:
        del st.session_state[GONE]
        return
    said, button = st.columns([3.2, 1], vertical_alignment="center")
    said.info(literal(language.text("«{name}» is deleted.", name=name_of(opened, language))))
    button.button(
        language.text("Bring back"),
        key="plan_bring_back",
        icon=":material/undo:",
        on_click=bring_back,
        args=(visit, opened.scenario),
        width="stretch",
    )


def bring_back(visit: Visit, scenario: Scenario, name: str | None = None) -> None:
    """From a button: restore a scenario, under another name if wanted, or a draft, which is then the one looked at."""

    def restored() -> None:
        found = scenarios.restore(visit, scenario, name)
        if found.is_draft:
            show_scenario(found.id)
        else:
            set_choice("chosen", found.id)
            keep_news(visit.language.text("«{name}» is there again.", name=found.name))

    attempt(visit, restored)
