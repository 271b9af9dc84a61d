"""Counts quarter by quarter: named for their readers, and each with its number."""

from __future__ import annotations

import datetime as dt

import polars as pl

from charts.quarters import quarters
from locales import Language


def test_quarters_are_named_and_their_counts_written() -> None:
    frame = pl.DataFrame({"quarter": [dt.date(2025, 10, 1), dt.date(2026, 1, 1)], "new_cases": [0, 15]})
    (bar,) = quarters(frame, Language("de")).data
    assert list(bar.customdata) == ["4. Quartal 2025", "1. Quartal 2026"]
    assert list(bar.text) == ["0", "15"]
    assert list(bar.y) == [0, 15]
