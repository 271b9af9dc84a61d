"""FTE by month against a day-by-day twin."""

from __future__ import annotations

import calendar
import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.caseload import fte_by_month, month_starts, trailing_mean

SCHEMA = {"post": pl.String, "fte": pl.Float64, "valid_from": pl.Date, "valid_to": pl.Date}
DAYS = st.dates(dt.date(2022, 1, 1), dt.date(2026, 12, 31))
FIRST_MONTH, LAST_MONTH = dt.date(2023, 11, 1), dt.date(2024, 4, 1)


def post(fte: float, valid_from: dt.date, valid_to: dt.date | None) -> pl.DataFrame:
    return pl.DataFrame([("P", fte, valid_from, valid_to)], schema=SCHEMA, orient="row")


def fte_in(month: dt.date, fte: float, valid_from: dt.date, valid_to: dt.date | None) -> float:
    return fte_by_month(post(fte, valid_from, valid_to), [month])["fte"].item()


def day_by_day(month: dt.date, fte: float, valid_from: dt.date, valid_to: dt.date | None) -> float:
    """The mean over the days of a month, one day at a time."""
    days = [month.replace(day=day) for day in range(1, calendar.monthrange(month.year, month.month)[1] + 1)]
    present = [fte if valid_from <= day and (valid_to is None or day <= valid_to) else 0.0 for day in days]
    return sum(present) / len(present)


@given(fte=st.floats(0, 3, allow_subnormal=False), valid_from=DAYS, length=st.none() | st.integers(0, 900))
def test_fte_agrees_with_the_count_of_days(fte: float, valid_from: dt.date, length: int | None) -> None:
    valid_to = None if length is None else valid_from + dt.timedelta(days=length)
    months = month_starts(FIRST_MONTH, LAST_MONTH)
    found = fte_by_month(post(fte, valid_from, valid_to), months)
    assert found["month"].to_list() == months
    assert found["fte"].to_list() == pytest.approx([day_by_day(month, fte, valid_from, valid_to) for month in months])


@pytest.mark.parametrize(
    ("month", "valid_from", "valid_to", "expected"),
    [
        (dt.date(2024, 2, 1), dt.date(2024, 2, 15), None, 15 / 29),  # leap year
        (dt.date(2023, 2, 1), dt.date(2023, 2, 15), None, 14 / 28),
        (dt.date(2024, 2, 1), dt.date(2020, 1, 1), dt.date(2024, 2, 29), 1.0),  # the last day counts
        (dt.date(2024, 3, 1), dt.date(2020, 1, 1), dt.date(2024, 2, 29), 0.0),
        (dt.date(2024, 9, 1), dt.date(2024, 10, 1), None, 0.0),  # Niederzier's post is filled from October 2024
        (dt.date(2024, 10, 1), dt.date(2024, 10, 1), None, 1.0),
        (dt.date(2024, 4, 1), dt.date(2024, 4, 10), dt.date(2024, 4, 10), 1 / 30),  # one single day
    ],
)
def test_a_post_counts_for_the_days_it_exists(
    month: dt.date, valid_from: dt.date, valid_to: dt.date | None, expected: float
) -> None:
    assert fte_in(month, 1.0, valid_from, valid_to) == pytest.approx(expected)


def test_every_post_has_a_row_for_every_month_in_order() -> None:
    posts = pl.concat([post(1.0, dt.date(2024, 1, 1), None), post(0.5, dt.date(2030, 1, 1), None)])
    posts = posts.with_columns(post=pl.Series(["B", "A"]))
    found = fte_by_month(posts, [dt.date(2024, 1, 1), dt.date(2024, 2, 1)])
    assert found.columns == ["post", "month", "fte"]
    assert found["post"].to_list() == ["A", "A", "B", "B"]
    assert found["fte"].to_list() == [0.0, 0.0, 1.0, 1.0]


def test_no_posts_and_no_months_are_no_rows() -> None:
    assert fte_by_month(pl.DataFrame(schema=SCHEMA), [dt.date(2024, 1, 1)]).is_empty()
    assert fte_by_month(post(1.0, dt.date(2024, 1, 1), None), []).is_empty()


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ((2023, 12, 31), (2024, 1, 1), [(2023, 12, 1), (2024, 1, 1)]),
        ((2024, 5, 17), (2024, 5, 2), [(2024, 5, 1)]),
        ((2024, 5, 1), (2024, 4, 30), []),
    ],
)
def test_months_from_first_to_last(
    first: tuple[int, int, int], last: tuple[int, int, int], expected: list[tuple[int, int, int]]
) -> None:
    assert month_starts(dt.date(*first), dt.date(*last)) == [dt.date(*day) for day in expected]


def test_the_mean_of_the_last_twelve_months_agrees_with_a_loop_over_them() -> None:
    months = month_starts(dt.date(2023, 1, 1), dt.date(2024, 6, 1))
    posts = pl.concat([post(1.0, dt.date(2020, 1, 1), dt.date(2023, 9, 12)), post(0.5, dt.date(2024, 2, 3), None)])
    fte = fte_by_month(posts.with_columns(post=pl.Series(["ENDED", "BEGUN"])), months)
    expected = [
        (name, month, sum(row["fte"] for row in rows[number - 11 : number + 1]) / 12)
        for name in ("BEGUN", "ENDED")
        for rows in [fte.filter(pl.col("post") == name).to_dicts()]
        for number, month in enumerate(months)
        if number >= 11
    ]
    found = trailing_mean(fte.sample(fraction=1, shuffle=True, seed=3), "post")
    assert found.select("post", "month").rows() == [row[:2] for row in expected]
    assert found["fte"].to_list() == pytest.approx([row[2] for row in expected])
