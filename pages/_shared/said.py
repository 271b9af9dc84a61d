"""Errors and messages of the intake in the language of their reader."""

from __future__ import annotations

import datetime as dt
import math
from typing import Protocol

from etl.errors import ControlTotalError, FailedTotal, InputError
from locales import Language
from pages._shared.wording import KIND_NAMES


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
    words = "; ".join(said(part, language) for part in parts) or language.text(
        error.message, **_values(error, language)
    )
    return f"{', '.join(place)}: {words}"


def _values(error: InputError, language: Language) -> dict[str, object]:
    """What fills an error's message: days, kinds of file and control totals as the reader calls them, all else as it is."""
    values = {
        name: language.day(value) if isinstance(value, dt.date) else value for name, value in error.values.items()
    }
    if values.get("kind") in KIND_NAMES:
        values["kind"] = language.text(KIND_NAMES[str(values["kind"])])
    if isinstance(error, ControlTotalError):
        values["totals"] = "; ".join(_total(total, language) for total in error.failed)
    return values


def _total(total: FailedTotal, language: Language) -> str:
    return language.text(
        "{total}: expected {expected}, found {found} (from {file})",
        total=total.label(language.code),
        expected=_figure(total.expected, language),
        found=_figure(total.found, language),
        file=total.file,
    )


def _figure(number: float, language: Language) -> str:
    """With as many decimals as it has, up to two."""
    if math.isnan(number):
        return "–"
    return language.number(number, next((places for places in (0, 1) if round(number, places) == number), 2))
