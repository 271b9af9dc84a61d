"""Curves over time for roles that see counts rounded to 5.

A curve is a series of counts of the same people, so more can be read from it than from each of its counts. What was found:

- A point every day would say on which day the third, the eighth, ... person came to the end: where the rounded count jumps. So there
  are points on a fixed grid of days only, for waiting times the same that a target may be set to, which tells as much.
- Rounded counts of all, of those that ended so and so, and of those still there would add up at every point of the grid. The same
  total in so many sums gives itself away, and its parts with it. So how many are still there is not rounded but computed from
  the rounded others; only how many were lost from sight is rounded on its own, of which there is no other count.
- The end of a curve is the longest anybody waited. So it stops where fewer than 10 are left, as counted and as shown.
- Estimate and limits are made from the rounded figures alone, so that their digits tell nothing more.

What remains: a median to the day is a position in the same series. In 4 of the 82 years of municipalities of the shipped example one
point of a curve follows exactly from it (in 9 if those still there were rounded too), and nothing else about anybody.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from metrics.duration import CURVE, LEVEL, life_table
from metrics.intervals import wilson_intervals
from metrics.protection import ROUNDED_BY, SMALLEST_BASE, round_to_five

SLACK = 2.5  # a figure that is no count lies so far from its multiple of 5 at most


def protected(steps: pl.DataFrame, endings: Sequence[str], grid: int, by: Sequence[str] = ()) -> pl.DataFrame:
    """The curves of each group and ending as the share that has ended so: `by`, ending and the columns of metrics.duration's
    curves, every `grid` days from 0 on.

    `steps` as in metrics.duration.survival; `endings`: all of them but "open". With n people and the exact share F, the estimate
    is n F over n, both rounded to 5. at_risk is how many are still there after that day (at 0: all), a multiple of 5. Limits are
    Wilson's for the smallest and the largest share that may stand behind the rounded figures, in the effective sample of at_risk
    over the share that is left (Dorey and Korn 1987), less what rounding may have added to it.
    """
    return drawn(rounded(steps, endings, grid, by), endings, by)


def rounded(steps: pl.DataFrame, endings: Sequence[str], grid: int, by: Sequence[str] = ()) -> pl.DataFrame:
    """All that may be known of exact figures, as multiples of 5: `by`, time, in_all, a column of each of `endings` (how many
    ended so by then), lost (how many more would still be there had nobody been lost from sight) and is_enough (whether, as
    counted, there are 10 in all and at each time up to this one after 0)."""
    days = pl.int_ranges(0, pl.col("last") + 1, grid).alias("days")
    last = pl.col("days").cast(pl.Int64).max().alias("last")
    groups = steps.group_by(*by).agg(last) if by else steps.select(last).drop_nulls()
    points = groups.select(*by, days).explode("days").with_columns(ending=pl.lit(endings[0]), cases=0)
    every = pl.concat([steps.select(points.columns), points], how="vertical_relaxed")
    tables = [life_table(every, ending, by) for ending in endings]
    of_all = _over(pl.col("at_risk").max(), by)
    found = tables[0].with_columns(
        in_all=round_to_five(of_all),
        lost=_rounded((of_all * pl.col("going_on") - pl.col("beyond")).clip(lower_bound=0)),
        is_enough=(round_to_five(of_all) >= SMALLEST_BASE)
        & ((pl.col("time") == 0) | (round_to_five(pl.col("beyond")) >= SMALLEST_BASE)),
        **{ending: _rounded(of_all * table["incidence"]) for ending, table in zip(endings, tables, strict=True)},
    )
    return found.filter(pl.col("time") % grid == 0).select(*by, "time", "in_all", *endings, "lost", "is_enough")


def drawn(figures: pl.DataFrame, endings: Sequence[str], by: Sequence[str] = ()) -> pl.DataFrame:
    """The curves of `protected`, from what `rounded` gives and nothing else."""
    remaining = pl.col("in_all") - pl.sum_horizontal(endings)
    still_there = pl.when(pl.col("time") == 0).then("in_all").otherwise(remaining - pl.col("lost"))
    at_risk = _over(still_there.cum_min(), by)
    enough = pl.col("is_enough") & (pl.col("at_risk") >= SMALLEST_BASE)
    shown = figures.with_columns(remaining=remaining, at_risk=at_risk.cast(pl.Int64)).filter(
        _over(enough.cum_min(), by)
    )
    # On day 0 nobody is lost yet, but nobody may remain; later at least as many remain as are at risk.
    seen = pl.when(pl.col("time") == 0).then(1.0).otherwise(pl.col("at_risk") / pl.col("remaining"))
    based = shown.with_columns(effective=seen * (pl.col("in_all") - ROUNDED_BY))
    curves = [_limited(based, ending) for ending in endings]
    return pl.concat(curves).select(*by, "ending", *CURVE).sort(*by, "ending", "time")


def _limited(figures: pl.DataFrame, ending: str) -> pl.DataFrame:
    ended, in_all, effective = (figures[name].cast(pl.Float64).to_numpy() for name in (ending, "in_all", "effective"))
    smallest = np.maximum(ended - SLACK, 0) / (in_all + ROUNDED_BY)
    largest = np.minimum((ended + SLACK) / (in_all - ROUNDED_BY), 1)
    lower, _ = wilson_intervals(smallest * effective, effective, LEVEL)
    _, upper = wilson_intervals(largest * effective, effective, LEVEL)
    return figures.with_columns(
        ending=pl.lit(ending), estimate=pl.Series(ended / in_all), lower=pl.Series(lower), upper=pl.Series(upper)
    )


def _rounded(figure: pl.Expr) -> pl.Expr:
    """A figure that is no count, to a whole number first as in metrics.protection. Residues of sums are no half."""
    whole = figure.round(6).round(mode="half_away_from_zero")
    rounded_figure: pl.Expr = round_to_five(whole)
    return rounded_figure.cast(pl.Int64)


def _over(series: pl.Expr, by: Sequence[str]) -> pl.Expr:
    return series.over(list(by)) if by else series
