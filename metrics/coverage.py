"""Where posts are, where they would be by need, and the gap between the two, in full-time equivalents (FTE)."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

RULES = ("need", "equal", "fixed")
SHARE_TOLERANCE = 1e-6


def split_posts(
    posts: pl.DataFrame, post_areas: pl.DataFrame, need: pl.DataFrame | None = None, rule: str = "need"
) -> pl.DataFrame:
    """Spread each post over the municipalities it serves; every post keeps its FTE.

    `posts`: post, fte. `post_areas`: post, ags and, for the rule "fixed", share (summing to 1 within each post).
    `need`: ags, need (people of the target group), used by the rule "need" only. The rules: "need" in proportion to
    the need of the places served (equally where none of them has any), "equal" in equal parts, "fixed" by share.

    Returns post, ags, fte: one row per post and municipality, ordered by both. Areas of posts that are not in `posts`
    are left out, so a selection of posts can be split without selecting the areas too.

    Raises ValueError for an unknown rule, a post named twice, without a municipality or with one named twice, a
    negative FTE, a served municipality whose need is unknown, or shares that do not sum to 1.
    """
    if rule not in RULES:
        raise ValueError(f"unknown rule {rule!r}; choose one of {', '.join(RULES)}")
    areas = _areas_of(posts, post_areas)
    if rule == "need":
        weight = _need_of(areas, need)
    elif rule == "fixed":
        weight = _fixed_shares(areas)
    else:
        weight = pl.Series("weight", np.ones(areas.height))
    total = pl.col("weight").sum().over("post")
    part = pl.when(total > 0).then(pl.col("weight") / total).otherwise(1.0 / pl.len().over("post"))
    return (
        areas.with_columns(weight.alias("weight"))
        .with_columns(fte=pl.col("fte") * part)
        .select("post", "ags", "fte")
        .sort("post", "ags")
    )


def gap_in_posts(need: ArrayLike, supply: ArrayLike) -> NDArray[np.float64]:
    """How many posts each place lacks (positive) or has beyond its share of need (negative).

    G_i = P_i * sum(S) / sum(P) - S_i with P the need and S the supply in FTE, two equally long arrays. The gaps sum to
    zero: what is measured is distribution, not whether the whole is enough.

    Raises ValueError when lengths differ, a value is missing or negative, or nobody is in need anywhere.
    """
    people, posts = np.asarray(need, dtype=np.float64), np.asarray(supply, dtype=np.float64)
    if people.ndim != 1 or people.shape != posts.shape:
        raise ValueError(f"need and supply must be equally long lists, found shapes {people.shape} and {posts.shape}")
    for name, values in (("need", people), ("supply", posts)):
        if not np.all(np.isfinite(values)) or np.any(values < 0):
            raise ValueError(f"{name} must have a value of zero or more for every place")
    if people.sum() == 0:
        raise ValueError("need is zero everywhere: there is no share to compare posts with")
    gaps: NDArray[np.float64] = people * (posts.sum() / people.sum()) - posts
    return gaps


def coverage_by_municipality(need: pl.DataFrame, supply: pl.DataFrame) -> pl.DataFrame:
    """Need, posts and gap of every municipality.

    `need`: ags, need (people). `supply`: ags, fte, as `split_posts` returns it; several rows per municipality add up
    and a municipality without any has 0.0 FTE. Returns ags, need, fte, gap_fte, fte_per_1000 (null where need is 0),
    in the order of `need`.
    """
    by_place = supply.group_by("ags").agg(pl.col("fte").sum())
    unknown = by_place.join(need, on="ags", how="anti")["ags"].to_list()
    if unknown:
        raise ValueError(f"posts serve municipalities without a figure of need: {', '.join(sorted(unknown))}")
    joined = need.join(by_place, on="ags", how="left", maintain_order="left").with_columns(pl.col("fte").fill_null(0.0))
    gap = gap_in_posts(joined["need"].to_numpy(), joined["fte"].to_numpy())
    per_1000 = pl.when(pl.col("need") > 0).then(pl.col("fte") * 1000 / pl.col("need"))
    return joined.select("ags", "need", "fte", pl.Series("gap_fte", gap), fte_per_1000=per_1000)


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


def _fixed_shares(areas: pl.DataFrame) -> pl.Series:
    sums = areas.group_by("post").agg(pl.col("share").sum(), missing=pl.col("share").is_null().any())
    wrong = sums.filter(pl.col("missing") | ((pl.col("share") - 1).abs() > SHARE_TOLERANCE))
    _refuse("posts whose fixed shares are missing or do not sum to 1", wrong["post"])
    return areas["share"].cast(pl.Float64)


def _counts(column: str) -> pl.Expr:
    """Zero or more and finite; polars takes NaN for larger than any number."""
    value = pl.col(column).cast(pl.Float64)
    return ((value >= 0) & value.is_finite()).fill_null(False)


def _refuse(what: str, found: pl.Series) -> None:
    if found.len():
        raise ValueError(f"{what}: {', '.join(sorted(set(found.to_list())))}")
