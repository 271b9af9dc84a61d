"""Where posts would be by need, and the gap to where they are, in full-time equivalents (FTE)."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from metrics.splitting import RULES, split_posts

__all__ = ["RULES", "coverage_by_municipality", "gap_in_posts", "gap_interval", "split_posts"]

# Sums of floating-point parts leave residues; a gap smaller than this is none.
RESIDUE_FTE = 1e-9


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
    _refuse_unknown(by_place, need)
    joined = need.join(by_place, on="ags", how="left", maintain_order="left").with_columns(pl.col("fte").fill_null(0.0))
    gap = gap_in_posts(joined["need"].to_numpy(), joined["fte"].to_numpy())
    per_1000 = pl.when(pl.col("need") > 0).then(pl.col("fte") * 1000 / pl.col("need"))
    return joined.select("ags", "need", "fte", pl.Series("gap_fte", gap), fte_per_1000=per_1000)


def gap_interval(posts: pl.DataFrame, post_areas: pl.DataFrame, need: pl.DataFrame) -> pl.DataFrame:
    """The smallest and the largest gap a municipality can have, over all admissible ways to split shared posts.

    Admissible is every split in which a post stays within the municipalities it serves: it may go wholly to any of them. So a
    municipality has at least the posts that serve it alone, and at most all posts that serve it; its share of need, and so
    what is due to it, does not depend on the split.

    `posts`: post, fte. `post_areas`: post, ags. `need`: ags, need (people) and, if there is one, margin (people; half the
    width of what is not known of the figure, null = unknown and left out): the interval then covers the margins as well,
    each municipality against all others at their worst.

    Returns ags, lower, upper (FTE, positive = missing) and is_beyond_doubt (whether all of the interval lies on one side of
    zero: the gap, or the surplus, holds for every split), in the order of `need`. Raises ValueError as `split_posts` and
    `gap_in_posts` do.
    """
    wholes = split_posts(posts, post_areas, rule="equal").drop("fte").join(posts.select("post", "fte"), on="post")
    reachable = (
        wholes.with_columns(alone=pl.when(pl.len().over("post") == 1).then(pl.col("fte")).otherwise(0.0))
        .group_by("ags")
        .agg(least=pl.col("alone").sum(), most=pl.col("fte").sum())
    )
    _refuse_unknown(reachable, need)
    placed = need.join(reachable, on="ags", how="left", maintain_order="left").with_columns(
        pl.col("least").fill_null(0.0), pl.col("most").fill_null(0.0)
    )
    total = float(posts["fte"].sum())
    gap_in_posts(placed["need"], np.full(placed.height, total / max(placed.height, 1)))  # its checks of the need
    least_due, most_due = _due(placed, total)
    lower, upper = least_due - placed["most"].to_numpy(), most_due - placed["least"].to_numpy()
    return placed.select(
        "ags",
        lower=pl.Series(lower),
        upper=pl.Series(upper),
        is_beyond_doubt=pl.Series((lower > RESIDUE_FTE) | (upper < -RESIDUE_FTE)),
    )


def _due(need: pl.DataFrame, total_fte: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The least and the most that is due to each place: its need at the lower end of its margin and all others' at the
    upper end, and the reverse."""
    people = need["need"].cast(pl.Float64).to_numpy()
    margin = need["margin"].cast(pl.Float64).fill_null(0.0).to_numpy() if "margin" in need.columns else 0.0 * people
    low, high = np.maximum(people - margin, 0.0), people + margin
    fewest = low / np.maximum(low + high.sum() - high, np.finfo(float).tiny)
    most = high / np.maximum(high + low.sum() - low, np.finfo(float).tiny)
    return fewest * total_fte, most * total_fte


def _refuse_unknown(supply: pl.DataFrame, need: pl.DataFrame) -> None:
    unknown = supply.join(need, on="ags", how="anti")["ags"].unique().sort().to_list()
    if unknown:
        raise ValueError(f"posts serve municipalities without a figure of need: {', '.join(unknown)}")
