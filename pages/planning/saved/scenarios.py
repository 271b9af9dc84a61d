"""Szenarien: the saved plans, and everything that can be done with them as a whole."""

from __future__ import annotations

import streamlit as st

from charts.sentences import finding_as_html, note_as_html
from charts.table import plain
from locales import Language
from pages._shared import scenarios
from pages._shared.choices import choice
from pages._shared.earlier import moment_text
from pages._shared.frame import literal
from pages._shared.scenarios import Scenario
from pages._shared.stored_words import edition_text, problem_sentence, role_text
from pages._shared.view import View
from pages._shared.visit import Visit
from pages.planning.bar.saving import no_names
from pages.planning.plan import Plan
from pages.planning.saved import chosen as scenarios_chosen
from pages.planning.saved import drafts as scenarios_drafts
from pages.planning.saved import file as scenarios_file
from pages.planning.saved import gone as scenarios_gone

NONE = "–"


def show(visit: Visit, view: View, plan: Plan) -> None:  # noqa: ARG001, all sections are shown alike
    """The whole section."""
    try:
        saved, gone, drafts = scenarios.saved(), scenarios.deleted(), scenarios.drafts(visit)
        st.html(table(saved, visit))
    except scenarios.PROBLEMS as error:
        st.error(literal(problem_sentence(error, visit.language)))
        return
    st.html(note_as_html(no_names(visit.language)))
    if saved:
        names = {each.id: each.name for each in saved}
        first = plan.scenario_id if plan.scenario_id in names else saved[0].id
        chosen = choice(visit.language.text("Scenario"), "chosen", names, default=first)
        found = next(each for each in saved if each.id == chosen)
        scenarios_chosen.show(visit, found, list(names.values()))
    scenarios_file.show(visit, [each.name for each in saved])
    scenarios_drafts.show(visit, drafts)
    scenarios_gone.show(visit, gone, [each.name for each in saved])


def table(saved: list[Scenario], visit: Visit) -> str:
    """HTML: one row per saved scenario, the last changed first."""
    language = visit.language
    text = language.text
    caption = text("Saved scenarios, the last changed first")
    if not saved:
        said = text("Nothing has been saved yet. Change the posts under «Move posts», then save the draft above.")
        return finding_as_html(said)
    every = {each.id: each.name for each in [*saved, *scenarios.deleted()]}
    headings = [
        text("Name"),
        text("of the role"),
        text("last changed"),
        text("holds from"),
        text("Changes"),
        text("began from"),
        text("made on the edition of"),
        text("Note"),
    ]
    rows = [
        [
            each.name,
            role_text(each.author_role, language),
            moment_text(each.changed_at, language),
            language.day(each.valid_from),
            changes_cell(each, language),
            every.get(each.parent_id or "", NONE),
            edition_cell(each, visit.edition_id, language),
            each.note or NONE,
        ]
        for each in saved
    ]
    return plain(caption, headings, rows, numeric=(4,))


def changes_cell(scenario: Scenario, language: Language) -> str:
    """How many changes it has."""
    try:
        return language.number(len(scenarios.edits_of(scenario)))
    except scenarios.PROBLEMS:
        return language.text("cannot be read")


def edition_cell(scenario: Scenario, current: str, language: Language) -> str:
    """When the edition was made that a scenario was worked out on, and whether that is an earlier one."""
    if scenario.edition_id == current:
        return language.text("the current one")
    return language.text("{moment} (another one)", moment=edition_text(scenario.edition_id, language))
