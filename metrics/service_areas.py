"""Which municipalities a post serves when, and the FTE that fall to each of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import polars as pl

from metrics.caseload import fte_by_month
from metrics.splitting import split_posts, without_figures
from metrics.staffing import mean_fte, valid_on

ONE_DAY = dt.timedelta(days=1)
PERIODS = {"stretch": pl.String, "post": pl.String, "fte": pl.Float64, "valid_from": pl.Date, "valid_to": pl.Date}


@dataclass(frozen=True)
class Stretches:
    """`periods`: stretch (a name), post, fte, valid_from, valid_to; one row per stretch of days in which a post serves the
    same municipalities at the same FTE. `areas`: stretch and the columns of the areas that are valid then."""

    periods: pl.DataFrame
    areas: pl.DataFrame


def stretches(periods: pl.DataFrame, post_areas: pl.DataFrame) -> Stretches:
    """Cut the periods of posts wherever one of their municipalities begins or ends.

    `periods`: post, fte, valid_from, valid_to (null = open). `post_areas`: post, valid_from, valid_to (null = open on that
    side) and any others, which stay. FTE are kept: the stretches of a period cover each of its days exactly once.
    """
    changes: dict[str, set[dt.date]] = defaultdict(set)
    for post, begins, ends in post_areas.select("post", "valid_from", "valid_to").iter_rows():
        changes[post] |= {begins} if begins else set()
        changes[post] |= {ends + ONE_DAY} if ends and ends < dt.date.max else set()
    rows = [
        (f"{post} {begins}", post, fte, begins, ends)
        for post, fte, first, last in periods.select("post", "fte", "valid_from", "valid_to").iter_rows()
        for begins, ends in _cut(first, last, changes[post])
    ]
    cut = pl.DataFrame(rows, schema=PERIODS, orient="row")
    every = cut.select("stretch", "post", begins="valid_from").join(post_areas, on="post")
    return Stretches(cut, every.filter(valid_on(pl.col("begins"))).drop("post", "begins", "valid_from", "valid_to"))


def _cut(
    first: dt.date, last: dt.date | None, changes: Collection[dt.date]
) -> Iterator[tuple[dt.date, dt.date | None]]:
    """First and last days of the parts of a period."""
    inside = sorted(day for day in changes if day > first and (last is None or day <= last))
    yield from zip([first, *inside], [*(day - ONE_DAY for day in inside), last], strict=True)


def in_span(
    periods: pl.DataFrame, post_areas: pl.DataFrame, first: dt.date, last: dt.date, column: str = "fte"
) -> Stretches:
    """The posts from `first` to `last` (both included) as stretches with the FTE they make up over that span, pro-rated by day.

    `periods` and `post_areas` as in `stretches`; `column` of `periods` has the FTE to take, such as filled_fte. A span of one
    day gives the posts of that day. Stretches without FTE in the span or without a municipality are left out. Raises
    ValueError when `last` lies before `first`.
    """
    if last < first:
        raise ValueError(f"the span ends on {last}, before it begins on {first}")
    cut = stretches(periods.with_columns(fte=pl.col(column)), post_areas)
    spans = pl.DataFrame({"first": [first], "last": [last]})
    mean = mean_fte(cut.periods.with_columns(post=pl.col("stretch")), spans).select(stretch="post", fte="fte")
    posts = cut.periods.drop("fte").join(mean.filter(pl.col("fte") > 0), on="stretch")
    served = posts.join(cut.areas, on="stretch", how="semi").sort("stretch")
    return Stretches(served, cut.areas.join(served, on="stretch", how="semi").sort("stretch", "ags"))


def fte_by_post_and_place(
    periods: pl.DataFrame,
    post_areas: pl.DataFrame,
    need: pl.DataFrame,
    months: list[dt.date],
    rule: str = "need",
    hours: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """FTE of each post in each municipality and month: every post is split over those it serves at the time.

    `periods` and `post_areas` as in `stretches`, `post_areas` with share for the rule "fixed"; `need`, `rule` and `hours` (for
    the rule "hours") as in metrics.coverage.split_posts; what the rule has no figures for is split by need. Returns post, ags,
    month, fte, without rows of 0.0. A post that serves none for some time falls to none.
    """
    cut = stretches(periods, post_areas)
    monthly = fte_by_month(cut.periods.with_columns(post=pl.col("stretch")), months).filter(pl.col("fte") > 0)
    names = cut.periods.select("stretch", name="post")
    served = names.join(cut.areas, on="stretch", how="semi").select(post="stretch", fte=pl.lit(1.0))
    areas = cut.areas.rename({"stretch": "post"})
    there = None if hours is None else names.join(hours, left_on="name", right_on="post").rename({"stretch": "post"})
    lacking = pl.col("post").is_in(without_figures(served, areas, rule, there))
    parts = pl.concat(
        [
            split_posts(served.filter(~lacking), areas, need, rule, there),
            split_posts(served.filter(lacking), areas, need, "need"),
        ]
    )
    return (
        monthly.join(parts.rename({"fte": "part"}), on="post")
        .join(names, left_on="post", right_on="stretch")
        .group_by("name", "ags", "month")
        .agg((pl.col("fte") * pl.col("part")).sum())
        .rename({"name": "post"})
        .filter(pl.col("fte") > 0)
        .sort("post", "ags", "month")
    )
