"""From columns of the model to FTE of posts in municipalities."""

from __future__ import annotations

import numpy as np

from planning.linear_model import Floats
from planning.model import Model
from planning.problem import Problem


def placed_fte(problem: Problem, model: Model, values: Floats) -> Floats:
    """FTE of posts (rows) in municipalities (columns); what a pool holds is dealt out to its posts in their order."""
    found = np.where(problem.is_fixed[:, None], problem.today, 0.0)
    step = problem.step
    at = (model.pair_post, model.pair_place)
    np.add.at(found, at, step * values[model.pair_n])
    has_z = model.pair_z >= 0
    np.add.at(found, (at[0][has_z], at[1][has_z]), problem.remainder[at[0][has_z]] * values[model.pair_z[has_z]])
    for c in range(model.pool_n.shape[0]):
        members = np.flatnonzero(model.pool_of == c)
        there = np.flatnonzero(model.pool_n[c] >= 0)
        _deal(found, members, values[model.out_n[members]], there, values[model.pool_n[c, there]], step)
    for (c, size), columns in model.pool_z.items():
        members = np.flatnonzero((model.pool_of == c) & (problem.rest == size))
        there = np.flatnonzero(columns >= 0)
        for p, i in zip(
            np.repeat(members, values[model.out_z[members]].astype(int)),
            np.repeat(there, values[columns[there]].astype(int)),
            strict=True,
        ):
            found[p, i] += problem.remainder[p]
    return found


def _deal(found: Floats, posts: np.ndarray, given: Floats, places: np.ndarray, taken: Floats, step: float) -> None:
    whose = np.repeat(posts, np.round(given).astype(int))
    where = np.repeat(places, np.round(taken).astype(int))
    np.add.at(found, (whose, where), step)
