"""Posts of the same size exchange their places, so that fewer FTE move; what each municipality has stays the same."""

from __future__ import annotations

import numpy as np

from planning.linear_model import Floats, Ints, LinearModel
from planning.problem import RESIDUE_FTE, Problem
from planning.solving import Watch, solve


def exchanged(problem: Problem, placed: Floats, seconds: float, watch: Watch | None = None) -> Floats:
    """The assignment of places to posts of one focus area, carrier's allowed municipalities and FTE that moves the fewest FTE (an
    assignment problem, Kuhn 1955, solved as a linear program)."""
    found = placed.copy()
    kinds: dict[tuple[int, bytes, float, float], list[int]] = {}
    for p in problem.free.tolist():
        size, rest = round(float(placed[p].sum()), 6), round(float(problem.remainder[p]), 6)
        key = (int(problem.area[p]), problem.allowed[p].tobytes(), size, rest)
        kinds.setdefault(key, []).append(p)
    for members in kinds.values():
        alike = np.array(members)
        if alike.size > 1:
            order = _cheapest(_cost(problem, placed, alike), seconds / len(kinds), watch)
            found[alike] = placed[alike[order]]
    return found


def _cost(problem: Problem, placed: Floats, posts: Ints) -> Floats:
    """FTE that each post (rows) moves if it takes the places of each (columns)."""
    found = np.zeros((posts.size, posts.size))
    for row, p in enumerate(posts):
        if not problem.is_new[p]:
            found[row] = np.maximum(placed[posts] - problem.today[p], 0.0).sum(axis=1)
    return found


def _cheapest(cost: Floats, seconds: float, watch: Watch | None) -> Ints:
    """For each row its column; the rows as they are where the time is too short."""
    count = cost.shape[0]
    linear = LinearModel()
    columns = linear.add_columns(cost.size, 0, 1, whole=False).reshape(cost.shape)
    linear.cost[columns] = cost
    row = np.arange(count)
    linear.add_rows(count, 1, 1, (np.repeat(row, count), columns.ravel(), 1))
    linear.add_rows(count, 1, 1, (np.tile(row, count), columns.ravel(), 1))
    found = solve(linear, seconds, watch, whole=False)
    if found.values is None:
        return row
    order: Ints = found.values[columns].argmax(axis=1)
    return order if np.unique(order).size == count and cost[row, order].sum() < np.trace(cost) - RESIDUE_FTE else row
