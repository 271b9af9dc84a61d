"""Municipalities as a coverage: areas side by side that share their borders, without overlaps or gaps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

# Overlaps smaller than this come from rounded coordinates; nobody sees them.
NOTICED_M2 = 1.0
# Strips narrower than this between two municipalities come from drawing them apart; wider ones may be true.
GAP_M = 10.0
# A map of 1,000 pixels shows a district at 50 m a pixel or coarser, and 200 corners an area are more than enough for it.
TOLERANCES_M = (50.0, 25.0, 10.0)
MOST_CORNERS = 200
LARGEST_CHANGE = 0.01


def overlaps(shapes: Sequence[BaseGeometry]) -> list[tuple[int, int, float]]:
    """Pairs of valid polygons (metres) that cover each other by more than a square metre, and by how many square metres.

    Returns positions in `shapes`, the smaller one first.
    """
    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="intersects")
    pairs = [(int(a), int(b)) for a, b in zip(first, second, strict=True) if a < b]
    common = ((a, b, float(shapely.intersection(shapes[a], shapes[b]).area)) for a, b in pairs)
    return sorted(found for found in common if found[2] > NOTICED_M2)


def mismatches(shapes: Sequence[BaseGeometry]) -> list[int]:
    """Positions of areas with a border that is not exactly their neighbour's: overlaps, narrow gaps, missing corners."""
    edges = shapely.coverage_invalid_edges(np.array(shapes, dtype=object), gap_width=GAP_M)
    return [position for position, edge in enumerate(edges) if edge is not None and not edge.is_empty]


def simplified(shapes: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """The same areas with fewer corners where they have more than a map can show; borders stay shared.

    Areas that are no valid coverage stay as they are, because their borders could only be simplified apart. The largest
    tolerance is taken that changes no area by a hundredth or more. Method: Visvalingam and Whyatt (1993) on shared
    edges, as in GEOS.
    """
    areas = np.array(shapes, dtype=object)
    corners = shapely.get_num_coordinates(areas)
    if not len(areas) or corners.mean() <= MOST_CORNERS or not shapely.coverage_is_valid(areas):
        return list(shapes)
    for tolerance in TOLERANCES_M:
        fewer = shapely.coverage_simplify(areas, tolerance)
        change = np.abs(shapely.area(fewer) / shapely.area(areas) - 1)
        if change.max() < LARGEST_CHANGE and shapely.is_valid(fewer).all():
            return list(fewer)
    return list(shapes)
