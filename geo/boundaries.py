"""Reading municipal boundaries: a district's outlines, and what became of every other area of the file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import polars as pl
import shapely

from geo.boundary_error import BoundaryError, some
from geo.boundary_files import read_areas
from geo.boundary_keys import municipality_keys, municipality_names
from geo.boundary_outlines import (
    METRES,
    in_metres,
    mended,
    polygons,
    refuse_outside_germany,
    small_overlaps,
)
from geo.coverage import mismatches, simplified
from geo.shapes import label_point, outlines

DEGREES = 4326
LAND = 4
SCHEMA = {
    "row": pl.Int64,
    "ags": pl.String,
    "name": pl.String,
    "area_km2": pl.Float64,
    "outline_wkb": pl.Binary,
}


@dataclass(frozen=True)
class Boundaries:
    """What a boundary file holds.

    `areas`: one row per municipality, sorted by key: `row` (Int64, number of the area in the file, from 1), `ags` (String,
    8 digits), `name` (String, null where the file has none), `area_km2` (Float64, before any simplification, measured in
    EPSG:3035) and `outline_wkb` (Binary, valid Polygon or MultiPolygon, metres in EPSG:25832); the last two are null
    outside the district asked for. Other rows of the file, by number: `waters` and `repeated`, which say nothing more.
    Rows that load but deserve a look: `overlapping` a neighbour, and `unmatched`, with a border that is not their
    neighbour's.
    """

    areas: pl.DataFrame
    waters: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()
    overlapping: tuple[int, ...] = ()
    unmatched: tuple[int, ...] = ()

    @property
    def rows(self) -> int:
        """How many areas the file has, of whatever kind."""
        return self.areas.height + len(self.waters) + len(self.repeated)


def read_boundaries(path: Path, district: str = "") -> Boundaries:
    """Municipal boundaries from GeoJSON, shapefile or GeoPackage, each also within a zip.

    With a `district` (the digits its keys begin with) only its outlines are kept and checked: a file of all Germany
    loads for each. Outlines with more corners than a map can show are simplified along shared borders. Outlines that
    only touch themselves are mended, with the same area.

    Raises BoundaryError when the file cannot be read, has no column of keys, no coordinate system or nothing of the
    district, or when areas are doubled, missing, not polygons, invalid, outside Germany or largely on top of each other.
    """
    areas = read_areas(path)
    if areas.empty:
        raise BoundaryError("the file has no areas; export the municipalities' layer", path.name)
    areas = areas.set_axis(range(1, len(areas) + 1), axis="index")
    land = _land_only(areas)
    waters = tuple(map(int, areas.index.difference(land.index)))
    land = land.assign(kim_ags=municipality_keys(land, path), kim_name=municipality_names(land))
    single = _once_each(land, path)
    repeated = tuple(map(int, land.index.difference(single.index)))
    kept = single[single["kim_ags"].str.startswith(district)].sort_values("kim_ags")
    if kept.empty:
        raise BoundaryError(
            "has no municipality of the district {district}; choose a file that covers it, or correct "
            "the district's key in district.toml",
            path.name,
            district=district,
        )
    keys, rows = list(kept["kim_ags"]), [int(row) for row in kept.index]
    found, sizes = in_metres(kept, path)
    shapes = polygons(keys, found, path)
    refuse_outside_germany(keys, shapes, path)
    shapes = mended(keys, shapes, path)
    overlapping = {position for pair in small_overlaps(keys, shapes, path) for position in pair}
    unmatched = set(mismatches(shapes)) - overlapping
    outline = dict(zip(rows, (shapely.to_wkb(shape) for shape in simplified(shapes)), strict=True))
    size = dict(zip(rows, sizes, strict=True))
    columns = {
        "row": [int(row) for row in single.index],
        "ags": list(single["kim_ags"]),
        "name": list(single["kim_name"]),
        "area_km2": [size.get(int(row)) for row in single.index],
        "outline_wkb": [outline.get(int(row)) for row in single.index],
    }
    return Boundaries(
        pl.DataFrame(columns, schema=SCHEMA).sort("ags"),
        waters,
        repeated,
        tuple(sorted(rows[position] for position in overlapping)),
        tuple(sorted(rows[position] for position in unmatched)),
    )


def inner_points(areas: pl.DataFrame) -> pl.DataFrame:
    """A point deep inside each area: ags, longitude and latitude (degrees, WGS 84). Takes `ags` and `outline_wkb`."""
    shapes = outlines(areas)
    points = [shapely.Point(label_point(shape)[:2]) for shape in shapes.values()]
    degrees = gpd.GeoSeries(points, crs=METRES).to_crs(DEGREES)
    schema = {"ags": pl.String, "longitude": pl.Float64, "latitude": pl.Float64}
    return pl.DataFrame(
        {"ags": list(shapes), "longitude": list(degrees.x), "latitude": list(degrees.y)},
        schema=schema,
    )


def _land_only(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """VG250 lists a municipality's land (GF 4) and waters as separate rows with the same key; only land is drawn."""
    kinds = next((name for name in areas.columns if str(name).lower() == "gf"), None)
    return areas if kinds is None else areas[areas[kinds] == LAND]


def _once_each(areas: gpd.GeoDataFrame, path: Path) -> gpd.GeoDataFrame:
    """Without rows that repeat key and outline of an earlier one."""
    doubled = sorted(key for key, times in Counter(areas["kim_ags"]).items() if times > 1)
    if not doubled:
        return areas
    outline = areas.geometry.to_wkb()
    parts = [key for key in doubled if outline[areas["kim_ags"] == key].nunique(dropna=False) > 1]
    if parts:
        raise BoundaryError(
            "found more than once: {keys}; merge each municipality into one area", path.name, keys=some(parts)
        )
    return areas[~areas["kim_ags"].duplicated()]
