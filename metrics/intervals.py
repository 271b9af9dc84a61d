"""Confidence intervals for counts and shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson


def poisson_interval(count: float, level: float = 0.95) -> tuple[float, float]:
    """Exact interval for the mean of a Poisson count (Garwood 1936): lower and upper, in the unit of the count.

    Raises ValueError for a negative count or a level outside (0, 1).
    """
    lower, upper = poisson_intervals([count], level)
    return (float(lower[0]), float(upper[0]))


def poisson_intervals(counts: ArrayLike, level: float = 0.95) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The intervals of `poisson_interval` for a list of counts at once: all lower limits and all upper limits.

    Raises ValueError for a negative or missing count or a level outside (0, 1).
    """
    _check_level(level)
    found = np.asarray(counts, dtype=np.float64)
    if not np.all(found >= 0):
        raise ValueError(f"a count is zero or more, found {found[~(found >= 0)].tolist()}")
    lower, upper = confint_poisson(found, 1, method="exact-c", alpha=1 - level)
    return np.where(found == 0, 0.0, lower), np.asarray(upper, dtype=np.float64)


def rounded_poisson_intervals(
    counts: NDArray[np.float64], slack: NDArray[np.float64] | float, level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lower limits of the smallest and the upper limits of the largest counts that may stand behind rounded ones, `slack`
    (one for all or one each, 0 = exact) below and above them.

    Raises ValueError as `poisson_intervals` does.
    """
    both = np.concatenate([np.maximum(counts - slack, 0), counts + slack])
    lower, upper = poisson_intervals(both, level)
    return lower[: counts.size], upper[counts.size :]


def wilson_interval(successes: float, trials: float, level: float = 0.95) -> tuple[float, float]:
    """Wilson score interval for a share (Wilson 1927): lower and upper, between 0 and 1.

    Raises ValueError when there are no trials, successes are not between 0 and trials, or the level is outside (0, 1).
    """
    _check_level(level)
    if not trials > 0 or not 0 <= successes <= trials:
        raise ValueError(f"a share needs 0 <= successes <= trials and trials above 0, found {successes} of {trials}")
    lower, upper = proportion_confint(successes, trials, alpha=1 - level, method="wilson")
    return (max(0.0, float(lower)), min(1.0, float(upper)))


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"a level of confidence lies between 0 and 1, found {level}")
