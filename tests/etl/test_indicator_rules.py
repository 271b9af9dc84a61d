"""Figures get their names by configuration alone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from etl.errors import InputError
from etl.indicator_rules import RULES_FILE, IndicatorRule, read_indicator_rules
from etl.schemas import QUALITIES
from etl.sources.indicators import read_indicators
from metrics.definitions import target_groups

TABLE = (
    "Tabelle: 12411-77i",
    ";;;Menschen;Menschen",
    ";;;Insgesamt;Neu",
    ";;;Anzahl;Anzahl",
    "31.12.2024;05358;Düren;5;-",
)


def folder(parent: Path, text: str) -> Path:
    (parent / "reference").mkdir()
    (parent / RULES_FILE).write_text(text, encoding="utf-8")
    return parent


def test_a_new_indicator_is_a_new_entry_and_nothing_else(project: Path, tmp_path: Path) -> None:
    entry = {
        "table": "12411-77i",
        "measure": "Menschen | Neu",
        "indicator": "newly_moved_in",
        "unit": "persons",
        "quality": "rounded_to_5",
        "dash": "zero",
    }
    shipped = (project / "data" / RULES_FILE).read_text(encoding="utf-8")
    rules = read_indicator_rules(folder(tmp_path, shipped + yaml.safe_dump([entry], allow_unicode=True)))
    path = tmp_path / "download.csv"
    path.write_text("\n".join(TABLE) + "\n", encoding="utf-8")
    found = (
        read_indicators(path, "download.csv", (), rules).frame.select("indicator", "value", "unit", "quality").rows()
    )
    assert found == [
        ("12411_77i__menschen__insgesamt", 5, "number", "exact"),
        ("newly_moved_in", 0, "persons", "exact"),
    ]


def test_the_target_groups_of_pages_have_an_entry(project: Path) -> None:
    named = {rule.indicator for rule in read_indicator_rules(project / "data").rules}
    assert {"population", "population_update", "population_update_2011", *target_groups()} <= named


@pytest.mark.parametrize(
    ("day", "table", "layout", "expected"),
    [
        (dt.date(2024, 12, 31), "12411", "ffcsv_new", "population_update"),
        (dt.date(2022, 12, 31), "12411", "ffcsv_old", "population_update_2011"),
        (dt.date(2015, 12, 31), "12411", "ffcsv_new", "population_update_2011"),
        (dt.date(2010, 12, 31), "12411", "ffcsv_old", "population_update_1987"),
        (dt.date(2010, 12, 31), "12411", "ffcsv_new", "population_update_1987"),
    ],
)
def test_the_population_update_has_one_id_for_each_basis(
    project: Path, day: dt.date, table: str, layout: str, expected: str
) -> None:
    rules = read_indicator_rules(project / "data")
    assert rules.name(table, "BEVSTD", layout, day, "number").indicator == expected
    parts = rules.name(table, "BEVSTD | GES=GESM", layout, day, "number").indicator
    assert parts.removeprefix("12411__bevstd__ges_gesm").removeprefix("__basis") == expected.removeprefix(
        "population_update"
    )


def test_rules_with_a_measure_come_before_those_of_the_whole_table(tmp_path: Path) -> None:
    text = "- {table: 'A*', unit: tons, quality: estimated}\n- {table: A1, measure: M, indicator: m, unit: cases}\n"
    rules = read_indicator_rules(folder(tmp_path, text))
    named = rules.name("A1", "M", "stacked", dt.date(2024, 1, 1), "number")
    assert (named.indicator, named.unit, named.quality, named.is_configured) == ("m", "cases", "estimated", True)
    other = rules.name("A2", "M", "stacked", dt.date(2024, 1, 1), "number")
    assert (other.indicator, other.unit, other.is_configured) == ("a2__m", "tons", False)


def test_a_figure_of_no_rule_is_exact_and_its_dash_no_zero(tmp_path: Path) -> None:
    named = read_indicator_rules(folder(tmp_path, "[]")).name("A", "M", "stacked", dt.date(2024, 1, 1), "number")
    assert (named.quality, named.dash_is_zero) == ("exact", False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {table: A", "is not readable as YAML"),
        ("table: A", "must hold a list"),
        ("- A", "entry 1 is not of the form"),
        ("- {table: A}\n- {tabel: A}", "entry 2: unknown fields tabel"),
        ("- {table: 12411}", "entry 1: put table in quotation marks"),
        ("- {unit: persons}", "entry 1: table is wrong; expected the name of a table"),
        ("- {table: A, measure: M}", "entry 1: indicator is wrong; expected indicator and measure together"),
        ("- {table: A, indicator: m}", "entry 1: indicator is wrong"),
        ("- {table: A, measure: M, indicator: Größe}", "entry 1: indicator is wrong; expected lower-case letters"),
        ("- {table: A, unit: Personen}", "entry 1: unit is wrong"),
        ("- {table: A, quality: genau}", "entry 1: quality is wrong; expected exact, perturbed"),
        ("- {table: A, quality: not_reported}", "entry 1: quality is wrong"),
        ("- {table: A, layout: csv}", "entry 1: layout is wrong; expected regionaltabelle"),
        ("- {table: A, dash: 'null'}", "entry 1: dash is wrong; expected zero"),
        ("- {table: A, from: heute}", "entry 1: from must be a date like 2022-05-15"),
        ("- {table: A, from: 2022-05-15, to: 2022-05-14}", "entry 1: to is wrong; expected a day not before from"),
        ("- {table: A, measure: M, indicator: m, basis: b}", "entry 1: basis is wrong"),
        (
            "- {table: A, measure: M, indicator: m, to: 2022-05-15}\n"
            "- {table: A, measure: M, indicator: n, from: 2022-05-15}",
            "entries 1 and 2 are about the same figure",
        ),
    ],
)
def test_what_cannot_be_is_said_with_the_entry(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=rf"reference/indicators\.yml(, row 1)?: .*{message}"):
        read_indicator_rules(folder(tmp_path, text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"reference/indicators\.yml: does not exist; copy it from the project"):
        read_indicator_rules(tmp_path)


def test_every_shipped_entry_says_something(project: Path) -> None:
    for rule in read_indicator_rules(project / "data").rules:
        assert rule != IndicatorRule(rule.table, rule.measure)
        assert rule.quality in ("", *QUALITIES)
