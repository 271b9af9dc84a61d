"""What goes wrong with scenarios, and what is said of them in more than one place, in the language of the reader."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from locales import Language
from pages._shared.scenarios import Scenario
from pages._shared.visit import ROLE_NAMES
from planning.scenario_file import ScenarioFileError
from workspace import WorkspaceError

HERE = ZoneInfo("Europe/Berlin")


def problem_sentence(error: WorkspaceError | ScenarioFileError, language: Language) -> str:
    """An error as a sentence; of a file with the place in it. Names in it are those of users: show it as literal text."""
    values = {name: _shown(value) for name, value in error.values.items()}
    if not isinstance(error, ScenarioFileError):
        return language.text(error.text, **values)
    if error.expected:
        values["expected"] = language.text(error.expected)
    words = language.text(error.text, **values)
    return language.text("At {path}: {words}", path=error.path, words=words) if error.path else words


def moment_text(scenario: Scenario, language: Language) -> str:
    """When it was last changed."""
    here = scenario.changed_at.astimezone(HERE)
    return f"{language.day(here.date())}, {here:%H:%M}"


def role_text(scenario: Scenario, language: Language) -> str:
    """The role of who made it."""
    role = scenario.author_role
    return language.text(ROLE_NAMES[role]) if role in ROLE_NAMES else role


def _shown(value: object) -> object:
    """A file by its name: where this installation keeps it is nobody's business."""
    return value.name if isinstance(value, Path) else value
