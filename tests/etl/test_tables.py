"""Readers of municipalities, indicators, posts and the municipalities that posts serve."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from etl.errors import InputError
from etl.outcome import Outcome
from etl.sources.tables import read_indicators, read_municipalities, read_post_areas, read_posts

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
        ("...", "not_reported"),
        ("…", "not_reported"),
        (".", "not_published"),
        ("/", "not_published"),
        ("x", "not_published"),
    ],
)
def test_signs_of_official_statistics_become_a_quality_and_never_zero(tmp_path: Path, sign: str, quality: str) -> None:
    outcome = indicator(tmp_path, sign)
    assert outcome.frame.select("value", "quality").rows() == [(None, quality)]
    assert outcome.rejected.is_empty()


def test_zero_stays_zero(tmp_path: Path) -> None:
    assert indicator(tmp_path, "0", "perturbed").frame.select("value", "quality").rows() == [(0.0, "perturbed")]


@pytest.mark.parametrize("quality", ["exact", "perturbed", "rounded_to_5"])
def test_a_figure_keeps_its_quality(tmp_path: Path, quality: str) -> None:
    assert indicator(tmp_path, "1.234,5", quality).frame.select("value", "quality").rows() == [(1234.5, quality)]


@pytest.mark.parametrize("quality", ["not_published", "not_reported"])
def test_an_empty_value_needs_a_quality_that_says_why(tmp_path: Path, quality: str) -> None:
    assert indicator(tmp_path, "", quality).frame["value"].to_list() == [None]
    assert rules(indicator(tmp_path, "")) == [(2, "–", "value_where_published")]
    assert rules(indicator(tmp_path, "5", quality)) == [(2, "–", "value_where_published")]


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("05358004;A;population;2022-05-15;1.234;persons;exact", "value", "readable_number"),
        ("05358004;A;population;2022-05-15;-5;persons;exact", "value", "min"),
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


POSTS = "Stelle;Baustein;Träger;Schwerpunkt;VZÄ;gültig ab;gültig bis;Bemerkung;Annahme"


def posts(folder: Path, *rows: str) -> Outcome:
    return read_posts(write(folder, POSTS, *rows), NAME)


def test_a_post_is_read_with_our_codes(tmp_path: Path) -> None:
    outcome = posts(
        tmp_path, "SKF-1;Case-Management;SkF e. V.;Willkommensberatung;0,5;01.10.2024;31.12.2025;Heimat;angenommen"
    )
    assert outcome.frame.drop("line").row(0, named=True) == {
        "post": "SKF-1",
        "building_block": "case_management",
        "carrier": "SkF e. V.",
        "focus_area": "welcome",
        "fte": 0.5,
        "valid_from": dt.date(2024, 10, 1),
        "valid_to": dt.date(2025, 12, 31),
        "remark": "Heimat",
        "assumption": "angenommen",
    }


def test_an_overhead_post_has_no_focus_area(tmp_path: Path) -> None:
    outcome = posts(tmp_path, "KO-1;Strategisches Overhead;Kreis Düren;;1,0;01.01.2021;;;")
    assert outcome.frame.select("building_block", "focus_area", "valid_to").rows() == [("overhead", None, None)]


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("A 1;Case-Management;T;Willkommensberatung;1,0;01.01.2021;;;", "Stelle", "regex"),
        ("A-1;Casemanagement;T;Willkommensberatung;1,0;01.01.2021;;;", "Baustein", "known_code"),
        ("A-1;Case-Management;;Willkommensberatung;1,0;01.01.2021;;;", "Träger", "nullability"),
        ("A-1;Case-Management;T;Wilkommensberatung;1,0;01.01.2021;;;", "Schwerpunkt", "known_code"),
        ("A-1;Case-Management;T;;1,0;01.01.2021;;;", "–", "focus_area_in_case_management"),
        ("A-1;Strategisches Overhead;T;Willkommensberatung;1,0;01.01.2021;;;", "–", "focus_area_in_case_management"),
        ("A-1;Case-Management;T;Willkommensberatung;0;01.01.2021;;;", "VZÄ", "min_exclusive"),
        ("A-1;Case-Management;T;Willkommensberatung;-1,0;01.01.2021;;;", "VZÄ", "min_exclusive"),
        ("A-1;Case-Management;T;Willkommensberatung;100;01.01.2021;;;", "VZÄ", "max"),
        ("A-1;Case-Management;T;Willkommensberatung;halb;01.01.2021;;;", "VZÄ", "readable_number"),
        ("A-1;Case-Management;T;Willkommensberatung;1,0;;;;", "gültig ab", "nullability"),
        ("A-1;Case-Management;T;Willkommensberatung;1,0;31.02.2021;;;", "gültig ab", "readable_date"),
        ("A-1;Case-Management;T;Willkommensberatung;1,0;01.01.2021;31.12.2020;;", "–", "ends_after_it_begins"),
    ],
)
def test_wrong_posts_are_rejected_with_column_and_rule(tmp_path: Path, row: str, column: str, rule: str) -> None:
    assert rules(posts(tmp_path, row)) == [(2, column, rule)]


AREAS = "Stelle;AGS;Gemeinde;Anteil;im Konzept genannt;Annahme"


def areas(folder: Path, *rows: str) -> Outcome:
    return read_post_areas(write(folder, AREAS, *rows), NAME, ["A-1"], ["05358004", "05358008"])


def test_a_post_area_is_read(tmp_path: Path) -> None:
    outcome = areas(tmp_path, "A-1;05358004;Aldenhoven;;ja;", "A-1;05358008;Düren;0,25;nein;angenommen")
    assert outcome.frame.drop("line").rows() == [
        ("A-1", "05358004", None, True, None),
        ("A-1", "05358008", 0.25, False, "angenommen"),
    ]


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("B-1;05358004;Aldenhoven;;ja;", "Stelle", "known_post"),
        ("A-1;05358999;Nirgendwo;;ja;", "AGS", "known_municipality"),
        ("A-1;5358004;Aldenhoven;;ja;", "AGS", "known_municipality"),
        ("A-1;05358004;Aldenhoven;1,5;ja;", "Anteil", "max"),
        ("A-1;05358004;Aldenhoven;-0,5;ja;", "Anteil", "min"),
        ("A-1;05358004;Aldenhoven;;vielleicht;", "im Konzept genannt", "known_code"),
        ("A-1;05358004;Aldenhoven;;;", "im Konzept genannt", "nullability"),
    ],
)
def test_wrong_post_areas_are_rejected_with_column_and_rule(tmp_path: Path, row: str, column: str, rule: str) -> None:
    assert rules(areas(tmp_path, row)) == [(2, column, rule)]


def test_a_municipality_named_twice_for_a_post_is_rejected(tmp_path: Path) -> None:
    outcome = areas(tmp_path, "A-1;05358004;A;0,5;ja;", "A-1;05358004;A;0,25;ja;")
    assert outcome.rows_rejected == 2


MUNICIPALITIES = "ags;name;area_km2;longitude;latitude;degurba;degurba_text;regiostar7;regiostar7_text"


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("5358004;A;1;6.28;50.89;02;m;74;s", "ags", "regex"),
        ("05358004;;1;6.28;50.89;02;m;74;s", "name", "nullability"),
        ("05358004;A;0;6.28;50.89;02;m;74;s", "area_km2", "min_exclusive"),
        ("05358004;A;1;50.89;50.89;02;m;74;s", "longitude", "max"),
        ("05358004;A;1;6.28;6.28;02;m;74;s", "latitude", "min"),
        ("05358004;A;1;6.28;50.89;2;m;74;s", "degurba", "regex"),
        ("05358004;A;1;6.28;50.89;02;m;99;s", "regiostar7", "regex"),
    ],
)
def test_wrong_municipalities_are_rejected_with_column_and_rule(
    tmp_path: Path, row: str, column: str, rule: str
) -> None:
    assert rules(read_municipalities(write(tmp_path, MUNICIPALITIES, row), NAME)) == [(2, column, rule)]


def test_a_missing_column_stops_the_whole_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"folder/file\.csv, row 1: the header lacks «VZÄ»"):
        read_posts(write(tmp_path, POSTS.replace("VZÄ", "Umfang")), NAME)


def test_areas_outside_the_district_are_rejected(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    rows = [f"{ags};x;population;2022-05-15;10;persons;exact" for ags in ("05358", "05358008", "05", "05362004")]
    heading = "ags;name;indicator;reference_date;value;unit;quality"
    path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    found = read_indicators(path, "figures.csv", {"05358", "05358008"})
    assert found.frame["ags"].to_list() == ["05358", "05358008"]
    assert found.rejected.rows() == [(4, "ags", "known_area"), (5, "ags", "known_area")]
