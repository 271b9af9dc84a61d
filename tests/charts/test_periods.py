"""Counts period by period: named for their readers, and each with its number."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from charts.periods import periods
from locales import Language


@pytest.mark.parametrize(
    ("months", "begins", "names"),
    [
        (3, [dt.date(2025, 10, 1), dt.date(2026, 1, 1)], ["4. Quartal 2025", "1. Quartal 2026"]),
        (12, [dt.date(2024, 1, 1), dt.date(2025, 1, 1)], ["2024", "2025"]),
    ],
)
def test_periods_are_named_and_their_counts_written(months: int, begins: list[dt.date], names: list[str]) -> None:
    frame = pl.DataFrame({"begins": begins, "new_cases": [0, 15]})
    (bar,) = periods(frame, months, Language("de")).data
    assert list(bar.customdata) == names
    assert list(bar.text) == ["0", "15"]
    assert list(bar.y) == [0, 15]
    assert bar.xperiod == f"M{months}"
