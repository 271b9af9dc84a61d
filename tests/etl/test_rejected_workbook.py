"""The workbook that goes back to the sender of a file: places and rules in plain words, never a value."""

from __future__ import annotations

import csv
import datetime as dt
import io
import time
import zipfile
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from etl.check import check_files
from etl.outcome import LINE, Outcome, rejections
from etl.rejected_workbook import rejected_workbook
from etl.rules import expected_text, rule_text, rules

OUTCOMES = [
    Outcome(
        "caseload/Fälle.csv",
        pl.DataFrame({LINE: [2, 3]}),
        rejections([(7, "Anfrage am", "readable_date"), (5, "=1+1", "nullability"), (7, "Gemeinde", "known_post")]),
        rows_read=9,
        withheld=2,
        duplicate=1,
        superseded=2,
        findings=rejections([(2, "Fallende am", "nullability")]),
        refused=("Name",),
    ).checked(),
    Outcome("=HYPERLINK(1).csv", pl.DataFrame({LINE: [1]}), rejections([]), rows_read=1).checked(),
]


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_every_rejected_row_is_there_with_rule_what_was_expected_and_room_for_a_correction() -> None:
    found = sheets(rejected_workbook(OUTCOMES))
    assert list(found) == ["Zurückgewiesen", "Konto", "Hinweise"]
    head, *rows = found["Zurückgewiesen"]
    assert head == ["Datei", "Zeile", "Spalte", "Regel", "erwartet", "Berichtigung"]
    places = [(5, "=1+1", "nullability"), (7, "Anfrage am", "readable_date"), (7, "Gemeinde", "known_post")]
    assert rows == [
        ["caseload/Fälle.csv", line, column, rule_text(rule, "de"), expected_text(rule, "de"), ""]
        for line, column, rule in places
    ]
    assert rows[1][4] == "Erwartet wird TT.MM.JJJJ oder JJJJ-MM-TT."


def test_the_account_adds_up_per_file() -> None:
    head, *rows = sheets(rejected_workbook(OUTCOMES))["Konto"]
    assert head == ["Datei", "gelesen", "geladen", "zurückgewiesen", "zurückgehalten", "ersetzt", "doppelt"]
    assert rows == [["caseload/Fälle.csv", 9, 2, 2, 2, 2, 1], ["=HYPERLINK(1).csv", 1, 1, 0, 0, 0, 0]]
    assert all(row[1] == sum(int(str(cell).removesuffix(".0")) for cell in row[2:]) for row in rows)


def test_findings_have_a_sheet_of_their_own() -> None:
    assert [row[:3] for row in sheets(rejected_workbook(OUTCOMES))["Hinweise"][1:]] == [
        ["caseload/Fälle.csv", 2, "Fallende am"]
    ]


def test_the_workbook_speaks_english_as_well() -> None:
    found = sheets(rejected_workbook(OUTCOMES, "en"))
    assert list(found) == ["Rejected", "Account", "Findings"]
    assert found["Rejected"][1][3] == rule_text("nullability", "en")


def test_no_text_becomes_a_formula_or_a_link() -> None:
    with zipfile.ZipFile(io.BytesIO(rejected_workbook(OUTCOMES))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in "".join(archive.read(name).decode() for name in archive.namelist() if "sheet" in name)
    for part in ("<autoFilter", 'state="frozen"', 'orientation="landscape"', "<cols>", 'fitToHeight="0"'):
        assert part in sheet


def test_the_same_rows_give_the_same_bytes_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    first = rejected_workbook(OUTCOMES)
    monkeypatch.setattr(time, "time", lambda: 2e9)
    assert rejected_workbook(OUTCOMES) == first


def test_nothing_to_send_back_is_a_workbook_too() -> None:
    assert [len(rows) for rows in sheets(rejected_workbook([])).values()] == [1, 1, 1]


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_rule_says_what_is_expected(language: str) -> None:
    texts = {rule: expected_text(rule, language) for rule in rules()}
    assert [rule for rule, text in texts.items() if not text or text[0].islower() or text[-1] not in ".…"] == []


def test_no_value_of_a_file_is_in_the_workbook(small_data: Path) -> None:
    path = small_data / "raw" / "caseload" / "Beispieldaten_Faelle.csv"
    checked = check_files([path], small_data, dt.date(2026, 11, 2))
    outcomes = [one.outcome for one in checked if one.outcome is not None]
    assert outcomes[0].rows_rejected > 0
    with zipfile.ZipFile(io.BytesIO(rejected_workbook(outcomes))) as archive:
        content = "".join(archive.read(name).decode() for name in archive.namelist())
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    personal = {row[column] for row in rows for column in ("Fallnummer", "Name", "Geburtsdatum", "Anfrage am")} - {""}
    assert len(personal) > 100
    assert [value for value in personal if value in content] == []
