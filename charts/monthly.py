"""Values month by month, unit by unit, as a drawing takes them: checked, with a hole where a month has no value."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import isfinite

import polars as pl

from charts.month_axis import number_of

Monthly = Mapping[int, float]


def of_series(frame: pl.DataFrame, column: str, known: Collection[str]) -> dict[str, Monthly]:
    """Per unit its values by month number, for every unit of `known` in that order; months without a value are left out.

    `frame`: series, month (a date), and `column`. Raises ValueError for a series that is not known, a month that comes
    twice, and a value that is below zero or not finite.
    """
    unknown = sorted(set(frame["series"].unique()) - set(known))
    if unknown:
        raise ValueError(f"series without a name: {', '.join(map(repr, unknown))}")
    doubled = frame.select("series", "month").filter(frame.select("series", "month").is_duplicated())
    if doubled.height:
        series, month = doubled.row(0)
        raise ValueError(f"{series}: the month {month:%Y-%m} comes more than once")
    values: dict[str, dict[int, float]] = {key: {} for key in known}
    for series, month, value in frame.select("series", "month", column).drop_nulls(column).sort("month").iter_rows():
        if not (isfinite(value) and value >= 0):
            raise ValueError(f"{series}, {month:%Y-%m}: {column} must be a number of 0 or more, found {value}")
        values[series][number_of(month)] = float(value)
    return dict(values)


def runs(values: Monthly) -> list[Sequence[int]]:
    """The month numbers with a value, in stretches without a hole."""
    found: list[list[int]] = []
    for month in sorted(values):
        if found and found[-1][-1] == month - 1:
            found[-1].append(month)
        else:
            found.append([month])
    return list(found)
