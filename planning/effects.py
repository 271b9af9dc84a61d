"""What a plan brings to whom, and what it costs others."""

from __future__ import annotations

import polars as pl

from planning.allocation import posts_of
from planning.evaluate import Evaluation, State

# Sums of floating-point parts leave residues; a change smaller than this is none, and of changes equal but for it neither is larger.
RESIDUE = 1e-9
DIGITS = 9
FARTHEST = 1e9
COLUMNS = (
    "ags",
    "fte_before",
    "fte_after",
    "gap_before",
    "gap_after",
    "shortage_change",
    "was_beyond_doubt",
    "is_beyond_doubt",
    "was_served",
    "is_served",
    "cost_before",
    "cost_after",
    "open_per_fte_before",
    "open_per_fte_after",
    "side",
)


def effects(evaluation: Evaluation) -> pl.DataFrame:
    """One row per municipality that gains or pays, the largest change first.

    ags, fte_before, fte_after, gap_before, gap_after (FTE, positive = missing), shortage_change (FTE; of the gap where it is one, a
    surplus counts as zero), was_beyond_doubt, is_beyond_doubt (whether posts are *missing* however shared ones are split),
    was_served, is_served, cost_before, cost_after (to the nearest service, null = none can be reached), open_per_fte_before,
    open_per_fte_after, side.

    side: "gains" where the shortage falls, a service comes, comes nearer, or the place is no longer short beyond doubt; "pays" where
    one of them goes the other way; "mixed" where both happen. Where there is no shortage before or after, more posts are a
    gain and fewer are paid. Caseload is told, but takes no side: neither more nor less of it is better.
    """
    both = _told(evaluation.before, "before", "was").join(
        _told(evaluation.after, "after", "is"), on="ags", maintain_order="left"
    )
    shortage = pl.col("gap_after").clip(0) - pl.col("gap_before").clip(0)
    found = both.with_columns(shortage_change=_without_residue(shortage))
    better, worse = _signs(found)
    side = (
        pl.when(better & worse)
        .then(pl.lit("mixed"))
        .when(better)
        .then(pl.lit("gains"))
        .when(worse)
        .then(pl.lit("pays"))
    )
    largest = (
        pl.col("shortage_change").abs().round(DIGITS),
        (pl.col("fte_after") - pl.col("fte_before")).abs().round(DIGITS),
    )
    return (
        found.with_columns(side=side)
        .drop_nulls("side")
        .sort(*largest, "ags", descending=[True, True, False])
        .select(COLUMNS)
    )


def carriers(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """FTE by carrier and focus area in two allocations (planning.allocation).

    Returns carrier, focus_area, fte_before, fte_after (0.0 where there is none), ordered by the first two.
    """
    by = ["carrier", "focus_area"]
    sums = [
        posts_of(allocation).group_by(by).agg(pl.col("post_fte").sum().alias(column))
        for allocation, column in ((before, "fte_before"), (after, "fte_after"))
    ]
    joined = sums[0].join(sums[1], on=by, how="full", coalesce=True)
    return joined.with_columns(pl.col("fte_before", "fte_after").fill_null(0.0)).sort(by)


def _told(state: State, when: str, verb: str) -> pl.DataFrame:
    return state.places.select(
        "ags",
        pl.col("fte").alias(f"fte_{when}"),
        pl.col("gap_fte").alias(f"gap_{when}"),
        (pl.col("is_beyond_doubt") & (pl.col("gap_fte") > 0)).alias(f"{verb}_beyond_doubt"),
        pl.col("is_served").alias(f"{verb}_served"),
        pl.col("cost").alias(f"cost_{when}"),
        pl.col("open_per_fte").alias(f"open_per_fte_{when}"),
    )


def _signs(found: pl.DataFrame) -> tuple[pl.Expr, pl.Expr]:
    """Whether anything gets better in a place, and whether anything gets worse."""
    moved = _without_residue(pl.col("fte_after") - pl.col("fte_before"))
    no_shortage = (pl.col("gap_before") <= RESIDUE) & (pl.col("gap_after") <= RESIDUE)
    # A place that cannot reach any service is farther away than all others.
    way = _without_residue(pl.col("cost_after").fill_null(FARTHEST) - pl.col("cost_before").fill_null(FARTHEST))
    had_costs = found["cost_before"].is_not_null().any() or found["cost_after"].is_not_null().any()
    nearer, farther = (way < 0, way > 0) if had_costs else (pl.lit(False), pl.lit(False))
    better = (
        (pl.col("shortage_change") < 0)
        | (no_shortage & (moved > 0))
        | (pl.col("is_served") & ~pl.col("was_served"))
        | (pl.col("was_beyond_doubt") & ~pl.col("is_beyond_doubt"))
        | nearer
    )
    worse = (
        (pl.col("shortage_change") > 0)
        | (no_shortage & (moved < 0))
        | (pl.col("was_served") & ~pl.col("is_served"))
        | (pl.col("is_beyond_doubt") & ~pl.col("was_beyond_doubt"))
        | farther
    )
    return better, worse


def _without_residue(change: pl.Expr) -> pl.Expr:
    return pl.when(change.abs() > RESIDUE).then(change).otherwise(0.0)
