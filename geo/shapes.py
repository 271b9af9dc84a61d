"""Shapes of municipalities as shapely geometries in metres (EPSG:25832), without geopandas."""

from __future__ import annotations

import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

# The largest inscribed circle is found to a hundredth of the area's own size: less than a pixel on a map.
PRECISION = 0.01


def outlines(boundaries: pl.DataFrame) -> dict[str, BaseGeometry]:
    """AGS -> outline in metres, in the order of the rows. Takes the columns `ags` and `outline_wkb`."""
    return dict(zip(boundaries["ags"], shapely.from_wkb(boundaries["outline_wkb"].to_list()), strict=True))


def label_point(geometry: BaseGeometry, aspect: float = 1.0) -> tuple[float, float, float]:
    """The point of an area farthest from its border (x, y) and that distance, in the units of the geometry.

    With `aspect` 2, distances sideways count half: the centre of the largest inscribed ellipse twice as wide as high,
    which suits a line of text, and half its height. Of an area in several parts the largest part counts. A centroid
    would fall outside of bent areas.
    """
    largest = max(shapely.get_parts(geometry), key=lambda part: float(part.area))
    squeezed = shapely.transform(largest, lambda points: points / (aspect, 1.0))
    radius = shapely.maximum_inscribed_circle(squeezed, tolerance=PRECISION * float(squeezed.area) ** 0.5)
    x, y = radius.coords[0]
    return float(x) * aspect, float(y), float(radius.length)
