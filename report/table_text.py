"""A table as CSV that a German spreadsheet opens: semicolons, decimal marks of the language, UTF-8 with BOM."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence

from locales.language import Language
from report.sheets import MONTH, Cell, Column, Example, Explanation, Sheet

MEDIA_TYPE = "text/csv"
DIGITS = 6


def csv_table(sheets: Sequence[Sheet | Explanation], language: Language, example: Example | None = None) -> bytes:
    """The first table with its title and what must stand beside it in the head, then its columns and rows.

    Raises ValueError without any table.
    """
    table = next((sheet for sheet in sheets if isinstance(sheet, Sheet)), None)
    if table is None:
        raise ValueError("there is no table among the sheets")
    facts = next((sheet.facts for sheet in sheets if isinstance(sheet, Explanation)), None)
    head: list[Sequence[Cell]] = [(table.title,)]
    if example:
        head.append((example.sentence,))
    if facts:
        head += [*facts.choices, *facts.dates, *((language.text("Source"), source) for source in facts.sources)]
        head += [(note,) for note in facts.notes]
    written = io.StringIO()
    rows = (
        *head,
        (),
        [column.heading for column in table.columns],
        *([_month(cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows),
        *((note,) for note in table.notes),
    )
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows(
        [_cell(cell, language) for cell in row] for row in rows
    )
    return written.getvalue().encode("utf-8-sig")


def no_formula(text: str) -> str:
    """Text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _month(cell: Cell, column: Column) -> Cell:
    """A day that stands for its month as that, such as 2026-10."""
    return f"{cell:%Y-%m}" if isinstance(cell, dt.date) and column.number_format == MONTH else cell


def _cell(cell: Cell, language: Language) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return language.text("yes") if cell else language.text("no")
        case int():
            return str(cell)
        case float():
            plain = f"{cell:.{DIGITS}f}".rstrip("0").rstrip(".")
            return plain.replace(".", ",") if language.code == "de" else plain
        case dt.date():
            return language.day(cell) if language.code == "de" else cell.isoformat()
        case _:
            return no_formula(cell)
