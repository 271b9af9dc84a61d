"""What it costs to get from place to place, in minutes or kilometres, and where the nearest service is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

MEASURES = ("minutes", "km")


@dataclass(frozen=True)
class Costs:
    """`matrix`: cost from the place of the row to the place of the column, inf where unreachable. `missing`: how many pairs
    of two different places have no figure and so count as unreachable."""

    matrix: NDArray[np.float64]
    missing: int


def cost_matrix(pairs: pl.DataFrame, order: Sequence[str]) -> Costs:
    """Costs between places as a square matrix, rows and columns in the given `order` of AGS.

    `pairs`: from_ags, to_ags and either minutes (travel times of one mode) or km; one row a direction. Pairs with places that
    are not in `order` are left out. A place without a figure of its own costs 0 within; other pairs without one are
    unreachable.

    Raises ValueError when `order` names a place twice, a pair comes twice, or a figure is negative, NaN or infinite.
    """
    measures = [name for name in MEASURES if name in pairs.columns]
    if len(measures) != 1:
        raise ValueError(f"pairs need one column of {' or '.join(MEASURES)}, found {', '.join(pairs.columns)}")
    position = {ags: index for index, ags in enumerate(order)}
    if len(position) != len(order):
        raise ValueError(f"each place has one row and column, found {len(order)} for {len(position)} places")
    matrix = np.full((len(order), len(order)), np.nan)
    for start, end, cost in pairs.select("from_ags", "to_ags", measures[0]).drop_nulls().iter_rows():
        if start not in position or end not in position:
            continue
        if not 0 <= cost < np.inf:
            raise ValueError(f"{measures[0]} from {start} to {end} must be zero or more, found {cost}")
        if not np.isnan(matrix[position[start], position[end]]):
            raise ValueError(f"there are two figures from {start} to {end}; choose one mode of transport")
        matrix[position[start], position[end]] = cost
    within = np.diagonal(matrix).copy()
    np.fill_diagonal(matrix, np.nan_to_num(within))
    missing = np.isnan(matrix)
    return Costs(np.where(missing, np.inf, matrix), int(missing.sum()))


def nearest(cost: ArrayLike, places: Sequence[str], served: Collection[str]) -> pl.DataFrame:
    """The served place that costs least to reach from each place; of several that cost the same itself, then the first.

    `cost`: square, rows (from) and columns (to) in the order of `places`. Returns ags, nearest_ags, cost (minutes or
    kilometres), both null where no served place can be reached, in the order of `places`.

    Raises ValueError when the shape does not fit, a cost is negative or missing, or a served place is none of `places`.
    """
    costs = np.asarray(cost, dtype=np.float64)
    if costs.shape != (len(places), len(places)):
        raise ValueError(f"cost needs {len(places)} rows and columns, one for each place, found shape {costs.shape}")
    if not np.all(costs >= 0):
        raise ValueError("cost must be zero or more everywhere; give inf where a place cannot be reached")
    strangers = sorted(set(served) - set(places))
    if strangers:
        raise ValueError(f"served places without a row of costs: {', '.join(strangers)}")
    rows = [_nearest(ags, row, places, served) for ags, row in zip(places, costs, strict=True)]
    return pl.DataFrame(rows, schema={"ags": pl.String, "nearest_ags": pl.String, "cost": pl.Float64}, orient="row")


def _nearest(
    ags: str, row: NDArray[np.float64], places: Sequence[str], served: Collection[str]
) -> tuple[str, str | None, float | None]:
    reachable = [(float(cost), end != ags, end) for end, cost in zip(places, row, strict=True) if end in served]
    cost, _, end = min(reachable, key=lambda found: found[:2], default=(np.inf, True, ""))
    return (ags, end, cost) if cost < np.inf else (ags, None, None)
