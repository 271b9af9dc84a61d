"""What is said of scenarios in more than one place, and what goes wrong with them, in the language of the reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from pathlib import Path

from locales import Language
from pages._shared.earlier import moment_text
from pages._shared.scenarios import LONGEST_NAME, ScenarioFileError, WorkspaceError
from pages._shared.visit import ROLE_NAMES


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


def number_of_changes(number: int, language: Language) -> str:
    """How many changes a plan has, in words."""
    if number == 0:
        return language.text("no change")
    return language.text("1 change") if number == 1 else language.text("{number} changes", number=number)


def edition_text(edition_id: str, language: Language) -> str:
    """When an edition was made, from its id; the id itself where that does not tell."""
    try:
        made = dt.datetime.strptime(edition_id.partition("-")[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
    except ValueError:
        return edition_id
    return moment_text(made, language)


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, with a number behind it where it is taken: «Nord», «Nord 2», «Nord 3»."""
    known = {each.casefold() for each in taken}
    number, found = 1, name
    while found.casefold() in known:
        number += 1
        ending = f" {number}"
        found = name[: LONGEST_NAME - len(ending)].rstrip() + ending
    return found


def _shown(value: object) -> object:
    """A file by its name: where this installation keeps it is nobody's business."""
    return value.name if isinstance(value, Path) else value
