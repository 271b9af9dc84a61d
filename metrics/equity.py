"""How evenly something is spread: Gini with its Lorenz curve, Theil within and between groups, Hoover.

For Gini, Theil and Lorenz, `x` is what one member of a place has (such as FTE per head) and `weights` says how many members
it has (such as people); without weights every place counts once. A weight of 10 is the same as ten places of weight 1.
All are 0 where everybody has the same, also where nobody has anything.

All raise ValueError when lengths differ, a number is missing, negative or infinite, or the weights are zero everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class GroupTheil:
    """`share`: the group's part (0 to 1) of all that is spread; `theil`: how unevenly that is spread within the group."""

    name: str
    share: float
    theil: float


@dataclass(frozen=True)
class TheilParts:
    """Theil index `total` = `within` (the groups' own, weighted by share) + `between` (of the groups' means)."""

    total: float
    within: float
    between: float
    groups: tuple[GroupTheil, ...]


def gini(x: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Gini coefficient: half the mean difference of two members, over the mean (Gini 1914). 0 is even, near 1 all to one.

    Not corrected for the number of places: N places of which one has everything give 1 - 1/N.
    """
    people, shares = lorenz(x, weights)
    return max(0.0, float(1 - np.sum(np.diff(people) * (shares[1:] + shares[:-1]))))


def lorenz(x: ArrayLike, weights: ArrayLike | None = None) -> tuple[Array, Array]:
    """Lorenz curve: cumulative shares of the members, poorest first, and of what they have; from (0, 0) to (1, 1)."""
    values, counts = _checked(x, weights)
    order = np.argsort(values, kind="stable")
    members, amounts = counts[order], (counts * values)[order]
    if amounts.sum() == 0:
        amounts = members
    return _cumulative(members), _cumulative(amounts)


def theil(x: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Theil index T (Theil 1967): the mean of x/m · ln(x/m), m the mean; 0 for x = 0. 0 is even, ln N is all to one of N."""
    return _theil(*_checked(x, weights))


def theil_by_group(x: ArrayLike, weights: ArrayLike | None, groups: Sequence[str]) -> TheilParts:
    """Theil index T and its two parts (Theil 1967): within groups and between them. `groups` names the group of each place.

    Groups are in the order of their names. Raises ValueError also when a place has no group.
    """
    values, counts = _checked(x, weights)
    if len(groups) != values.size or not all(groups):
        raise ValueError(f"each of the {values.size} places needs a group, found {len([g for g in groups if g])}")
    named = np.asarray(groups, dtype=object)
    members = {name: named == name for name in sorted(set(groups))}
    amounts = {name: float((counts * values)[here].sum()) for name, here in members.items()}
    total = sum(amounts.values())
    parts = tuple(
        GroupTheil(name, amounts[name] / total if total else 0.0, _theil(values[here], counts[here]))
        for name, here in members.items()
    )
    sizes = np.array([counts[here].sum() for here in members.values()])
    means = np.divide(list(amounts.values()), sizes, out=np.zeros(sizes.size), where=sizes > 0)
    within = sum(part.share * part.theil for part in parts)
    return TheilParts(_theil(values, counts), within, _theil(means, sizes), parts)


def hoover(need: ArrayLike, supply: ArrayLike) -> float:
    """Hoover index (Hoover 1936): the share of all supply that would have to move for every place to have its share of need.

    Half the sum of the absolute differences between shares of `need` (people) and of `supply` (FTE); 0 where there is no
    supply. Raises ValueError also when need is zero everywhere.
    """
    posts, people = _checked(supply, need, ("supply", "need"))
    if posts.sum() == 0:
        return 0.0
    return float(np.abs(people / people.sum() - posts / posts.sum()).sum() / 2)


def _theil(values: Array, counts: Array) -> float:
    amount = float((counts * values).sum())
    if amount == 0:
        return 0.0
    there = (values > 0) & (counts > 0)
    relative = values[there] * (counts.sum() / amount)
    return max(0.0, float((counts[there] * relative * np.log(relative)).sum() / counts.sum()))


def _cumulative(amounts: Array) -> Array:
    sums = np.concatenate([[0.0], np.cumsum(amounts)])
    shares: Array = sums / sums[-1]
    return shares


def _checked(x: ArrayLike, weights: ArrayLike | None, names: tuple[str, str] = ("x", "weights")) -> tuple[Array, Array]:
    values = np.asarray(x, dtype=np.float64)
    counts = np.ones(values.shape) if weights is None else np.asarray(weights, dtype=np.float64)
    if values.ndim != 1 or values.shape != counts.shape:
        raise ValueError(
            f"{names[0]} and {names[1]} must be equally long lists, found shapes {values.shape} and {counts.shape}"
        )
    for name, numbers in zip(names, (values, counts), strict=True):
        if not np.all(np.isfinite(numbers) & (numbers >= 0)):
            raise ValueError(f"{name} must have a value of zero or more for every place")
    if counts.sum() == 0:
        raise ValueError(f"{names[1]} of zero everywhere: there is nobody to spread anything over")
    return values, counts
