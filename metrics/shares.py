"""Shares of what is counted, how sure they are, and whether two of them differ.

Goals come in clumps: one case has several, and what keeps one from being reached keeps the others. The design effect
(J. N. K. Rao, A. J. Scott: A simple method for the analysis of clustered binary data, Biometrics 48, 1992, 577-585) says how many
goals tell as much as one independent of all others. With m cases, x_i settled and y_i reached goals of case i, X = Σx, Y = Σy and
r = Y / X:

    design effect = m / (m - 1) · (Σy² - 2 r Σxy + r² Σx²) / (X r (1 - r)), at least 1

Cases without a settled goal are not counted in m. Where fewer than two cases have one, or none or all goals were reached, nothing
tells how much the goals of a case are alike, so they count as wholly alike: Σx² / X.
"""

from __future__ import annotations

from math import isfinite, sqrt
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from metrics.intervals import rounded_wilson_intervals
from metrics.protection import ROUNDED_BY, SMALLEST_BASE, round_to_five, sees_exact

Array = NDArray[np.float64]


class Difference(NamedTuple):
    """`difference` of two shares, the first less the second, between `lower` and `upper`; all from -1 to 1."""

    difference: float
    lower: float
    upper: float

    @property
    def is_beyond_chance(self) -> bool:
        """Whether no difference at all lies outside the limits."""
        return self.lower > 0 or self.upper < 0


def share_frame(
    counts: pl.DataFrame,
    count: str,
    base: str,
    role: str,
    *,
    scale: ArrayLike = 1.0,
    slack: float = ROUNDED_BY,
    level: float = 0.95,
) -> pl.DataFrame:
    """Adds share, lower and upper (0 to 1): `count` of `base` with its Wilson interval.

    `counts` holds the columns `count` and `base` (protected for `role`, `count` among `base`; null = not reported). `scale`: the
    design effect of what is counted, one for all rows or one each; the interval is that of count / scale among base / scale (the
    effective sample of Rao and Scott 1992), the share stays. Roles that see rounded counts get limits that hold for every pair of
    counts at most `slack` away (2; 4 for a sum or difference of two rounded counts).

    All three are null where a count is, on a base below 1, and for roles that see rounded counts below 10.

    Raises ValueError for an unknown role, a count that is negative or above its base, counts not rounded though the role sees
    rounded counts only, a scale below 1, or a level outside (0, 1).
    """
    exact = sees_exact(role)
    found, bases = (counts[column].cast(pl.Float64).fill_null(np.nan).to_numpy() for column in (count, base))
    known = np.isfinite(found) & np.isfinite(bases)
    if not np.all((found[known] >= 0) & (found[known] <= bases[known])):
        raise ValueError(f"{count} must lie between zero and {base}")
    if not exact and not np.all(round_to_five(bases[known]) == bases[known]):
        raise ValueError(f"{base} is not rounded to 5, though the role sees rounded counts only")
    if not exact and not np.all(round_to_five(found[known]) == found[known]):
        raise ValueError(f"{count} is not rounded to 5, though the role sees rounded counts only")
    scales = np.broadcast_to(np.asarray(scale, dtype=np.float64), found.shape)
    enough = known & (bases >= (1 if exact else SMALLEST_BASE))
    share, lower, upper = (np.full(found.size, np.nan) for _ in range(3))
    share[enough] = found[enough] / bases[enough]
    lower[enough], upper[enough] = rounded_wilson_intervals(
        found[enough], bases[enough], 0.0 if exact else slack, level, scales[enough]
    )
    return counts.with_columns(
        pl.Series(name, values, dtype=pl.Float64).fill_nan(None)
        for name, values in (("share", share), ("lower", lower), ("upper", upper))
    )


def difference(
    count_a: float,
    base_a: float,
    count_b: float,
    base_b: float,
    slack: float = 0.0,
    scale: float = 1.0,
    *,
    slack_b: float | None = None,
    level: float = 0.95,
) -> Difference | None:
    """The difference of two shares of different people, count_a / base_a - count_b / base_b, with its limits.

    Method 10 of R. G. Newcombe: Interval estimation for the difference between independent proportions, Statistics in Medicine
    17 (1998), 873-890: the Wilson limits of both, put together as squares. A part is compared with the rest of its whole, never
    with the whole. `slack`: how far the counts behind rounded ones may lie from them (0 = exact); the limits hold for all of
    them. `slack_b`: that of the second share where it is another (4 for the rest: a difference of two rounded counts). `scale`:
    the design effect, as in `share_frame`.

    None on a base that allows no share: below 1 and, for rounded counts, below 10. Raises ValueError as `share_frame` does.
    """
    slacks = (slack, slack if slack_b is None else slack_b)
    bases = (base_a, base_b)
    if any(base < (SMALLEST_BASE if off > 0 else 1) for base, off in zip(bases, slacks, strict=True)):
        return None
    low_a, high_a = _corners(count_a, base_a, slacks[0], level, scale)
    low_b, high_b = _corners(count_b, base_b, slacks[1], level, scale)
    return Difference(
        count_a / base_a - count_b / base_b,
        max(-1.0, low_a.share - high_b.share - sqrt(low_a.reach**2 + high_b.reach**2)),
        min(1.0, high_a.share - low_b.share + sqrt(high_a.reach**2 + low_b.reach**2)),
    )


def design_effect(
    cases: float,
    settled: float,
    reached: float,
    settled_squared: float,
    reached_squared: float,
    reached_by_settled: float,
) -> float:
    """How many goals tell as much as one independent of all others: the formula above, at least 1.

    Sums over the cases with a settled goal: how many they are, their settled and reached goals, the squares of both, their
    product. 1 without a settled goal. Raises ValueError for a sum that is negative or not finite, or more goals reached than settled.
    """
    sums = (cases, settled, reached, settled_squared, reached_squared, reached_by_settled)
    if not all(isfinite(value) and value >= 0 for value in sums) or reached > settled:
        raise ValueError(f"sums must be zero or more and no more reached than settled, found {sums}")
    if settled == 0:
        return 1.0
    if cases <= 1 or not 0 < reached < settled:
        return max(1.0, settled_squared / settled)
    share = reached / settled
    squares = reached_squared - 2 * share * reached_by_settled + share**2 * settled_squared
    return max(1.0, cases / (cases - 1) * squares / (settled * share * (1 - share)))


class _Corner(NamedTuple):
    """The smallest or largest share that may stand behind rounded counts, and how far its Wilson limit lies from it."""

    share: float
    reach: float


def _corners(count: float, base: float, slack: float, level: float, scale: float) -> tuple[_Corner, _Corner]:
    lower, upper = (
        float(limits[0])
        for limits in rounded_wilson_intervals(np.array([count]), np.array([base]), slack, level, np.array([scale]))
    )
    smallest = max(count - slack, 0) / (base + slack)
    largest = 1.0 if count + slack >= base - slack else (count + slack) / (base - slack)
    return _Corner(smallest, smallest - lower), _Corner(largest, upper - largest)
