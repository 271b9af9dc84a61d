"""The German catalogue says everything the interface says, and nothing else.

Messages are found by walking the syntax tree instead of with Babel's extractor, which overlooks calls inside f-strings
before Python 3.12.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from metrics.states import NAMES
from pages._shared.visit import ROLE_NAMES

REPOSITORY = Path(__file__).parents[2]
CATALOGUE = REPOSITORY / "locales" / "de" / "LC_MESSAGES" / "kim_atlas.po"
FOLDERS = ("charts", "pages", "metrics", "etl")
# Tables of English messages that the code looks up by code; `Language.text` gets one of their values.
TABLES = {"NAMES": NAMES, "ROLE_NAMES": ROLE_NAMES}


class Call(NamedTuple):
    """One call of text or plural: where it is and the nodes of its messages."""

    place: str
    messages: list[ast.expr]


def calls() -> Iterator[Call]:
    """Every call of a function or method named text or plural in the sources."""
    sources = [REPOSITORY / "app.py", *(path for folder in FOLDERS for path in (REPOSITORY / folder).rglob("*.py"))]
    for path in sorted(sources):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in {"text", "plural"}:
                    place = f"{path.relative_to(REPOSITORY).as_posix()}:{node.lineno}"
                    yield Call(place, node.args[: 1 if name == "text" else 2])


def literals(node: ast.expr) -> list[str]:
    """The texts a message can be: a literal, or either side of a choice between literals."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    return []


def is_from_a_table(node: ast.expr) -> bool:
    return isinstance(node, ast.Subscript) and getattr(node.value, "id", getattr(node.value, "attr", "")) in TABLES


def forms(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translations(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def fields(text: str) -> set[str]:
    """The names of the {fields} of a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="de", abort_invalid=True)


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """Message -> one place where the interface says it."""
    found = {text: call.place for call in calls() for message in call.messages for text in literals(message)}
    return found | {text: name for name, table in TABLES.items() for text in table.values()}


def test_every_message_can_be_found() -> None:
    """A message put together at run time is in no catalogue; it belongs into a literal or one of the TABLES."""
    hidden = [
        call.place
        for call in calls()
        for message in call.messages
        if not literals(message) and not is_from_a_table(message)
    ]
    assert hidden == []
    assert any(True for _ in calls())


def test_nothing_is_said_that_german_does_not_know(catalogue: Catalog, said: dict[str, str]) -> None:
    known = {form for message in catalogue if message.id for form in forms(message)}
    assert [f"{place}: {text}" for text, place in said.items() if text not in known] == []


def test_nothing_is_translated_that_nobody_says(catalogue: Catalog, said: dict[str, str]) -> None:
    assert [message.id for message in catalogue if message.id and not said.keys() & set(forms(message))] == []
    assert list(catalogue.obsolete) == []


def test_every_translation_is_there_and_sure(catalogue: Catalog) -> None:
    doubtful = [message.id for message in catalogue if message.id and (message.fuzzy or not all(translations(message)))]
    assert doubtful == []


def test_translations_have_the_fields_of_their_source(catalogue: Catalog) -> None:
    different = []
    for message in catalogue:
        wanted = set().union(*map(fields, forms(message))) if message.id else set()
        # «eine Gemeinde» may do without its number.
        optional = {"count"} if message.pluralizable else set()
        for translated in translations(message) if message.id else ():
            if not wanted - optional <= fields(translated) <= wanted:
                different.append((message.id, translated))
    assert different == []


def test_a_plural_has_as_many_forms_as_german(catalogue: Catalog) -> None:
    plurals = [message for message in catalogue if message.id and message.pluralizable]
    assert [message.id for message in plurals if len(translations(message)) != 2] == []


def test_interface_texts_do_not_shout(catalogue: Catalog) -> None:
    assert [message.id for message in catalogue if message.id and "!" in "".join(translations(message))] == []
