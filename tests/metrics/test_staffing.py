"""FTE over any period, vacancies and posts beyond those granted, against twins that go day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from metrics.caseload import fte_by_month, month_starts
from metrics.staffing import fte_in_period, granted_exceeded, vacancies, valid_on

ONE_DAY = dt.timedelta(days=1)
SCHEMA = {
    "post": pl.String,
    "building_block": pl.String,
    "fte": pl.Float64,
    "filled_fte": pl.Float64,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
}
DAYS = st.dates(dt.date(2023, 10, 1), dt.date(2024, 6, 30))
FTE = st.integers(0, 8).map(lambda quarters: quarters / 4)

Period = tuple[str, str, float, float, dt.date, dt.date | None]


def frame(*periods: Period) -> pl.DataFrame:
    return pl.DataFrame(list(periods), schema=SCHEMA, orient="row")


@st.composite
def histories(draw: st.DrawFn) -> list[Period]:
    """Up to three posts, each with periods that lie apart."""
    periods: list[Period] = []
    for post in ("A", "B", "C")[: draw(st.integers(1, 3))]:
        begins = draw(DAYS)
        for _ in range(draw(st.integers(1, 4))):
            ends = begins + dt.timedelta(days=draw(st.integers(0, 90)))
            fte = draw(FTE.filter(bool))
            is_open = draw(st.integers(0, 9)) == 0
            periods.append((post, "case_management", fte, min(fte, draw(FTE)), begins, None if is_open else ends))
            if is_open:
                break
            begins = ends + dt.timedelta(days=draw(st.integers(1, 40)))
    return periods


def days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    while first <= last:
        yield first
        first += ONE_DAY


def on_day(periods: list[Period], post: str, day: dt.date) -> tuple[float, float]:
    """Planned and filled FTE of a post on one day."""
    valid = [found for found in periods if found[0] == post and found[4] <= day <= (found[5] or dt.date.max)]
    return sum(found[2] for found in valid), sum(found[3] for found in valid)


@given(periods=histories(), first=DAYS, length=st.integers(0, 120))
def test_fte_of_a_period_agree_with_the_mean_over_its_days(periods: list[Period], first: dt.date, length: int) -> None:
    last = first + dt.timedelta(days=length)
    found = fte_in_period(frame(*periods), first, last)
    assert found.columns == ["post", "planned_fte", "filled_fte"]
    assert found["post"].to_list() == sorted({period[0] for period in periods})
    for post, planned, filled in found.rows():
        daily = [on_day(periods, post, day) for day in days(first, last)]
        assert planned == pytest.approx(sum(fte for fte, _ in daily) / len(daily))
        assert filled == pytest.approx(sum(fte for _, fte in daily) / len(daily))


@given(periods=histories(), first=DAYS, length=st.integers(0, 120), data=st.data())
def test_splitting_a_period_into_two_that_follow_each_other_changes_nothing(
    periods: list[Period], first: dt.date, length: int, data: st.DataObject
) -> None:
    last = first + dt.timedelta(days=length)
    number = data.draw(st.integers(0, len(periods) - 1))
    post, block, fte, filled, begins, ends = periods[number]
    cut = begins + dt.timedelta(days=data.draw(st.integers(0, 60)))
    if ends is None or cut < ends:
        parts: list[Period] = [(post, block, fte, filled, begins, cut), (post, block, fte, filled, cut + ONE_DAY, ends)]
        split = [*periods[:number], *parts, *periods[number + 1 :]]
        whole = fte_in_period(frame(*periods), first, last)
        assert_frame_equal(fte_in_period(frame(*split), first, last), whole)


@given(periods=histories())
def test_months_are_periods_like_any_other(periods: list[Period]) -> None:
    months = month_starts(dt.date(2023, 11, 1), dt.date(2024, 3, 1))
    monthly = fte_by_month(frame(*periods), months)
    for first, following in zip(months, [*months[1:], dt.date(2024, 4, 1)], strict=True):
        found = fte_in_period(frame(*periods), first, following - ONE_DAY)
        of_month = monthly.filter(pl.col("month") == first)
        assert of_month["post"].to_list() == found["post"].to_list()
        assert of_month["fte"].to_list() == pytest.approx(found["planned_fte"].to_list())


def test_a_post_that_is_raised_and_half_vacant_in_its_second_period() -> None:
    periods = frame(
        ("A", "case_management", 0.5, 0.5, dt.date(2024, 1, 1), dt.date(2024, 4, 10)),
        ("A", "case_management", 1.0, 0.25, dt.date(2024, 4, 11), None),
    )
    found = fte_in_period(periods, dt.date(2024, 4, 1), dt.date(2024, 4, 30))
    assert found.row(0)[1:] == pytest.approx(((10 * 0.5 + 20 * 1.0) / 30, (10 * 0.5 + 20 * 0.25) / 30))
    assert vacancies(periods, dt.date(2024, 4, 10)).is_empty()
    assert vacancies(periods, dt.date(2024, 4, 11)).rows() == [("A", 1.0, 0.25, 0.75)]
    assert vacancies(periods, dt.date(2023, 12, 31)).is_empty()


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends on 2024-01-01, before it begins on 2024-01-02"):
        fte_in_period(frame(), dt.date(2024, 1, 2), dt.date(2024, 1, 1))


def test_no_posts_have_no_fte_no_vacancies_and_exceed_nothing() -> None:
    assert fte_in_period(frame(), dt.date(2024, 1, 1), dt.date(2024, 1, 2)).is_empty()
    assert vacancies(frame(), dt.date(2024, 1, 1)).is_empty()
    assert granted_exceeded(frame(), 1.0).is_empty()


@given(periods=histories(), day=DAYS)
def test_vacancies_are_the_posts_filled_less_than_planned_that_day(periods: list[Period], day: dt.date) -> None:
    found = vacancies(frame(*periods), day)
    for post in {period[0] for period in periods}:
        planned, filled = on_day(periods, post, day)
        expected = [(post, planned, filled, planned - filled)] if filled < planned else []
        assert found.filter(pl.col("post") == post).rows() == expected
    assert found["vacant_fte"].is_sorted(descending=True)


@given(periods=histories(), granted=FTE)
def test_days_beyond_what_was_granted_agree_with_a_look_at_every_day(periods: list[Period], granted: float) -> None:
    first, last = dt.date(2023, 9, 1), dt.date(2025, 12, 31)
    posts = {period[0] for period in periods}
    totals = {day: sum(on_day(periods, post, day)[0] for post in posts) for day in days(first, last)}
    found = granted_exceeded(frame(*periods), granted)
    assert found.columns == ["first", "last", "most_fte"]
    within = {
        day for begins, ends in found.select("first", "last").rows() for day in days(begins, min(ends or last, last))
    }
    assert within == {day for day, total in totals.items() if total > granted}
    for begins, ends, most in found.rows():
        assert most == max(totals[day] for day in days(begins, min(ends or last, last)))
        assert begins - ONE_DAY not in within
        assert ends is None or ends + ONE_DAY not in within
    assert found["first"].is_sorted()


def test_only_the_block_asked_for_counts_and_an_open_end_stays_open() -> None:
    begins = dt.date(2024, 1, 1)
    periods = frame(("A", "overhead", 5.0, 5.0, begins, None), ("B", "case_management", 1.5, 1.5, begins, None))
    assert granted_exceeded(periods, 1.0).rows() == [(begins, None, 1.5)]
    assert granted_exceeded(periods, 2.0).is_empty()
    assert granted_exceeded(periods, 2.0, "overhead").rows() == [(begins, None, 5.0)]


def test_sums_of_tenths_do_not_exceed_their_whole() -> None:
    tenths = [(name, "case_management", 0.1, 0.1, dt.date(2024, 1, 1), None) for name in "ABC"]
    assert sum(period[2] for period in tenths) > 0.3
    assert granted_exceeded(frame(*tenths), 0.3).is_empty()


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "expected"),
    [
        (None, None, True),
        (dt.date(2024, 1, 2), None, True),
        (dt.date(2024, 1, 3), None, False),
        (None, dt.date(2024, 1, 2), True),
        (None, dt.date(2024, 1, 1), False),
        (dt.date(2024, 1, 2), dt.date(2024, 1, 2), True),
    ],
)
def test_a_period_includes_both_its_ends_and_is_open_where_empty(
    valid_from: dt.date | None, valid_to: dt.date | None, expected: bool
) -> None:
    row = pl.DataFrame(
        {"valid_from": [valid_from], "valid_to": [valid_to], "day": [dt.date(2024, 1, 2)]},
        schema=dict.fromkeys(("valid_from", "valid_to", "day"), pl.Date),
    )
    assert row.select(valid_on(dt.date(2024, 1, 2))).item() is expected
    assert row.select(valid_on(pl.col("day"))).item() is expected
