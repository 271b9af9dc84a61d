"""Rates of small places drawn towards the rate of all, by as much as chance may have moved them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def empirical_bayes(events: ArrayLike, exposure: ArrayLike) -> NDArray[np.float64]:
    """Global empirical-Bayes rates (Marshall 1991, Applied Statistics 40, 283-294), in events per one of the exposure.

    With y events, n exposure, r = y/n and N places: b = sum(y) / sum(n); the variance between places
    A = sum(n (r - b)²) / sum(n) - b / (sum(n) / N), at least zero; the rate is b + A / (A + b/n) · (r - b). Where A is
    zero, differences are no larger than chance makes them and all places have the rate b. A place without exposure has
    the rate b too and counts for nothing.

    Raises ValueError when lengths differ, a number is missing, negative or infinite, events happened without exposure, or
    there is no exposure anywhere.
    """
    happened, exposed = np.asarray(events, dtype=np.float64), np.asarray(exposure, dtype=np.float64)
    if happened.ndim != 1 or happened.shape != exposed.shape:
        raise ValueError(
            f"events and exposure must be equally long lists, found shapes {happened.shape} and {exposed.shape}"
        )
    for name, values in (("events", happened), ("exposure", exposed)):
        if not np.all(np.isfinite(values) & (values >= 0)):
            raise ValueError(f"{name} must have a value of zero or more for every place")
    there = exposed > 0
    if not there.any():
        raise ValueError("exposure is zero everywhere: there is no rate")
    if np.any(happened[~there] > 0):
        raise ValueError("events are counted where exposure is zero")
    y, n = happened[there], exposed[there]
    overall = y.sum() / n.sum()
    between = float((n * (y / n - overall) ** 2).sum() / n.sum() - overall / n.mean())
    rates = np.full(exposed.shape, overall)
    if between > 0:
        rates[there] += between / (between + overall / n) * (y / n - overall)
    return rates
