"""Names and values on the map, placed so that none covers another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from charts.lettering import text_width

# Every font of the picture's list has it (Source Sans Pro lacks the filled circle), so that it needs no drawing of its own.
MARK = "■"
# Half the halo's stroke on every side.
HALO = 2.0
NAME_WEIGHT, VALUE_WEIGHT = "600", "400"


class Box(NamedTuple):
    """A rectangle in pixels, y growing downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Style:
    """Size of letters and distance of lines in pixels, and which line stays where there is no room for both."""

    size: float
    line: float
    keeps_value: bool = False


LARGE = Style(14.0, 16.5)
SMALL = Style(13.0, 15.0, keeps_value=True)


@dataclass(frozen=True)
class Wanted:
    """What a municipality would have written on it: `value` may be empty; `room` is its distance to the border.

    A label without a leader keeps its middle within `area`, so that nobody takes it for the neighbour's.
    """

    ags: str
    name: str
    value: str
    x: float
    y: float
    room: float
    marked: bool = False
    area: BaseGeometry | None = None


class Line(NamedTuple):
    """One line of a label: its text and its font weight."""

    text: str
    weight: str


@dataclass(frozen=True)
class Label:
    """A label as placed: its lines, its box, and the point a leader runs to when it had to move away."""

    ags: str
    lines: tuple[Line, ...]
    box: Box
    leader: tuple[float, float] | None = None


def _ordered(offsets: Iterable[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    # Sideways moves stay within an area less often than they seem to: lines are wide, so up and down costs less.
    return tuple(sorted(offsets, key=lambda offset: hypot(1.2 * offset[0], offset[1])))


NEAR = _ordered((float(dx), float(dy)) for dx in range(-60, 61, 4) for dy in range(-60, 61, 4))
FAR = tuple(
    (radius * cos(step * pi / 12), radius * sin(step * pi / 12)) for radius in range(30, 181, 10) for step in range(24)
)


def place(
    wanted: Sequence[Wanted], frame: Box, circles: Sequence[Box] = (), taken: Sequence[Box] = (), style: Style = LARGE
) -> list[Label]:
    """Labels that do not overlap each other nor what is `taken` and stay within the frame; off the circles where they can.

    Places with the least room choose first. What finds no spot loses its value line (or its name, as the style has
    it), then moves away on a leader; if the map is too full even for that, the label is left out (the finding stays in
    the region's description).
    """
    placed: list[Label] = []
    for item in sorted(wanted, key=lambda item: (item.room, item.ags)):
        label = _spot(item, frame, [*taken, *(label.box for label in placed)], list(circles), style)
        if label is not None:
            placed.append(label)
    return placed


def _spot(item: Wanted, frame: Box, taken: list[Box], circles: list[Box], style: Style) -> Label | None:
    name, value = Line(item.name, NAME_WEIGHT), Line(item.value, VALUE_WEIGHT)
    full = _lines([name, value] if item.value else [name], item.marked)
    short = _lines([value if item.value and style.keeps_value else name], item.marked)
    near = _within(item, NEAR)
    attempts = (
        (full, near, taken + circles),
        (full, near, taken),
        (short, near, taken + circles),
        (short, near, taken),
        (short, FAR, taken + circles),
        (short, FAR, taken),
    )
    for lines, offsets, obstacles in attempts:
        box = _first_free(item, _size(lines, style), offsets, frame, obstacles)
        if box is not None:
            return Label(item.ags, lines, box, (item.x, item.y) if offsets is FAR else None)
    return None


def _lines(lines: Sequence[Line], marked: bool) -> tuple[Line, ...]:
    """The lines with the mark, if any, behind the last."""
    *before, last = lines
    return (*before, last._replace(text=f"{last.text} {MARK}") if marked else last)


def _within(item: Wanted, offsets: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    if item.area is None:
        return offsets
    points = np.array(offsets) + np.array([item.x, item.y])
    inside = shapely.contains_xy(item.area, points[:, 0], points[:, 1])
    return [offset for offset, is_inside in zip(offsets, inside, strict=True) if is_inside]


def _first_free(
    item: Wanted,
    size: tuple[float, float],
    offsets: Sequence[tuple[float, float]],
    frame: Box,
    obstacles: Sequence[Box],
) -> Box | None:
    half_width, half_height = size[0] / 2, size[1] / 2
    for dx, dy in offsets:
        x, y = item.x + dx, item.y + dy
        box = Box(x - half_width, y - half_height, x + half_width, y + half_height)
        if box.within(frame) and not any(box.overlaps(other) for other in obstacles):
            return box
    return None


def _size(lines: Sequence[Line], style: Style) -> tuple[float, float]:
    """Width and height in pixels."""
    width = max(text_width(line.text, style.size) for line in lines)
    return width + 2 * HALO, len(lines) * style.line + 2 * HALO
