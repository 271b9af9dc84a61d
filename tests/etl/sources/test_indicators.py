"""The plain table of indicators of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.outcome import Outcome
from etl.sources.indicators import read_indicators

NAME = "folder/file.csv"


def write(folder: Path, *lines: str) -> Path:
    path = folder / "file.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rules(outcome: Outcome) -> list[tuple[int, str, str]]:
    return sorted(outcome.rejected.rows())


def indicators(folder: Path, *rows: str) -> Outcome:
    return read_indicators(write(folder, "ags;name;indicator;reference_date;value;unit;quality", *rows), NAME)


def indicator(folder: Path, value: str, quality: str = "exact") -> Outcome:
    return indicators(folder, f"05358004;Aldenhoven;population;2022-05-15;{value};persons;{quality}")


@pytest.mark.parametrize(
    ("sign", "quality"),
    [
        ("–", "not_reported"),
        ("-", "not_reported"),
        ("...", "later"),
        ("…", "later"),
        (".", "not_published"),
        ("/", "unreliable"),
        ("x", "not_meaningful"),
    ],
)
def test_signs_of_official_statistics_become_a_quality_and_never_zero(tmp_path: Path, sign: str, quality: str) -> None:
    outcome = indicator(tmp_path, sign)
    assert outcome.frame.select("value", "quality").rows() == [(None, quality)]
    assert outcome.rejected.is_empty()


def test_zero_stays_zero(tmp_path: Path) -> None:
    assert indicator(tmp_path, "0", "perturbed").frame.select("value", "quality").rows() == [(0.0, "perturbed")]


@pytest.mark.parametrize(
    "quality", ["exact", "perturbed", "rounded_to_5", "limited", "preliminary", "revised", "estimated"]
)
def test_a_figure_keeps_its_quality(tmp_path: Path, quality: str) -> None:
    assert indicator(tmp_path, "1.234,5", quality).frame.select("value", "quality").rows() == [(1234.5, quality)]


@pytest.mark.parametrize("quality", ["not_published", "unreliable", "not_meaningful", "not_reported", "later"])
def test_an_empty_value_needs_a_quality_that_says_why(tmp_path: Path, quality: str) -> None:
    assert indicator(tmp_path, "", quality).frame["value"].to_list() == [None]
    assert rules(indicator(tmp_path, "")) == [(2, "–", "value_where_published")]
    assert rules(indicator(tmp_path, "5", quality)) == [(2, "–", "value_where_published")]


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("05358004;A;population;2022-05-15;1.234;persons;exact", "value", "readable_number"),
        ("05358004;A;population;2022-05-15;-5;persons;exact", "–", "count_not_negative"),
        ("05358004;A;population;2022-05-15;viele;persons;exact", "value", "readable_number"),
        ("5358004;A;population;2022-05-15;5;persons;exact", "ags", "regex"),
        (";A;population;2022-05-15;5;persons;exact", "ags", "nullability"),
        ("05358004;A;Bevölkerung;2022-05-15;5;persons;exact", "indicator", "regex"),
        ("05358004;A;population;31.02.2022;5;persons;exact", "reference_date", "readable_date"),
        ("05358004;A;population;2022-05-15;5;Personen;exact", "unit", "regex"),
        ("05358004;A;population;2022-05-15;5;persons;genau", "quality", "known_code"),
        ("05358004;A;population;2022-05-15;5;persons", "–", "as_many_cells_as_header"),
    ],
)
def test_wrong_indicator_rows_are_rejected_with_column_and_rule(
    tmp_path: Path, row: str, column: str, rule: str
) -> None:
    outcome = indicators(tmp_path, row)
    assert rules(outcome) == [(2, column, rule)]
    assert (outcome.rows_read, outcome.rows_loaded, outcome.rows_rejected) == (1, 0, 1)


def test_a_figure_given_twice_is_not_chosen_from(tmp_path: Path) -> None:
    rows = [f"05358004;A;population;2022-05-15;{value};persons;exact" for value in (5, 6)]
    assert rules(indicators(tmp_path, *rows)) == [(2, "–", "primary_key"), (3, "–", "primary_key")]


def test_a_row_repeated_to_the_letter_counts_as_duplicate(tmp_path: Path) -> None:
    row = "05358004;A;population;2022-05-15;5;persons;exact"
    outcome = indicators(tmp_path, row, row)
    assert (outcome.rows_read, outcome.rows_loaded, outcome.duplicate) == (2, 1, 1)


def test_state_district_and_municipality_keys_are_accepted(tmp_path: Path) -> None:
    rows = [f"{ags};A;population;2022-05-15;5;persons;exact" for ags in ("05", "05358", "05358004")]
    assert indicators(tmp_path, *rows).frame["ags"].to_list() == ["05", "05358", "05358004"]


def test_areas_of_all_germany_load_but_not_an_unknown_key_within_the_district(tmp_path: Path) -> None:
    keys = ("05358", "05358008", "DG", "05", "053", "05362004", "053580008", "05358999")
    rows = [f"{ags};x;population;2022-05-15;10;persons;exact" for ags in keys]
    heading = "ags;name;indicator;reference_date;value;unit;quality"
    found = read_indicators(write(tmp_path, heading, *rows), NAME, ["05358008"])
    assert found.frame["ags"].to_list() == list(keys[:-1])
    assert found.rejected.rows() == [(9, "ags", "known_area")]


def test_a_change_may_be_negative(tmp_path: Path) -> None:
    row = "05358004;Aldenhoven;land_use_change;2022-12-31;-0,2;per_cent;exact"
    assert indicators(tmp_path, row).frame["value"].to_list() == [-0.2]
