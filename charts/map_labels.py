"""Names and values on the map, placed so that none covers another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from typing import NamedTuple

from charts.colours import INK
from charts.lettering import element, pixels, text_line, text_width

NAME_SIZE = 14.0
VALUE_SIZE = 14.0
LINE = 16.5
# Half the halo's stroke on every side.
HALO = 2.0


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
class Wanted:
    """What a municipality would have written on it: `value` may be empty; `room` is its distance to the border."""

    ags: str
    name: str
    value: str
    x: float
    y: float
    room: float


@dataclass(frozen=True)
class Label:
    """A label as placed: its lines, its box, and the point a leader runs to when it had to move away."""

    ags: str
    lines: tuple[str, ...]
    box: Box
    leader: tuple[float, float] | None = None


def _ordered(offsets: Iterable[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    # Sideways moves stay within an area less often than they seem to: lines are wide, so up and down costs less.
    return tuple(sorted(offsets, key=lambda offset: hypot(1.2 * offset[0], offset[1])))


NEAR = _ordered((float(dx), float(dy)) for dx in range(-48, 49, 6) for dy in range(-54, 55, 6))
FAR = tuple(
    (radius * cos(step * pi / 12), radius * sin(step * pi / 12)) for radius in range(50, 181, 10) for step in range(24)
)


def place(wanted: Sequence[Wanted], frame: Box, circles: Sequence[Box] = ()) -> list[Label]:
    """Labels that do not overlap each other and stay within the frame; they keep off the circles where they can.

    Places with the least room choose first. What finds no spot loses its value line, then moves away on a leader; if
    the map is too full even for that, the label is left out (the finding stays in the region's description).
    """
    placed: list[Label] = []
    for item in sorted(wanted, key=lambda item: (item.room, item.ags)):
        label = _spot(item, frame, [label.box for label in placed], list(circles))
        if label is not None:
            placed.append(label)
    return placed


def _spot(item: Wanted, frame: Box, taken: list[Box], circles: list[Box]) -> Label | None:
    full = (item.name, item.value) if item.value else (item.name,)
    name = (item.name,)
    attempts = ((full, NEAR, taken + circles), (full, NEAR, taken), (name, NEAR, taken), (name, FAR, taken))
    for lines, offsets, obstacles in attempts:
        box = _first_free(item, _size(lines), offsets, frame, obstacles)
        if box is not None:
            return Label(item.ags, lines, box, (item.x, item.y) if offsets is FAR else None)
    return None


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


def _size(lines: Sequence[str]) -> tuple[float, float]:
    """Width and height in pixels; the first line is a name, a second one a value."""
    widths = [text_width(line, size) for line, size in zip(lines, (NAME_SIZE, VALUE_SIZE), strict=False)]
    return max(widths) + 2 * HALO, len(lines) * LINE + 2 * HALO


def draw(label: Label) -> str:
    """The label as SVG: dark letters on a white halo, readable on every class colour."""
    left, top, right, _ = label.box
    middle = (left + right) / 2
    halo = {"stroke": "#ffffff", "stroke_width": "3.4", "stroke_opacity": "0.88", "stroke_linejoin": "round"}
    written = [
        text_line(
            line,
            middle,
            top + HALO + LINE * (row + 0.78),
            size,
            text_anchor="middle",
            paint_order="stroke",
            font_weight=weight,
            **halo,
        )
        for row, (line, size, weight) in enumerate(
            zip(label.lines, (NAME_SIZE, VALUE_SIZE), ("600", "400"), strict=False)
        )
    ]
    return _leader(label) + "".join(written)


def _leader(label: Label) -> str:
    if label.leader is None:
        return ""
    x, y = label.leader
    # To the nearest point of the box, so that the line ends at the name instead of running under it.
    end_x = min(max(x, label.box.left), label.box.right)
    end_y = min(max(y, label.box.top), label.box.bottom)
    line = f"M{pixels(x)},{pixels(y)}L{pixels(end_x)},{pixels(end_y)}"
    dot = element("circle", cx=pixels(x), cy=pixels(y), r="2", fill=INK)
    return element("path", d=line, stroke=INK, stroke_width="1", fill="none") + dot
