"""Where a label can stand around a point, and what it would cover: many places at once, as arrays."""

from __future__ import annotations

from math import pi
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

# Between a point and the label beside it; the label's halo comes on top.
_GAP = 0.5
_RINGS = (12.0, 18.0, 24.0, 32.0, 40.0, 50.0, 62.0, 76.0, 95.0, 120.0, 150.0, 185.0)
_DIRECTIONS = 36
# Shorter ways count as none.
_LEVEL = 1e-9

# One row per box: left, top, right, bottom; or per segment: x1, y1, x2, y2.
Boxes = NDArray[np.float64]


class Point(Protocol):
    """Something at x, y with a sign of a radius in pixels."""

    @property
    def x(self) -> float: ...

    @property
    def y(self) -> float: ...

    @property
    def radius(self) -> float: ...


def beside(point: Point, width: float, height: float) -> Boxes:
    """So near that no leader is needed: right, left, above, below, then at the corners above and below."""
    across, down = point.radius + _GAP + width / 2, point.radius + _GAP + height / 2
    corner = 0.6 * point.radius + width / 2
    shifts = [(across, 0.0), (-across, 0.0), (0.0, -down), (0.0, down)]
    shifts += [(corner, -down), (-corner, -down), (corner, down), (-corner, down)]
    return _boxes(point, np.array(shifts), width, height)


def around(point: Point, width: float, height: float) -> Boxes:
    """On growing rings around the point."""
    angles = 2 * pi * np.arange(_DIRECTIONS) / _DIRECTIONS
    reach = np.array(_RINGS)[:, None]
    x, y = np.cos(angles) * (reach + width / 2), np.sin(angles) * (reach + height / 2)
    return _boxes(point, np.stack([x.ravel(), y.ravel()], axis=1), width, height)


def leaders(point: Point, boxes: Boxes) -> Boxes:
    """Segments from the edge of the point's sign to the nearest point of each box."""
    middle = np.array([point.x, point.y])
    ends = middle.clip(boxes[:, :2], boxes[:, 2:])
    distance = np.hypot(*(ends - middle).T)[:, None]
    starts = middle + np.minimum(1.0, point.radius / np.maximum(distance, point.radius)) * (ends - middle)
    return np.concatenate([starts, ends], axis=1)


def within(boxes: Boxes, frame: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    """Of each of the boxes, whether it lies within the frame."""
    edges = np.array(frame)
    return np.asarray(np.all(boxes[:, :2] >= edges[:2], axis=1) & np.all(boxes[:, 2:] <= edges[2:], axis=1))


def overlapping(boxes: Boxes, others: Boxes) -> NDArray[np.bool_]:
    """Of each of the boxes, whether it overlaps any of the others."""
    one, other = boxes[:, None, :], others[None, :, :]
    apart = (one[..., :2] >= other[..., 2:]) | (other[..., :2] >= one[..., 2:])
    return np.asarray(~np.all(np.any(apart, axis=2), axis=1))


def crossing(segments: Boxes, boxes: Boxes) -> NDArray[np.bool_]:
    """Of each of the segments, whether it runs through any of the boxes (slabs; Kay and Kajiya 1986)."""
    start, way = segments[:, None, :2], segments[:, None, 2:] - segments[:, None, :2]
    way = np.where(np.abs(way) < _LEVEL, _LEVEL, way)
    one, other = (boxes[None, :, :2] - start) / way, (boxes[None, :, 2:] - start) / way
    enters = np.minimum(one, other).max(axis=2).clip(min=0.0)
    leaves = np.maximum(one, other).min(axis=2).clip(max=1.0)
    return np.asarray((enters < leaves).any(axis=1))


def _boxes(point: Point, shifts: Boxes, width: float, height: float) -> Boxes:
    middles = shifts + np.array([point.x, point.y])
    half = np.array([width / 2, height / 2])
    return np.concatenate([middles - half, middles + half], axis=1)
