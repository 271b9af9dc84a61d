"""One value in one cell of a workbook, by its type."""

from __future__ import annotations

import datetime as dt
from math import isfinite

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from report.sheets import Cell

# Number 14 of Excel's own formats: a day as the reader's settings write it.
DAY = 14


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def of(self, **properties: object) -> Format:
        """A format with Excel's properties, aligned to the top of its cell."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"valign": "top", **properties})
        return self._made[key]


def write(
    sheet: Worksheet, row: int, column: int, cell: Cell, formats: Formats, number_format: str = "General"
) -> None:
    """Write one value; None and "" leave the cell empty.

    Text stays text, also where it begins like a formula. Raises ValueError for a number that is not finite and for a type
    that a cell cannot hold.
    """
    match cell:
        case None | "":
            return
        case bool():
            sheet.write_boolean(row, column, cell, formats.of())
        case int() | float() if isfinite(cell):
            sheet.write_number(row, column, cell, formats.of(num_format=number_format))
        case dt.date() if not isinstance(cell, dt.datetime):
            sheet.write_datetime(row, column, cell, formats.of(num_format=DAY, align="left"))
        case str():
            sheet.write_string(row, column, cell, formats.of(text_wrap=True))
        case _:
            place = f"{sheet.get_name()}, {xl_rowcol_to_cell(row, column)}"
            raise ValueError(f"{place}: {cell!r} fits no cell; give a finite number, a day, a text or None")
