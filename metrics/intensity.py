"""Cases weighted by the work they make: a crisis in counselling is not a form filled in once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import polars as pl


def weighted(
    frame: pl.DataFrame,
    by: Sequence[str],
    weights_by_focus_area: Mapping[str, float],
    weights_by_kind: Mapping[str, float],
) -> pl.DataFrame:
    """Weighted cases beside the unweighted ones.

    `frame`: the columns `by` (which may include focus_area or case_kind), focus_area, case_kind and count (cases; null = none),
    any number of rows per group. The weight of a case is the weight of its focus area times the weight of its kind; what has no
    weight of its own, such as a kind that is not recorded, counts once.

    Returns `by`, unweighted (sum of n), weighted (sum of w n) and squared (sum of w² n, for `scale`), sorted by `by`; one row for an
    empty `by`. With all weights 1, weighted and squared are the unweighted sum exactly.

    Raises ValueError for a weight that is negative or not finite.
    """
    weights = [*weights_by_focus_area.items(), *weights_by_kind.items()]
    wrong = [f"{code}: {value}" for code, value in weights if not 0 <= value < math.inf]
    if wrong:
        raise ValueError(f"weights must be zero or more, found {', '.join(wrong)}")
    weight = _weight("focus_area", weights_by_focus_area) * _weight("case_kind", weights_by_kind)
    count = pl.col("count").fill_null(0)
    sums = {
        "unweighted": count.sum(),
        "weighted": (weight * count).sum(),
        "squared": (weight**2 * count).sum(),
    }
    return frame.group_by(list(by)).agg(**sums).sort(list(by)) if by else frame.select(**sums)


def scale(squares: float, total: float) -> float:
    """How many of what is counted come at once: the sum of squares over the sum, for `metrics.funnel.compare`.

    For weighted cases sum(w² n) / sum(w n); for contacts or hours the sum over cases of each case's squared number by the
    sum. If cases come by chance (Poisson), the sum has this many times the variance of a count; sum / scale has the mean and
    the variance of a Poisson count alike (the matching of G. Bohm, G. Zech: Statistics of weighted Poisson events and its
    applications, Nuclear Instruments and Methods A 748, 2014, 1-6). 1 where nothing is counted.

    Raises ValueError for a sum that is negative or not finite, and for squares of zero where something is counted.
    """
    if not (0 <= squares < math.inf and 0 <= total < math.inf):
        raise ValueError(f"sums must be zero or more, found {squares} and {total}")
    if total == 0:
        return 1.0
    if squares == 0:
        raise ValueError("something is counted, but its squares are zero")
    return squares / total


def _weight(column: str, weights: Mapping[str, float]) -> pl.Expr:
    given = {code: float(value) for code, value in weights.items()}
    return pl.col(column).cast(pl.String).replace_strict(given, default=1.0, return_dtype=pl.Float64)
