"""Which units have more or fewer cases than their posts let expect, beyond what chance makes of small numbers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from metrics.funnel_limits import (
    MARK_LEVEL,
    Overdispersion,
    adjusted_limits,
    limits,
    overdispersion,
    trim_for,
)
from metrics.intervals import rounded_poisson_intervals
from metrics.protection import ROUNDED_BY, SMALLEST_BASE, sees_exact
from metrics.shrinkage import empirical_bayes
from metrics.staffing import RESIDUE

__all__ = [
    "MARK_LEVEL",
    "VERDICTS",
    "Compared",
    "Overdispersion",
    "adjusted_limits",
    "compare",
    "limits",
    "overdispersion",
]

Array = NDArray[np.float64]

VERDICTS = ("none", "vacant", "too_small", "alone", "single_post", "high", "low", "as_expected")
WITHOUT_RATIO = VERDICTS[:4]
FEWEST_UNITS = 5
FIGURES = ("ratio", "per_fte", "lower", "upper", "shrunken", "missing_fte")


@dataclass(frozen=True)
class Compared:
    """`frame`: as `compare` says. `phi`: mean squared z-score of the units, None where fewer than 5 are large enough. `tau2`: the
    variance beyond chance that the marking limits allow for (`adjusted_limits`)."""

    frame: pl.DataFrame
    phi: float | None
    tau2: float

    @property
    def is_overdispersed(self) -> bool:
        """Whether the units differ by more than chance throughout."""
        return self.tau2 > 0


def compare(
    frame: pl.DataFrame,
    role: str,
    *,
    scale: float = 1.0,
    level: float = 0.95,
    mark_level: float = MARK_LEVEL,
    single: Collection[str] = (),
    alone: Collection[str] = (),
) -> Compared:
    """Observed against expected cases of every unit, with one verdict each.

    `frame`, one row per unit: key, observed (protected for `role`; null = none reported), fte (null = none) and expected (cases
    that the unit's FTE let expect, in the unit of observed). Optional: slack (how far the counts behind a rounded figure may lie
    from it, in the unit of observed; 2 without the column, for a weighted sum 2 times the sum of its weights) and
    expected_slack (the same of the expected cases; without the column the unit's part of a district's count that is 2 off).
    Neither matters to a role that sees exact counts. `scale`: how many of what is counted come at once (1 for people; see
    metrics.intensity.scale); observed / scale and expected / scale are taken for Poisson counts. `single`: keys that rest on
    one post and that `role` may not judge. `alone`: keys whose expected cases come from nobody but themselves.

    Compared.frame has, in the order of `frame`: key, observed (null became 0), fte, expected, ratio (observed / expected),
    per_fte with lower and upper (exact Poisson at `level`), shrunken (per FTE; Marshall 1991), verdict, missing_fte. The verdicts:
    "none" neither FTE nor cases; "vacant" cases without FTE; "too_small" expected / scale below 10 or, for rounded counts,
    observed / scale below 10; "alone" nothing to compare with; "single_post" not to be judged; "high" or "low" beyond
    `adjusted_limits` at `mark_level`, the spread estimated over the units with expected / scale of 10 or more (`overdispersion`,
    drawn in by `trim_for`; of fewer than five units nobody can tell spread from an outlier, they are compared without); else
    "as_expected". A verdict on rounded counts holds for all counts and expected cases of the unit that may stand behind them,
    with the spread as it is seen.

    ratio is null for the first four verdicts; per_fte, lower, upper and shrunken are null without FTE and, for every role,
    where observed / scale is below 10, shrunken also for "alone". missing_fte: the FTE that would bring a "high" unit to the
    expected ratio, fte (shrunken ratio - 1), null for all others; a cautious figure, because shrinking takes away what may be
    chance.

    Raises ValueError for an unknown role, a figure that is negative or not finite, missing expected cases, a scale that is not
    above zero, or a level outside (0, 1).
    """
    rounded = not sees_exact(role)
    if not 0 < scale < np.inf:
        raise ValueError(f"a scale is above zero, found {scale}")
    given, posts, hoped = _figures(frame, "observed", 0.0), _figures(frame, "fte", 0.0), _figures(frame, "expected")
    observed, expected, staffed = given / scale, hoped / scale, posts > RESIDUE
    slack, expected_slack = _slacks(frame, hoped, rounded, scale)
    lonely = frame["key"].is_in(list(alone)).to_numpy()
    large = staffed & (expected >= SMALLEST_BASE)
    enough = large & ~lonely
    few = observed < SMALLEST_BASE

    counts = (np.maximum(observed - slack, 0)[enough], (observed + slack)[enough])
    cases = (np.maximum(expected - expected_slack, RESIDUE)[enough], (expected + expected_slack)[enough])
    trim = trim_for(int(enough.sum()))
    seen = overdispersion(observed[enough], expected[enough], trim)
    if enough.sum() < FEWEST_UNITS:
        seen = Overdispersion(None, 0.0)
    high, low = np.zeros(len(observed), dtype=bool), np.zeros(len(observed), dtype=bool)
    high[enough] = counts[0] > cases[1] * adjusted_limits(cases[1], mark_level, seen.tau2)[1]
    low[enough] = counts[1] < cases[0] * adjusted_limits(cases[0], mark_level, seen.tau2)[0]

    withheld = frame["key"].is_in(list(single)).to_numpy()
    conditions = [~staffed & (given == 0), ~staffed, ~large | (few & rounded), lonely, withheld, high, low]
    verdict = np.select(conditions, VERDICTS[:-1], VERDICTS[-1])
    per_post = np.where(staffed & ~few, scale / np.where(staffed, posts, 1.0), np.nan)
    lower, upper = rounded_poisson_intervals(observed, slack, level)
    shrunken = np.where(lonely, np.nan, _shrunken(observed, expected, staffed & ~lonely))
    figures = (
        np.where(np.isin(verdict, WITHOUT_RATIO), np.nan, observed / np.where(enough, expected, 1.0)),
        observed * per_post,
        lower * per_post,
        upper * per_post,
        shrunken * expected * per_post,
        np.where(verdict == "high", np.maximum(posts * (shrunken - 1), 0), np.nan),
    )
    found = dict(zip(FIGURES, (pl.Series(values, dtype=pl.Float64).fill_nan(None) for values in figures), strict=True))
    missing = found.pop("missing_fte")
    judged = frame.select("key", pl.col("observed").fill_null(0), "fte", "expected").with_columns(
        **found, verdict=pl.Series(verdict.tolist(), dtype=pl.String), missing_fte=missing
    )
    return Compared(judged, seen.phi, seen.tau2)


def _figures(frame: pl.DataFrame, column: str, missing: float | None = None) -> Array:
    """A column as numbers. Raises ValueError where one is negative, not finite or, without a stand-in, missing."""
    values = frame[column].cast(pl.Float64)
    if missing is not None:
        values = values.fill_null(missing)
    wrong = frame.filter(~((values >= 0) & values.is_finite()).fill_null(False))["key"].to_list()
    if wrong:
        raise ValueError(f"{column} must be zero or more, it is not for {', '.join(map(str, wrong))}")
    return values.to_numpy()


def _slacks(frame: pl.DataFrame, expected: Array, rounded: bool, scale: float) -> tuple[Array, Array]:
    """How far the counts, and the expected cases, behind the seen ones may lie from them, both over `scale`."""
    if not rounded:
        return np.zeros(expected.size), np.zeros(expected.size)
    total = expected.sum()
    parts = expected / total if total > 0 else np.zeros(expected.size)
    columns = frame.columns
    slack = _figures(frame, "slack") if "slack" in columns else np.full(expected.size, float(ROUNDED_BY))
    of_expected = _figures(frame, "expected_slack") if "expected_slack" in columns else ROUNDED_BY * parts
    return slack / scale, of_expected / scale


def _shrunken(observed: Array, expected: Array, staffed: NDArray[np.bool_]) -> Array:
    """Ratios drawn towards that of all units with FTE; nan where no cases are expected."""
    there = staffed & (expected > 0)
    ratios = np.full(expected.size, np.nan)
    if there.any():
        ratios[there] = empirical_bayes(observed[there], expected[there])
    return ratios
