"""Frames of need and of distances as arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from planning.constraints import Constraints


def need_shares(need: pl.DataFrame, areas: Sequence[str]) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """The municipalities in order, and the share of each focus area's need that is theirs (areas x municipalities).

    `need`: ags, need and, if it differs between them, focus_area. Raises ValueError where it is missing, named twice,
    negative, or zero everywhere.
    """
    lacking = [name for name in ("ags", "need") if name not in need.columns]
    if lacking:
        raise ValueError(f"need lacks the columns {', '.join(lacking)}")
    places = tuple(sorted(set(need["ags"])))
    rows = [need.filter(pl.col("focus_area") == area) if "focus_area" in need.columns else need for area in areas]
    shares = np.zeros((len(areas), len(places)))
    for f, (area, found) in enumerate(zip(areas, rows, strict=True)):
        if tuple(sorted(found["ags"])) != places:
            raise ValueError(f"need must have each municipality once, also for focus area {area!r}")
        people = found.sort("ags")["need"].cast(pl.Float64).fill_null(np.nan).to_numpy()
        if not np.all(np.isfinite(people)) or np.any(people < 0):
            raise ValueError(f"need must be zero or more for every municipality (focus area {area!r})")
        if people.sum() == 0:
            raise ValueError(f"need is zero everywhere (focus area {area!r}): there is nothing to be due")
        shares[f] = people / people.sum()
    return places, shares


def far_apart(constraints: Constraints, places: Sequence[str]) -> NDArray[np.bool_] | None:
    """Which pairs of municipalities are too far apart for one post: the longer of both directions counts, and pairs without
    a distance are too far; None without a limit."""
    limit, pairs = constraints.distance_limit, constraints.distances
    if limit is None or pairs is None:
        return None
    index = {ags: i for i, ags in enumerate(places)}
    known = pairs.filter(pl.col("from_ags").is_in(list(places)) & pl.col("to_ags").is_in(list(places)))
    cost = np.full((len(places), len(places)), np.nan)
    start, end = [index[ags] for ags in known["from_ags"]], [index[ags] for ags in known["to_ags"]]
    cost[start, end] = known["cost"].cast(pl.Float64).fill_null(np.inf).to_numpy()
    longer = np.fmax(cost, cost.T)  # where one direction is missing, the other stands for both
    far: NDArray[np.bool_] = ~(longer <= limit)
    np.fill_diagonal(far, val=False)
    return far
