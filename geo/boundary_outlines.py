"""Outlines of a boundary file: brought to metres, and refused where they cannot be a district's municipalities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from geo.boundary_error import BoundaryError, some
from geo.coverage import overlaps

METRES = 25832
EQUAL_AREA = 3035
# Germany in EPSG:25832 with room to spare: left, bottom, right, top in metres.
GERMANY = (200_000.0, 5_200_000.0, 1_000_000.0, 6_200_000.0)
AREAS = ("Polygon", "MultiPolygon")
# An outline that touches itself encloses the same area however it is read; anything larger is for a person to judge.
TRIVIAL_M2 = 1.0
# Neighbours digitised apart overlap by slivers. A twentieth of an area is no sliver: areas of two dates, or twice the same.
LARGEST_OVERLAP = 0.05
PLACE = re.compile(r"\[(-?[\d.e+-]+) (-?[\d.e+-]+)")


def in_metres(areas: gpd.GeoDataFrame, path: Path) -> tuple[list[BaseGeometry | None], list[float]]:
    """Outlines in metres and, measured without distortion, sizes in square kilometres."""
    if areas.crs is None:
        raise BoundaryError("no coordinate system; add the .prj file or export again with EPSG:25832", path.name)
    try:
        shapes = list(shapely.force_2d(areas.geometry.to_crs(METRES).to_numpy()))
        with np.errstate(invalid="ignore"):  # coordinates outside of the world; refused with their key
            sizes = areas.geometry.to_crs(EQUAL_AREA).area / 1e6
    except pyproj.exceptions.ProjError as error:
        raise BoundaryError(
            "the coordinate system cannot be converted; export again with EPSG:25832", path.name
        ) from error
    return shapes, [float(size) for size in sizes]


def polygons(keys: Sequence[str], shapes: Sequence[BaseGeometry | None], path: Path) -> list[BaseGeometry]:
    """The shapes themselves. Raises BoundaryError where one is missing, or is a point or a line."""
    found: list[BaseGeometry] = []
    for key, shape in zip(keys, shapes, strict=True):
        if shape is None or shape.is_empty:
            raise BoundaryError("{key} has no area; export it with its geometry", path.name, key=key)
        if shape.geom_type not in AREAS:
            raise BoundaryError(
                "{key} is a {form}, not an area; export polygons", path.name, key=key, form=shape.geom_type
            )
        found.append(shape)
    return found


def refuse_outside_germany(keys: Sequence[str], shapes: Sequence[BaseGeometry], path: Path) -> None:
    """GeoJSON without a declared system counts as degrees; metres in it, or swapped axes, would land far away."""
    left, bottom, right, top = GERMANY
    outside = [
        key
        for key, (west, south, east, north) in zip(keys, shapely.bounds(shapes), strict=True)
        if not (left <= west and bottom <= south and east <= right and north <= top)
    ]
    if outside:
        raise BoundaryError(
            "outside Germany: {keys}; the coordinate system is declared wrongly, export with EPSG:25832",
            path.name,
            keys=some(outside),
        )


def mended(keys: Sequence[str], shapes: Sequence[BaseGeometry], path: Path) -> list[BaseGeometry]:
    """Valid outlines: themselves, or mended where that leaves their area as it was. Raises BoundaryError elsewhere."""
    valid: list[BaseGeometry] = []
    for key, shape in zip(keys, shapes, strict=True):
        if shape.is_valid:
            valid.append(shape)
            continue
        repaired = shapely.make_valid(shape, method="structure")
        if repaired.geom_type not in AREAS or abs(repaired.area - shape.area) > TRIVIAL_M2:
            raise BoundaryError(
                "the outline of {key} is invalid near {place} (EPSG:25832); repair it ('fix geometries' in QGIS)",
                path.name,
                key=key,
                place=_faulty_place(shape),
            )
        valid.append(repaired)
    return valid


def _faulty_place(shape: BaseGeometry) -> str:
    """East and north, in metres: GEOS says them behind its English reason, as in "Self-intersection[301000 5629000]"."""
    found = PLACE.search(shapely.is_valid_reason(shape))
    east, north = map(float, found.groups()) if found else shape.bounds[:2]
    return f"{east:.0f} {north:.0f}"


def small_overlaps(keys: Sequence[str], shapes: Sequence[BaseGeometry], path: Path) -> list[tuple[int, int]]:
    """Positions of neighbours that cover each other a little. Raises BoundaryError where it is more than a little."""
    pairs = overlaps(shapes)
    for first, second, common in pairs:
        share = common / min(shapes[first].area, shapes[second].area)
        if share > LARGEST_OVERLAP:
            raise BoundaryError(
                "{first} and {second} cover each other by {per_cent} % of the smaller one; "
                "export the municipalities of one date and one level",
                path.name,
                first=keys[first],
                second=keys[second],
                per_cent=round(share * 100),
            )
    return [(first, second) for first, second, _ in pairs]
