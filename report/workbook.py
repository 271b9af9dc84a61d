"""Tables as a workbook (xlsx) for further work: numbers stay numbers, days days, and no text becomes a formula."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from math import ceil
from types import MappingProxyType

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from report.cells import Formats, write
from report.sheets import Example, Explanation, Sheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The moment stands in the file's properties: a fixed one, so that the same tables give the same bytes.
MADE_ON = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no time zones
HARMLESS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
A4 = 9
LINE_HEIGHT = 15
TITLE_SIZE = 14
# Wide enough for the longest text of a definition in five lines; the second column carries the sentences.
EXPLANATION_WIDTHS = (34, 70, 16, 38, 38, 44, 44)


def workbook(
    sheets: Sequence[Sheet | Explanation],
    example: Example | None = None,
    examples: Mapping[str, Example] = MappingProxyType({}),
) -> bytes:
    """An xlsx file with the sheets in their order. The same sheets give the same bytes.

    A table has its title in the first row and its head frozen, with a filter; what is made up says so in every title, in
    the row below it and in the file's properties. `examples`: marks of single sheets by their names, where not all is made
    up. Raises ValueError for values that fit no cell or no column, and xlsxwriter's own errors for names that no sheet can have.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **HARMLESS}) as book:
        made_up = example or next(iter(examples.values()), None)
        remark = made_up.sentence if made_up else ""
        book.set_properties({"title": _title(sheets[0], example), "comments": remark, "created": MADE_ON})
        formats = Formats(book)
        for content in sheets:
            sheet = book.add_worksheet(content.name)
            first = _head(sheet, content, examples.get(content.name, example), formats)
            if isinstance(content, Sheet):
                _table(sheet, content, first, formats)
            else:
                _sections(sheet, content, first, formats)
            _for_print(sheet)
    return buffer.getvalue()


def _title(content: Sheet | Explanation, example: Example | None) -> str:
    return f"{example.word}: {content.title}" if example else content.title


def _head(sheet: Worksheet, content: Sheet | Explanation, example: Example | None, formats: Formats) -> int:
    """Write the title, and below it that the figures are made up. Returns the next row that is free after a gap."""
    sheet.write_string(0, 0, _title(content, example), formats.of(bold=True, font_size=TITLE_SIZE))
    if example is None:
        return 2
    sheet.write_string(1, 0, example.sentence, formats.of(bold=True, bg_color="#FFE9A8"))
    return 3


def _table(sheet: Worksheet, content: Sheet, head: int, formats: Formats) -> None:
    last = len(content.columns) - 1
    for number, column in enumerate(content.columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(head, number, column.heading, formats.of(bold=True, bottom=1, text_wrap=True))
    for position, cells in enumerate(content.rows):
        row = head + 1 + position
        if len(cells) != len(content.columns):
            raise ValueError(f"{content.name}, row {row + 1}: {len(cells)} cells for {len(content.columns)} columns")
        for number, cell in enumerate(cells):
            write(sheet, row, number, cell, formats, content.format_at(position, number))
    end = head + max(len(content.rows), 1)
    sheet.autofilter(head, 0, end, last)
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(head)
    width = sum(column.width for column in content.columns)
    for row, note in enumerate(content.notes, start=end + 2):
        _paragraph(sheet, row, last, note, width, formats)


def _paragraph(sheet: Worksheet, row: int, last: int, text: str, width: float, formats: Formats) -> None:
    """A text across the whole table. Excel does not fit the height of merged cells, so it is estimated."""
    cell_format = formats.of(text_wrap=True)
    if last:
        sheet.merge_range(row, 0, row, last, "", cell_format)
    sheet.write_string(row, 0, text, cell_format)
    sheet.set_row(row, LINE_HEIGHT * ceil(len(text) / width))


def _sections(sheet: Worksheet, content: Explanation, row: int, formats: Formats) -> None:
    for number, width in enumerate(EXPLANATION_WIDTHS):
        sheet.set_column(number, number, width)
    for section in content.sections:
        sheet.write_string(row, 0, section.heading, formats.of(bold=True, font_size=12))
        row += 1
        for number, heading in enumerate(section.headings):
            sheet.write_string(row, number, heading, formats.of(bold=True, bottom=1, text_wrap=True))
        row += bool(section.headings)
        for cells in section.rows:
            for number, cell in enumerate(cells):
                write(sheet, row, number, cell, formats)
            row += 1
        row += 1


def _for_print(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")
