"""What is odd about staffing tables that load all the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from etl.rules import rule_text
from etl.schemas import Outreach, Post, PostArea
from etl.staffing_findings import beyond_granted, odd_areas, odd_outreach, unserving

BEGIN = dt.date(2021, 1, 1)
Found = list[tuple[int, str, str]]


def rows(schema: Any, common: dict[str, object], *changed: dict[str, object]) -> pl.DataFrame:
    """Valid rows of a schema on the lines 2, 3, … of a file."""
    empty = dict.fromkeys(schema.column_names())
    found = [empty | common | {"line": line} | row for line, row in enumerate(changed, start=2)]
    return schema.validate(pl.DataFrame(found, schema=schema.create_empty().schema))


def posts(*changed: dict[str, object]) -> pl.DataFrame:
    common = {"building_block": "case_management", "carrier": "T", "focus_area": "welcome", "fte": 1.0}
    return rows(Post, common | {"post": "A", "filled_fte": 1.0, "valid_from": BEGIN}, *changed)


def areas(*changed: dict[str, object]) -> pl.DataFrame:
    return rows(PostArea, {"post": "A", "ags": "05358004", "is_named": True}, *changed)


def outreach(*changed: dict[str, object]) -> pl.DataFrame:
    common = {"post": "A", "ags": "05358004", "place": "Rathaus", "hours_per_week": 2.0, "valid_from": BEGIN}
    return rows(Outreach, common, *changed)


def found(frame: pl.DataFrame) -> Found:
    """Findings in order; each rule has words."""
    assert all(rule_text(rule, language) for rule in frame["rule"] for language in ("de", "en"))
    return sorted(frame.rows())


def test_the_first_row_beyond_what_was_granted_is_named() -> None:
    periods = posts(
        {"post": "A", "fte": 1.0},
        {"post": "B", "fte": 0.5, "valid_from": dt.date(2022, 1, 1)},
        {"post": "C", "fte": 0.5, "valid_from": dt.date(2022, 1, 1), "valid_to": dt.date(2022, 6, 30)},
        {"post": "D", "fte": 1.0, "valid_from": dt.date(2023, 1, 1), "valid_to": dt.date(2023, 1, 31)},
    )
    assert found(beyond_granted(periods, 2.5)) == []
    assert found(beyond_granted(periods, 1.5)) == [(4, "VZÄ", "beyond_granted"), (5, "VZÄ", "beyond_granted")]
    assert found(beyond_granted(periods, 1.0)) == [(3, "VZÄ", "beyond_granted")]
    assert found(beyond_granted(periods, None)) == []


def test_posts_of_other_blocks_are_not_case_management() -> None:
    overhead = {"post": "K", "building_block": "overhead", "focus_area": None, "fte": 9.0}
    assert found(beyond_granted(posts({"post": "A"}, overhead), 1.0)) == []


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (({},), []),
        ((), [2, 3]),
        (({"valid_from": dt.date(2022, 1, 1)},), [2]),
        (({"valid_to": dt.date(2023, 6, 30)},), [3]),
        (({"valid_to": dt.date(2022, 12, 31)}, {"ags": "05358008", "valid_from": dt.date(2023, 1, 1)}), []),
        (({"valid_to": dt.date(2022, 12, 31)}, {"ags": "05358008", "valid_from": dt.date(2023, 1, 2)}), [3]),
    ],
)
def test_periods_of_case_management_that_serve_no_municipality_for_some_time(
    given: tuple[dict[str, object], ...], lines: list[int]
) -> None:
    overhead = {"post": "K", "building_block": "overhead", "focus_area": None}
    periods = posts({"valid_to": dt.date(2022, 12, 31)}, {"valid_from": dt.date(2023, 1, 1)}, overhead)
    assert found(unserving(periods, areas(*given))) == [(line, "Stelle", "serves_a_municipality") for line in lines]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (({},), []),  # no share at all: split by need or equally
        (({"share": 1.0},), []),
        (({"share": 0.4}, {"share": 0.6, "ags": "05358008"}), []),
        (({"share": 0.4}, {"share": 0.5, "ags": "05358008"}), [(2, "Anteil", "shares_sum_to_one")]),
        (({"share": 0.4}, {"ags": "05358008"}), [(3, "Anteil", "all_shares_or_none")]),
        # right until 2024, when a municipality comes without the others giving way
        (
            (
                {"share": 1.0},
                {"share": 0.5, "ags": "05358008", "valid_from": dt.date(2024, 1, 1)},
            ),
            [(2, "Anteil", "shares_sum_to_one")],
        ),
        # the same, but given way
        (
            (
                {"share": 1.0, "valid_to": dt.date(2023, 12, 31)},
                {"share": 0.5, "valid_from": dt.date(2024, 1, 1)},
                {"share": 0.5, "ags": "05358008", "valid_from": dt.date(2024, 1, 1)},
            ),
            [],
        ),
        # wrong only before the post existed
        (({"share": 0.5, "valid_to": dt.date(2020, 6, 30)}, {"share": 1.0, "ags": "05358008"}),
         [(2, "gültig ab", "area_while_post_exists")]),
        (({"valid_to": dt.date(2020, 12, 31)},), [(2, "gültig ab", "area_while_post_exists")]),
        (({"valid_to": BEGIN},), []),
    ],
)  # fmt: skip
def test_shares_and_periods_of_areas(given: tuple[dict[str, object], ...], expected: Found) -> None:
    assert found(odd_areas(areas(*given), posts({}))) == expected


def test_an_area_in_a_gap_between_two_periods_of_its_post() -> None:
    periods = posts({"valid_to": dt.date(2021, 12, 31)}, {"valid_from": dt.date(2023, 1, 1)})
    given = areas({"valid_from": dt.date(2022, 1, 1), "valid_to": dt.date(2022, 12, 31)}, {"ags": "05358008"})
    assert found(odd_areas(given, periods)) == [(2, "gültig ab", "area_while_post_exists")]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"ags": "05358008"}, [(2, "AGS", "outreach_in_served_area")]),
        ({"valid_to": dt.date(2021, 12, 31)}, [(2, "AGS", "outreach_in_served_area")]),
        ({"valid_to": dt.date(2022, 1, 1)}, []),
        ({"valid_from": dt.date(2023, 1, 1)}, [(2, "AGS", "outreach_in_served_area")]),
    ],
)
def test_outreach_hours_where_the_post_is_not_in_charge(given: dict[str, object], expected: Found) -> None:
    served = areas({"valid_from": dt.date(2022, 1, 1), "valid_to": dt.date(2022, 12, 31)})
    assert found(odd_outreach(outreach(given), served)) == expected


def test_empty_tables_have_nothing_odd() -> None:
    assert found(beyond_granted(posts(), 1.0)) == []
    assert found(odd_areas(areas(), posts())) == []
    assert found(odd_outreach(outreach(), areas())) == []
