"""How far counselling is: travel times that were loaded, or else straight lines times a detour factor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from geo.distances import DETOUR_FACTOR, inside_km, road_km, straight_line_km
from metrics.access import balanced_fca, enhanced_two_step_fca, two_step_fca
from metrics.travel import Costs, cost_matrix, nearest
from pages._shared import door
from pages._shared.coverage import coverage
from pages._shared.kept import kept
from pages._shared.view import View
from pages._shared.visit import Visit

STRAIGHT = "straight_line"
METHODS = ("balanced", "enhanced", "two_step")
# Luo and Qi 2009: full weight up to the first band, then a slow and a fast decline.
WEIGHTS = (1.0, 0.68, 0.22)
BANDS_MINUTES = (10.0, 20.0, 30.0)
BANDS_KM = (5.0, 10.0, 20.0)


@dataclass(frozen=True)
class Travel:
    """`mode`: a mode of the loaded travel times, or STRAIGHT. `detour`: road kilometres per kilometre of straight line.
    `method`: one of METHODS. `bands`: ascending limits in minutes, or in kilometres for STRAIGHT."""

    mode: str = STRAIGHT
    detour: float = DETOUR_FACTOR
    method: str = METHODS[0]
    bands: tuple[float, ...] = BANDS_KM

    @property
    def unit(self) -> str:
        return "km" if self.mode == STRAIGHT else "min"

    @property
    def definition(self) -> str:
        """The definition of a distance to service in this unit."""
        return "road_km" if self.mode == STRAIGHT else "travel_minutes"


def modes(visit: Visit) -> list[str]:
    """Modes of the loaded travel times, then the straight line."""
    loaded = door.read(visit.edition_id, visit.role, "travel_times")
    return [*loaded["mode"].unique().sort().to_list(), STRAIGHT]


def default_travel(visit: Visit) -> Travel:
    """The first loaded mode, else straight lines."""
    mode = modes(visit)[0]
    return Travel(mode, bands=BANDS_KM if mode == STRAIGHT else BANDS_MINUTES)


def places(visit: Visit) -> list[str]:
    """AGS of the municipalities in the order of the matrix of `costs`."""
    return door.read(visit.edition_id, visit.role, "municipalities")["ags"].to_list()


def costs(visit: Visit, travel: Travel) -> Costs:
    """What it costs to get from each municipality (rows) to each (columns), in the order of `places`."""
    key = (travel.mode, travel.detour if travel.mode == STRAIGHT else None)
    return kept(visit, "costs", key, lambda: _costs(visit, travel))


def access(visit: Visit, view: View, travel: Travel) -> pl.DataFrame:
    """One row per municipality: ags, name, per_1000 (FTE within reach per 1,000 people in need by the method), nearest_ags and
    nearest_name of the closest municipality that the view's posts serve, cost to it (minutes or kilometres, null = unreachable).

    Posts stand at the points that the register gives for the municipalities they serve, by the view's rule: nobody has said
    where the rooms are.
    """
    return kept(visit, "access", (view, travel), lambda: _access(visit, view, travel))


def _costs(visit: Visit, travel: Travel) -> Costs:
    order = places(visit)
    if travel.mode != STRAIGHT:
        times = door.read(visit.edition_id, visit.role, "travel_times", travel.mode)
        return cost_matrix(times.select("from_ags", "to_ags", "minutes"), order)
    known = door.read(visit.edition_id, visit.role, "municipalities")
    straight = pl.concat([straight_line_km(known.select("ags", "longitude", "latitude")), inside_km(known)])
    return cost_matrix(straight.with_columns(km=road_km(pl.col("km"), travel.detour)), order)


def _access(visit: Visit, view: View, travel: Travel) -> pl.DataFrame:
    order = pl.DataFrame({"ags": places(visit)})
    found = order.join(coverage(visit, view), on="ags", how="left", maintain_order="left")
    matrix = costs(visit, travel).matrix
    arguments = (found["need"].to_numpy(), found["fte"].to_numpy(), matrix)
    if travel.method == "two_step":
        per_head = two_step_fca(*arguments, threshold=travel.bands[-1])
    else:
        method = balanced_fca if travel.method == "balanced" else enhanced_two_step_fca
        per_head = method(*arguments, bands=travel.bands, weights=WEIGHTS[: len(travel.bands)])
    closest = nearest(matrix, order["ags"].to_list(), found.filter(pl.col("state") != "no_service")["ags"].to_list())
    names = found.select(nearest_ags="ags", nearest_name="name")
    return (
        found.select("ags", "name", per_1000=pl.Series(np.asarray(per_head) * 1000))
        .join(closest, on="ags", maintain_order="left")
        .join(names, on="nearest_ags", how="left", maintain_order="left")
    )
