"""The three objectives: measured on an allocation, and as rows and costs of the model.

An absolute gap |due - supply| is replaced by its convex hull over the supplies that can be reached: where only every step
counts, no line from the last supply below what is due to the first above it is cut off, so the relaxation without whole steps
is as tight as can be.
"""

from __future__ import annotations

from math import gcd

import numpy as np

from planning.linear_model import Floats, LinearModel
from planning.model import Model
from planning.model_grouped import GroupedModel
from planning.problem import Problem
from planning.proposal import Objectives

SupplyModel = Model | GroupedModel
INFINITE = float("inf")
# Objectives that differ by less are the same.
TOLERANCE_FTE = 1e-7
SLACK = 1e-8
FINEST = 1000  # remainders in thousandths of an FTE have a grid; others are taken as anything


def shortage(problem: Problem, placed: Floats) -> Floats:
    """due - supply (FTE) by focus area and municipality; `placed`: FTE of posts in municipalities."""
    supply = np.zeros_like(problem.due)
    np.add.at(supply, problem.area, placed)
    found: Floats = problem.due - supply
    return found


def measured(problem: Problem, placed: Floats) -> Objectives:
    gaps = shortage(problem, placed)
    counted = ~problem.is_new
    moved = np.maximum(placed[counted] - problem.today[counted], 0.0)
    return Objectives(max(0.0, float(gaps.max())), float(np.abs(gaps).sum()) / 2, float(moved.sum()))


def with_worst_shortage(problem: Problem, model: SupplyModel, worst: float) -> LinearModel:
    """No municipality lacks more than `worst` FTE in any focus area."""
    linear = model.linear.copy()
    least = (problem.due - problem.fixed_supply - worst) / problem.step - SLACK
    least = np.where(model.is_whole[:, None], np.ceil(least), least)
    linear.lower[model.supply] = np.maximum(linear.lower[model.supply], least)
    return linear


def minimise_worst_shortage(problem: Problem, model: SupplyModel, least: float) -> LinearModel:
    """For supplies that come in no steps; `least`: known to be a bound."""
    linear = model.linear.copy()
    worst = linear.add_columns(1, least, INFINITE, whole=False)
    linear.cost[worst] = 1.0
    row = np.arange(problem.due.size)
    lacking = (problem.due - problem.fixed_supply).ravel()
    linear.add_rows(
        row.size, lacking, INFINITE, (row, model.supply.ravel(), problem.step), (row, np.full(row.size, worst[0]), 1)
    )
    return linear


def minimise_misallocated(problem: Problem, model: SupplyModel, linear: LinearModel) -> LinearModel:
    """Half the sum of the absolute gaps, as cost."""
    linear = linear.copy()
    columns = _gap_columns(problem, model, linear)
    linear.cost[columns] = problem.step / 2
    return linear


def with_misallocated(problem: Problem, model: SupplyModel, linear: LinearModel, most: float) -> LinearModel:
    """Not more than `most` FTE misallocated."""
    linear = linear.copy()
    columns = _gap_columns(problem, model, linear)
    linear.add_rows(1, -INFINITE, most + SLACK, (0, columns, problem.step / 2))
    return linear


def minimise_moved(problem: Problem, model: Model, linear: LinearModel) -> LinearModel:
    """FTE of today's posts where they are not today, as cost."""
    linear = linear.copy()
    counted = ~problem.is_new
    rest = problem.rest
    before = problem.today[model.pair_post, model.pair_place] / problem.step
    is_there = (before > 0) & counted[model.pair_post]
    elsewhere = ~is_there & counted[model.pair_post]
    has_z = model.pair_z >= 0
    linear.cost[model.pair_n[elsewhere]] += problem.step
    linear.cost[model.pair_z[elsewhere & has_z]] += problem.remainder[model.pair_post[elsewhere & has_z]]
    pooled = np.flatnonzero((model.pool_of >= 0) & counted)
    linear.cost[model.out_n[pooled]] += problem.step
    resting = pooled[model.out_z[pooled] >= 0]
    linear.cost[model.out_z[resting]] += problem.remainder[resting]

    more = linear.add_columns(int(is_there.sum()), 0, INFINITE, whole=False)
    linear.cost[more] = problem.step
    row, n, z, had = np.arange(more.size), model.pair_n[is_there], model.pair_z[is_there], before[is_there]
    with_z = z >= 0
    size = rest[model.pair_post[is_there]]
    # Where a flag says whether the post is there at all, its FTE of today count only if it is: the same for whole flags, and much
    # closer for fractions of them.
    y = model.pair_y[is_there]
    flagged = y >= 0
    above = np.ceil(had - SLACK)
    slope = above - had  # what the first whole step beyond today's FTE adds
    linear.add_rows(
        more.size,
        np.where(flagged, 0.0, -had),
        INFINITE,
        (row, more, 1),
        (row, n, -1),
        (row[with_z], z[with_z], -size[with_z]),
        (row[flagged], y[flagged], had[flagged]),
    )
    offset = slope * (above - 1)
    linear.add_rows(
        more.size,
        np.where(flagged, 0.0, -offset),
        INFINITE,
        (row, more, 1),
        (row, n, -slope),
        (row[flagged], y[flagged], offset[flagged]),
    )
    return linear


def at_least(linear: LinearModel, bound: float) -> LinearModel:
    """The cost cannot be lower: known from a relaxation, it ends the search as soon as it is met."""
    linear = linear.copy()
    used = np.flatnonzero(linear.cost)
    linear.add_rows(1, bound - SLACK, INFINITE, (0, used, linear.cost[used]))
    return linear


def _gap_columns(problem: Problem, model: SupplyModel, linear: LinearModel) -> np.ndarray:
    """Columns of |due - supply| in steps, by focus area and municipality."""
    lacking = ((problem.due - problem.fixed_supply) / problem.step).ravel()
    supply = model.supply.ravel()
    columns = linear.add_columns(supply.size, 0, INFINITE, whole=False)
    row = np.arange(supply.size)
    linear.add_rows(row.size, lacking, INFINITE, (row, columns, 1), (row, supply, 1))
    linear.add_rows(row.size, -lacking, INFINITE, (row, columns, 1), (row, supply, -1))
    grid = np.repeat([_grid(problem, f) for f in range(len(problem.areas))], len(problem.places))
    known = np.flatnonzero(grid > 0)
    below = np.floor(lacking[known] / grid[known]) * grid[known]
    first, last = lacking[known] - below, below + grid[known] - lacking[known]
    slope = (last - first) / grid[known]
    row = np.arange(known.size)
    linear.add_rows(known.size, first - slope * below, INFINITE, (row, columns[known], 1), (row, supply[known], -slope))
    return columns


def _grid(problem: Problem, area: int) -> float:
    """The steps between supplies that can be reached, in steps of the problem: 1 without remainders, their greatest common
    divisor with them, 0 where they have none."""
    sizes = problem.remainder[(problem.area == area) & ~problem.is_fixed] * FINEST
    sizes = sizes[sizes > 0]
    if not sizes.size:
        return 1.0
    step = problem.step * FINEST
    if np.any(np.abs(sizes - np.round(sizes)) > SLACK) or abs(step - round(step)) > SLACK:
        return 0.0
    return gcd(round(step), *(round(size) for size in sizes)) / step
