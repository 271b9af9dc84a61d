"""Columns of what each municipality has of each focus area, and the rows of minimum presence."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from planning.linear_model import Floats, Ints, LinearModel
from planning.problem import RESIDUE_FTE, Flags, Problem

INFINITE = float("inf")


def supply_columns(
    problem: Problem, linear: LinearModel, terms: Iterable[tuple[Ints, Ints, Ints, Floats]]
) -> tuple[Ints, Flags]:
    """Columns (focus areas x municipalities) of the steps that posts to place have there, and whether those of a focus area are
    whole. `terms`: focus area, municipality, column and its steps."""
    shape = problem.due.shape
    free = ~problem.is_fixed
    is_whole = np.array([not np.any(problem.remainder[(problem.area == f) & free] > 0) for f in range(shape[0])])
    columns = linear.add_columns(problem.due.size, 0, INFINITE, whole=np.repeat(is_whole, shape[1])).reshape(shape)
    row = np.arange(problem.due.size).reshape(shape)
    linear.add_rows(
        problem.due.size,
        0,
        0,
        (row.ravel(), columns.ravel(), -1.0),
        *((row[area, place], column, steps) for area, place, column, steps in terms),
    )
    wanted = np.flatnonzero(problem.least > 0)
    lacking = (problem.least - problem.fixed_supply.sum(axis=0))[wanted] / problem.step - RESIDUE_FTE
    lacking = np.ceil(lacking) if is_whole.all() else lacking
    at_least = np.arange(wanted.size)
    linear.add_rows(wanted.size, lacking, INFINITE, *((at_least, columns[f, wanted], 1) for f in range(shape[0])))
    return columns, is_whole
