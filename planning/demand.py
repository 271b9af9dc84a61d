"""Clients when posts move and demand stays: who comes where."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def at_constant_demand(new_cases: ArrayLike, today: ArrayLike, planned: ArrayLike) -> Array:
    """New cases of each place if as many people came in the district as before.

    Where posts go, the people they can see go too: c_i' = max(0, c_i + r · (S_i' - S_i)), with r the district's new cases per
    FTE today, then scaled so that the district's sum stays. An assumption, not a forecast. `new_cases`: of each place as counted.
    `today`, `planned`: its FTE before and after. Where no FTE moves, the cases are exactly those counted; where there is no
    post any more in the whole district, nobody comes.

    Raises ValueError when lengths differ or a number is missing, negative or infinite.
    """
    cases, before, after = (_checked(values) for values in (new_cases, today, planned))
    if not cases.shape == before.shape == after.shape:
        raise ValueError(f"each place needs cases and FTE, found {cases.size}, {before.size} and {after.size}")
    if np.array_equal(before, after):
        return cases
    if after.sum() == 0:
        return np.zeros(cases.shape)
    per_fte = cases.sum() / before.sum() if before.sum() else 0.0
    moved = np.maximum(0.0, cases + per_fte * (after - before))
    scaled: Array = moved * (cases.sum() / moved.sum()) if moved.sum() else moved
    return scaled


def _checked(values: ArrayLike) -> Array:
    numbers = np.asarray(values, dtype=np.float64)
    if numbers.ndim != 1 or not np.all(np.isfinite(numbers) & (numbers >= 0)):
        raise ValueError("cases and FTE must be zero or more for every place")
    return numbers
