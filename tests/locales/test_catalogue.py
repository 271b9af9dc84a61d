"""The German catalogue says everything the interface says, and nothing else.

Messages are found by walking the syntax tree instead of with Babel's extractor, which overlooks calls inside f-strings
before Python 3.12.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po

from charts import before_after, bridge_figure, verdicts
from metrics.protection import ROLE_NAMES
from metrics.states import NAMES
from pages._shared import assignments, maps, trends, view, wording
from pages.caseload import (
    compare_figures,
    compare_findings,
    course_figures,
    details_figures,
    need_fields,
    need_values,
    vacancy_finding,
)
from pages.caseload import view as caseload_view
from pages.coverage import compared_with, distance, evenness, fairness, on_map, reach_figures, travel_choices
from pages.meeting import assignment_words, changes_findings, changes_inputs, changes_table
from pages.outcomes import compare_figures as outcome_compare_figures
from pages.outcomes import compare_findings as outcome_compare_findings
from pages.outcomes import findings as outcome_findings
from pages.outcomes import overview_sheets, people_findings, people_view, people_words, time_clocks, time_sheets
from pages.outcomes import view as outcome_view
from pages.planning import actions as plan_actions
from pages.planning import consequences, refusals
from pages.planning.proposing import findings as propose_findings
from pages.planning.proposing import run as propose_run
from report.build import FILE_NAMES
from workspace import texts

REPOSITORY = Path(__file__).parents[2]
CATALOGUE = REPOSITORY / "locales" / "de" / "LC_MESSAGES" / "kim_atlas.po"
FOLDERS = ("charts", "pages", "metrics", "etl", "geo", "report", "planning", "workspace")
# Callables whose first argument is an English message: `Language.text`, errors about inputs, words of a recognition.
SAYING = {"text", "InputError", "ControlTotalError", "BoundaryError", "OutcomeFrameError", "Message"}
# Those of what users write; `unexpected` says what a file of scenarios should hold instead.
SAYING |= {
    "ChangedMeanwhile",
    "Damaged",
    "EditionGone",
    "FileUnusable",
    "MeetingLocked",
    "NameTaken",
    "NoSuchAssignment",
    "NoSuchMeeting",
    "NoSuchScenario",
    "NoSuchView",
    "UnfitValue",
    "ScenarioFileError",
    "unexpected",
}
# Yields messages together with the names they are about.
PAIRED = "mapping_problems.py"
# These pass on the message of an error that was made, and so found, elsewhere.
PASSING_ON = ("error.message", "error.text", "error.expected", "said.text", "problem.message", "message.text")
# Tables of English messages that the code looks up by code; `Language.text` gets one of their values.
TABLES = {
    "NAMES": NAMES,
    "ROLE_NAMES": ROLE_NAMES,
    "KIND_NAMES": wording.KIND_NAMES,
    "LAYOUT_NAMES": wording.LAYOUT_NAMES,
    "SEPARATOR_NAMES": wording.SEPARATOR_NAMES,
    "DATE_NAMES": wording.DATE_NAMES,
    "DECIMAL_NAMES": wording.DECIMAL_NAMES,
    "IDENTIFIES": wording.IDENTIFIES,
    "CHANGE_NAMES": wording.CHANGE_NAMES,
    "RULE_NAMES": view.RULE_NAMES,
    "SPAN_NAMES": view.SPAN_NAMES,
    "FTE_NAMES": view.FTE_NAMES,
    "CASELOAD_PART_NAMES": wording.CASELOAD_PART_NAMES,
    "OUTCOME_PART_NAMES": wording.OUTCOME_PART_NAMES,
    "CLOCKS": outcome_view.CLOCKS,
    "OUTCOME_UNITS": outcome_view.UNITS,
    "CLAUSES": outcome_findings.CLAUSES,
    "SHEET_NAMES": overview_sheets.SHEET_NAMES,
    "VERDICT_WORDS": verdicts.VERDICT_WORDS,
    "UNITS": caseload_view.UNITS,
    "TREND_NAMES": trends.TREND_NAMES,
    "TREND_FINDINGS": trends.TREND_FINDINGS,
    "DISTRICT_TRENDS": course_figures.DISTRICT_TRENDS,
    "NOT_TOLD": course_figures.NOT_TOLD,
    "COUNTED_NAMES": vacancy_finding.COUNTED_NAMES,
    "REASON_NAMES": vacancy_finding.REASON_NAMES,
    "NUMBER_MOVED": vacancy_finding.NUMBER_MOVED,
    "BASIS_NAMES": caseload_view.BASIS_NAMES,
    "MEASURE_NAMES": details_figures.MEASURE_NAMES,
    "COUNTED": compare_figures.COUNTED,
    "EXPECTED": compare_figures.EXPECTED,
    "UNITS_IN_GENERAL": compare_findings.UNITS_IN_GENERAL,
    "VERDICT_SENTENCES": compare_findings.VERDICT_SENTENCES,
    "VALUE_NAMES": need_values.VALUE_NAMES,
    "SET_NAMES": need_fields.SET_NAMES,
    "PART_NAMES": wording.PART_NAMES,
    "VERDICT_NAMES": reach_figures.VERDICT_NAMES,
    "VERDICT_FINDINGS": reach_figures.VERDICT_FINDINGS,
    "POST_NAMES": maps.POST_NAMES,
    "MAP_NAMES": on_map.MAP_NAMES,
    "COMPARISON_NAMES": compared_with.COMPARISON_NAMES,
    "SHOWN_NAMES": distance.SHOWN_NAMES,
    "METHOD_NAMES": travel_choices.METHOD_NAMES,
    "METHOD_MEANINGS": travel_choices.METHOD_MEANINGS,
    "UNIT_NAMES": travel_choices.UNIT_NAMES,
    "TYPOLOGY_NAMES": fairness.TYPOLOGY_NAMES,
    "REGION_NAMES": evenness.REGION_NAMES,
    "AGAINST_NAMES": outcome_compare_figures.AGAINST_NAMES,
    "AGAINST_FINDINGS": outcome_compare_findings.AGAINST_FINDINGS,
    "TOGETHER_TRENDS": outcome_compare_findings.TOGETHER_TRENDS,
    "CLOCK_NAMES": time_clocks.CLOCK_NAMES,
    "CURVE_TITLES": time_clocks.CURVE_TITLES,
    "SINCE_NAMES": time_clocks.SINCE_NAMES,
    "BASE_NAMES": time_clocks.BASE_NAMES,
    "ENDING_NAMES": time_clocks.ENDING_NAMES,
    "SHARE_NAMES": time_clocks.SHARE_NAMES,
    "QUARTER_NAMES": time_sheets.QUARTER_NAMES,
    "AGES": people_view.AGES,
    "PEOPLE_VERDICTS": people_words.PEOPLE_VERDICTS,
    "MORE_OR_FEWER": people_findings.MORE_OR_FEWER,
    "REFUSAL_SENTENCES": refusals.REFUSAL_SENTENCES,
    "PLAN_PART_NAMES": wording.PLAN_PART_NAMES,
    "ACTION_NAMES": plan_actions.ACTION_NAMES,
    "SIDES": consequences.SIDES,
    "WORDS": before_after.WORDS,
    "PHASE_NAMES": propose_run.PHASE_NAMES,
    "OBJECTIVE_NAMES": propose_findings.OBJECTIVE_NAMES,
    "EMPTY": texts.EMPTY,
    "TOO_LONG": texts.TOO_LONG,
    "HIDDEN": texts.HIDDEN,
    "MEETING_PART_NAMES": wording.MEETING_PART_NAMES,
    "PAGE_NAMES": wording.PAGE_NAMES,
    "ASSIGNMENT_STATUS_NAMES": assignments.ASSIGNMENT_STATUS_NAMES,
    "FIELD_NAMES": assignment_words.FIELD_NAMES,
    "FILE_NAMES": FILE_NAMES,
    "COLUMN_NAMES": bridge_figure.COLUMN_NAMES,
    "COLUMN_MEANINGS": changes_table.COLUMN_MEANINGS,
    "STEP_REASONS": changes_findings.STEP_REASONS,
    "SETTING_NAMES": changes_inputs.SETTING_NAMES,
}


def called(node: ast.expr) -> str:
    """The last part of a name: text of visit.language.text."""
    return str(getattr(node, "attr", getattr(node, "id", "")))


def messages() -> Iterator[tuple[str, ast.expr]]:
    """Place and first argument of every call in the sources that says something to a reader."""
    sources = [REPOSITORY / "app.py", *(path for folder in FOLDERS for path in (REPOSITORY / folder).rglob("*.py"))]
    for path in sorted(sources):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and called(node.func) in SAYING:
                yield f"{path.relative_to(REPOSITORY).as_posix()}:{node.lineno}", node.args[0]
            if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple) and path.name == PAIRED:
                yield f"{path.relative_to(REPOSITORY).as_posix()}:{node.lineno}", node.value.elts[0]


def literals(node: ast.expr) -> list[str]:
    """The texts a message can be: a literal, or either side of a choice between literals."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return []


def is_from_a_table(node: ast.expr) -> bool:
    return isinstance(node, ast.Subscript) and called(node.value) in TABLES


def fields(text: str) -> set[str]:
    """The names of the {fields} of a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="de", abort_invalid=True)


@pytest.fixture(scope="module")
def translations(catalogue: Catalog) -> dict[str, str]:
    """Message -> translation, without the head of the file."""
    return {message.id: message.string for message in catalogue if message.id}


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """Message -> one place where the interface says it."""
    found = {text: place for place, message in messages() for text in literals(message)}
    return found | {text: name for name, table in TABLES.items() for text in table.values()}


def test_every_message_can_be_found() -> None:
    """A message put together at run time is in no catalogue; it belongs into a literal or one of the TABLES."""
    hidden = [
        place
        for place, message in messages()
        if not literals(message) and not is_from_a_table(message) and ast.unparse(message) not in PASSING_ON
    ]
    assert hidden == []
    assert any(True for _ in messages())


def test_nothing_is_said_that_german_does_not_know(translations: dict[str, str], said: dict[str, str]) -> None:
    assert [f"{place}: {text}" for text, place in said.items() if text not in translations] == []


def test_nothing_is_translated_that_nobody_says(
    catalogue: Catalog, translations: dict[str, str], said: dict[str, str]
) -> None:
    assert [text for text in translations if text not in said] == []
    assert list(catalogue.obsolete) == []


def test_every_translation_is_there_and_sure(catalogue: Catalog, translations: dict[str, str]) -> None:
    assert [text for text, translated in translations.items() if not translated] == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_translations_have_the_fields_of_their_source(translations: dict[str, str]) -> None:
    different = {text: found for text, found in translations.items() if fields(text) != fields(found)}
    assert different == {}


def test_interface_texts_do_not_shout(translations: dict[str, str]) -> None:
    assert [translated for translated in translations.values() if "!" in translated] == []
