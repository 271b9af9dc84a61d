"""Reach: how many of the people in need come, place by place, and where that differs from the district beyond chance."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from metrics.funnel_limits import MARK_LEVEL
from metrics.intervals import rounded_poisson_intervals
from metrics.protection import ROUNDED_BY, SMALLEST_BASE, round_to_five, sees_exact
from metrics.shrinkage import empirical_bayes

Array = NDArray[np.float64]

VERDICTS = ("too_small", "higher", "lower", "as_expected")


def reach(
    frame: pl.DataFrame,
    role: str,
    district_cases: int,
    per: float = 1000.0,
    level: float = 0.95,
    mark_level: float = MARK_LEVEL,
) -> pl.DataFrame:
    """New cases per `per` people in need, with an exact Poisson interval (Garwood 1936) and a shrunken rate (Marshall 1991).

    `frame` holds every municipality of the district: ags, new_cases (count of the whole period, protected for `role`:
    rounded once unless the role sees exact counts; null = none reported) and need (people). `district_cases` is the
    district's own count, likewise protected: never the sum of rounded parts.

    Returns ags, new_cases (null became 0), need, per_1000, lower, upper and shrunken (all per `per`), verdict and
    is_small_base, in the order of `frame`. The verdict is "higher" or "lower" where the interval at `mark_level` lies wholly
    above or below the district's rate (`district_cases` over all need), else "as_expected". For roles with rounded counts
    the intervals are widened by what rounding may hide, in the district's count too, so that a verdict holds for every
    count that may stand behind the rounded ones. "too_small", with rates and limits null: fewer than 10 people in need, or
    a rounded count below 10. An exact count below 10 keeps its numbers; is_small_base says so.

    Raises ValueError for an unknown role, a need that is missing, negative or zero everywhere, a count that is negative or
    not rounded though the role sees rounded counts only, or a level outside (0, 1).
    """
    exact = sees_exact(role)
    slack = 0 if exact else ROUNDED_BY
    cases, need = frame["new_cases"].fill_null(0).cast(pl.Int64), _need(frame)
    _check_counts([*cases, district_cases], exact)
    counts = cases.to_numpy().astype(np.float64)
    too_small = (need < SMALLEST_BASE) | ((counts < SMALLEST_BASE) & (not exact))
    people = np.where(too_small, np.nan, need)
    lower, upper = rounded_poisson_intervals(counts, slack, level)
    low_mark, high_mark = rounded_poisson_intervals(counts, slack, mark_level)
    everybody = need.sum()
    above = low_mark / people > (district_cases + slack) / everybody
    below = high_mark / people < max(district_cases - slack, 0) / everybody
    rates = {
        "per_1000": counts / people,
        "lower": lower / people,
        "upper": upper / people,
        "shrunken": np.where(too_small, np.nan, empirical_bayes(np.where(need > 0, counts, 0.0), need)),
    }
    return pl.DataFrame(
        {
            "ags": frame["ags"],
            "new_cases": cases,
            "need": frame["need"],
            **{name: pl.Series(values * per).fill_nan(None) for name, values in rates.items()},
            "verdict": pl.Series(np.select([too_small, above, below], VERDICTS[:3], VERDICTS[3]), dtype=pl.String),
            "is_small_base": (counts < SMALLEST_BASE) | (need < SMALLEST_BASE),
        }
    )


def _need(frame: pl.DataFrame) -> Array:
    need = frame["need"].cast(pl.Float64)
    unknown = frame.filter(~((need >= 0) & need.is_finite()).fill_null(False))["ags"].to_list()
    if unknown:
        raise ValueError(f"municipalities whose need is unknown or negative: {', '.join(unknown)}")
    if need.sum() == 0:
        raise ValueError("need is zero everywhere: there is no rate")
    return need.to_numpy()


def _check_counts(counts: list[int], exact: bool) -> None:
    if min(counts) < 0:
        raise ValueError(f"a count is zero or more, found {min(counts)}")
    precise = [count for count in counts if not exact and round_to_five(count) != count]
    if precise:
        raise ValueError(f"{len(precise)} counts are not rounded to 5, though the role sees rounded counts only")
