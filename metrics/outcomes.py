"""What became of the goals agreed with clients."""

from __future__ import annotations

import polars as pl

from metrics.intervals import wilson_interval
from metrics.protection import SMALLEST_BASE, sees_exact

STATUS_COUNTS = ("goals_achieved", "goals_partly_achieved", "goals_ended", "goals_open")


def achievement(goals: pl.DataFrame, role: str) -> pl.DataFrame:
    """Adds the share of goals achieved among those settled, with its Wilson interval.

    `goals` holds goals_settled and goals_achieved (protected counts); open goals are not settled and so never count as
    failures. Adds share_achieved, share_lower, share_upper (0 to 1), null without a settled goal and, for roles that see
    rounded counts, on fewer than 10.
    """
    smallest = 1 if sees_exact(role) else SMALLEST_BASE
    shares = [
        _share(achieved, settled, smallest)
        for achieved, settled in goals.select("goals_achieved", "goals_settled").rows()
    ]
    names = {"share_achieved": pl.Float64, "share_lower": pl.Float64, "share_upper": pl.Float64}
    return goals.hstack(pl.DataFrame(shares, schema=names, orient="row"))


def shares_of_status(goals: pl.DataFrame, role: str) -> pl.DataFrame:
    """Adds what became of the goals as parts of 100 %: a column <count>_percent for each of STATUS_COUNTS.

    `goals` holds goals_agreed and STATUS_COUNTS (protected counts). The parts are of the sum of the counts, so they add
    up; null where no goal is counted and, for roles that see rounded counts, where fewer than 10 were agreed: parts that
    were each rounded up may sum to 10 where there are only 6.
    """
    total = pl.sum_horizontal(STATUS_COUNTS)
    enough = pl.col("goals_agreed") >= (1 if sees_exact(role) else SMALLEST_BASE)
    return goals.with_columns(
        pl.when(enough & (total > 0)).then(pl.col(count) * 100 / total).alias(f"{count}_percent")
        for count in STATUS_COUNTS
    )


def _share(achieved: int, settled: int, smallest: int) -> tuple[float | None, float | None, float | None]:
    if settled < smallest:
        return (None, None, None)
    return (achieved / settled, *wilson_interval(achieved, settled))
