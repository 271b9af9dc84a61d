"""The bar above all sections: which plan is looked at, taking changes back, saving, overwriting, discarding."""

from __future__ import annotations

from html import escape

import streamlit as st

from locales import Language
from pages._shared import scenarios
from pages._shared.earlier import moment_text
from pages._shared.stored_words import role_text
from pages._shared.view import View
from pages._shared.visit import Visit
from pages.planning.bar import edition as bar_edition
from pages.planning.bar import saving as bar_saving
from pages.planning.draft import attempt, keep, show_scenario
from pages.planning.plan import Plan
from pages.planning.saved import news as scenario_news
from pages.planning.saved.words import number_of_changes


def tell(visit: Visit, view: View, plan: Plan) -> None:
    """What the last action did, the name and state of the plan, and what its reader must know."""
    scenario_news.tell(visit)
    st.html(heading(plan, visit.language))
    for notice in notices(plan, visit.role, visit.language):
        st.html(f'<p class="kim-notice" role="note">{escape(notice)}</p>')
    bar_edition.show(visit, view, plan)


def show(visit: Visit, view: View, plan: Plan) -> None:
    """Buttons for what can be done with the plan as a whole."""
    text, opened = visit.language.text, plan.opened
    may_store = opened is not None and scenarios.may_store(opened.scenario, visit.role)
    with st.container(horizontal=True, key="plan_bar", gap="xsmall"):
        for label, code, changed in ((text("Undo"), "undo", plan.undo()), (text("Redo"), "redo", plan.redo())):
            st.button(
                label,
                key=f"plan_{code}",
                icon=f":material/{code}:",
                on_click=keep,
                args=(visit, view, changed),
                disabled=changed is plan,
            )
        if opened and may_store:
            bar_saving.show(visit, opened)
            st.button(text("Discard"), key="plan_discard", on_click=_discard, args=(visit, opened.scenario))
        elif opened and opened.scenario.is_deleted and scenarios.may_change(opened.scenario, visit.role):
            back = {"on_click": scenario_news.bring_back, "args": (visit, opened.scenario)}
            st.button(text("Bring back"), key="plan_bar_bring_back", **back)
        if opened:
            explanation = text("Back to the posts as they stand. Nothing is lost: drafts and scenarios stay.")
            st.button(text("Close plan"), key="plan_close", on_click=show_scenario, args=("",), help=explanation)


def heading(plan: Plan, language: Language) -> str:
    """HTML: the name of the plan, whether it is a draft or saved, by whom and when, and how many changes it has."""
    text = language.text
    parts = [number_of_changes(len(plan.edits), language)]
    if plan.opened is None:
        parts = [text("the first change begins a draft")]
    elif plan.opened.scenario.is_draft:
        parts.append(text("kept at once, not saved yet"))
    else:
        scenario = plan.opened.scenario
        who, when = role_text(scenario.author_role, language), moment_text(scenario.changed_at, language)
        parts.append(text("saved by {role}, {moment}", role=who, moment=when))
    said = " · ".join(escape(part) for part in parts)
    return f'<p class="kim-second"><strong>{escape(plan.name)}</strong> · {said}</p>'


def notices(plan: Plan, role: str, language: Language) -> list[str]:
    """What a reader of a plan that is deleted, or somebody else's draft, must know."""
    if plan.opened is None:
        return []
    scenario = plan.opened.scenario
    if scenario.is_deleted:
        return [language.text("This plan is deleted. Whoever changes it begins a draft of their own.")]
    if scenario.is_draft and not scenarios.may_change(scenario, role):
        return [
            language.text(
                "This is a draft of the role {role}. Whoever changes it begins a draft of their own.",
                role=role_text(scenario.author_role, language),
            )
        ]
    return []


def _discard(visit: Visit, draft: scenarios.Scenario) -> None:
    def discarded() -> None:
        scenarios.discard(visit, draft)
        show_scenario("")
        scenario_news.keep_gone(draft)

    attempt(visit, discarded)
