"""Which FTE of a post go from where to where."""

from __future__ import annotations

import numpy as np
import polars as pl

from planning.linear_model import Floats
from planning.problem import RESIDUE_FTE, Problem
from planning.proposal import MOVES


def moves_of(problem: Problem, placed: Floats) -> pl.DataFrame:
    """post, from_ags, to_ags, fte, in this order: within each post what is given up goes to where more is, municipalities in
    order; FTE that were nowhere before come from null, FTE that are nowhere after go to null."""
    rows = []
    for p, post in enumerate(problem.posts):
        change = placed[p] - problem.today[p]
        gives = [[problem.places[i], -change[i]] for i in np.flatnonzero(change < -RESIDUE_FTE)]
        takes = [[problem.places[i], change[i]] for i in np.flatnonzero(change > RESIDUE_FTE)]
        while gives and takes:
            fte = min(gives[0][1], takes[0][1])
            rows.append((post, gives[0][0], takes[0][0], fte))
            for side in (gives, takes):
                side[0][1] -= fte
                if side[0][1] <= RESIDUE_FTE:
                    side.pop(0)
        rows += [(post, ags, None, fte) for ags, fte in gives]
        rows += [(post, None, ags, fte) for ags, fte in takes]
    return pl.DataFrame(rows, schema=MOVES, orient="row").sort("post", "from_ags", "to_ags", nulls_last=True)


def allocation_of(problem: Problem, placed: Floats) -> pl.DataFrame:
    """The frame of an allocation (planning.allocation), every FTE decided."""
    p, i = np.nonzero(placed > RESIDUE_FTE)
    fte = np.round(placed[p, i], 9)
    rows = {
        "post": [problem.posts[index] for index in p],
        "carrier": [problem.carriers[index] for index in p],
        "focus_area": [problem.areas[problem.area[index]] for index in p],
        "ags": [problem.places[index] for index in i],
        "fte": fte,
    }
    schema = {"post": pl.String, "carrier": pl.String, "focus_area": pl.String, "ags": pl.String, "fte": pl.Float64}
    return (
        pl.DataFrame(rows, schema=schema)
        .with_columns(post_fte=pl.col("fte").sum().over("post"))
        .select("post", "carrier", "focus_area", "post_fte", "ags", "fte")
        .sort("post", "ags")
    )
