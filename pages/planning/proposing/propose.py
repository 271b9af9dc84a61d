"""Vorschlag: the planner says what must hold, and the best allocation under these rules is searched and explained."""

from __future__ import annotations

import streamlit as st

from charts.sentences import note_as_html
from metrics.definitions import definition
from pages._shared.explain import explain
from pages._shared.need import meaning_of
from pages._shared.view import View
from pages._shared.visit import Visit
from pages.planning.evaluated import names_of
from pages.planning.limits import limits
from pages.planning.plan import Plan
from pages.planning.proposing import result as propose_result
from pages.planning.proposing import run as propose_run
from pages.planning.proposing import stability as propose_stability
from pages.planning.proposing.answer import answer
from pages.planning.proposing.choices import choose_rules
from pages.planning.proposing.clash import clash
from pages.planning.proposing.problem import question, scope_of, start_edits
from pages.planning.proposing.rule_words import rule_phrases
from pages.planning.proposing.rules import Rules, Scope
from planning.proposal import Proposal


def show(visit: Visit, view: View, plan: Plan) -> None:
    """Rules, the button, and the proposal for them once there is one."""
    language, text = visit.language, visit.language.text
    scope = scope_of(visit, view, plan, names_of(visit))
    if not scope.posts:
        st.info(text("There is no post of this focus area."))
        return
    rules = choose_rules(scope, language, has_plan=bool(plan.edits))
    phrases = "; ".join(rule_phrases(rules, scope, language))
    st.html(note_as_html(text("Rules: {rules}.", rules=phrases)))
    state = (view, start_edits(plan, rules), rules)
    found = propose_run.proposal(visit, state, lambda: question(visit, view, plan, rules))
    if found is not None:
        _show_found(visit, view, plan, rules, scope, state, found)
    limits(language)
    explain([definition("gap_in_posts"), *(meaning_of(visit, each) for each in view.weights)], language)


def _show_found(
    visit: Visit, view: View, plan: Plan, rules: Rules, scope: Scope, state: object, found: Proposal
) -> None:
    if found.status == "infeasible":
        clash(visit, found, scope.unit)
        return
    if found.allocation is None:
        text = visit.language.text
        stopped = found.status == "cancelled"
        st.info(
            text("Stopped before an allocation was found.")
            if stopped
            else text("No allocation was found in time. Fewer rules make the search easier.")
        )
        return
    if found.status == "cancelled":
        st.info(visit.language.text("The search was stopped: this is the best that was found until then."))
    shown = answer(visit, view, plan, rules, scope, found)
    propose_result.show(visit, plan, shown)
    propose_stability.show(visit, shown, state)
