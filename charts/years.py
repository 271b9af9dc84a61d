"""Figures of a unit by year, each with the limits it is known within."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from charts import limit_words
from charts.month_axis import MONTHS_A_YEAR


@dataclass(frozen=True)
class Known:
    """A year's figure; a limit that is None is open, or there are no limits at all."""

    value: float
    lower: float | None = None
    upper: float | None = None


Yearly = Mapping[int, Known]


def of_series(frame: pl.DataFrame, names: Iterable[str]) -> dict[str, dict[int, Known]]:
    """The figures of each of `names`, by year, years without a value left out. `frame`: series, year, value, lower, upper.

    Raises ValueError for a series that is not among `names`, a year twice, a value below zero or outside its limits.
    """
    found: dict[str, dict[int, Known]] = {key: {} for key in names}
    unnamed = sorted(set(frame["series"]) - set(found))
    if unnamed:
        raise ValueError(f"series without a name: {', '.join(map(repr, unnamed))}; name every series that is drawn")
    seen = set()
    for key, year, value, lower, upper in frame.select("series", "year", "value", "lower", "upper").iter_rows():
        if (key, year) in seen:
            raise ValueError(f"{key}: the year {year} comes more than once")
        seen.add((key, year))
        limit_words.check(f"{key}, {year}", value, lower, upper)
        if value is not None:
            if value < 0:
                raise ValueError(f"{key}, {year}: a value must be a number of 0 or more, found {value}")
            found[key][year] = Known(value, lower, upper)
    return found


def of_district(whole: pl.DataFrame) -> dict[int, float]:
    """The district's figures by year. `whole`: year, value. Raises ValueError as `of_series` does."""
    nothing = pl.lit(None, dtype=pl.Float64)
    rows = whole.select(series=pl.lit("district"), year="year", value="value", lower=nothing, upper=nothing)
    return {year: known.value for year, known in of_series(rows, ["district"])["district"].items()}


def span(years: Iterable[int]) -> range:
    """The months (as `charts.month_axis` counts them) of all years from the first to the last. Raises ValueError for none."""
    found = list(years)
    if not found:
        raise ValueError("a course over time needs at least one year")
    return range(min(found) * MONTHS_A_YEAR, (max(found) + 1) * MONTHS_A_YEAR)


def runs(years: Iterable[int]) -> list[list[int]]:
    """The years in runs without a gap."""
    found: list[list[int]] = []
    for year in sorted(years):
        if found and found[-1][-1] == year - 1:
            found[-1].append(year)
        else:
            found.append([year])
    return found
