"""Scenarios that were deleted or overwritten: to be brought back, or to be removed for good."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from pages._shared import scenarios
from pages._shared.earlier import moment_text
from pages._shared.frame import literal
from pages._shared.scenarios import LONGEST_NAME, Scenario
from pages._shared.stored_words import role_text
from pages._shared.visit import Visit
from pages.planning.draft import attempt
from pages.planning.saved.news import bring_back, keep_news
from pages.planning.saved.words import free_name

MOST = 20


def show(visit: Visit, gone: Sequence[Scenario], taken: Collection[str]) -> None:
    """A fold-out with those deleted last; `taken` are the names of the saved ones."""
    language, text = visit.language, visit.language.text
    if not gone:
        return
    with st.expander(text("Deleted and overwritten ones ({number})", number=len(gone))):
        for scenario in gone[:MOST]:
            said, name, back, remove = st.columns([2.4, 2, 1, 1.1], vertical_alignment="bottom")
            moment = moment_text(scenario.deleted_at or scenario.changed_at, language)
            role = role_text(scenario.author_role, language)
            words = text(
                "«{name}», of the role {role}, gone since {moment}", name=scenario.name, role=role, moment=moment
            )
            said.markdown(literal(words))
            if not scenarios.may_change(scenario, visit.role):
                continue
            key = f"gone_name_{scenario.id}"
            free = free_name(scenario.name, taken)
            name.text_input(text("Bring back as"), free, max_chars=LONGEST_NAME, key=key)
            back.button(
                text("Bring back"),
                key=f"gone_back_{scenario.id}",
                on_click=_back,
                args=(visit, scenario, key),
                width="stretch",
            )
            with remove, st.popover(text("For good"), width="stretch"):
                st.markdown(text("Removes the scenario with its name and note. That cannot be undone."))
                st.button(
                    text("Remove for good"),
                    key=f"gone_remove_{scenario.id}",
                    on_click=_remove,
                    args=(visit, scenario),
                )


def _back(visit: Visit, scenario: Scenario, key: str) -> None:
    bring_back(visit, scenario, st.session_state[key])


def _remove(visit: Visit, scenario: Scenario) -> None:
    def removed() -> None:
        scenarios.remove(visit, scenario)
        keep_news(visit.language.text("«{name}» is removed for good.", name=scenario.name))

    attempt(visit, removed)
