"""Whether a figure rises or falls: one rule for all arrows."""

from __future__ import annotations

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.intervals import poisson_intervals, wilson_intervals
from metrics.protection import sees_exact

Array = NDArray[np.float64]

PERIODS = 5
LEVEL = 0.998  # chi-square with one degree of freedom above 9.5495
RESIDUE = 1e-9  # of the largest value: a slope smaller than this is a residue of floating-point sums
DIRECTIONS = ("rising", "falling", "none")
# The variance of the difference between a count and its multiple of 5, where -2 to 2 are equally likely: (4+1+0+1+4)/5.
ROUNDING_VARIANCE = 2.0


class Trend(NamedTuple):
    """`slope`: change per period, in the unit of the values. `chi_square`: slope² / its variance, one degree of freedom. `direction`:
    "rising" or "falling" where the trend is significant, else "none"."""

    slope: float
    chi_square: float
    direction: str
    is_significant: bool


def significant_slope(values: ArrayLike, standard_errors: ArrayLike, level: float = LEVEL) -> Trend:
    """The trend of five or more figures, one per period, the periods equally long, without a gap and **not overlapping**.

    The slope of weighted least squares (weights 1 / standard error²); its variance comes from the standard errors alone, not
    from how well a line fits. The trend is significant where slope² / variance lies above the chi-square quantile of `level`
    with one degree of freedom and the slope keeps its sign when any one period is left out. This is the rule of the English
    public health profiles for the last five values (Office for Health Improvement and Disparities: Fingertips trend
    markers, Public Health Technical Guidance), there for years only: neighbouring twelve-month sums, or stocks of the same
    open cases month after month, are not independent and make a trend out of one event.

    More than five values are all used. Raises ValueError for fewer than five, lists of unequal length, a value that is not
    finite, a standard error that is not above zero, or a level outside (0, 1).
    """
    found, errors = np.asarray(values, dtype=np.float64), np.asarray(standard_errors, dtype=np.float64)
    if found.ndim != 1 or found.shape != errors.shape:
        raise ValueError(
            f"values and standard errors must be equally long lists, found {found.shape} and {errors.shape}"
        )
    if found.size < PERIODS:
        raise ValueError(f"a trend needs {PERIODS} periods or more, found {found.size}")
    if not np.all(np.isfinite(found)):
        raise ValueError("a trend needs a value for every period")
    if not np.all(np.isfinite(errors) & (errors > 0)):
        raise ValueError("a standard error must be above zero for every period")
    if not 0 < level < 1:
        raise ValueError(f"a level of confidence lies between 0 and 1, found {level}")
    periods, weights = np.arange(found.size, dtype=np.float64), 1 / errors**2
    slope, variance = _weighted_slope(periods, found, weights)
    chi_square = slope**2 / variance
    smallest = RESIDUE * float(np.abs(found).max())
    signs = {
        _sign(_weighted_slope(*(np.delete(series, left_out) for series in (periods, found, weights)))[0], smallest)
        for left_out in range(found.size)
    }
    beyond_chance = chi_square > NormalDist().inv_cdf(0.5 + level / 2) ** 2
    is_significant = beyond_chance and signs == {_sign(slope, smallest)} != {0}
    direction = "none" if not is_significant else "rising" if slope > 0 else "falling"
    return Trend(slope, chi_square, direction, is_significant)


def rate_standard_errors(counts: ArrayLike, exposure: ArrayLike, scale: float = 1.0, level: float = 0.95) -> Array:
    """Standard errors of the rates counts / exposure, for `significant_slope`: above zero also where nothing was counted.

    The width of the exact Poisson interval over twice the normal quantile, as Fingertips takes them from confidence limits.
    `exposure` is what the counts are divided by, such as FTE. `scale`: how many of what is counted come at once
    (metrics.intensity.scale). Raises ValueError for a negative count, an exposure or scale that is not above zero, or a level
    outside (0, 1).
    """
    found, there = np.asarray(counts, dtype=np.float64), np.asarray(exposure, dtype=np.float64)
    if not np.all(np.isfinite(there) & (there > 0)) or not scale > 0:
        raise ValueError("a rate needs an exposure and a scale above zero")
    lower, upper = poisson_intervals(found / scale, level)
    width: Array = (upper - lower) * scale / there
    return width / (2 * NormalDist().inv_cdf(0.5 + level / 2))


def share_standard_errors(
    counts: ArrayLike, bases: ArrayLike, role: str, scale: ArrayLike = 1.0, level: float = 0.95
) -> Array:
    """Standard errors of the shares counts / bases, for `significant_slope`: above zero also where the share is 0 or 1.

    The width of the Wilson interval over twice the normal quantile, as Fingertips takes them from confidence limits, with counts
    and bases divided by `scale` first: the design effect, one for all or one each (metrics.shares.design_effect). For roles that
    see rounded counts what rounding adds comes on top: with a variance of 2 in count and base, 2 (1 + share²) / base².

    Raises ValueError for an unknown role, counts that are not between zero and a base above zero, a scale below 1, or a level
    outside (0, 1).
    """
    found, of, parts = (np.asarray(values, dtype=np.float64) for values in (counts, bases, scale))
    if not np.all(np.isfinite(parts) & (parts >= 1)):
        raise ValueError(f"a design effect is 1 or more, found {parts.tolist()}")
    lower, upper = wilson_intervals(found / parts, of / parts, level)
    by_chance = (upper - lower) / (2 * NormalDist().inv_cdf(0.5 + level / 2))
    by_rounding = 0.0 if sees_exact(role) else ROUNDING_VARIANCE * (1 + (found / of) ** 2) / of**2
    errors: Array = np.sqrt(by_chance**2 + by_rounding)
    return errors


def _sign(slope: float, smallest: float) -> int:
    return 0 if abs(slope) <= smallest else 1 if slope > 0 else -1


def _weighted_slope(periods: Array, values: Array, weights: Array) -> tuple[float, float]:
    """Slope of weighted least squares and its variance."""
    off = periods - np.average(periods, weights=weights)
    spread = (weights * off**2).sum()
    return float((weights * off * values).sum() / spread), float(1 / spread)
