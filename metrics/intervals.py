"""Confidence intervals for counts and shares."""

from __future__ import annotations

import math

from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson


def poisson_interval(count: float, level: float = 0.95) -> tuple[float, float]:
    """Exact interval for the mean of a Poisson count (Garwood 1936): lower and upper, in the unit of the count.

    Raises ValueError for a negative count or a level outside (0, 1).
    """
    _check_level(level)
    if not count >= 0:
        raise ValueError(f"a count is zero or more, found {count}")
    lower, upper = confint_poisson(count, 1, method="exact-c", alpha=1 - level)
    return (0.0 if count == 0 or math.isnan(lower) else float(lower), float(upper))


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
