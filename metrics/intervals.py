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
    lower, upper = wilson_intervals([successes], [trials], level)
    return (float(lower[0]), float(upper[0]))


def wilson_intervals(
    successes: ArrayLike, trials: ArrayLike, level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The intervals of `wilson_interval` for lists at once: all lower limits and all upper limits. Raises ValueError as it does."""
    return _share_intervals(successes, trials, level, "wilson")


def binomial_intervals(
    successes: ArrayLike, trials: ArrayLike, level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Exact intervals for shares (Clopper and Pearson 1934): all lower limits and all upper limits, between 0 and 1.

    For verdicts: whatever the true share, it lies outside with at most the probability 1 - level, where the limits of Wilson
    keep this on average only and fall short for few successes at a high level. Raises ValueError as `wilson_interval` does.
    """
    return _share_intervals(successes, trials, level, "beta")


def rounded_wilson_intervals(
    successes: ArrayLike,
    trials: ArrayLike,
    slack: float,
    level: float = 0.95,
    scale: ArrayLike = 1.0,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The smallest lower and the largest upper Wilson limits of all shares that may stand behind rounded successes and trials,
    both up to `slack` (0 = exact) from what is seen. `scale`: design effect, by which both are divided first (1 for none).

    A limit rises with the successes and falls with the trials, so the extremes stand at the corners. Raises ValueError as
    `wilson_interval` does, for a slack below zero and a scale below 1.
    """
    hits, tries, parts = (np.asarray(values, dtype=np.float64) for values in (successes, trials, scale))
    _check_shares(hits, tries)
    if not (slack >= 0 and np.all(np.isfinite(parts) & (parts >= 1))):
        raise ValueError(f"a slack is zero or more and a design effect 1 or more, found {slack} and {parts.tolist()}")
    lower, _ = wilson_intervals(np.maximum(hits - slack, 0) / parts, (tries + slack) / parts, level)
    most, fewest = hits + slack, tries - slack
    may_be_all = most >= fewest
    _, upper = wilson_intervals(np.where(may_be_all, 1, most) / parts, np.where(may_be_all, 1, fewest) / parts, level)
    return lower, upper


def _share_intervals(
    successes: ArrayLike, trials: ArrayLike, level: float, method: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    _check_level(level)
    hits, tries = (np.asarray(values, dtype=np.float64) for values in (successes, trials))
    _check_shares(hits, tries)
    lower, upper = proportion_confint(hits, tries, alpha=1 - level, method=method)
    # Floating-point sums leave residues where the limits are 0 and 1.
    return np.where(hits == 0, 0.0, np.maximum(lower, 0.0)), np.where(hits == tries, 1.0, np.minimum(upper, 1.0))


def _check_shares(successes: NDArray[np.float64], trials: NDArray[np.float64]) -> None:
    possible = (trials > 0) & (successes >= 0) & (successes <= trials)
    if not np.all(possible):
        found = [f"{hit:g} of {tried:g}" for hit, tried in np.column_stack([successes, trials])[~possible]]
        raise ValueError(f"a share needs 0 <= successes <= trials and trials above 0, found {', '.join(found)}")


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"a level of confidence lies between 0 and 1, found {level}")
