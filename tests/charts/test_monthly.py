from __future__ import annotations

import datetime as dt
from itertools import pairwise

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from charts.month_axis import number_of
from charts.monthly import of_series, runs


def test_every_known_unit_has_its_values_by_month() -> None:
    january, march = dt.date(2026, 1, 1), dt.date(2026, 3, 1)
    frame = pl.DataFrame({"series": ["b", "b", "a"], "month": [march, january, march], "value": [3, None, 5]})
    assert of_series(frame, "value", ["a", "b", "c"]) == {
        "a": {number_of(march): 5.0},
        "b": {number_of(march): 3.0},
        "c": {},
    }


@given(st.sets(st.integers(0, 60)))
def test_runs_are_all_months_in_stretches_without_holes(months: set[int]) -> None:
    found = runs(dict.fromkeys(months, 1.0))
    assert [month for run in found for month in run] == sorted(months)
    assert all(list(run) == list(range(run[0], run[-1] + 1)) for run in found)
    # Two stretches that touch would be one.
    assert all(before[-1] + 1 < after[0] for before, after in pairwise(found))
