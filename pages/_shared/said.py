"""Errors and messages of the intake in the language of their reader."""

from __future__ import annotations

from typing import Protocol

from etl.errors import InputError
from locales import Language


class Message(Protocol):
    """An English text of the catalogue with `{name}` fields, and what fills them."""

    @property
    def text(self) -> str: ...

    @property
    def values(self) -> dict[str, object]: ...


def said(message: Message, language: Language) -> str:
    """A message in words of the language."""
    return language.text(message.text, **message.values)


def problem(error: InputError, language: Language) -> str:
    """An error with the file, row and column it is about."""
    place = [error.file]
    if error.row is not None:
        place.append(language.text("row {row}", row=error.row))
    if error.column is not None:
        place.append(language.text("column «{column}»", column=error.column))
    parts = getattr(error, "problems", ())  # of a mapping: each is a message of its own
    words = "; ".join(said(part, language) for part in parts) or language.text(error.message, **error.values)
    return f"{', '.join(place)}: {words}"
