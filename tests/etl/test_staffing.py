"""Readers of posts with their history, the municipalities they serve, and outreach hours."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import InputError
from etl.outcome import Outcome
from etl.rules import rules as words
from etl.sources.forms import FORMS
from etl.sources.staffing import core_posts, read_outreach, read_post_areas, read_posts

NAME = "folder/file.csv"
SHIPPED = Path(__file__).parents[2] / "data" / "raw" / "staffing"


def write(folder: Path, *lines: str) -> Path:
    path = folder / "file.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rules(outcome: Outcome) -> list[tuple[int, str, str]]:
    """Line, column and rule of what was rejected; each rule has words and each row read is accounted for."""
    assert set(outcome.rejected["rule"]) <= set(words())
    assert outcome.checked().rows_read == outcome.rows_loaded + outcome.rows_rejected + outcome.duplicate
    return sorted(outcome.rejected.rows())


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
        "filled_fte": 0.5,
        "valid_from": dt.date(2024, 10, 1),
        "valid_to": dt.date(2025, 12, 31),
        "languages": None,
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
        ("A-1", "05358004", None, True, None, None, None),
        ("A-1", "05358008", 0.25, False, None, None, "angenommen"),
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


def test_a_missing_column_stops_the_whole_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"folder/file\.csv, row 1: the header lacks «VZÄ»"):
        read_posts(write(tmp_path, POSTS.replace("VZÄ", "Umfang")), NAME)


HISTORY = ";".join(FORMS["posts"].columns.values())
A_1 = "A-1;Case-Management;T;Willkommensberatung"


def history(folder: Path, *rows: str) -> Outcome:
    return read_posts(write(folder, HISTORY, *rows), NAME)


def test_a_post_has_a_row_for_each_period(tmp_path: Path) -> None:
    outcome = history(
        tmp_path,
        f"{A_1};0,5;;01.01.2021;31.03.2024;;;",
        f"{A_1};1,0;0,25;01.04.2024;;Arabisch, Englisch;Aufstockung;",
    )
    assert rules(outcome) == []
    assert outcome.frame.select("fte", "filled_fte", "valid_from", "valid_to", "languages").rows() == [
        (0.5, 0.5, dt.date(2021, 1, 1), dt.date(2024, 3, 31), None),
        (1.0, 0.25, dt.date(2024, 4, 1), None, "arabic,english"),
    ]


def test_core_tables_have_one_row_per_post_and_one_per_period(tmp_path: Path) -> None:
    frame = history(
        tmp_path,
        f"{A_1};1,0;0;01.04.2024;;Englisch;;",
        f"{A_1};0,5;;01.01.2021;31.03.2024;;;",
        "K-1;Strategisches Overhead;Kreis;;1,0;;01.01.2021;;;;",
    ).frame
    tables = core_posts(frame)
    assert tables["post"].rows() == [("A-1", "case_management", "T", "welcome"), ("K-1", "overhead", "Kreis", None)]
    periods = tables["post_period"]
    assert periods.columns == [
        *("post", "fte", "filled_fte", "valid_from", "valid_to", "languages", "remark", "assumption")
    ]
    assert periods.select("post", "fte", "filled_fte", "valid_from").rows() == [
        ("A-1", 0.5, 0.5, dt.date(2021, 1, 1)),
        ("A-1", 1.0, 0.0, dt.date(2024, 4, 1)),
        ("K-1", 1.0, 1.0, dt.date(2021, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        (f"{A_1};0,5;0,75;01.01.2021;;;;", "VZÄ besetzt", "filled_within_planned"),
        (f"{A_1};0,5;-0,25;01.01.2021;;;;", "VZÄ besetzt", "min"),
        (f"{A_1};0,5;voll;01.01.2021;;;;", "VZÄ besetzt", "readable_number"),
        (f"{A_1};0,5;;01.01.2021;;Arabisch, Klingonisch;;", "Sprachen", "known_language"),
        (f"{A_1};0,5;;01.01.2021;;Arabisch,;;", "Sprachen", "known_language"),
    ],
)
def test_wrong_entries_of_the_new_columns_are_rejected(tmp_path: Path, row: str, column: str, rule: str) -> None:
    assert rules(history(tmp_path, row)) == [(2, column, rule)]


def test_overlapping_periods_leave_the_earlier_one(tmp_path: Path) -> None:
    """The third row overlaps only the rejected second one: it stays."""
    outcome = history(
        tmp_path,
        f"{A_1};1,0;;01.01.2022;31.12.2023;;;",
        f"{A_1};1,0;;31.12.2023;30.06.2024;;;",
        f"{A_1};1,0;;01.06.2024;;;;",
        "B-1;Case-Management;T;Willkommensberatung;1,0;;01.01.2022;;;;",
    )
    assert rules(outcome) == [(3, "gültig ab", "begins_after_the_one_before")]
    assert outcome.frame["line"].to_list() == [2, 4, 5]


def test_a_period_after_one_without_an_end_overlaps_it_wherever_it_stands(tmp_path: Path) -> None:
    outcome = history(tmp_path, f"{A_1};1,0;;01.01.2024;;;;", f"{A_1};0,5;;01.01.2021;;;;")
    assert rules(outcome) == [(2, "gültig ab", "begins_after_the_one_before")]


def test_two_rows_that_begin_on_the_same_day_are_both_rejected(tmp_path: Path) -> None:
    outcome = history(tmp_path, f"{A_1};1,0;;01.01.2024;;;;", f"{A_1};0,5;;01.01.2024;;;;")
    assert rules(outcome) == [(2, "–", "primary_key"), (3, "–", "primary_key")]


@pytest.mark.parametrize(
    ("changed", "columns"),
    [
        ("A-1;Case-Management;U;Willkommensberatung", ["Träger"]),
        ("A-1;Case-Management;T;Psychosoziale Beratung", ["Schwerpunkt"]),
        ("A-1;Strategisches Overhead;T;", ["Baustein", "Schwerpunkt"]),
    ],
)
def test_a_post_that_becomes_another_is_rejected_from_then_on(tmp_path: Path, changed: str, columns: list[str]) -> None:
    outcome = history(tmp_path, f"{changed};1,0;;01.01.2024;;;;", f"{A_1};1,0;;01.01.2021;31.12.2023;;;")
    assert rules(outcome) == [(2, column, "same_throughout_the_post") for column in columns]
    assert outcome.frame["line"].to_list() == [3]


@given(
    days=st.lists(st.tuples(st.integers(1, 28), st.integers(0, 12)), min_size=1, max_size=8),
    has_end=st.lists(st.booleans(), min_size=8, max_size=8),
)
def test_no_day_of_a_post_counts_twice_and_no_row_is_lost(
    tmp_path_factory: pytest.TempPathFactory, days: list[tuple[int, int]], has_end: list[bool]
) -> None:
    rows = [
        f"{A_1};1,0;;{first:02d}.01.2024;"
        + (f"{dt.date(2024, 1, first) + dt.timedelta(days=length):%d.%m.%Y}" if ends else "")
        + f";;{number};"
        for number, ((first, length), ends) in enumerate(zip(days, has_end, strict=False))
    ]
    outcome = history(tmp_path_factory.mktemp("posts"), *rows)
    assert outcome.rows_read == len(rows) == outcome.rows_loaded + outcome.rows_rejected
    periods = outcome.frame.sort("valid_from").with_columns(pl.col("valid_to").fill_null(dt.date.max))
    assert (periods["valid_from"].shift(-1) > periods["valid_to"]).drop_nulls().all()


AREAS_OVER_TIME = ";".join(FORMS["post_areas"].columns.values())


def areas_over_time(folder: Path, *rows: str) -> Outcome:
    return read_post_areas(write(folder, AREAS_OVER_TIME, *rows), NAME, ["A-1"], ["05358004", "05358008"])


def test_the_share_of_a_municipality_changes_over_time(tmp_path: Path) -> None:
    outcome = areas_over_time(
        tmp_path,
        "A-1;05358004;1,0;ja;;31.12.2023;",
        "A-1;05358004;0,5;ja;01.01.2024;;",
        "A-1;05358008;0,5;ja;01.01.2024;;",
    )
    assert rules(outcome) == []
    assert outcome.frame.select("ags", "share", "valid_from", "valid_to").rows() == [
        ("05358004", 1.0, None, dt.date(2023, 12, 31)),
        ("05358004", 0.5, dt.date(2024, 1, 1), None),
        ("05358008", 0.5, dt.date(2024, 1, 1), None),
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("A-1;05358004;;ja;;;", "A-1;05358004;0,5;ja;;;"), [(2, "–", "primary_key"), (3, "–", "primary_key")]),
        (("A-1;05358004;;ja;;;", "A-1;05358004;;ja;01.01.2024;;"), [(3, "gültig ab", "begins_after_the_one_before")]),
        (
            ("A-1;05358004;;ja;01.01.2024;;", "A-1;05358004;;ja;;01.01.2024;"),
            [(2, "gültig ab", "begins_after_the_one_before")],
        ),
        (("A-1;05358004;;ja;01.01.2024;31.12.2023;",), [(2, "–", "ends_after_it_begins")]),
    ],
)
def test_overlapping_areas_are_rejected(
    tmp_path: Path, rows: tuple[str, ...], expected: list[tuple[int, str, str]]
) -> None:
    assert rules(areas_over_time(tmp_path, *rows)) == expected


OUTREACH = ";".join(FORMS["outreach"].columns.values())


def outreach(folder: Path, *rows: str) -> Outcome:
    return read_outreach(write(folder, OUTREACH, *rows), NAME, ["A-1"], ["05358004", "05358008"])


def test_outreach_hours_are_read(tmp_path: Path) -> None:
    outcome = outreach(tmp_path, "A-1;05358004;Rathaus;2,5;01.01.2024;", "A-1;05358004;Schule;4;01.01.2024;")
    assert rules(outcome) == []
    assert outcome.frame.select("place", "hours_per_week", "valid_to").rows() == [
        ("Rathaus", 2.5, None),
        ("Schule", 4.0, None),
    ]


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("B-1;05358004;Rathaus;2;01.01.2024;", "Stelle", "known_post"),
        ("A-1;05358999;Rathaus;2;01.01.2024;", "AGS", "known_municipality"),
        ("A-1;05358004;;2;01.01.2024;", "Ort", "nullability"),
        ("A-1;05358004;Rathaus;0;01.01.2024;", "Stunden je Woche", "min_exclusive"),
        ("A-1;05358004;Rathaus;60,5;01.01.2024;", "Stunden je Woche", "max"),
        ("A-1;05358004;Rathaus;;01.01.2024;", "Stunden je Woche", "nullability"),
        ("A-1;05358004;Rathaus;2;;", "gültig ab", "nullability"),
        ("A-1;05358004;Rathaus;2;01.01.2024;31.12.2023", "–", "ends_after_it_begins"),
    ],
)
def test_wrong_outreach_hours_are_rejected(tmp_path: Path, row: str, column: str, rule: str) -> None:
    assert rules(outreach(tmp_path, row)) == [(2, column, rule)]


def test_the_shipped_tables_load_as_before() -> None:
    posts = read_posts(SHIPPED / "stellen.csv", NAME)
    assert (posts.rows_read, posts.rows_loaded, posts.rows_rejected) == (21, 21, 0)
    assert posts.frame["fte"].sum() == posts.frame["filled_fte"].sum() == 12.0 + 3.5 + 4.0
    places = [f"05358{number:03d}" for number in range(4, 61, 4)]
    areas = read_post_areas(SHIPPED / "stellen_gebiete.csv", NAME, posts.frame["post"].to_list(), places)
    assert (areas.rows_read, areas.rows_loaded, areas.rows_rejected) == (61, 61, 0)
