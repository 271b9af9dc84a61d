"""Marts that say what became of every file and row, against a slow and obvious twin."""

from __future__ import annotations

import statistics
from collections import defaultdict
from typing import Any

import pytest
import yaml

from tests.etl.counted_again import (
    CASES,
    EXPORTED_ON,
    GOALS,
    RAW,
    SERVICES,
    cases,
    counted,
    day,
    goals,
    interviewed,
    month,
    posts,
    read,
    rows,
    services,
)
from warehouse import Edition


@pytest.mark.parametrize(("name", "twin"), [(CASES, cases), (GOALS, goals), (SERVICES, services)])
def test_mart_load_report_accounts_for_client_files(edition: Edition, name: str, twin: Any) -> None:
    fates = ("rows_read", "rows_loaded", "rows_rejected", "rows_withheld", "rows_duplicate", "rows_superseded")
    found = edition.query(f"SELECT {', '.join(fates)} FROM mart_load_report WHERE file = ?", [name])
    expected = twin()
    assert found.rows() == [
        (
            expected.rows_read,
            len(expected.loaded),
            len(expected.rejected),
            len(expected.withheld),
            expected.duplicate,
            0,
        )
    ]


def test_mart_load_report_loads_every_row_of_the_other_files(edition: Edition) -> None:
    found = edition.query("FROM mart_load_report WHERE NOT is_example")
    rejected = ("rows_rejected", "rows_withheld", "rows_duplicate", "rows_superseded")
    assert all(found[column].sum() == 0 for column in rejected)
    for file, read_rows, loaded_rows in found.select("file", "rows_read", "rows_loaded").rows():
        expected = len(read(file)) if file.endswith(".csv") else 15
        assert read_rows == loaded_rows == expected, file


def test_mart_load_report_cites_as_the_sidecars_do(edition: Edition) -> None:
    for row in edition.query("FROM mart_load_report").iter_rows(named=True):
        sidecar = yaml.safe_load((RAW / f"{row['file']}.source.yml").read_text(encoding="utf-8"))
        for field in ("kind", "title", "publisher", "licence", "attribution", "url", "reference_date"):
            assert row[field] == sidecar[field]
        assert row["is_example"] == (sidecar["data"] == "example")


def test_every_rejected_row_is_the_twins_with_its_reason(edition: Edition) -> None:
    expected = [
        (name, line, *reason)
        for name, twin in ((CASES, cases), (GOALS, goals), (SERVICES, services))
        for line, reason in twin().rejected.items()
    ]
    assert edition.query("FROM rejected_row").rows() == sorted(expected)


def test_mart_rejected(edition: Edition) -> None:
    lines: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for name, twin in ((CASES, cases), (GOALS, goals), (SERVICES, services)):
        for line, reason in twin().rejected.items():
            lines[(name, *reason)].append(line)
    expected = [(*key, len(found), min(found)) for key, found in lines.items()]
    assert rows(edition, "mart_rejected") == sorted(expected)


def test_mart_load_report_names_the_columns_that_were_refused(edition: Edition) -> None:
    found = dict(edition.query("SELECT file, refused_columns FROM mart_load_report").rows())
    assert found.pop(CASES) == "Name"
    assert set(found.values()) == {""}


def outlying(values: dict[int, float]) -> list[int]:
    """Keys of the values beyond 3.5 modified z-scores (Iglewicz and Hoaglin)."""
    median = statistics.median(values.values())
    mad = statistics.median(abs(value - median) for value in values.values())
    return sorted(line for line, value in values.items() if 0.6745 * abs(value - median) > 3.5 * mad)


def test_mart_finding(edition: Edition) -> None:
    """Nothing is odd about the example but that some take very long; neither posts nor places are at fault."""
    durations: dict[int, float] = {}
    hours: dict[str, float] = defaultdict(float)
    first_line: dict[str, int] = {}
    lines = {id(row): line for name in (CASES, SERVICES) for line, row in enumerate(read(name), start=2)}
    for row in cases().loaded:
        if day(row["Fallende am"]):
            begun = day(row["Erstgespräch am"]) or day(row["Anfrage am"])
            durations[lines[id(row)]] = (day(row["Fallende am"]) - begun).days
    for row in services().loaded:
        hours[row["Fallnummer"]] += float(row["Stunden"].replace(",", "."))
        first_line.setdefault(row["Fallnummer"], lines[id(row)])
    long = outlying(durations)
    much = outlying({first_line[number]: spent for number, spent in hours.items()})
    assert rows(edition, "mart_finding") == [
        (CASES, "Fallende am", "duration_usual", len(long), long[0]),
        (SERVICES, "Stunden", "hours_usual", len(much), much[0]),
    ]
    found = edition.query("FROM finding")
    assert found["line"].to_list() == [*long, *much]


def test_mart_quality(edition: Edition) -> None:
    optional = ("Einreisemonat", "Geburtsdatum", "Geschlecht", "Herkunftsgruppe", "Aufenthaltsstatus")
    optional += ("Beratungssprache", "Zugangsweg")
    twin: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row, interview in interviewed():
        cell = twin[posts()[row["Stelle"]]["Träger"], month(interview)]
        asked = [row[name] for name in optional] + ([row["Endegrund"]] if row["Fallende am"] else [])
        cell[0] += 1
        cell[1] += sum(value not in ("", "ohne Angabe") for value in asked)
        cell[2] += len(asked)
    assert rows(edition, "mart_quality") == counted(twin)
    assert any(0 < filled < asked for _, filled, asked in twin.values())


def test_mart_delivery(edition: Edition) -> None:
    carriers = {row["Träger"] for row in posts().values() if row["Schwerpunkt"]}
    assert rows(edition, "mart_delivery") == [(carrier, EXPORTED_ON) for carrier in sorted(carriers)]
    assert rows(edition, "mart_delivery_day") == rows(edition, "mart_delivery")
