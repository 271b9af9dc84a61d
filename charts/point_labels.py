"""Names beside the points of a drawing: none covers another or a point, and none leaves the frame."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np
from numpy.typing import NDArray

from charts.label_places import Boxes, around, beside, crossing, leaders, overlapping, within
from charts.lettering import text_width
from charts.map_labels import HALO, Box, Style

# Orders of the sides in `charts.label_places.beside`.
_PREFERENCES = (
    (0, 1, 2, 3, 4, 5, 6, 7),
    (0, 1, 2, 3, 4, 5, 6, 7),
    (1, 0, 3, 2, 5, 4, 7, 6),
    (2, 3, 0, 1, 4, 5, 6, 7),
    (3, 2, 1, 0, 7, 6, 5, 4),
)
# Points closer than this crowd each other.
_CROWDED = 60.0
# How far a label on a leader stays from the points of others.
_NOT_MINE = 6.0
# A leader is kept clear in pieces of so many pixels.
_PACE = 3.0


@dataclass(frozen=True)
class Spot:
    """A point and its name in lines. `radius` in pixels covers its sign; the lowest `rank` chooses first."""

    key: str
    lines: tuple[str, ...]
    x: float
    y: float
    radius: float
    rank: int = 0
    weight: str = "400"

    @property
    def box(self) -> Box:
        return self.around(0.0)

    def around(self, more: float) -> Box:
        """The square around the sign, wider by `more` on every side."""
        half = self.radius + more
        return Box(self.x - half, self.y - half, self.x + half, self.y + half)


@dataclass(frozen=True)
class Label:
    """A name as placed: its spot, its box, and whether a leader runs to it because it had to move away."""

    spot: Spot
    box: Box
    has_leader: bool

    @property
    def anchor(self) -> str:
        """The side of the text that faces the point: widths are upper estimates, so the text keeps to that side."""
        if self.box.left >= self.spot.x:
            return "start"
        return "end" if self.box.right <= self.spot.x else "middle"

    @property
    def leader(self) -> tuple[float, float, float, float]:
        """From the edge of the point's sign to the nearest point of the box: x1, y1, x2, y2."""
        x1, y1, x2, y2 = leaders(self.spot, np.array([self.box]))[0].tolist()
        return x1, y1, x2, y2


def place(spots: Sequence[Spot], frame: Box, lines: Sequence[Box], style: Style) -> list[Label]:
    """The labels that find room: beside their point, or else on a leader that crosses no label and no other point.

    Labels keep off `lines` where they can, and leaders do not run along them. Of each rank, first all that find room beside
    their point are placed, the most crowded before the others. Where names are left without room, they come first in the
    next attempt and other sides of the points are preferred in turn; the attempt with the most important names wins. A name
    without room is left out: its point's description has it.
    """
    ranks = sorted({spot.rank for spot in spots})
    best: list[Label] = []
    urgent: set[str] = set()
    for sides in _PREFERENCES:
        placed = _attempt(spots, ranks, _Room(spots, frame, lines, style, sides), urgent)
        best = max(best, placed, key=lambda labels: _quality(labels, ranks, lines))
        left = {spot.key for spot in spots} - {label.spot.key for label in placed if not _is_hidden(label, lines)}
        if not left:
            break
        urgent |= left
    return best


def _attempt(spots: Sequence[Spot], ranks: Sequence[int], room: _Room, urgent: Collection[str]) -> list[Label]:
    for rank in ranks:
        same = [spot for spot in spots if spot.rank == rank]
        same.sort(key=lambda spot: (-_neighbours(spot, spots), spot.key))
        for spot in same:
            if spot.key in urgent and not room.put_beside(spot):
                room.put_away(spot)
        for spot in [spot for spot in same if spot.key not in urgent and not room.put_beside(spot)]:
            room.put_away(spot)
    return room.placed


def _quality(labels: Sequence[Label], ranks: Sequence[int], lines: Sequence[Box]) -> list[int]:
    """How many names of each rank are there, the most important first, and how many leaders can be told from a line."""
    by_rank = [sum(label.spot.rank == rank for label in labels) for rank in ranks]
    return [*by_rank, -sum(_is_hidden(label, lines) for label in labels)]


def _is_hidden(label: Label, lines: Sequence[Box]) -> bool:
    return label.has_leader and bool(_along_lines(np.array([label.leader]), lines)[0])


def _along_lines(segments: Boxes, lines: Sequence[Box]) -> NDArray[np.bool_]:
    """Of each of the leaders, whether it runs along a line, from which nobody could tell it."""
    found = np.zeros(len(segments), dtype=np.bool_)
    for line in lines:
        ends = segments[:, [1, 3]]
        found |= np.all((ends > line.top - _NOT_MINE) & (ends < line.bottom + _NOT_MINE), axis=1)
    return found


class _Room:
    """What is free while labels are being placed."""

    def __init__(
        self, spots: Sequence[Spot], frame: Box, lines: Sequence[Box], style: Style, sides: Sequence[int]
    ) -> None:
        self.spots, self.frame, self.lines, self.style, self.sides = spots, frame, lines, style, list(sides)
        self.placed: list[Label] = []
        self._leaders: list[Boxes] = []

    def put_beside(self, spot: Spot) -> bool:
        """Place a label next to its point if there is room."""
        points = [other.box for other in self.spots]
        for obstacles in ([*points, *self.lines], points):
            for box in self._free(beside(spot, *self._size(spot))[self.sides], obstacles):
                self.placed.append(Label(spot, Box(*box.tolist()), has_leader=False))
                return True
        return False

    def put_away(self, spot: Spot) -> bool:
        """Place a label on a leader if there is room."""
        others = [other for other in self.spots if other.key != spot.key]
        # Not right beside another point, whose name it would be taken for.
        points = [spot.box, *(other.around(_NOT_MINE) for other in others)]
        crossed = self._obstacles([other.around(-0.4 * other.radius) for other in others])
        hidden: list[Boxes] = []
        for obstacles in ([*points, *self.lines], points, [other.box for other in self.spots]):
            boxes = self._free(around(spot, *self._size(spot)), obstacles)
            ways = leaders(spot, boxes)
            is_clear, is_hidden = ~crossing(ways, crossed), _along_lines(ways, self.lines)
            hidden.append(boxes[is_clear & is_hidden])
            if self._take(spot, boxes[is_clear & ~is_hidden]):
                return True
        return self._take(spot, np.concatenate(hidden))

    def _take(self, spot: Spot, boxes: Boxes) -> bool:
        """Place a label on a leader in the first of the boxes, if there is one."""
        for box in boxes[:1]:
            label = Label(spot, Box(*box.tolist()), has_leader=True)
            self.placed.append(label)
            self._leaders.append(_along(label))
        return len(boxes) > 0

    def _size(self, spot: Spot) -> tuple[float, float]:
        width = max(text_width(line, self.style.size) for line in spot.lines)
        return width + 2 * HALO, len(spot.lines) * self.style.line + 2 * HALO

    def _free(self, boxes: Boxes, more: Sequence[Box]) -> Boxes:
        """The boxes within the frame that overlap nothing, in their order."""
        found: Boxes = boxes[within(boxes, self.frame)]
        free: Boxes = found[~overlapping(found, self._obstacles(more))]
        return free

    def _obstacles(self, more: Sequence[Box]) -> Boxes:
        labels = [label.box for label in self.placed]
        return np.concatenate([np.array([*labels, *more], dtype=np.float64).reshape(-1, 4), *self._leaders])


def _neighbours(spot: Spot, spots: Sequence[Spot]) -> int:
    return sum(hypot(spot.x - other.x, spot.y - other.y) < _CROWDED for other in spots)


def _along(label: Label) -> Boxes:
    """Small boxes along a leader."""
    x1, y1, x2, y2 = label.leader
    shares = np.linspace(0, 1, max(2, int(hypot(x2 - x1, y2 - y1) / _PACE)), endpoint=False)[:, None]
    points = np.array([[x1, y1]]) + shares * np.array([[x2 - x1, y2 - y1]])
    return np.concatenate([points - 1, points + 1], axis=1)
