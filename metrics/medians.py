"""Whether the median of one group differs from that of another."""

from __future__ import annotations

from math import hypot, isfinite
from typing import NamedTuple


class Difference(NamedTuple):
    """`difference` of two medians, the first less the second, between `lower` and `upper`, all in the unit of the medians; limits
    are None where one of the medians has none."""

    difference: float
    lower: float | None
    upper: float | None

    @property
    def is_beyond_chance(self) -> bool:
        """Whether no difference at all lies outside the limits."""
        return self.lower is not None and self.upper is not None and (self.lower > 0 or self.upper < 0)


def difference(
    median: float,
    lower: float | None,
    upper: float | None,
    other: float,
    other_lower: float | None,
    other_upper: float | None,
) -> Difference:
    """The median less the other, each with its own limits, of two groups that share nobody.

    The limits lie as far away as the root of the sum of squares of how far those of the two do (the method of variance estimates
    recovery: G. Y. Zou, A. Donner: Construction of confidence limits about effect measures, Statistics in Medicine 27, 2008,
    1693-1702). Both intervals must have the same level, which then is that of the difference.

    Raises ValueError for a figure that is not finite and for limits that do not contain their median.
    """
    for value, least, most in ((median, lower, upper), (other, other_lower, other_upper)):
        given = [each for each in (least, value, most) if each is not None]
        if not all(map(isfinite, given)) or given != sorted(given):
            raise ValueError(f"limits must contain their median, found {value} in {least} to {most}")
    gap = median - other
    if lower is None or upper is None or other_lower is None or other_upper is None:
        return Difference(gap, None, None)
    return Difference(
        gap, gap - hypot(median - lower, other_upper - other), gap + hypot(upper - median, other - other_lower)
    )
