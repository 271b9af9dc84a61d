"""What is odd about rows of clients that load all the same: line, column and rule of each such row, never a value."""

from __future__ import annotations

import datetime as dt

import polars as pl

from etl.outcome import LINE, REJECTED_SCHEMA, rejections
from etl.typed_rows import TABLE_ITSELF, Layout
from metrics.outliers import is_outlier

LONGEST_YEARS = 5  # case management that takes longer was most likely never closed
DAYS_A_YEAR = 365.25
FEWEST = 10  # values without which nothing can be told to lie outside them


def odd_cases(
    cases: pl.DataFrame, layout: Layout, exported_on: dt.date, periods: pl.DataFrame, areas: pl.DataFrame
) -> pl.DataFrame:
    """Findings about the loaded cases of one export, as etl.schemas.Case.

    `periods`: post, valid_from, valid_to (null: open) and `areas`: post, ags; posts that are not in them are not judged.
    Rules: requested_while_post_exists, interview_while_post_exists, ended_while_post_exists, open_while_post_exists,
    case_in_served_area, duration_plausible (LONGEST_YEARS), duration_usual (outliers among the closed cases of the export).
    """
    existed = periods.group_by("post").agg(
        begun=pl.col("valid_from").min(),
        over=pl.when(pl.col("valid_to").is_not_null().all()).then(pl.col("valid_to").max()),
    )
    opened = pl.coalesce("first_interview_on", "requested_on")
    known = (
        cases.join(existed, on="post", how="left", maintain_order="left")
        .join(areas.select("post", "ags", is_served=pl.lit(True)).unique(), on=["post", "ags"], how="left")
        .with_columns(
            has_areas=pl.col("post").is_in(areas["post"].unique().to_list()),
            days=(pl.coalesce("ended_on", pl.lit(exported_on)) - opened).dt.total_days(),
        )
    )
    is_open = pl.col("ended_on").is_null()
    odd = {
        "requested_while_post_exists": ("requested_on", pl.col("requested_on") < pl.col("begun")),
        "interview_while_post_exists": ("first_interview_on", pl.col("first_interview_on") < pl.col("begun")),
        "ended_while_post_exists": ("ended_on", pl.col("ended_on") > pl.col("over")),
        "open_while_post_exists": ("ended_on", is_open & (pl.col("over") < exported_on)),
        "case_in_served_area": ("ags", pl.col("has_areas") & pl.col("is_served").is_null()),
        "duration_plausible": ("ended_on", pl.col("days") > LONGEST_YEARS * DAYS_A_YEAR),
    }
    found = [_found(known.filter(is_odd), layout, field, rule) for rule, (field, is_odd) in odd.items()]
    closed = known.filter(~is_open)
    return pl.concat([*found, _found(_outliers(closed, "days"), layout, "ended_on", "duration_usual")]).sort(
        LINE, "rule"
    )


def odd_services(services: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Findings about the loaded services of one export, as etl.schemas.Service: the first row of each case whose hours in
    all are an outlier among the cases of the export (hours_usual)."""
    of_cases = services.filter(pl.col("hours").is_not_null()).group_by("case_key").agg(
        pl.col("hours").sum(), pl.col(LINE).min()
    ).sort(LINE)  # fmt: skip
    return _found(_outliers(of_cases, "hours"), layout, "hours", "hours_usual").sort(LINE)


def _outliers(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    return rows.filter(is_outlier(rows[column])) if rows.height >= FEWEST else rows.clear()


def _found(rows: pl.DataFrame, layout: Layout, field: str, rule: str) -> pl.DataFrame:
    heading = layout.columns.get(field, TABLE_ITSELF)
    found = rows.select(LINE, column=pl.lit(heading), rule=pl.lit(rule))
    return rejections([]).vstack(found.cast(REJECTED_SCHEMA))
