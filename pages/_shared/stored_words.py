"""What is said of what users stored, and what goes wrong with it, in the language of the reader."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from locales import Language
from metrics.protection import ROLE_NAMES
from pages._shared.earlier import moment_text
from pages._shared.scenarios import ScenarioFileError, WorkspaceError


def problem_sentence(error: WorkspaceError | ScenarioFileError, language: Language) -> str:
    """An error as a sentence; of a file with the place in it. Names in it are those of users: show it as literal text."""
    values = {name: _shown(value) for name, value in error.values.items()}
    if not isinstance(error, ScenarioFileError):
        return language.text(error.text, **values)
    if error.expected:
        values["expected"] = language.text(error.expected)
    words = language.text(error.text, **values)
    return language.text("At {path}: {words}", path=error.path, words=words) if error.path else words


def role_text(role: str, language: Language) -> str:
    """The name of a role."""
    return language.text(ROLE_NAMES[role]) if role in ROLE_NAMES else role


def edition_text(edition_id: str, language: Language) -> str:
    """When an edition was made, from its id; the id itself where that does not tell."""
    try:
        made = dt.datetime.strptime(edition_id.partition("-")[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
    except ValueError:
        return edition_id
    return moment_text(made, language)


def _shown(value: object) -> object:
    """A file by its name: where this installation keeps it is nobody's business."""
    return value.name if isinstance(value, Path) else value
