"""The order of places by how under-served they are."""

from __future__ import annotations

import polars as pl

from metrics.coverage import RESIDUE_FTE

MEASURES = ("gap", "share")
# Sums of floating-point parts leave residues; without rounding they would decide the order of equals.
RESIDUE_DIGITS = 9


def ranked(coverage: pl.DataFrame, by: str) -> pl.DataFrame:
    """The places, the most under-served first, equals by their names.

    `coverage`: one row per place with name, fte and gap_fte (FTE, positive = missing), as metrics.coverage gives them. `by`:
    "gap" puts the largest gap first, "share" the smallest share of what is due; posts per head give the order of "share", too.

    Returns the same columns and due_fte (FTE by share of need), share_of_due (fte / due_fte; null where nothing is due, such
    places come last) and rank (1 = most under-served; equals have the same). Raises ValueError for another measure.
    """
    if by not in MEASURES:
        raise ValueError(f"places are ranked by {' or '.join(MEASURES)}, found {by!r}")
    due = pl.col("fte") + pl.col("gap_fte")
    found = coverage.with_columns(due_fte=due, share_of_due=pl.when(due > RESIDUE_FTE).then(pl.col("fte") / due))
    shortage = pl.col("gap_fte") if by == "gap" else -pl.col("share_of_due")
    # An unknown share comes after every known one, however many posts are there.
    comparable = shortage.round(RESIDUE_DIGITS).fill_null(float("-inf"))
    return found.with_columns(rank=comparable.rank("min", descending=True).cast(pl.Int64)).sort("rank", "name")


def changes(now: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """What changed for each place since an earlier state.

    Both with ags, gap_fte, fte (FTE) and need (people). Returns ags, gap_before (FTE), gap_change, fte_change (FTE) and
    need_change (people), null for a place that was not there before, in the order of `now`.
    """
    compared = ("gap_fte", "fte", "need")
    joined = now.select("ags", *compared).join(
        before.select("ags", *compared), on="ags", how="left", suffix="_before", maintain_order="left"
    )
    return joined.select(
        "ags",
        gap_before="gap_fte_before",
        gap_change=pl.col("gap_fte") - pl.col("gap_fte_before"),
        fte_change=pl.col("fte") - pl.col("fte_before"),
        need_change=pl.col("need") - pl.col("need_before"),
    )
