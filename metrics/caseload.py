"""Cases per full-time post."""

from __future__ import annotations

import datetime as dt

import polars as pl

from metrics.protection import SMALLEST_BASE, sees_exact
from metrics.staffing import mean_fte


def month_starts(first: dt.date, last: dt.date) -> list[dt.date]:
    """The first day of every month from the month of `first` to the month of `last`."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [dt.date(month // 12, month % 12 + 1, 1) for month in months]


def fte_by_month(posts: pl.DataFrame, months: list[dt.date]) -> pl.DataFrame:
    """Planned FTE of each post in each month, pro-rated by day.

    Planned and not filled: cases per post compare with what was granted, also while part of it is vacant; filled FTE come
    from metrics.staffing.fte_in_period. `posts`: post, fte, valid_from, valid_to (both days included, null valid_to =
    open), one row per post and period. Returns post, month, fte with one row per post and month, 0.0 where the post does
    not exist.
    """
    spans = pl.DataFrame({"first": months}, schema={"first": pl.Date}).with_columns(last=pl.col("first").dt.month_end())
    return mean_fte(posts, spans).rename({"first": "month"})


def trailing_mean(fte: pl.DataFrame, series: str, months: int = 12) -> pl.DataFrame:
    """Mean FTE of the `months` months that end with each month.

    `fte`: the column `series`, month, fte without gaps in the months. Returns the same columns, without the months
    before the first full period.
    """
    mean = pl.col("fte").rolling_mean(window_size=months).over(series, order_by="month")
    return fte.with_columns(fte=mean).drop_nulls("fte").sort(series, "month")


def per_fte(cases: pl.DataFrame, fte: pl.DataFrame, on: list[str], measure: str, role: str) -> pl.DataFrame:
    """Cases per full-time post.

    `cases`: the columns `on` and `measure` (a count of people, already protected). `fte`: the columns `on` and fte.
    Returns `on`, `measure`, fte and per_fte, for every row of `fte`; no cases reported is a count of 0. The ratio is
    null where there is no post and, for roles that see rounded counts, where fewer than 10 cases stand behind it.
    """
    smallest = 0 if sees_exact(role) else SMALLEST_BASE
    ratio = pl.when((pl.col("fte") > 0) & (pl.col(measure) >= smallest)).then(pl.col(measure) / pl.col("fte"))
    joined = fte.join(cases.select([*on, measure]), on=on, how="left", maintain_order="left")
    return (
        joined.with_columns(pl.col(measure).fill_null(0))
        .with_columns(per_fte=ratio)
        .select([*on, measure, "fte", "per_fte"])
    )
