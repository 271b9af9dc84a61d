"""The widgets of the planner's rules: few in sight, the others one click away, all kept in the address as `?rules=…`."""

from __future__ import annotations

from typing import Any

import streamlit as st

from locales import Language
from pages.planning.proposing.further import further_rules
from pages.planning.proposing.rule_words import unit_name
from pages.planning.proposing.rules import (
    DISTANCES,
    PLACES,
    STARTS,
    STEPS,
    Rules,
    Scope,
    from_address,
    to_address,
    usual_rules,
)
from pages.planning.proposing.widgets import fill, fte_of, one_of

RULES, SEEN = "rules", "address_rules"


def choose_rules(scope: Scope, language: Language, *, has_plan: bool) -> Rules:
    """The rules as chosen; `has_plan`: there is a plan to start from that differs from today's posts."""
    address = st.query_params.get(RULES, "")
    if SEEN not in st.session_state or (address and address != st.session_state[SEEN]):
        fill(from_address(address, scope))
    rules = _in_sight(scope, language, has_plan=has_plan)
    with st.expander(language.text("More rules: fixed posts, areas and totals of carriers, new posts")):
        rules |= further_rules(scope, language)
    found = Rules(**rules)
    if written := to_address(found, scope):
        st.query_params[RULES] = written
    else:
        st.query_params.pop(RULES, None)
    st.session_state[SEEN] = written
    return found


def _in_sight(scope: Scope, language: Language, *, has_plan: bool) -> dict[str, Any]:
    text, usual = language.text, usual_rules(scope.unit)
    start = STARTS[0]
    columns = st.columns([0.8, 1, 1, 1.15, 1.3] if has_plan else [0.8, 1, 1, 1.15], vertical_alignment="bottom")
    with columns[0]:
        steps = {step: language.number(step, 2) for step in STEPS}
        step = one_of(st.segmented_control, text("Whole steps of (FTE)"), "step", steps, usual.step, required=True)
    with columns[1]:
        minimum = fte_of(text("In every municipality at least (FTE)"), "minimum", usual.minimum)
    with columns[2]:
        most = {number: str(number) if number else text("any number") for number in PLACES}
        label = text("Municipalities of a post, at most")
        max_places = one_of(st.selectbox, label, "places", most, usual.max_places)
    with columns[3]:
        unit = unit_name(scope.unit, language)
        far = {limit: f"{limit} {unit}" if limit else text("any distance") for limit in DISTANCES[scope.unit]}
        label = text("Apart from each other, at most")
        distance = one_of(st.selectbox, label, "distance", far, usual.distance)
    if has_plan:
        with columns[4]:
            starts = {"plan": text("the plan looked at"), "today": text("posts as they stand")}
            start = one_of(st.selectbox, text("Starting from"), "start", starts, usual.start)
    return {"step": step, "minimum": minimum, "max_places": max_places, "distance": distance, "start": start}
