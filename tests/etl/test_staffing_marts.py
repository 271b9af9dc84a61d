"""Marts of staffing with a history, and of counts of people, as they stand in the files (see tests/conftest.py)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl
import pytest

from warehouse import Edition, Store, open_edition, queries

STAFFING_ON = dt.date(2024, 10, 1)
SKF = "Sozialdienst katholischer Frauen e. V. Düren"


@pytest.fixture(scope="module")
def history(staffed: Store) -> Iterator[Edition]:
    with open_edition(data=staffed.data) as found:
        yield found


def test_mart_post_has_a_row_for_each_post_and_period(history: Edition) -> None:
    posts = queries.filled_posts(history).frame
    post = ("SKF-3", "case_management", SKF, "welcome")
    assert posts.filter(pl.col("post") == "SKF-3").rows() == [
        (*post, 0.5, 0.5, dt.date(2021, 1, 1), dt.date(2023, 12, 31), "german", None, None),
        (*post, 1.0, 0.5, dt.date(2024, 1, 1), None, "arabic,english", "Aufstockung", None),
    ]
    assert posts.height == 21 + 2
    assert posts.select("post", "valid_from").is_unique().all()


def test_core_posts_are_one_row_each(history: Edition) -> None:
    core = history.query("FROM post")
    assert core.height == core["post"].n_unique() == 22
    assert history.query("FROM post_period").height == 23


def test_a_history_of_posts_leaves_the_cases_as_they_are(history: Edition, edition: Edition) -> None:
    for mart in (
        "mart_caseload",
        "mart_goal",
        "mart_agreement",
        "mart_goal_spread",
        "mart_characteristic",
        "mart_referral",
        "mart_service",
        "mart_contact_spread",
        "mart_carrier_group",
    ):
        assert history.query(f"FROM {mart}").equals(edition.query(f"FROM {mart}")), mart


@pytest.mark.parametrize(
    ("day", "expected"), [(dt.date(2023, 6, 30), True), (dt.date(2023, 7, 1), False), (STAFFING_ON, False)]
)
def test_municipalities_served_on_a_day(history: Edition, day: dt.date, expected: bool) -> None:
    served = queries.post_areas(history, day).frame
    of_post = served.filter(pl.col("post") == "EVANGELISCHE-1")
    assert ("05358020" in of_post["ags"].to_list()) is expected
    assert served.height == queries.post_areas(history).frame.height - (0 if expected else 1)


def test_mart_outreach(history: Edition) -> None:
    every = [
        ("SKF-1", "05358020", "Rathaus Inden", 2.5, dt.date(2023, 1, 1), None),
        ("SKF-1", "05358032", "Rathaus Langerwehe", 4.0, dt.date(2022, 1, 1), dt.date(2022, 12, 31)),
        ("SKF-2", "05358024", "Rathaus Jülich", 3.0, dt.date(2024, 1, 1), None),
    ]
    assert queries.outreach(history).frame.rows() == every
    assert queries.outreach(history, STAFFING_ON).frame.rows() == [every[0], every[2]]
    assert queries.outreach(history, dt.date(2022, 12, 31)).frame.rows() == [every[1]]


def test_mart_authority_count(history: Edition) -> None:
    assert queries.authority_counts(history).frame.rows() == [
        ("Kreis Düren", 2023, "naturalisations", 201),
        ("Kreis Düren", 2024, "naturalisations", None),
        ("Kreis Düren", 2024, "title_104c", 2),
        ("Stadt Düren", 2024, "naturalisations", 123),
    ]


def test_mart_arrivals(history: Edition) -> None:
    assert queries.arrivals(history).frame.rows() == [
        ("05358008", dt.date(2025, 1, 1), None),
        ("05358008", dt.date(2025, 2, 1), 33),
        ("05358060", dt.date(2025, 1, 1), 0),
    ]


def test_what_is_odd_is_found_and_everything_loads(history: Edition) -> None:
    files = ("staffing/stellen.csv", "staffing/stellen_gebiete.csv", "staffing/outreach.csv")
    found = history.query('SELECT file, line, "column", rule FROM finding ORDER BY ALL')
    assert found.filter(pl.col("file").is_in(files)).rows() == [
        ("staffing/outreach.csv", 4, "AGS", "outreach_in_served_area"),
        ("staffing/stellen.csv", 24, "VZÄ", "beyond_granted"),
    ]
    report = history.query("FROM mart_load_report WHERE file LIKE 'staffing/%'")
    assert report["rows_read"].to_list() == report["rows_loaded"].to_list()
    assert report["rows_read"].sum() == 3 + 3 + 4 + 23 + 63


def test_the_control_totals_hold_on_the_staffing_date(staffed: Store) -> None:
    totals = staffed.manifest(staffed.current_id())["control_totals"]
    assert all(total["holds"] for total in totals)
    assert [total["found"] for total in totals if total["subject"] == "case_management"] == [12.0]
