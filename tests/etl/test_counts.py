"""Readers of the authorities' yearly counts and of arrivals from abroad; several files of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from etl.errors import InputError
from etl.outcome import Outcome
from etl.rules import rules as words
from etl.schemas import Arrival
from etl.several_files import one_table
from etl.sources.counts import ALSO_WRITTEN, read_arrivals, read_authority_counts
from metrics.codes import codes

NAME = "counts/file.csv"
UNTIL = dt.date(2025, 6, 30)
PLACES = ["05358004", "05358008"]


def write(folder: Path, *lines: str) -> Path:
    path = folder / "file.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def counts(folder: Path, *rows: str) -> Outcome:
    return read_authority_counts(write(folder, "Behörde;Jahr;Angabe;Anzahl", *rows), NAME, UNTIL)


def arrivals(folder: Path, *rows: str, name: str = NAME) -> Outcome:
    return read_arrivals(write(folder, "AGS;Monat;Zuzüge", *rows), name, PLACES, UNTIL)


def rules(outcome: Outcome) -> list[tuple[int, str, str]]:
    assert set(outcome.rejected["rule"]) <= set(words())
    return sorted(outcome.rejected.rows())


def test_every_measure_is_read_by_its_german_name(tmp_path: Path) -> None:
    measures = codes("authority_measure")
    outcome = counts(
        tmp_path, *(f"Kreis Düren;2024;{names['de']};{number}" for number, names in enumerate(measures.values()))
    )
    assert rules(outcome) == []
    assert outcome.frame["measure"].to_list() == list(measures)
    assert outcome.frame.select("authority", "year", "people").rows() == [
        ("Kreis Düren", 2024, number) for number in range(len(measures))
    ]


def test_not_published_is_neither_zero_nor_left_out(tmp_path: Path) -> None:
    outcome = counts(tmp_path, "Kreis;2023;Einbürgerungen;.", "Kreis;2024;Einbürgerungen;0")
    assert outcome.frame["people"].to_list() == [None, 0]


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("Kreis;2024;Einbürgerung;5", "Angabe", "known_code"),
        ("Kreis;1999;Einbürgerungen;5", "Jahr", "not_before_2000"),
        ("Kreis;2026;Einbürgerungen;5", "Jahr", "not_after_reference_date"),
        ("Kreis;24;Einbürgerungen;5", "Jahr", "not_before_2000"),
        ("Kreis;;Einbürgerungen;5", "Jahr", "nullability"),
        (";2024;Einbürgerungen;5", "Behörde", "nullability"),
        ("Kreis;2024;Einbürgerungen;-5", "Anzahl", "min"),
        ("Kreis;2024;Einbürgerungen;5,5", "Anzahl", "readable_whole_number"),
        ("Kreis;2024;Einbürgerungen;fünf", "Anzahl", "readable_whole_number"),
        ("Kreis;2024;Einbürgerungen;", "Anzahl", "nullability"),
        *((f"Kreis;2024;Einbürgerungen;{sign}", "Anzahl", "number_or_not_published") for sign in ("-", "–", "/", "x", "...")),
    ],
)  # fmt: skip
def test_wrong_counts_are_rejected_with_column_and_rule(tmp_path: Path, row: str, column: str, rule: str) -> None:
    outcome = counts(tmp_path, row)
    assert rules(outcome) == [(2, column, rule)]
    assert (outcome.rows_read, outcome.rows_loaded) == (1, 0)


def test_a_count_given_twice_is_not_chosen_from_and_a_repeated_row_is_a_duplicate(tmp_path: Path) -> None:
    twice = counts(tmp_path, "Kreis;2024;Einbürgerungen;5", "Kreis;2024;Einbürgerungen;6")
    assert rules(twice) == [(2, "–", "primary_key"), (3, "–", "primary_key")]
    repeated = counts(tmp_path, "Kreis;2024;Einbürgerungen;5", "Kreis;2024;Einbürgerungen;5")
    assert (repeated.rows_read, repeated.rows_loaded, repeated.duplicate) == (2, 1, 1)


def test_arrivals_are_read_by_month(tmp_path: Path) -> None:
    outcome = arrivals(tmp_path, "05358004;01.2025;12", "05358004;2.2025;.", "05358008;06.2025;0")
    assert rules(outcome) == []
    assert outcome.frame.drop("line").rows() == [
        ("05358004", dt.date(2025, 1, 1), 12),
        ("05358004", dt.date(2025, 2, 1), None),
        ("05358008", dt.date(2025, 6, 1), 0),
    ]


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("05358999;01.2025;12", "AGS", "known_municipality"),
        ("5358004;01.2025;12", "AGS", "known_municipality"),
        ("05358004;Januar 2025;12", "Monat", "readable_month"),
        ("05358004;13.2025;12", "Monat", "readable_month"),
        ("05358004;07.2025;12", "Monat", "not_after_reference_date"),
        ("05358004;12.1999;12", "Monat", "not_before_2000"),
        ("05358004;;12", "Monat", "nullability"),
        ("05358004;01.2025;-", "Zuzüge", "number_or_not_published"),
        ("05358004;01.2025;-1", "Zuzüge", "min"),
    ],
)
def test_wrong_arrivals_are_rejected_with_column_and_rule(tmp_path: Path, row: str, column: str, rule: str) -> None:
    assert (2, column, rule) in rules(arrivals(tmp_path, row))


def test_several_files_make_one_table(tmp_path: Path) -> None:
    found = [
        arrivals(tmp_path, "05358008;01.2025;12", name="a.csv"),
        arrivals(tmp_path, "05358004;01.2025;7", name="b.csv"),
    ]
    table = one_table(found, Arrival, ("ags", "month"))
    assert table.rows() == [("05358004", dt.date(2025, 1, 1), 7), ("05358008", dt.date(2025, 1, 1), 12)]
    assert one_table([], Arrival, ("ags", "month")).schema == table.schema == pl.Schema(
        {"ags": pl.String, "month": pl.Date, "people": pl.Int64}
    )  # fmt: skip


def test_the_same_in_two_files_is_not_chosen_from(tmp_path: Path) -> None:
    found = [arrivals(tmp_path, "05358008;01.2025;12", name=name) for name in ("b.csv", "a.csv")]
    with pytest.raises(
        InputError, match=r"^a\.csv, b\.csv: 2 rows of these files are about the same; keep each in one"
    ):
        one_table(found, Arrival, ("ags", "month"))


@pytest.mark.parametrize(("written", "measure"), sorted(ALSO_WRITTEN.items()))
def test_measures_are_read_as_authorities_write_them(tmp_path: Path, written: str, measure: str) -> None:
    path = tmp_path / "zahlen.csv"
    path.write_text(f"Behörde;Jahr;Angabe;Anzahl\nKreis Düren;2023;{written};12\n", encoding="utf-8")
    outcome = read_authority_counts(path, path.name, dt.date(2024, 12, 31))
    assert outcome.frame["measure"].cast(pl.String).to_list() == [measure]
