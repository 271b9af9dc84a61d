"""A cell of a table as text for slides and paper, written as readers of the language write it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from locales.language import Language
from report.sheets import MONTH, Cell, Column

NOTHING = "–"
# Most decimals of a number whose column does not say how many it has.
DIGITS = 6
# So many columns at most stand before and at the one that names the rows: rank, key, name.
LEADING = 3


def cell_text(cell: Cell, number_format: str, language: Language) -> str:
    """The value as a workbook would show it under Excel's `number_format`, as of report.sheets.number_format."""
    match cell:
        case None | "":
            return NOTHING
        case bool():
            return language.text("yes") if cell else language.text("no")
        case int() | float():
            return _number(cell, number_format, language)
        case dt.date():
            return language.month(cell) if number_format == MONTH else language.day(cell)
        case _:
            return cell


def is_of_numbers(column: int, columns: tuple[Column, ...], rows: tuple[tuple[Cell, ...], ...]) -> bool:
    """Whether a column is set flush right: all of it that is no text is a number, and there is one at least."""
    found = [row[column] for row in rows if not isinstance(row[column], str | None)]
    has_format = columns[column].number_format != "General"
    return bool(found or has_format) and all(_is_number(cell) for cell in found)


def label_of(rows: Sequence[Sequence[str]]) -> int:
    """The column of these texts that names the rows: the first of the leading ones whose cells are words, such as the municipality
    beside its key and rank; else the first."""
    if not rows:
        return 0
    leading = range(min(LEADING, len(rows[0])))
    return next((column for column in leading if all(_is_word(row[column]) for row in rows)), 0)


def _is_word(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _number(value: float, number_format: str, language: Language) -> str:
    body = number_format.partition(";")[0]
    if not re.search("[0#]", body):
        plain = f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
        return language.number(value, len(plain.partition(".")[2]), grouped=False)
    decimals = re.search(r"\.(0+)", body)
    places, signed = len(decimals[1]) if decimals else 0, body.startswith("+")
    if body.endswith("%"):
        percent = language.percent(value, places)
        return f"+{percent}" if signed and round(value * 100, places) > 0 else percent
    return language.number(value, places, signed=signed, grouped="," in body)
