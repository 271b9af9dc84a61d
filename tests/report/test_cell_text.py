"""How the cells of a table are written, and which of its columns names its rows."""

from __future__ import annotations

import datetime as dt

import pytest

from locales.language import Language
from report.cell_text import cell_text, label_of
from report.pack.pdf_tables import table
from report.sheets import MONTH, Column, Sheet, number_format
from report.table_text import csv_table


@pytest.mark.parametrize(
    ("cell", "format_", "german", "english"),
    [
        (2025, "0", "2025", "2025"),  # a year
        (2025, "General", "2025", "2025"),
        (1234.5, "General", "1234,5", "1234.5"),
        (279285, number_format(0), "279.285", "279,285"),
        (1234.5, number_format(2), "1.234,50", "1,234.50"),
        (1234.5, number_format(1, signed=True), "+1.234,5", "+1,234.5"),
        (-0.5, number_format(2), "−0,50", "−0.50"),
        (0.507, number_format(1, percent=True), "50,7\u202f%", "50.7%"),
    ],
)
def test_numbers_are_written_as_their_format_says(cell: float, format_: str, german: str, english: str) -> None:
    assert cell_text(cell, format_, Language("de")) == german
    assert cell_text(cell, format_, Language("en")) == english


def test_a_day_that_stands_for_its_month_is_written_as_the_month() -> None:
    october = dt.date(2026, 10, 1)
    assert cell_text(october, MONTH, Language("de")) == "Oktober 2026"
    assert cell_text(october, "General", Language("de")) == "01.10.2026"
    columns = (Column("Monat", number_format=MONTH), Column("Stichtag"))
    written = csv_table([Sheet("A", "A", columns, [(october, october)])], Language("de")).decode("utf-8-sig")
    assert "2026-10;01.10.2026" in written


@pytest.mark.parametrize(
    ("rows", "label"),
    [
        ([["1", "05358008", "Düren"], ["2", "05358052", "Nörvenich"]], 2),
        ([["05358008", "Düren", "ja"], ["–", "Kreis", "nein"]], 1),
        ([["01.11.2023", "40,5", "56,2", "Kreis"]], 0),
        ([["Düren", "1"], ["2", "Titz"]], 0),
        ([], 0),
    ],
)
def test_rows_are_named_by_the_first_of_the_leading_columns_that_holds_words(rows: list[list[str]], label: int) -> None:
    assert label_of(rows) == label


def test_every_part_of_a_wide_table_says_whose_rows_it_shows() -> None:
    headings = ["Rang", "AGS", "Gemeinde", *(f"Lücke in Stellen im Jahre {year}" for year in range(2000, 2025))]
    rows = [[1, "05358008", "Düren", *range(25)], [2, "05358052", "Nörvenich", *range(25, 50)]]
    parts = table(Sheet("A", "A", [Column(each) for each in headings], rows), Language("de"))["parts"]
    assert len(parts) > 1
    assert parts[0]["heads"][:3] == headings[:3]
    for part in parts[1:]:
        assert [row[0] for row in part["rows"]] == ["Düren", "Nörvenich"]
    ends = [(part["from"], part["to"]) for part in parts]
    assert ends[0][0] == 1
    assert [begin for begin, _ in ends[1:]] == [end + 1 for _, end in ends[:-1]]
    assert ends[-1][1] == len(headings)
