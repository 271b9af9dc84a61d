"""Sheets without the signs that a workbook cannot hold."""

from __future__ import annotations

from dataclasses import replace

from report.pack.slides_text import legible
from report.sheets import Cell, Explanation, Sheet

# As many characters as a cell of Excel takes.
MOST = 32_767


def legible_sheet(sheet: Sheet | Explanation) -> Sheet | Explanation:
    """The sheet with every text of it legible and no longer than a cell takes; numbers and days as they are."""
    if isinstance(sheet, Sheet):
        columns = [replace(column, heading=_short(column.heading)) for column in sheet.columns]
        rows = [[_cell(cell) for cell in row] for row in sheet.rows]
        notes = [_short(note) for note in sheet.notes]
        return replace(sheet, title=_short(sheet.title), columns=columns, rows=rows, notes=notes)
    sections = [
        replace(
            section,
            heading=_short(section.heading),
            headings=[_short(heading) for heading in section.headings],
            rows=[[_cell(cell) for cell in row] for row in section.rows],
        )
        for section in sheet.sections
    ]
    return replace(sheet, title=_short(sheet.title), sections=sections)


def _cell(cell: Cell) -> Cell:
    return _short(cell) if isinstance(cell, str) else cell


def _short(text: str) -> str:
    plain = legible(text)
    # Excel counts in UTF-16.
    return plain if len(plain) <= MOST // 2 else plain.encode("utf-16-le")[: 2 * MOST].decode("utf-16-le", "ignore")
