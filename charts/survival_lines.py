"""Curves as SVG: line, band, the mark where a curve ends and the dot at one half, told apart by dashes as well as colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from charts.axes import Axis, line
from charts.colours import FOCUS_AREA_COLOURS, PAPER
from charts.lettering import element, pixels
from charts.map_labels import Box
from charts.survival_curves import HALF, Curve

WIDTH = 2.6
BAND_OPACITY = "0.16"
DOT, END = 5.0, 9.0
_TOUCH = "16"
# Half the room that a line takes, for labels that keep off it.
_AROUND = 2.5
# Labels look at a curve in pieces of so many pixels.
_PACE = 8.0


@dataclass(frozen=True)
class Style:
    """A curve's colour and dashes (None: a solid line)."""

    colour: str
    dashes: str | None = None


# A focus area looks the same in every picture.
FOCUS_AREA_STYLES = {
    "welcome": Style(FOCUS_AREA_COLOURS["welcome"]),
    "labour_market": Style(FOCUS_AREA_COLOURS["labour_market"], "11 4"),
    "psychosocial": Style(FOCUS_AREA_COLOURS["psychosocial"], "3 3.5"),
}
STYLES = (*FOCUS_AREA_STYLES.values(), Style("#5b3a8c", "12 4 3 4"))
Point = tuple[float, float]


def styles_for(keys: Iterable[str]) -> dict[str, Style]:
    """A style per key: focus areas their own, others those that are left. Raises ValueError for more keys than styles."""
    wanted = list(keys)
    if len(wanted) > len(STYLES):
        raise ValueError(f"at most {len(STYLES)} curves can be told apart, found {len(wanted)}; show fewer")
    left = [style for style in STYLES if style not in [FOCUS_AREA_STYLES.get(key) for key in wanted]]
    return {key: FOCUS_AREA_STYLES.get(key) or left.pop(0) for key in wanted}


def thinned(curve: Curve, x: Axis) -> Curve:
    """The curve with the first row and, of rows within the same pixel, the last: more cannot be seen, and would take its time."""
    by_pixel = {int(x.at(row.time)): row for row in curve.rows[1:]}
    return replace(curve, rows=[curve.rows[0], *by_pixel.values()])


def draw(curve: Curve, style: Style, x: Axis, y: Axis) -> str:
    """The band without an outline of its own, so that it shows which curve has the focus, then line and marks."""
    path = f"M{_written(course(curve, x, y))}"
    end = curve.rows[-1]
    parts = [
        element("path", d=_band(curve, x, y), fill=style.colour, fill_opacity=BAND_OPACITY),
        element("path", d=path, fill="none", stroke=PAPER, stroke_opacity="0", stroke_width=_TOUCH),
        element(
            "path",
            d=path,
            fill="none",
            stroke=style.colour,
            stroke_width=pixels(WIDTH),
            stroke_dasharray=style.dashes,
            stroke_linejoin="round",
        ),
    ]
    if not curve.is_cut:
        parts.append(end_mark(x.at(end.time), y.at(end.estimate), style.colour))
    half = half_point(curve, x, y)
    return "".join([*parts, half_mark(*half, style.colour)] if half else parts)


def half_point(curve: Curve, x: Axis, y: Axis) -> Point | None:
    """Where the curve passes one half."""
    day = curve.half()
    return None if day is None else (x.at(day), y.at(HALF))


def end_mark(x: float, y: float, colour: str) -> str:
    return line(x, y - END, x, y + END, colour, 2.0)


def half_mark(x: float, y: float, colour: str) -> str:
    looks = {"fill": PAPER, "stroke": colour, "stroke_width": "2.4", "stroke_dasharray": "none"}
    return element("circle", cx=pixels(x), cy=pixels(y), r=pixels(DOT), **looks)


def boxes(curve: Curve, x: Axis, y: Axis) -> list[Box]:
    """What a curve covers, for labels that keep off it."""
    points = course(curve, x, y)
    pieces: dict[int, list[float]] = {}
    for (x1, y1), (x2, y2) in pairwise(points):
        for piece in range(int(x1 // _PACE), int(x2 // _PACE) + 1):
            shares = [min(max((edge - x1) / (x2 - x1), 0.0), 1.0) if x2 > x1 else 0.0 for edge in _edges(piece)]
            pieces.setdefault(piece, []).extend(y1 + share * (y2 - y1) for share in shares)
            if x1 == x2:
                pieces[piece] += [y1, y2]
    return [
        Box(_edges(piece)[0], min(heights) - _AROUND, _edges(piece)[1], max(heights) + _AROUND)
        for piece, heights in pieces.items()
    ]


def course(curve: Curve, x: Axis, y: Axis) -> list[Point]:
    """The corners of the line in pixels."""
    return _corners(curve, [row.estimate for row in curve.rows], x, y)


def _band(curve: Curve, x: Axis, y: Axis) -> str:
    there = _corners(curve, [row.upper for row in curve.rows], x, y)
    back = _corners(curve, [row.lower for row in curve.rows], x, y)
    return f"M{_written([*there, *reversed(back)])}Z"


def _corners(curve: Curve, values: Sequence[float], x: Axis, y: Axis) -> list[Point]:
    points = [(x.at(row.time), y.at(value)) for row, value in zip(curve.rows, values, strict=True)]
    if not curve.stepped:
        return points
    return [points[0], *(corner for before, after in pairwise(points) for corner in ((after[0], before[1]), after))]


def _written(points: Sequence[Point]) -> str:
    return "L".join(f"{pixels(x)},{pixels(y)}" for x, y in points)


def _edges(piece: int) -> tuple[float, float]:
    return piece * _PACE, (piece + 1) * _PACE
