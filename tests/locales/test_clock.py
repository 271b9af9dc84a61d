"""Days as the clock here shows them, wherever the computer thinks it is."""

from __future__ import annotations

import datetime as dt

import pytest

from locales.clock import here, local_day


@pytest.mark.parametrize(
    ("moment", "day", "hour"),
    [
        (dt.datetime(2026, 5, 11, 23, 0, tzinfo=dt.UTC), dt.date(2026, 5, 12), 1),  # summer time
        (dt.datetime(2026, 11, 11, 22, 30, tzinfo=dt.UTC), dt.date(2026, 11, 11), 23),
        (dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC), dt.date(2027, 1, 1), 0),
    ],
)
def test_a_day_is_that_of_here(moment: dt.datetime, day: dt.date, hour: int) -> None:
    assert (local_day(moment), here(moment).hour) == (day, hour)


def test_a_moment_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="needs its time zone"):
        local_day(dt.datetime(2026, 5, 11))
