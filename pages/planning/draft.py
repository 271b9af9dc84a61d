"""Which plan this browser looks at, and keeping what is changed in it: at once, so that a reload loses nothing."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from locales import Language
from pages._shared import scenarios
from pages._shared.frame import literal
from pages._shared.scenarios import PROBLEMS, NoSuchScenario, Opened, ScenarioFileError
from pages._shared.stored_words import problem_sentence
from pages._shared.view import View
from pages._shared.visit import Visit
from pages.planning.plan import Plan
from pages.planning.view import begins

# In the address and, while other pages are looked at, in the session.
SCENARIO = "scenario"
KEY, PROBLEM = "plan_scenario", "plan_problem"
# What will not be better at the next look.
GONE = (NoSuchScenario, ScenarioFileError)


def current_plan(visit: Visit) -> Plan:
    """The scenario of the address, or else the one looked at before in this session; posts as they stand without either."""
    scenario_id = st.query_params.get(SCENARIO, st.session_state.get(KEY, ""))
    if problem := st.session_state.pop(PROBLEM, ""):
        st.warning(literal(problem))
    if not scenario_id:
        return Plan(as_they_stand(visit.language))
    try:
        opened = scenarios.load(scenario_id)
    except PROBLEMS as error:
        st.warning(literal(problem_sentence(error, visit.language)))
        if isinstance(error, GONE):  # a file that cannot be read just now may be there again in a moment
            show_scenario("")
        return Plan(as_they_stand(visit.language))
    show_scenario(scenario_id)
    return plan_of(opened, visit.language)


def plan_of(opened: Opened, language: Language) -> Plan:
    """A draft or scenario as a plan."""
    return Plan(name_of(opened, language), opened.edits, opened.undone, opened)


def name_of(opened: Opened, language: Language) -> str:
    """The name of a scenario; of a draft, what it began from."""
    if not opened.scenario.is_draft:
        return opened.scenario.name
    if opened.parent is None:
        return language.text("Draft")
    return language.text("Draft of «{name}»", name=opened.parent.name)


def as_they_stand(language: Language) -> str:
    """The name of the plan without any change."""
    return language.text("Posts as they stand")


def show_scenario(scenario_id: str) -> None:
    """Make a scenario the one that is looked at; "" for none."""
    st.session_state[KEY] = scenario_id
    if scenario_id:
        st.query_params[SCENARIO] = scenario_id
    else:
        st.query_params.pop(SCENARIO, None)


def keep(visit: Visit, view: View, plan: Plan) -> None:
    """Store a changed plan: in its draft, or in a new draft where it is a saved scenario, somebody else's, or none yet."""

    def stored() -> None:
        if plan.opened and scenarios.may_store(plan.opened.scenario, visit.role):
            scenarios.store(visit, plan.opened.scenario, plan.edits, plan.undone)
            return
        parent = plan.opened.scenario if plan.opened else None
        begun = scenarios.begin_draft(visit, parent, plan.edits, begins(view), plan.undone)
        show_scenario(begun.scenario.id)

    attempt(visit, stored)


def attempt(visit: Visit, action: Callable[[], None]) -> None:
    """Do something with scenarios from a callback; what goes wrong is said by the run that follows."""
    try:
        action()
    except PROBLEMS as error:
        st.session_state[PROBLEM] = problem_sentence(error, visit.language)
