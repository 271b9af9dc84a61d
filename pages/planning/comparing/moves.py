"""How much of the posts changes places in a plan, and which municipalities give."""

from __future__ import annotations

import polars as pl

from planning.evaluate import Evaluation

SMALLEST_FTE = 0.005  # half of the last digit shown


def moved_fte(before: pl.DataFrame, after: pl.DataFrame) -> float:
    """FTE that posts take from one municipality to another: of each post what it loses in some and gains in others.

    `before`, `after`: post, ags, fte, every part decided (planning.allocation.placed). What a post grows or shrinks by, new posts
    and closed ones move nothing.
    """
    both = pl.col("post").is_in(sorted(set(before["post"]) & set(after["post"])))
    parts = (
        before.filter(both)
        .select("post", "ags", before="fte")
        .join(
            after.filter(both).select("post", "ags", after="fte"),
            on=["post", "ags"],
            how="full",
            coalesce=True,
        )
    )
    change = pl.col("after").fill_null(0) - pl.col("before").fill_null(0)
    posts = parts.group_by("post").agg(gained=change.filter(change > 0).sum(), lost=-change.filter(change < 0).sum())
    return float(posts.select(pl.min_horizontal("gained", "lost").sort().sum()).item())


def givers(found: Evaluation) -> list[tuple[str, float]]:
    """The municipalities with fewer posts than before and how many fewer (AGS, FTE below zero), the largest loss first."""
    after = found.after.places.select("ags", after="fte")
    lost = (
        found.before.places.select("ags", "fte")
        .join(after, on="ags", maintain_order="left")
        .select("ags", change=pl.col("after") - pl.col("fte"))
        .filter(pl.col("change") <= -SMALLEST_FTE)
        .sort("change", "ags")
    )
    return lost.rows()
