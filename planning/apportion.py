"""Whole seats in proportion to weights: what a total would be split into if only proportion counted.

Both methods are exact (they calculate with fractions) and break ties in the order of the list: of two that have the same
claim to a seat, the one named first gets it. A weight of zero gets no seat.

Both raise ValueError when there is no weight at all, a weight is negative, infinite or not a number, or `seats` is
negative or not whole.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable
from fractions import Fraction
from numbers import Integral


def largest_remainder(weights: Iterable[float], seats: float) -> list[int]:
    """Everyone gets the whole part of its quota seats x weight / sum, the largest remainders the seats left over
    (Hamilton 1792, Hare 1859). Nobody is off its quota by a whole seat; but one more seat in all can cost somebody one.
    """
    shares, number = _checked(weights, seats)
    quotas = [share * number for share in shares]
    given = [math.floor(quota) for quota in quotas]
    by_remainder = sorted(range(len(shares)), key=lambda place: given[place] - quotas[place])
    for place in by_remainder[: number - sum(given)]:
        given[place] += 1
    return given


def sainte_lague(weights: Iterable[float], seats: float) -> list[int]:
    """Each seat goes to the largest of weight / 1, / 3, / 5 … (Webster 1832, Sainte-Laguë 1910). One more seat in all never
    costs anybody one; but a quota can be missed by a whole seat or more.
    """
    shares, number = _checked(weights, seats)
    given = [0] * len(shares)
    claims = [(-share, place) for place, share in enumerate(shares) if share]
    heapq.heapify(claims)
    for _ in range(number):
        place = claims[0][1]
        given[place] += 1
        heapq.heapreplace(claims, (-shares[place] / (2 * given[place] + 1), place))
    return given


def _checked(weights: Iterable[float], seats: float) -> tuple[list[Fraction], int]:
    """The weights' shares of their sum, and the seats as a whole number."""
    found = list(weights)
    for place, weight in enumerate(found):
        if not (math.isfinite(weight) and weight >= 0):
            raise ValueError(f"weights must be zero or more: weight {place + 1} is {weight}")
    if not any(found):
        raise ValueError("weights of zero everywhere, or none: nobody has a claim to a seat")
    if not (math.isfinite(seats) and seats >= 0 and seats == int(seats)):
        raise ValueError(f"seats must be a whole number of zero or more, found {seats}")
    # NumPy's whole numbers would overflow inside of a fraction.
    exact = [Fraction(int(weight)) if isinstance(weight, Integral) else Fraction(float(weight)) for weight in found]
    total = sum(exact)
    return [weight / total for weight in exact], int(seats)
