"""Outlines in metres turned into paths in pixels, once per size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from charts.lettering import pixels
from geo.shapes import label_point

# Borders simplified apart leave slivers between neighbours; within this distance they count as one line.
SLIVER_M = 1.0
Outlines = tuple[tuple[str, BaseGeometry], ...]


@dataclass(frozen=True)
class Place:
    """One municipality on the canvas, in pixels: its shape, the point for its label and the room around that point."""

    shape: BaseGeometry
    x: float
    y: float
    room: float

    @cached_property
    def path(self) -> str:
        """The shape as SVG; written only for the size that is drawn in the end."""
        return _path(self.shape)


@dataclass(frozen=True)
class Canvas:
    """The places by AGS, the district as a whole, the extent in pixels (origin at the top left) and the scale."""

    places: Mapping[str, Place]
    district: BaseGeometry
    width: float
    height: float
    pixels_per_km: float

    @cached_property
    def outer(self) -> str:
        """The outer outline as SVG."""
        return _path(self.district)

    def right_edge(self, depth: float) -> float:
        """The rightmost x that is drawn from the top down to `depth`."""
        beside = shapely.clip_by_rect(self.district, 0.0, 0.0, self.width, min(depth, self.height))
        return 0.0 if beside.is_empty else float(beside.bounds[2])


def prepare(outlines: Mapping[str, BaseGeometry], width: float, height: float, aspect: float) -> Canvas:
    """Fit the outlines (metres) into width x height pixels, north up; the same arguments are worked out once.

    `aspect` is how many times as wide as high the things are that will stand on each place.
    """
    return _prepare(tuple(outlines.items()), width, height, aspect)


@lru_cache(maxsize=128)
def _prepare(outlines: Outlines, width: float, height: float, aspect: float) -> Canvas:
    district, points = _measured(outlines, aspect)
    left, bottom, right, top = (float(edge) for edge in district.bounds)
    scale = min(width / (right - left), height / (top - bottom))
    drawn = shapely.transform(
        [*(shape for _, shape in outlines), district], lambda points: (points - (left, top)) * (scale, -scale)
    )
    shapely.prepare(drawn)
    *shapes, whole = drawn
    places = {
        ags: Place(shape, (x - left) * scale, (top - y) * scale, room * scale)
        for (ags, _), shape, (x, y, room) in zip(outlines, shapes, points, strict=True)
    }
    return Canvas(places, whole, (right - left) * scale, (top - bottom) * scale, 1000 * scale)


@lru_cache(maxsize=16)
def _measured(outlines: Outlines, aspect: float) -> tuple[BaseGeometry, list[tuple[float, float, float]]]:
    """The district as one area and the label points, in metres: what is dear and does not depend on the size drawn."""
    shapes = [shape for _, shape in outlines]
    return shapely.union_all(shapes, grid_size=SLIVER_M), [label_point(shape, aspect) for shape in shapes]


def _path(shape: BaseGeometry) -> str:
    return "".join(map(_ring, shapely.get_rings(shape)))


def _ring(ring: BaseGeometry) -> str:
    points = shapely.get_coordinates(ring)[:-1]
    return "M" + "L".join(f"{pixels(x)},{pixels(y)}" for x, y in points) + "Z"
