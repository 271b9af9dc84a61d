"""Accessibility by floating catchment areas: how much supply comes to one person of each place when reach ends somewhere.

Everywhere: `demand` people of n places, `supply` of m points in full-time equivalents (FTE), `cost` n by m (rows are places,
columns are points of supply) in minutes or kilometres, inf where a point cannot be reached. The answer is FTE per head of
each place, 0.0 (never NaN) for a place beyond every catchment. A point with nobody in reach gives nothing to anyone.

All raise ValueError for shapes that do not fit, and for missing, negative or (but for the cost) infinite numbers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def two_step_fca(demand: ArrayLike, supply: ArrayLike, cost: ArrayLike, threshold: float) -> Array:
    """Two-step floating catchment area (Luo and Wang 2003): a point serves alike all places that cost less than `threshold`.

    Times demand, the answer sums to the supply of all points that have somebody in reach.
    """
    people, fte, costs = _checked(demand, supply, cost)
    if not threshold > 0:
        raise ValueError(f"the threshold is a cost above zero, found {threshold}")
    return _per_head(people, fte, (costs < threshold).astype(np.float64))


def enhanced_two_step_fca(
    demand: ArrayLike, supply: ArrayLike, cost: ArrayLike, bands: ArrayLike, weights: ArrayLike
) -> Array:
    """Enhanced two-step floating catchment area (Luo and Qi 2009): the farther away, the less demand and supply count.

    `bands` are ascending costs; a cost up to and including a band, and above the one before, has that band's weight (0 to
    1), and beyond the last band 0. Times demand, the answer sums to the supply of all points that have somebody in reach.
    """
    people, fte, costs = _checked(demand, supply, cost)
    return _per_head(people, fte, _weighted(costs, bands, weights))


def balanced_fca(demand: ArrayLike, supply: ArrayLike, cost: ArrayLike, bands: ArrayLike, weights: ArrayLike) -> Array:
    """Balanced floating catchment area (Páez, Higgins and Vivona 2019): nobody is counted at several points in full.

    Weights as in `enhanced_two_step_fca`. The people of a place are shared out over the points by its weights made to sum
    to 1; each point's supply per head of those who come is shared out over the places by its weights made to sum to 1.
    So demand shared out is demand in reach, and the answer sums to the points' supply per head: it does not, times demand,
    sum to the supply, and is for comparing places rather than for counting posts.
    """
    people, fte, costs = _checked(demand, supply, cost)
    weight = _weighted(costs, bands, weights)
    of_place = _ratio(weight, weight.sum(axis=1, keepdims=True))
    of_point = _ratio(weight, weight.sum(axis=0, keepdims=True))
    found: Array = of_point @ _ratio(fte, people @ of_place)
    return found


def _per_head(people: Array, fte: Array, weight: Array) -> Array:
    found: Array = weight @ _ratio(fte, people @ weight)
    return found


def _ratio(part: Array, whole: Array) -> Array:
    """Part of a whole; 0 where there is no whole."""
    there = np.broadcast_to(whole > 0, part.shape)
    return np.divide(part, whole, out=np.zeros(part.shape), where=there)


def _weighted(costs: Array, bands: ArrayLike, weights: ArrayLike) -> Array:
    ends, factors = _numbers(bands, "bands"), _numbers(weights, "weights")
    if ends.ndim != 1 or ends.size == 0 or not np.all(np.isfinite(ends)) or np.any(np.diff(ends, prepend=0.0) <= 0):
        raise ValueError(f"bands are costs above zero in ascending order, found {ends.tolist()}")
    if factors.shape != ends.shape:
        raise ValueError(f"each band has one weight, found {ends.size} bands and {factors.size} weights")
    if not np.all((factors >= 0) & (factors <= 1)):
        raise ValueError(f"a weight lies between 0 and 1, found {factors.tolist()}")
    return np.append(factors, 0.0)[np.searchsorted(ends, costs, side="left")]


def _checked(demand: ArrayLike, supply: ArrayLike, cost: ArrayLike) -> tuple[Array, Array, Array]:
    people, fte, costs = _numbers(demand, "demand"), _numbers(supply, "supply"), _numbers(cost, "cost")
    for name, values in (("demand", people), ("supply", fte)):
        if values.ndim != 1:
            raise ValueError(f"{name} is one list of numbers, found shape {values.shape}")
        if not np.all(np.isfinite(values) & (values >= 0)):
            raise ValueError(f"{name} must have a value of zero or more everywhere")
    shape = (people.size, fte.size)
    if costs.size == 0 and 0 in shape:
        costs = costs.reshape(shape)
    if costs.shape != shape:
        raise ValueError(
            f"cost has a row for each of the {shape[0]} places and a column for each of the {shape[1]} points of supply,"
            f" found shape {costs.shape}"
        )
    if not np.all(costs >= 0):
        raise ValueError("cost must be zero or more everywhere; give inf where a point cannot be reached")
    return people, fte, costs


def _numbers(values: ArrayLike, name: str) -> Array:
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be numbers, as many in every row") from error
