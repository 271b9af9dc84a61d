"""Working time of a year: a published calculation, allowances in any unit, and what is refused."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.working_time import UNITS, AvailableTime, allowance_share, available_time

CONTRACT = {"weeks": 52, "days_per_week": 5, "hours_per_week": 40}
ABSENCES = {"annual_leave_days": 30, "public_holidays": 10, "sick_days": 12.5, "training_days": 5, "other_days": 1.5}


def test_a_published_work_year() -> None:
    # US Social Security Administration, POMS DI 39503.230: 2,080 hours less 68.0 of holidays, 75.0 of sick leave, 155.7 of
    # annual and 4.8 of administrative leave are 1,776.5 hours; here in days of 8 hours.
    found = available_time(
        **CONTRACT,
        annual_leave_days=155.7 / 8,
        public_holidays=68 / 8,
        sick_days=75 / 8,
        training_days=0,
        other_days=4.8 / 8,
    )
    assert found.hours == pytest.approx(1776.5)
    assert found.days == pytest.approx(1776.5 / 8)


def test_a_day_is_as_long_as_the_contract_says() -> None:
    found = available_time(**CONTRACT | {"hours_per_week": 39}, **ABSENCES)
    assert found == pytest.approx((201, 201 * 7.8, 7.8, 39))


@pytest.mark.parametrize(
    ("amount", "unit", "share"),
    [
        (0.1, "share", 0.1),
        (48, "minutes_per_day", 0.1),
        (4, "hours_per_week", 0.1),
        (10, "days_per_year", 10 / 179),
        (143.2, "hours_per_year", 0.1),
        (0, "hours_per_week", 0),
    ],
)
def test_an_allowance_in_any_unit_is_a_share(amount: float, unit: str, share: float) -> None:
    assert allowance_share(amount, unit, AvailableTime(179, 1432, 8, 40)) == pytest.approx(share)


@given(st.floats(0.01, 0.9), st.integers(100, 250), st.floats(4, 12), st.floats(3, 6))
def test_the_same_part_of_time_is_the_same_share_in_every_unit(
    share: float, days: int, hours_per_day: float, days_per_week: float
) -> None:
    time = AvailableTime(days, days * hours_per_day, hours_per_day, hours_per_day * days_per_week)
    amounts = (1, 60 * hours_per_day, hours_per_day * days_per_week, days, days * hours_per_day)
    for amount, unit in zip(amounts, UNITS, strict=True):
        assert allowance_share(share * amount, unit, time) == pytest.approx(share)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"sick_days": -1}, "sick_days must be zero or more, found -1"),
        ({"weeks": math.inf}, "weeks must be zero or more, found inf"),
        ({"other_days": math.nan}, "other_days must be zero or more, found nan"),
        ({"hours_per_week": 0}, "must be above zero"),
        ({"days_per_week": 0}, "must be above zero"),
        ({"sick_days": 260}, "absences leave no time to work: 306.5 of 260 days"),
        ({"sick_days": 213.5}, "absences leave no time to work: 260.0 of 260 days"),
    ],
)
def test_impossible_working_time_is_refused(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        available_time(**CONTRACT | ABSENCES | changed)


def test_impossible_allowances_are_refused() -> None:
    time = AvailableTime(179, 1432, 8, 40)
    with pytest.raises(ValueError, match="unknown unit 'minutes'; there are share, minutes_per_day"):
        allowance_share(5, "minutes", time)
    with pytest.raises(ValueError, match="hours_per_week must be zero or more, found -1"):
        allowance_share(-1, "hours_per_week", time)
