"""Names at the ends of curves: none covers a curve or another name, and a leader goes to those that had to move away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from charts import label_places, point_written, survival_lines
from charts.axes import Axis
from charts.colours import INK
from charts.label_places import Boxes
from charts.lettering import element, text_width
from charts.map_labels import HALO, LARGE, Box
from charts.point_labels import Label, Spot
from charts.shortened import shortened
from charts.survival_curves import Curve

NAME_LINES = 2
# How wide a name may be as a share of the width: at least and, for a long word, at most.
LEAST_SHARE, MOST_SHARE = 0.17, 0.24
# What is kept clear around the end of a curve and the dot at one half.
_END, _DOT = 4.0, survival_lines.DOT + 1
# Half of what the line of a target takes.
_TARGET = 2.0


def width_for(names: Mapping[str, str], width: float) -> float:
    """The room for names in a picture `width` pixels wide, so that a longer word is whole where it can be."""
    longest = max(text_width(word, LARGE.size) for name in names.values() for word in name.split(" "))
    return min(max(longest + 1, LEAST_SHARE * width), MOST_SHARE * width)


def place(
    curves: Mapping[str, Curve],
    names: Mapping[str, str],
    x: Axis,
    y: Axis,
    frame: Box,
    *,
    room: float,
    target: float | None,
) -> list[Label]:
    """The names that find room within the frame, from the curve that ends last on; the table below has every name.

    `room`: how wide a name may be; `target`: a day whose line is to be kept clear.
    """
    covered = {key: _array(survival_lines.boxes(curve, x, y)) for key, curve in curves.items()}
    marks = [point for point in (survival_lines.half_point(curve, x, y) for curve in curves.values()) if point]
    fixed = [Box(left - _DOT, top - _DOT, left + _DOT, top + _DOT) for left, top in marks]
    if target is not None:
        fixed.append(Box(x.at(target) - _TARGET, y.end, x.at(target) + _TARGET, y.start))
    spots = [
        Spot(
            key,
            tuple(shortened(names[key], LARGE.size, room, NAME_LINES)),
            x.at(curve.last),
            y.at(curve.rows[-1].estimate),
            radius=_END,
            weight="600",
        )
        for key, curve in sorted(curves.items(), key=lambda item: -item[1].last)
    ]
    ends = [spot.box for spot in spots]
    placed: list[Label] = []
    for spot in spots:
        others = [boxes for key, boxes in covered.items() if key != spot.key]
        taken = [label.box for label in placed] + [_span(label) for label in placed if label.has_leader]
        obstacles = np.concatenate([_array([*fixed, *ends, *taken]), *covered.values()])
        hidden = [np.concatenate([_array(taken), *others]), _array(taken)]
        if label := _label(spot, frame, obstacles, hidden):
            placed.append(label)
    return placed


def written(labels: Sequence[Label]) -> str:
    leaders = "".join(map(point_written.draw_leader, labels))
    drawn = leaders + "".join(point_written.draw(label, LARGE) for label in labels)
    return element("g", drawn, aria_hidden="true", pointer_events="none", fill=INK)


def _label(spot: Spot, frame: Box, obstacles: Boxes, not_crossed: Sequence[Boxes]) -> Label | None:
    """Beside the end, else on the first leader that crosses nothing it should not, as far as that is possible."""
    width = max((text_width(line, LARGE.size) for line in spot.lines), default=0.0) + 2 * HALO
    height = len(spot.lines) * LARGE.line + 2 * HALO
    beside = _free(label_places.beside(spot, width, height), frame, obstacles)
    if len(beside):
        return Label(spot, Box(*beside[0].tolist()), has_leader=False)
    away = _free(label_places.around(spot, width, height), frame, obstacles)
    ways = label_places.leaders(spot, away)
    for crossed in not_crossed:
        clear = away[~label_places.crossing(ways, crossed)] if len(crossed) else away
        if len(clear):
            return Label(spot, Box(*clear[0].tolist()), has_leader=True)
    return None


def _free(boxes: Boxes, frame: Box, obstacles: Boxes) -> Boxes:
    found: Boxes = boxes[label_places.within(boxes, frame)]
    free: Boxes = found[~label_places.overlapping(found, obstacles)]
    return free


def _span(label: Label) -> Box:
    """The rectangle around a leader."""
    x1, y1, x2, y2 = label.leader
    return Box(min(x1, x2) - 1, min(y1, y2) - 1, max(x1, x2) + 1, max(y1, y2) + 1)


def _array(boxes: Sequence[Box]) -> Boxes:
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)
