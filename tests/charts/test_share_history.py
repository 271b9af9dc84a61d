"""A share over the months: gaps stay gaps, the chosen month is marked, and the scale does not jump."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from charts.share_history import share_history
from locales import Language

MONTHS = [dt.date(2024, month, 1) for month in (8, 9, 10)]


def history(shares: list[float | None]) -> pl.DataFrame:
    return pl.DataFrame(
        {"month": MONTHS, "share": shares, "detail": ["a", "b", "c"]},
        schema_overrides={"share": pl.Float64},
    )


def test_months_without_a_share_are_gaps() -> None:
    line = share_history(history([None, 0.1, 0.2]), "Hoover", Language("de")).data[0]
    assert list(line.y) == [None, 0.1, 0.2]
    assert line.connectgaps is False
    assert line.customdata[1] == "September 2024: 10,0\u202f%<br>b"


def test_the_chosen_month_is_marked() -> None:
    _, dot = share_history(history([0.0, 0.1, 0.2]), "Hoover", Language("de"), chosen="2024-10").data
    assert (list(dot.x), list(dot.y)) == ([MONTHS[2]], [0.2])
    assert len(share_history(history([0.0, 0.1, 0.2]), "Hoover", Language("de"), chosen="2020-01").data) == 1


@pytest.mark.parametrize(("shares", "top"), [([0.0, 0.1, 0.2], 0.3), ([0.3, 0.5, 0.8], 0.88), ([None] * 3, 0.3)])
def test_the_scale_begins_at_zero_and_shows_small_shares_small(shares: list[float | None], top: float) -> None:
    axis = share_history(history(shares), "Hoover", Language("de")).layout.yaxis
    assert list(axis.range) == pytest.approx([0, top])
    assert axis.tickvals[-1] <= top
