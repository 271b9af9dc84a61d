"""FTE of posts month by month, for the cases they are compared with."""

from __future__ import annotations

import datetime as dt

import polars as pl

from metrics.staffing import mean_fte


def month_starts(first: dt.date, last: dt.date) -> list[dt.date]:
    """The first day of every month from the month of `first` to the month of `last`."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [dt.date(month // 12, month % 12 + 1, 1) for month in months]


def fte_by_month(posts: pl.DataFrame, months: list[dt.date]) -> pl.DataFrame:
    """FTE of each post in each month, pro-rated by day.

    `posts`: post, fte (granted or filled), valid_from, valid_to (both days included, null valid_to = open), one row per post and
    period. Returns post, month, fte with one row per post and month, 0.0 where the post does not exist.
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
