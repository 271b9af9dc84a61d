"""Full-time equivalents (FTE) of posts over time: planned, filled, vacant, and beyond what was granted.

`periods` is everywhere: post, fte (planned), filled_fte, valid_from, valid_to (both days included, null valid_to = open); one
row per post and period, the periods of a post apart from each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

RESIDUE = 1e-9  # sums of floating-point FTE miss a whole number by less


def fte_in_period(periods: pl.DataFrame, first: dt.date, last: dt.date) -> pl.DataFrame:
    """Planned and filled FTE of each post from `first` to `last` (both included), pro-rated by day: the mean over the days.

    Returns post, planned_fte, filled_fte: one row per post, 0.0 where it does not exist. Raises ValueError when `last` lies
    before `first`.
    """
    if last < first:
        raise ValueError(f"the period ends on {last}, before it begins on {first}")
    spans = pl.DataFrame({"first": [first], "last": [last]})
    found = mean_fte(periods, spans, ("fte", "filled_fte"))
    return found.select("post", planned_fte="fte", filled_fte="filled_fte")


def mean_fte(periods: pl.DataFrame, spans: pl.DataFrame, columns: Sequence[str] = ("fte",)) -> pl.DataFrame:
    """The mean of `columns` of `periods` over the days of each span (first, last, both included), for each post.

    Returns post, first and the columns, ordered; days without the post count as 0.0.
    """
    days = (pl.col("last") - pl.col("first")).dt.total_days() + 1
    starts = pl.max_horizontal("first", "valid_from")
    ends = pl.min_horizontal("last", pl.col("valid_to").fill_null(dt.date.max))
    covered = ((ends - starts).dt.total_days() + 1).clip(lower_bound=0)
    return (
        periods.select("post", "valid_from", "valid_to", *columns)
        .join(spans.select("first", "last"), how="cross")
        .group_by("post", "first")
        .agg((pl.col(column) * covered / days).sum() for column in columns)
        .sort("post", "first")
    )


def valid_on(on: dt.date | pl.Expr) -> pl.Expr:
    """Whether a row's period (valid_from, valid_to; null = open on that side) includes a day."""
    return (pl.col("valid_from").is_null() | (pl.col("valid_from") <= on)) & (
        pl.col("valid_to").is_null() | (pl.col("valid_to") >= on)
    )


def vacancies(periods: pl.DataFrame, on: dt.date) -> pl.DataFrame:
    """The posts that are not filled as planned on a day: post, planned_fte, filled_fte, vacant_fte; the largest first."""
    found = periods.filter(valid_on(on)).select("post", planned_fte="fte", filled_fte="filled_fte")
    vacant = found.with_columns(vacant_fte=pl.col("planned_fte") - pl.col("filled_fte"))
    return vacant.filter(pl.col("vacant_fte") > RESIDUE).sort("vacant_fte", "post", descending=[True, False])


def granted_exceeded(
    periods: pl.DataFrame, granted_fte: float, building_block: str = "case_management"
) -> pl.DataFrame:
    """When the planned FTE of a building block are more than was granted.

    `periods` has the column building_block too. Returns first, last (null = without an end), most_fte (the highest sum in
    between), one row per unbroken range of days.
    """
    block = periods.filter(pl.col("building_block").cast(pl.String) == building_block)
    begins = block.select(day="valid_from", change="fte")
    ends = block.drop_nulls("valid_to").select(day=pl.col("valid_to") + pl.duration(days=1), change=-pl.col("fte"))
    changes = pl.concat([begins, ends]).group_by("day").agg(pl.col("change").sum()).sort("day")
    total = changes.select("day", until=pl.col("day").shift(-1), fte=pl.col("change").cum_sum())
    exceeding = total.with_columns(exceeds=pl.col("fte") > granted_fte + RESIDUE)
    return (
        exceeding.with_columns(run=pl.col("exceeds").rle_id())
        .filter("exceeds")
        .group_by("run")
        .agg(first=pl.col("day").min(), last=pl.col("until").last() - pl.duration(days=1), most_fte=pl.col("fte").max())
        .sort("first")
        .drop("run")
    )
