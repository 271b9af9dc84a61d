"""Spreading posts over the municipalities they serve."""

from __future__ import annotations

import numpy as np
import polars as pl

RULES = ("need", "equal", "fixed", "hours")
SHARE_TOLERANCE = 1e-6
LACKING = {
    "fixed": "posts whose fixed shares are missing or do not sum to 1",
    "hours": "posts without consultation hours in a municipality they serve",
}


def split_posts(
    posts: pl.DataFrame,
    post_areas: pl.DataFrame,
    need: pl.DataFrame | None = None,
    rule: str = "need",
    hours: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Spread each post over the municipalities it serves; every post keeps its FTE.

    `posts`: post, fte. `post_areas`: post, ags and, for the rule "fixed", share (summing to 1 within each post).
    `need`: ags, need (people of the target group), used by the rule "need" only. `hours`: post, ags, hours_per_week of
    consultation on site, used by the rule "hours" only; several rows of a post and municipality add up. The rules: "need" in
    proportion to the need of the places served (equally where none of them has any), "equal" in equal parts, "fixed" by
    share, "hours" in proportion to consultation hours.

    Returns post, ags, fte: one row per post and municipality, ordered by both. Areas of posts that are not in `posts`
    are left out, so a selection of posts can be split without selecting the areas too.

    Raises ValueError for an unknown rule, a post named twice, without a municipality or with one named twice, a
    negative FTE, a served municipality whose need is unknown, and a post that the rule has no figures for
    (`without_figures` names them beforehand).
    """
    if rule not in RULES:
        raise ValueError(f"unknown rule {rule!r}; choose one of {', '.join(RULES)}")
    areas = _areas_of(posts, post_areas)
    if rule == "need":
        weight = _need_of(areas, need)
    elif rule == "equal":
        weight = pl.Series("weight", np.ones(areas.height))
    else:
        _refuse(LACKING[rule], pl.Series(without_figures(posts, post_areas, rule, hours), dtype=pl.String))
        weight = _weights(areas, rule, hours)["weight"]
    total = pl.col("weight").sum().over("post")
    part = pl.when(total > 0).then(pl.col("weight") / total).otherwise(1.0 / pl.len().over("post"))
    return (
        areas.with_columns(weight.alias("weight"))
        .with_columns(fte=pl.col("fte") * part)
        .select("post", "ags", "fte")
        .sort("post", "ags")
    )


def without_figures(
    posts: pl.DataFrame, post_areas: pl.DataFrame, rule: str, hours: pl.DataFrame | None = None
) -> list[str]:
    """The posts that cannot be split by a rule, in order: for "fixed" those whose shares are missing or do not sum to 1, for
    "hours" those without consultation hours in a municipality they serve. The rules "need" and "equal" have figures for all.

    Arguments as in `split_posts`.
    """
    if rule not in LACKING:
        return []
    weights = _weights(post_areas.join(posts.select("post"), on="post"), rule, hours)
    sums = weights.group_by("post").agg(pl.col("weight").sum(), missing=pl.col("weight").is_null().any())
    off_one = (pl.col("weight") - 1).abs() > SHARE_TOLERANCE
    lacking = (pl.col("missing") | off_one) if rule == "fixed" else (pl.col("weight") <= 0)
    return sorted(sums.filter(lacking)["post"].to_list())


def _weights(areas: pl.DataFrame, rule: str, hours: pl.DataFrame | None) -> pl.DataFrame:
    """post, ags, weight in the order of `areas`: shares (null where missing) or hours (0.0 where none)."""
    if rule == "fixed":
        return areas.select("post", "ags", weight=pl.col("share").cast(pl.Float64))
    if hours is None:
        raise ValueError("the rule 'hours' wants consultation hours (columns post, ags, hours_per_week)")
    there = hours.group_by("post", "ags").agg(weight=pl.col("hours_per_week").cast(pl.Float64).sum())
    joined = areas.select("post", "ags").join(there, on=["post", "ags"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("weight").fill_null(0.0))


def _areas_of(posts: pl.DataFrame, post_areas: pl.DataFrame) -> pl.DataFrame:
    _refuse("posts named more than once", posts.filter(pl.col("post").is_duplicated())["post"])
    _refuse("posts with a negative or missing FTE", posts.filter(~_counts("fte"))["post"])
    areas = post_areas.join(posts.select("post", "fte"), on="post")
    twice = areas.filter(pl.struct("post", "ags").is_duplicated())
    _refuse("posts that name a municipality twice", twice["post"])
    _refuse("posts without a municipality", posts.join(areas, on="post", how="anti")["post"])
    return areas


def _need_of(areas: pl.DataFrame, need: pl.DataFrame | None) -> pl.Series:
    if need is None:
        raise ValueError("the rule 'need' wants the need of each municipality (columns ags, need)")
    joined = areas.join(
        need.select("ags", weight=pl.col("need").cast(pl.Float64)), on="ags", how="left", maintain_order="left"
    )
    _refuse("served municipalities whose need is unknown", joined.filter(~_counts("weight"))["ags"])
    return joined["weight"]


def _counts(column: str) -> pl.Expr:
    """Zero or more and finite; polars takes NaN for larger than any number."""
    value = pl.col(column).cast(pl.Float64)
    return ((value >= 0) & value.is_finite()).fill_null(False)


def _refuse(what: str, found: pl.Series) -> None:
    if found.len():
        raise ValueError(f"{what}: {', '.join(sorted(set(found.to_list())))}")
