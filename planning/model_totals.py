"""Rows of the totals of carriers and of focus areas."""

from __future__ import annotations

import numpy as np

from planning.linear_model import Floats, Ints, LinearModel
from planning.problem import RESIDUE_FTE, Flags, Problem

INFINITE = float("inf")


def totals(
    problem: Problem,
    linear: LinearModel,
    free: Ints,
    units: Ints,
    pairs: tuple[Ints, Ints],
    outs: tuple[Ints, Floats],
) -> None:
    """Totals of carriers and of focus areas."""
    carriers = np.array(problem.carriers)
    for carrier, (least, most) in problem.carrier_fte.items():
        _total(problem, linear, carriers == carrier, (least, most), (free, units), pairs, outs)
    for area, fte in problem.area_fte.items():
        _total(problem, linear, problem.area == problem.areas.index(area), (fte, fte), (free, units), pairs, outs)


def _total(
    problem: Problem,
    linear: LinearModel,
    members: Flags,
    limits: tuple[float, float],
    posts: tuple[Ints, Ints],
    pairs: tuple[Ints, Ints],
    outs: tuple[Ints, Floats],
) -> None:
    (free, units), (post, z), (out_z, rest) = posts, pairs, outs
    may_lack = problem.is_new & problem.resizable
    # A remainder that is surely there is a constant, one of a new post that may be left away is counted where it is.
    known = float(problem.today[members & problem.is_fixed].sum())
    known += float(problem.remainder[members & ~problem.is_fixed & ~may_lack].sum())
    lower, upper = ((limit - known) / problem.step for limit in limits)
    unsure = (z >= 0) & (members & may_lack)[post]
    handed = np.flatnonzero((out_z >= 0) & members & may_lack)
    if not (unsure.any() or handed.size):
        lower, upper = np.ceil(lower - RESIDUE_FTE), np.floor(upper + RESIDUE_FTE)
    if lower > upper:  # between two steps: no number of steps does
        linear.add_rows(1, 1, INFINITE)
        return
    counted = members[free]
    linear.add_rows(
        1,
        lower,
        upper,
        (0, units[counted], 1),
        (0, z[unsure], rest[post[unsure]]),
        (0, out_z[handed], rest[handed]),
    )
