"""How far a ratio of observed to expected cases may lie from 1 before it is more than chance: the lines of a funnel plot.

After D. J. Spiegelhalter: Funnel plots for comparing institutional performance, Statistics in Medicine 24 (2005), 1185-1202,
and Handling over-dispersion of performance indicators, Quality and Safety in Health Care 14 (2005), 347-351.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.intervals import poisson_intervals

Array = NDArray[np.float64]

MARK_LEVEL = 0.998  # limits about three standard errors off, beyond which a place is marked
TRIM = 0.1  # part of the units at either end whose z-scores are drawn in before the spread is estimated
FEWEST_UNITS = 3  # fewer do not tell spread from chance
FEWEST_TRIMMED = 5  # with fewer, drawing in one at either end would leave a middle of two
TRANSFORMS = ("sqrt", "log")


class Overdispersion(NamedTuple):
    """`phi`: mean squared z-score, about 1 where chance alone is at work; None where too few units tell. `tau2`: variance between
    units beyond chance, on the transformed scale; 0.0 where there is none."""

    phi: float | None
    tau2: float


@overload
def limits(expected: float, level: float) -> tuple[float, float]: ...
@overload
def limits(expected: Array, level: float) -> tuple[Array, Array]: ...
def limits(expected: float | Array, level: float) -> tuple[float, float] | tuple[Array, Array]:
    """Exact Poisson limits of the ratio observed / expected around 1: lower and upper, in chi-square form.

    A number gives two numbers, an array two arrays. Raises ValueError for expected cases that are not above zero or a level
    outside (0, 1).
    """
    cases = np.atleast_1d(np.asarray(expected, dtype=np.float64))
    _check_expected(cases)
    lower, upper = poisson_intervals(cases, level)
    return _like(expected, lower / cases, upper / cases)


@overload
def adjusted_limits(expected: float, level: float, tau2: float) -> tuple[float, float]: ...
@overload
def adjusted_limits(expected: Array, level: float, tau2: float) -> tuple[Array, Array]: ...
def adjusted_limits(expected: float | Array, level: float, tau2: float) -> tuple[float, float] | tuple[Array, Array]:
    """Limits of the ratio observed / expected where units differ beyond chance: (1 ± z sqrt(1/(4e) + tau²))², at least 0.

    Never closer to 1 than the exact limits, which are the result where tau² is 0: the square root is an approximation whose
    upper limit lies too low for few cases, and a little spread must not draw the funnel in. Raises ValueError as `limits`
    does and for a tau² below zero.
    """
    if not tau2 >= 0:
        raise ValueError(f"tau² is zero or more, found {tau2}")
    cases = np.atleast_1d(np.asarray(expected, dtype=np.float64))
    lower, upper = limits(cases, level)
    if tau2 > 0:
        reach = NormalDist().inv_cdf(0.5 + level / 2) * np.sqrt(1 / (4 * cases) + tau2)
        lower, upper = np.minimum(lower, np.maximum(1 - reach, 0) ** 2), np.maximum(upper, (1 + reach) ** 2)
    return _like(expected, lower, upper)


def overdispersion(
    observed: ArrayLike, expected: ArrayLike, trim: float = TRIM, transform: str = "sqrt"
) -> Overdispersion:
    """Whether units differ by more than chance, and by how much.

    z = 2 (sqrt(o) - sqrt(e)), winsorised at the quantiles `trim` and 1 - `trim` (linear interpolation, R's type 7) so that a
    few outliers do not hide themselves by widening the limits; phi = mean z²; with w = 4e and n units
    tau² = (n phi - (n - 1)) / (sum(w) - sum(w²) / sum(w)), at least zero (DerSimonian and Laird 1986). Counts of zero are
    fine. `transform` "log" takes z = sqrt(e) log(o/e) and w = e instead, as the English mortality indicator SHMI does.

    With fewer than 3 units phi is None and tau² 0. Raises ValueError when lengths differ, a count is negative or missing,
    expected cases are not above zero, trim is not in [0, 0.5), the transform is unknown, or a logarithm of zero is asked for.
    """
    counts, cases = np.asarray(observed, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    if counts.ndim != 1 or counts.shape != cases.shape:
        raise ValueError(f"observed and expected must be equally long lists, found {counts.shape} and {cases.shape}")
    if not np.all(np.isfinite(counts) & (counts >= 0)):
        raise ValueError("observed cases must be zero or more for every unit")
    _check_expected(cases)
    if not 0 <= trim < 0.5:  # noqa: PLR2004
        raise ValueError(f"what is trimmed at either end lies in [0, 0.5), found {trim}")
    if transform not in TRANSFORMS:
        raise ValueError(f"unknown transform {transform!r}; there are {', '.join(TRANSFORMS)}")
    if counts.size < FEWEST_UNITS:
        return Overdispersion(None, 0.0)
    if transform == "sqrt":
        scores, weights = 2 * (np.sqrt(counts) - np.sqrt(cases)), 4 * cases
    elif np.all(counts > 0):
        scores, weights = np.sqrt(cases) * np.log(counts / cases), cases
    else:
        raise ValueError("a count of zero has no logarithm: use the square root")
    return _spread(winsorised(scores, trim) ** 2, weights)


def trim_for(units: int) -> float:
    """The part of `units` to draw in at either end: a tenth, but of 5 units and more at least one whole unit.

    A tenth of six is less than one: a single outlier would widen the limits until it lies within them, and among five units
    nothing could ever be marked.
    """
    return max(TRIM, 1 / (units - 1)) if units >= FEWEST_TRIMMED else TRIM


def winsorised(values: Array, trim: float) -> Array:
    """The values, those beyond the quantiles `trim` and 1 - `trim` drawn in to them."""
    return np.clip(values, *np.quantile(values, [trim, 1 - trim]))


def _spread(squares: Array, weights: Array) -> Overdispersion:
    phi, units, total = float(squares.mean()), squares.size, weights.sum()
    between = (units * phi - (units - 1)) / (total - (weights**2).sum() / total)
    return Overdispersion(phi, max(0.0, float(between)))


def _check_expected(expected: Array) -> None:
    if not np.all(np.isfinite(expected) & (expected > 0)):
        raise ValueError(f"expected cases must be above zero, found {expected[~(expected > 0)].tolist()}")


def _like(given: float | Array, lower: Array, upper: Array) -> tuple[float, float] | tuple[Array, Array]:
    return (lower, upper) if isinstance(given, np.ndarray) else (float(lower[0]), float(upper[0]))
