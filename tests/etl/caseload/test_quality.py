"""Odd rows of clients load and are named, with words for each rule."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import polars as pl
import pytest

from etl.caseload.quality import FEWEST, LONGEST_YEARS, odd_cases, odd_services
from etl.rules import rule_text
from etl.typed_rows import Layout

ON = dt.date(2026, 10, 31)
LAYOUT = Layout(
    {"requested_on": "Anfrage", "first_interview_on": "Beginn", "ended_on": "Ende", "ags": "Ort", "hours": "Stunden"}
)
DATES = ("requested_on", "first_interview_on", "ended_on")
PERIODS = pl.DataFrame(
    {
        "post": ["A", "A", "B", "B", "C"],
        "valid_from": [dt.date(2022, 1, 1), dt.date(2021, 1, 1), dt.date(2021, 1, 1), dt.date(2023, 1, 1), dt.date(2015, 1, 1)],
        "valid_to": [None, dt.date(2021, 12, 31), dt.date(2022, 12, 31), dt.date(2024, 12, 31), None],
    }
)  # fmt: skip
AREAS = pl.DataFrame({"post": ["A", "A", "B"], "ags": ["05358008", "05358020", "05358008"]})


def cases(*rows: dict[str, Any]) -> pl.DataFrame:
    usual = {
        "post": "A",
        "ags": "05358008",
        "requested_on": dt.date(2024, 1, 1),
        "first_interview_on": dt.date(2024, 2, 1),
    }
    filled = [{"ended_on": None, **usual, **row, "line": line} for line, row in enumerate(rows, start=2)]
    schema = {"line": pl.Int64, "post": pl.String, "ags": pl.String, **dict.fromkeys(DATES, pl.Date)}
    return pl.DataFrame(filled, schema=schema)


def found(*rows: dict[str, Any], layout: Layout = LAYOUT) -> list[tuple[int, str, str]]:
    return odd_cases(cases(*rows), layout, ON, PERIODS, AREAS).rows()


def test_nothing_is_odd_about_a_usual_case() -> None:
    assert found({}) == []
    assert found() == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            {"requested_on": dt.date(2020, 12, 31), "first_interview_on": dt.date(2024, 2, 1)},
            [("Anfrage", "requested_while_post_exists")],
        ),
        ({"requested_on": dt.date(2021, 1, 1), "first_interview_on": dt.date(2024, 2, 1)}, []),
        (
            {"requested_on": dt.date(2020, 11, 1), "first_interview_on": dt.date(2020, 12, 1), "ended_on": dt.date(2021, 5, 1)},
            [("Beginn", "interview_while_post_exists"), ("Anfrage", "requested_while_post_exists")],
        ),
        ({"post": "B", "ended_on": dt.date(2025, 1, 1)}, [("Ende", "ended_while_post_exists")]),
        ({"post": "B", "ended_on": dt.date(2024, 12, 31)}, []),
        ({"post": "B"}, [("Ende", "open_while_post_exists")]),
        ({"ags": "05358060"}, [("Ort", "case_in_served_area")]),
        ({"post": "B", "ags": "05358020", "ended_on": dt.date(2024, 6, 1)}, [("Ort", "case_in_served_area")]),
        ({"post": "C", "ags": "05358020"}, []),  # nobody says which municipalities it serves
        ({"post": "unknown"}, []),
        ({"requested_on": None, "first_interview_on": None}, []),
    ],
)  # fmt: skip
def test_odd_cases_are_named_with_column_and_rule(row: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert found({}, row) == [(3, *place) for place in expected]


@pytest.mark.parametrize("ended", [None, ON])
def test_a_case_of_more_years_than_can_be_is_odd_open_or_closed(ended: dt.date | None) -> None:
    long_ago = {"post": "C", "requested_on": None, "ended_on": ended}
    for days, is_odd in ((365 * LONGEST_YEARS, False), (366 * LONGEST_YEARS + 1, True)):
        row = long_ago | {"first_interview_on": ON - dt.timedelta(days=days)}
        assert found(row) == ([(2, "Ende", "duration_plausible")] if is_odd else [])


def closed(days: int) -> dict[str, Any]:
    begun = dt.date(2022, 1, 1)
    return {"requested_on": begun, "first_interview_on": begun, "ended_on": begun + dt.timedelta(days=days)}


def test_a_duration_far_from_the_others_is_odd() -> None:
    usual = [closed(100 + 3 * number) for number in range(FEWEST)]
    assert found(*usual, closed(1200)) == [(2 + FEWEST, "Ende", "duration_usual")]
    assert found(*usual, {"requested_on": dt.date(2022, 1, 1), "first_interview_on": dt.date(2022, 1, 1)}) == []


def test_among_few_none_is_far_from_the_others() -> None:
    assert found(*[closed(100 + number) for number in range(FEWEST - 2)], closed(1200)) == []


def test_a_field_the_export_lacks_is_named_by_no_heading() -> None:
    assert found({"ags": "05358060"}, layout=Layout({})) == [(2, "–", "case_in_served_area")]


def services(hours: dict[str, list[float | None]]) -> pl.DataFrame:
    rows = [(key, spent) for key, all_spent in hours.items() for spent in all_spent]
    random.Random(1).shuffle(rows)
    schema = {"case_key": pl.String, "hours": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row").with_row_index("line", offset=2).cast({"line": pl.Int64})


def test_hours_of_a_case_far_from_those_of_the_others_are_odd_on_its_first_row() -> None:
    usual: dict[str, list[float | None]] = {f"{number}": [1.0, 0.25 * number, None] for number in range(FEWEST + 2)}
    frame = services(usual | {"much": [20.0] * 12})
    line = frame.filter(case_key="much")["line"].min()
    assert odd_services(frame, LAYOUT).rows() == [(line, "Stunden", "hours_usual")]
    assert odd_services(services(usual), LAYOUT).is_empty()


def test_hours_that_nobody_states_are_not_odd() -> None:
    assert odd_services(services({f"{number}": [None] for number in range(30)}), LAYOUT).is_empty()
    assert odd_services(services({}), LAYOUT).is_empty()


@pytest.mark.parametrize(
    "rule",
    [
        *(
            "requested_while_post_exists",
            "interview_while_post_exists",
            "ended_while_post_exists",
            "open_while_post_exists",
        ),
        *("case_in_served_area", "duration_plausible", "duration_usual", "hours_usual"),
    ],
)
def test_every_rule_has_words_in_both_languages(rule: str) -> None:
    assert rule_text(rule, "de").endswith(".") and rule_text(rule, "en").endswith(".")
