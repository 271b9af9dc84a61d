"""Outlines in metres turned into paths in pixels, once per size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from charts.lettering import pixels
from geo.shapes import label_point

# Borders simplified apart leave slivers between neighbours; within this distance they count as one line.
SLIVER_M = 1.0


@dataclass(frozen=True)
class Place:
    """One municipality on the canvas, in pixels: its path, the point for its label and the room around that point."""

    path: str
    x: float
    y: float
    room: float


@dataclass(frozen=True)
class Canvas:
    """The places by AGS, the outer outline, the extent in pixels (origin at the top left) and the scale."""

    places: Mapping[str, Place]
    outer: str
    width: float
    height: float
    pixels_per_km: float
    # x and y of every corner of the outer outline, from the top down.
    corners: tuple[tuple[float, float], ...]

    def right_edge(self, depth: float) -> float:
        """The rightmost x that is drawn from the top down to `depth`."""
        return max((x for x, y in self.corners if y <= depth), default=0.0)


def prepare(outlines: Mapping[str, BaseGeometry], width: float, height: float, aspect: float) -> Canvas:
    """Fit the outlines (metres) into width x height pixels, north up; the same arguments are worked out once.

    `aspect` is how many times as wide as high the things are that will stand on each place.
    """
    return _prepare(tuple(outlines.items()), width, height, aspect)


@lru_cache(maxsize=128)
def _prepare(outlines: tuple[tuple[str, BaseGeometry], ...], width: float, height: float, aspect: float) -> Canvas:
    shapes = [shape for _, shape in outlines]
    left, bottom, right, top = (float(edge) for edge in shapely.total_bounds(shapes))
    scale = min(width / (right - left), height / (top - bottom))
    drawn = shapely.transform(shapes, lambda points: (points - (left, top)) * (scale, -scale))
    places = {
        ags: Place(_path([shape]), *label_point(shape, aspect)) for (ags, _), shape in zip(outlines, drawn, strict=True)
    }
    union = shapely.union_all(drawn, grid_size=SLIVER_M * scale)
    corners = tuple((float(x), float(y)) for x, y in shapely.get_coordinates(union))
    return Canvas(places, _path([union]), (right - left) * scale, (top - bottom) * scale, 1000 * scale, corners)


def _path(shapes: Iterable[BaseGeometry]) -> str:
    return "".join(_ring(ring) for ring in shapely.get_rings(list(shapes)))


def _ring(ring: BaseGeometry) -> str:
    points = shapely.get_coordinates(ring)[:-1]
    return "M" + "L".join(f"{pixels(x)},{pixels(y)}" for x, y in points) + "Z"
