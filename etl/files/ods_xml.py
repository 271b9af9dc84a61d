"""What the XML of an ods workbook says of the cells of its sheets; rows and cells that are alike stand there once, with a number."""

from __future__ import annotations

from itertools import islice

from etl.files.limits import MAX_COLUMNS, MAX_ERRORS
from etl.files.sheet_xml import Cells, UnusualSheetError, parse

ROWS, COLUMNS = "table:number-rows-repeated", "table:number-columns-repeated"
CELLS = ("table:table-cell", "table:covered-table-cell")


def cells_of_ods(xml: bytes) -> dict[str, Cells]:
    """Sheet -> its cells. Raises UnusualSheetError where the XML is broken."""
    sheets: dict[str, Cells] = {}
    cells, row, rows, column, columns = Cells(), 0, 0, 0, 0
    is_filled = is_error = False
    text = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal cells, row, rows, column, columns, is_filled, is_error, text
        if name == "table:table":
            cells = sheets.setdefault(attributes.get("table:name", ""), Cells())
            row, rows = 0, 0
        elif name == "table:table-row":
            row, rows, column, columns = row + rows, _times(attributes.get(ROWS)), 0, 0
        elif name in CELLS:
            column, columns = column + columns, _times(attributes.get(COLUMNS))
            is_filled = "office:value-type" in attributes or "table:formula" in attributes
            is_error = attributes.get("calcext:value-type") == "error"
            text = attributes.get("office:string-value", "")
        elif name.startswith("text:"):
            is_filled = True

    def end(name: str) -> None:
        if name not in CELLS:
            return
        if is_filled:
            cells.reach(row + rows - 1, column + columns - 1)
            cells.characters += rows * columns * len(text)
        if is_error and column + columns <= MAX_COLUMNS:
            places = ((row + down, column + right) for down in range(rows) for right in range(columns))
            room = max(MAX_ERRORS + 1 - len(cells.errors), 0)
            cells.errors.extend((*place, text) for place in islice(places, room))

    def characters(some: str) -> None:
        nonlocal text
        text += some

    parse(xml, start, end, characters)
    return sheets


def _times(text: str | None) -> int:
    if text is None:
        return 1
    if not (text.isascii() and text.isdigit()):
        raise UnusualSheetError
    return max(int(text[:10]), 1)
