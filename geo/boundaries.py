"""Reading boundary files. The only module that needs geopandas; pages draw from `geo.shapes`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import polars as pl
import pyogrio
import shapely

from geo.area_keys import ags_from_ars, is_municipality

METRES = 25832
# Names seen in VG250, DVG2, OpenData portals and GeoJSON made from them, compared in lower case; AGS before ARS.
AGS_COLUMNS = ("ags", "ags_0", "ags_g", "kn", "gem_ags", "gemeindeschluessel", "gemeindeschlüssel", "gkz")
ARS_COLUMNS = ("ars", "ars_0", "rs", "rs_0", "regionalschluessel", "regionalschlüssel")
# Germany in EPSG:25832 with room to spare: left, bottom, right, top in metres.
GERMANY = (200_000.0, 5_200_000.0, 1_000_000.0, 6_200_000.0)
LAND = 4
NAMED_IN_ERRORS = 5


def read_boundaries(path: Path) -> pl.DataFrame:
    """Municipal boundaries from GeoJSON, shapefile or GeoPackage.

    Returns one row per municipality, sorted by key: `ags` (String, 8 digits) and `outline_wkb` (Binary, valid Polygon
    or MultiPolygon, metres in EPSG:25832). Raises ValueError when the file cannot be read, has no column of keys or no
    coordinate system, or when its areas are doubled, missing, not polygons, invalid or outside Germany.
    """
    areas = _land_only(_read(path))
    if areas.empty:
        raise ValueError(f"{path.name}: the file has no areas; export the municipalities' layer")
    keys = _keys(areas, path)
    _refuse_duplicates(keys, path)
    shapes = _in_metres(areas, path)
    _refuse_other_than_areas(keys, shapes, path)
    _refuse_outside_germany(keys, shapes, path)
    _refuse_invalid(keys, shapes, path)
    frame = pl.DataFrame(
        {"ags": keys, "outline_wkb": [shapely.to_wkb(shape) for shape in shapes]},
        schema={"ags": pl.String, "outline_wkb": pl.Binary},
    )
    return frame.sort("ags")


def _read(path: Path) -> gpd.GeoDataFrame:
    try:
        areas = gpd.read_file(path, layer=_layer(path))
    except pyogrio.errors.DataSourceError as error:
        raise ValueError(
            f"{path.name}: cannot be read as boundaries ({error}); "
            "use GeoJSON, GeoPackage or a shapefile with its .shx and .dbf"
        ) from error
    if not isinstance(areas, gpd.GeoDataFrame):
        raise ValueError(f"{path.name}: the file has columns but no geometry; export it with the municipalities' areas")
    return areas


def _layer(path: Path) -> str:
    """The layer of municipalities: the only one, or in VG250 the one whose name ends in "gem"."""
    names = [str(name) for name, _ in pyogrio.list_layers(path)]
    municipal = names if len(names) == 1 else [name for name in names if name.lower().endswith("gem")]
    if len(municipal) != 1:
        raise ValueError(
            f"{path.name}: found the layers {', '.join(names)}; "
            "keep only one, or name the municipalities' layer with 'gem' at the end"
        )
    return municipal[0]


def _land_only(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """VG250 lists a municipality's land (GF 4) and waters as separate rows with the same key; only land is drawn."""
    kinds = next((name for name in areas.columns if name.lower() == "gf"), None)
    return areas if kinds is None else areas[areas[kinds] == LAND]


def _keys(areas: gpd.GeoDataFrame, path: Path) -> list[str]:
    by_name = {str(name).lower(): name for name in areas.columns}
    candidates = [name for name in (*AGS_COLUMNS, *ARS_COLUMNS) if name in by_name]
    read = {name: [_as_ags(value) for value in areas[by_name[name]]] for name in candidates}
    complete = next((keys for keys in read.values() if all(keys)), None)
    if complete is not None:
        return complete
    if not candidates:
        found = ", ".join(str(name) for name in areas.columns if name != areas.geometry.name)
        raise ValueError(
            f"{path.name}: no column of municipality keys, found {found}; name the column of 8 digits 'ags'"
        )
    name = candidates[0]
    row, value = next((row, areas[by_name[name]].iloc[row]) for row, key in enumerate(read[name]) if not key)
    raise ValueError(
        f"{path.name}: column {by_name[name]!r}, row {row + 1}: {value!r} is neither "
        "an AGS (8 digits) nor an ARS (12 digits); save the column as text so that leading zeros stay"
    )


def _as_ags(value: object) -> str:
    """The AGS in a cell, or nothing when the cell holds neither AGS nor ARS."""
    key = value.strip() if isinstance(value, str) else ""
    if is_municipality(key):
        return key
    try:
        return ags_from_ars(key)
    except ValueError:
        return ""


def _refuse_duplicates(keys: Sequence[str], path: Path) -> None:
    doubled = sorted({key for key in keys if keys.count(key) > 1})
    if doubled:
        raise ValueError(f"{path.name}: found more than once: {_some(doubled)}; merge each municipality into one area")


def _in_metres(areas: gpd.GeoDataFrame, path: Path) -> list[shapely.Geometry | None]:
    if areas.crs is None:
        raise ValueError(f"{path.name}: no coordinate system; add the .prj file or export again with EPSG:25832")
    return list(shapely.force_2d(areas.geometry.to_crs(METRES).to_numpy()))


def _refuse_other_than_areas(keys: Sequence[str], shapes: Sequence[shapely.Geometry | None], path: Path) -> None:
    for key, shape in zip(keys, shapes, strict=True):
        if shape is None or shape.is_empty:
            raise ValueError(f"{path.name}: {key} has no area; export it with its geometry")
        if shape.geom_type not in ("Polygon", "MultiPolygon"):
            raise ValueError(f"{path.name}: {key} is a {shape.geom_type}, not an area; export polygons")


def _refuse_invalid(keys: Sequence[str], shapes: Sequence[shapely.Geometry], path: Path) -> None:
    for key, shape in zip(keys, shapes, strict=True):
        if not shape.is_valid:
            reason = shapely.is_valid_reason(shape)
            raise ValueError(
                f"{path.name}: the outline of {key} is invalid ({reason}); repair it ('fix geometries' in QGIS)"
            )


def _refuse_outside_germany(keys: Sequence[str], shapes: Sequence[shapely.Geometry | None], path: Path) -> None:
    """GeoJSON without a declared system counts as degrees; metres in it, or swapped axes, would land far away."""
    left, bottom, right, top = GERMANY
    outside = [
        key
        for key, (west, south, east, north) in zip(keys, shapely.bounds(shapes), strict=True)
        if not (left <= west and bottom <= south and east <= right and north <= top)
    ]
    if outside:
        raise ValueError(
            f"{path.name}: outside Germany: {_some(outside)}; "
            "the coordinate system is declared wrongly, export with EPSG:25832"
        )


def _some(keys: Sequence[str]) -> str:
    more = len(keys) - NAMED_IN_ERRORS
    return ", ".join(keys[:NAMED_IN_ERRORS]) + (f" and {more} more" if more > 0 else "")
