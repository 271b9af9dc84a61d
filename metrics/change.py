"""Why cases per full-time post changed: because cases came or went, or because posts did."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

from metrics.funnel_limits import MARK_LEVEL
from metrics.protection import SMALLEST_BASE
from metrics.staffing import RESIDUE

CAUSES = ("cases", "posts", "both", "none")
LEAST_CHANGE = 1.1  # a change by less than a tenth is none
CHANCE_Z = NormalDist().inv_cdf(0.5 + MARK_LEVEL / 2)
MOST_OF_IT = 2 / 3  # what is named as the one cause has at least this part of the change


class Change(NamedTuple):
    """`ratio`: cases per FTE after / before. `from_cases` and `from_posts`: the two parts of its logarithm, positive where they let
    caseloads rise. All None where a rate is missing before or after. `cause`: one of CAUSES."""

    ratio: float | None
    from_cases: float | None
    from_posts: float | None
    cause: str


def explained(cases_before: float, fte_before: float, cases_after: float, fte_after: float) -> Change:
    """What moved cases per FTE from one period to another: ln(r1/r0) = ln(c1/c0) - ln(f1/f0), two parts that add up.

    The cause is "none" where the rate rose to less than 1.1 times or fell to more than 1/1.1; else "cases" or "posts" where that
    part makes up at least two thirds of the change; else "both". A part that works against the change leaves the other with
    more than all of it. There is no rate on fewer than 10 cases or without FTE, before or after: then nothing is told and
    the cause is "none". This says what moved, not whether by more than chance.

    Raises ValueError for a number that is negative or not finite.
    """
    given = (cases_before, fte_before, cases_after, fte_after)
    if not all(0 <= value < math.inf for value in given):
        raise ValueError(f"cases and FTE must be zero or more, found {', '.join(map(str, given))}")
    if min(cases_before, cases_after) < SMALLEST_BASE or min(fte_before, fte_after) <= RESIDUE:
        return Change(None, None, None, "none")
    from_cases, from_posts = math.log(cases_after / cases_before), -math.log(fte_after / fte_before)
    change = from_cases + from_posts
    return Change(math.exp(change), from_cases, from_posts, _cause(change, from_cases, from_posts))


def beyond_chance(cases_before: float, cases_after: float, scale: float = 1.0) -> bool:
    """Whether two counts of equally long times differ by more than chance explains at 99.8 %: the logarithm of their ratio over
    its standard error, sqrt(1/c0 + 1/c1) (Rothman, Greenland: Modern Epidemiology, the rate ratio of Poisson counts). `scale`: how
    many of what is counted come at once, as in metrics.funnel.compare. False on a count below 10."""
    before, after = cases_before / scale, cases_after / scale
    if min(before, after) < SMALLEST_BASE:
        return False
    return abs(math.log(after / before)) > CHANCE_Z * math.sqrt(1 / before + 1 / after)


def _cause(change: float, from_cases: float, from_posts: float) -> str:
    if abs(change) < math.log(LEAST_CHANGE) - RESIDUE:
        return "none"
    if from_cases / change >= MOST_OF_IT - RESIDUE:
        return "cases"
    return "posts" if from_posts / change >= MOST_OF_IT - RESIDUE else "both"
