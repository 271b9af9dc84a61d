"""How far places lie apart, for when nobody has loaded travel times.

A straight line times a detour factor stands for the road: an approximation, and to be labelled as one.
"""

from __future__ import annotations

import math
from typing import Any

import polars as pl
from pyproj import Geod

# Roads are longer than the straight line by about this factor: 1.3 over large motorway networks (S. Wang, H. M. Bette,
# M. Schreckenberg, T. Guhr 2024, arXiv 2406.06490), 1.343 from homes to the main centre over 300 European cities
# (Environment and Planning B 2023, doi 10.1177/23998083231168870). Rivers and hills make it larger.
DETOUR_FACTOR = 1.3
# Mean distance from anywhere in a circle to its centre, in radii; in use as the distance within an area of that size
# since K. Head and T. Mayer (2002), Illusory Border Effects; so in T. Mayer and S. Zignago (2011), GeoDist.
OF_RADIUS = 2 / 3
WGS84 = Geod(ellps="WGS84")


def straight_line_km(points: pl.DataFrame) -> pl.DataFrame:
    """Geodesic distances on the WGS 84 ellipsoid (Karney 2013) between every two different places, both ways.

    `points`: ags, longitude, latitude (degrees). Returns from_ags, to_ags, km, ordered by both. Raises ValueError for a
    place named twice or without a point on earth.
    """
    _refuse("places named more than once", points.filter(pl.col("ags").is_duplicated()))
    on_earth = pl.col("longitude").is_between(-180, 180) & pl.col("latitude").is_between(-90, 90)
    _refuse("places without a point on earth", points.filter(~on_earth.fill_null(False)))
    pairs = points.join(points, how="cross", suffix="_to").filter(pl.col("ags") != pl.col("ags_to"))
    lon, lat, lon_to, lat_to = (
        pairs[name].to_list() for name in ("longitude", "latitude", "longitude_to", "latitude_to")
    )
    metres = pl.Series(WGS84.inv(lon, lat, lon_to, lat_to)[2], dtype=pl.Float64)
    return pairs.select(from_ags="ags", to_ags="ags_to", km=metres / 1000).sort("from_ags", "to_ags")


def inside_km(areas: pl.DataFrame) -> pl.DataFrame:
    """Mean distance within a place, as if it were a circle and everybody went to the centre: 2/3 of the radius.

    `areas`: ags, area_km2. Returns from_ags, to_ags (the same), km, for the places whose area is known, ordered.
    """
    known = areas.filter(pl.col("area_km2") > 0)
    radius = (pl.col("area_km2") / math.pi).sqrt()
    return known.select("ags", to_ags="ags", km=OF_RADIUS * radius).rename({"ags": "from_ags"}).sort("from_ags")


def road_km(km: Any, detour_factor: float = DETOUR_FACTOR) -> Any:
    """About how far it is by road where the straight line is `km`. Takes a number, an array, a polars series or expression.

    Raises ValueError for a factor below 1: no road is shorter than the straight line.
    """
    if not 1 <= detour_factor < math.inf:
        raise ValueError(f"a detour factor is 1 or more, found {detour_factor}")
    return km * detour_factor


def _refuse(what: str, found: pl.DataFrame) -> None:
    if found.height:
        raise ValueError(f"{what}: {', '.join(sorted(set(found['ags'].to_list())))}")
