"""Errors of the intake are said in the language of the reader, down to what fills their messages."""

from __future__ import annotations

import datetime as dt

from etl.control_totals import ControlTotal, refuse_failed
from etl.errors import ControlTotalError, InputError
from locales import Language
from pages._shared.said import problem

DE, EN = Language("de"), Language("en")


def test_row_and_column_are_named_before_the_words() -> None:
    error = InputError("expected a date like 2024-12-31", "a.csv", row=3, column="Datum")
    assert problem(error, DE) == "a.csv, Zeile 3, Spalte «Datum»: Erwartet wird ein Datum wie 2024-12-31."
    assert problem(error, EN) == str(error)


def test_kinds_and_days_are_written_as_the_reader_does() -> None:
    error = InputError(
        "several files of {kind} share the mapping «{mapping}» and the reference date {day}; keep one, or correct the "
        "reference date",
        "a.csv, b.csv",
        kind="cases",
        mapping="skf",
        day=dt.date(2026, 6, 1),
    )
    assert "Mehrere Dateien der Art «Fälle»" in problem(error, DE)
    assert "Stichtag 01.06.2026" in problem(error, DE)


def test_control_totals_are_named_in_the_language_of_the_reader() -> None:
    failed = [
        ControlTotal("posts_of_block", "posts.csv", 12.0, 12.25, subject="case_management"),
        ControlTotal("share", "census.csv", 12.34, float("nan"), subject="foreign_nationals", place="05358"),
    ]
    try:
        refuse_failed(failed)
    except ControlTotalError as error:
        words = problem(error, DE)
    assert words.startswith("posts.csv: Kontrollsummen stimmen nicht, es wurde nichts geladen. Stellen: ")
    assert "(VZÄ): erwartet 12, gefunden 12,25 (aus posts.csv); Anteil: " in words
    assert "erwartet 12,34, gefunden – (aus census.csv). Bitte die Datei berichtigen" in words
    assert not any(english in words for english in ("expected", "found", "posts of", "share of"))
