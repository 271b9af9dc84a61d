"""Whether a part differs from the rest of its whole beyond chance, so that few or extreme shares accuse nobody."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from metrics.funnel_limits import MARK_LEVEL
from metrics.intervals import binomial_intervals
from metrics.protection import SMALLEST_BASE
from metrics.shares import Difference, difference


class AgainstRest(NamedTuple):
    """`share` of the part and of the `rest`, and their `difference` with its limits; `verdict`: "higher" or "lower" where the part
    differs beyond chance, "too_few" on a base that is too small to judge, else "as_rest"."""

    share: float
    rest: float
    difference: Difference
    verdict: str


def against_rest(
    count: float,
    base: float,
    count_of_all: float,
    base_of_all: float,
    slack: float = 0.0,
    scale: float = 1.0,
    level: float = MARK_LEVEL,
) -> AgainstRest | None:
    """A part, `count` of `base`, beside all that is not of it: never beside a whole that contains it.

    The limits of the difference are Newcombe's (metrics.shares.difference). They keep their level on average only: for ten people and
    a share of 95 % they leave out zero in one of 90 cases instead of one of 500. So a verdict wants more: the exact limits (Clopper
    and Pearson 1934) of the part's share leave out that of the rest, and the other way round, and both bases are 10 or more after
    division by `scale`, the design effect. `slack`: how far counts behind rounded ones may lie from them; the rest is a difference of
    two, so its counts may lie twice as far, and a verdict holds for all of them.

    None on a base that allows no share. Raises ValueError as metrics.shares.difference does.
    """
    # Each of the counts was rounded on its own, so what is left may lie a little outside what is possible.
    base_of_rest = max(base_of_all - base, 0.0)
    count_of_rest = min(max(count_of_all - count, 0.0), base_of_rest)
    found = difference(count, base, count_of_rest, base_of_rest, slack, scale, slack_b=2 * slack, level=level)
    if found is None:
        return None
    shares = (count / base, count_of_rest / base_of_rest)
    if min(base, base_of_rest) / scale < SMALLEST_BASE:
        return AgainstRest(*shares, found, "too_few")
    part = _Range.of(count, base, slack, scale, level)
    rest = _Range.of(count_of_rest, base_of_rest, 2 * slack, scale, level)
    if found.lower > 0 and part.lower > rest.largest and rest.upper < part.smallest:
        return AgainstRest(*shares, found, "higher")
    if found.upper < 0 and part.upper < rest.smallest and rest.lower > part.largest:
        return AgainstRest(*shares, found, "lower")
    return AgainstRest(*shares, found, "as_rest")


class _Range(NamedTuple):
    """The smallest and largest share that may stand behind rounded counts, with their exact limits."""

    smallest: float
    largest: float
    lower: float
    upper: float

    @classmethod
    def of(cls, count: float, base: float, slack: float, scale: float, level: float) -> _Range:
        fewest, of_most = max(count - slack, 0.0), base + slack
        of_fewest = max(base - slack, 1.0)
        most = min(count + slack, of_fewest)
        hits, tries = np.array([fewest, most]) / scale, np.array([of_most, of_fewest]) / scale
        lower, upper = binomial_intervals(hits, tries, level)
        return cls(fewest / of_most, most / of_fewest, float(lower[0]), float(upper[1]))
