"""Rejected rows as a workbook for the sender of the files, to look them up and correct them: places and rules, no values."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from etl.outcome import REJECTED_SCHEMA, Outcome
from etl.rules import expected_text, rule_text

# The moment stands in the file's properties: a fixed one, so that the same rows give the same bytes.
MADE_ON = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no time zones
A4 = 9
TEXTS = {
    "de": {
        "rejected": "Zurückgewiesen",
        "account": "Konto",
        "findings": "Hinweise",
        "rows": ("Datei", "Zeile", "Spalte", "Regel", "erwartet", "Berichtigung"),
        "numbers": ("Datei", "gelesen", "geladen", "zurückgewiesen", "zurückgehalten", "ersetzt", "doppelt"),
    },
    "en": {
        "rejected": "Rejected",
        "account": "Account",
        "findings": "Findings",
        "rows": ("File", "Row", "Column", "Rule", "Expected", "Correction"),
        "numbers": ("File", "read", "loaded", "rejected", "withheld", "superseded", "duplicate"),
    },
}
ROW_WIDTHS = (34, 8, 24, 60, 50, 30)
NUMBER_WIDTHS = (44, 12, 12, 16, 16, 12, 12)


@dataclass(frozen=True)
class _Formats:
    head: Format
    cell: Format


def rejected_workbook(outcomes: Sequence[Outcome], language: str = "de") -> bytes:
    """An xlsx file with three sheets: rejected rows with rule and an empty column for the correction, the account of every
    file, and findings about rows that load all the same. The same outcomes give the same bytes."""
    texts = TEXTS[language]
    buffer = io.BytesIO()
    harmless = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **harmless}) as book:
        book.set_properties({"created": MADE_ON})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats = _Formats(head, book.add_format({"text_wrap": True, "valign": "top"}))
        rejected = [(outcome.name, outcome.rejected) for outcome in outcomes]
        _rows_sheet(book.add_worksheet(texts["rejected"]), rejected, formats, language)
        _account_sheet(book.add_worksheet(texts["account"]), outcomes, formats, language)
        found = [(outcome.name, outcome.findings) for outcome in outcomes]
        _rows_sheet(book.add_worksheet(texts["findings"]), found, formats, language)
    return buffer.getvalue()


def _rows_sheet(sheet: Worksheet, frames: Sequence[tuple[str, pl.DataFrame]], formats: _Formats, language: str) -> None:
    cells = [
        (name, line, column, rule_text(rule, language), expected_text(rule, language), "")
        for name, frame in frames
        for line, column, rule in frame.select(*REJECTED_SCHEMA).sort(*REJECTED_SCHEMA).rows()
    ]
    _fill(sheet, TEXTS[language]["rows"], cells, ROW_WIDTHS, formats)


def _account_sheet(sheet: Worksheet, outcomes: Sequence[Outcome], formats: _Formats, language: str) -> None:
    cells = [(outcome.name, *outcome.account) for outcome in outcomes]
    _fill(sheet, TEXTS[language]["numbers"], cells, NUMBER_WIDTHS, formats)


def _fill(
    sheet: Worksheet,
    head: Sequence[str],
    rows: Sequence[Sequence[str | int]],
    widths: Sequence[int],
    formats: _Formats,
) -> None:
    for column, (heading, width) in enumerate(zip(head, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, formats.head)
    for number, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell, formats.cell)
            elif cell:
                sheet.write_string(number, column, cell, formats.cell)
            else:
                sheet.write_blank(number, column, None, formats.cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(head) - 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R&P / &N")
