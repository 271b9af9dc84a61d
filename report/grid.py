"""A table as texts, for slides on the screen and in PowerPoint."""

from __future__ import annotations

from dataclasses import dataclass

from locales.language import Language
from report.cell_text import cell_text, is_of_numbers
from report.sheets import Sheet


@dataclass(frozen=True)
class Grid:
    """Texts in rows under headings; `is_right`: columns set flush right, as numbers are."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_right: tuple[bool, ...]


def grid_of(sheet: Sheet, language: Language) -> Grid:
    """A table with its numbers written as the language writes them."""
    columns, rows = tuple(sheet.columns), tuple(tuple(row) for row in sheet.rows)
    return Grid(
        tuple(column.heading for column in columns),
        tuple(
            tuple(cell_text(cell, sheet.format_at(number, column), language) for column, cell in enumerate(row))
            for number, row in enumerate(rows)
        ),
        tuple(is_of_numbers(number, columns, rows) for number in range(len(columns))),
    )
