"""The legend of the map, read as sentences from the most to the least, and the patterns of states that are no class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10, sqrt

from charts.colours import INK
from charts.lettering import element, pixels, text_line, wrap

TITLE_SIZE = 15.0
TEXT_SIZE = 13.5
LINE = 19.0
SWATCH_WIDTH = 26.0
SWATCH_HEIGHT = 17.0
INDENT = 34.0
GROUP_GAP = 12.0
ROW_GAP = 5.0
SOFT_INK = "#4b5563"
CIRCLE_FILL = "#33475b"
LARGEST_RADIUS = 24.0
SCALE_LENGTHS_KM = (1, 2, 5, 10, 20, 50, 100)

_GROUND = {"no_service": "#fff8ee", "not_reported": "#f6f6f4", "suppressed": "#f6f6f4", "not_published": "#e2e2df"}
# Lines, dots and a grid differ in form and not only in direction, so that they stay apart in small print.
_MARKS = {
    "no_service": element("path", d="M-2,-2L10,10M-2,6L2,10M6,-2L10,2", stroke="#a85a1c", stroke_width="1.8"),
    "not_reported": element("path", d="M-2,10L10,-2M-2,2L2,-2M6,10L10,6", stroke="#7d858e", stroke_width="1.4"),
    "suppressed": element("circle", cx="2", cy="2", r="1.3", fill="#6b747d")
    + element("circle", cx="6", cy="6", r="1.3", fill="#6b747d"),
    "not_published": element("path", d="M0,4H8M4,0V8", stroke="#ffffff", stroke_width="2")
    + element("path", d="M0,4H8M4,0V8", stroke="#9aa1a8", stroke_width="0.9"),
}


@dataclass(frozen=True)
class Row:
    """One entry: the paint of its swatch and its text."""

    paint: str
    text: str


@dataclass(frozen=True)
class Legend:
    """`classes` and `states` from top to bottom; `circle` is the text and radius of the circle shown, if any."""

    title: str
    unit: str
    classes: Sequence[Row]
    states: Sequence[Row]
    circle: tuple[str, float] | None = None


def hatchings(states: Sequence[str]) -> str:
    """The pattern definitions of the given states; paint with `hatching(state)`."""
    return "".join(
        element(
            "pattern",
            element("rect", width="8", height="8", fill=_GROUND[state]) + _MARKS[state],
            id=f"hatching-{state}",
            width="8",
            height="8",
            patternUnits="userSpaceOnUse",
        )
        for state in states
    )


def hatching(state: str) -> str:
    """The paint of a state."""
    return f"url(#hatching-{state})"


def radius(value: float, largest: float) -> float:
    """The radius of a circle whose area stands for the value; the largest value gets the largest circle."""
    return LARGEST_RADIUS * sqrt(max(value, 0.0) / largest) if largest > 0 else 0.0


def example(largest: float) -> float:
    """A round number (1, 2, 5, 10 ...) for the circle in the legend: as wide as the swatches, or else the largest."""
    fitting = largest * (SWATCH_WIDTH / 2 / LARGEST_RADIUS) ** 2
    return _round_below(fitting if fitting >= 1 else largest)


def _round_below(number: float) -> float:
    power = 10.0 ** floor(log10(number))
    return max(step * power for step in (1, 2, 5) if step * power <= number)


def draw(legend: Legend, x: float, y: float, width: float) -> str:
    """The legend with its top left corner at x, y."""
    parts: list[str] = []
    y = _lines(parts, wrap(legend.title, TITLE_SIZE, width), x, y, TITLE_SIZE, INK, "600")
    y = _lines(parts, wrap(legend.unit, TEXT_SIZE, width), x, y, TEXT_SIZE, SOFT_INK, None)
    for rows in (legend.classes, legend.states):
        y += GROUP_GAP if rows else 0
        for row in rows:
            y = _row(parts, row, x, y, width)
    if legend.circle is not None:
        _circle(parts, *legend.circle, x, y + GROUP_GAP, width)
    return "".join(parts)


def height(legend: Legend, width: float) -> float:
    """How many pixels the legend takes from top to bottom."""
    rows = [*legend.classes, *legend.states]
    lines = len(wrap(legend.title, TITLE_SIZE, width)) + len(wrap(legend.unit, TEXT_SIZE, width))
    lines += sum(len(wrap(row.text, TEXT_SIZE, width - INDENT)) for row in rows)
    gaps = GROUP_GAP * (bool(legend.classes) + bool(legend.states)) + ROW_GAP * len(rows)
    circle_height = GROUP_GAP + 2 * LARGEST_RADIUS if legend.circle else 0.0
    return LINE * lines + gaps + circle_height


def scale_bar(x: float, y: float, room: float, pixels_per_km: float, unit: str) -> str:
    """A bar of a round length, at most `room` pixels long, from x to the right with its line at y."""
    length = max((km for km in SCALE_LENGTHS_KM if km * pixels_per_km <= room), default=SCALE_LENGTHS_KM[0])
    right, up = x + length * pixels_per_km, pixels(y - 5)
    line = f"M{pixels(x)},{up}V{pixels(y)}H{pixels(right)}V{up}"
    bar = element("path", d=line, fill="none", stroke=SOFT_INK, stroke_width="1.2")
    return bar + text_line(f"{length} {unit}", (x + right) / 2, y - 6, 13, text_anchor="middle", fill=SOFT_INK)


def _row(parts: list[str], row: Row, x: float, y: float, width: float) -> float:
    lines = wrap(row.text, TEXT_SIZE, width - INDENT)
    parts.append(
        element(
            "rect",
            x=pixels(x + 0.5),
            y=pixels(y + (LINE - SWATCH_HEIGHT) / 2),
            width=pixels(SWATCH_WIDTH),
            height=pixels(SWATCH_HEIGHT),
            rx="2",
            fill=row.paint,
            stroke="#8b939b",
            stroke_width="0.6",
        )
    )
    return _lines(parts, lines, x + INDENT, y, TEXT_SIZE, INK, None) + ROW_GAP


def _circle(parts: list[str], text: str, size: float, x: float, y: float, width: float) -> None:
    lines = wrap(text, TEXT_SIZE, width - INDENT)
    centre = y + max(size, LINE / 2)
    # Indented like the swatches' texts, unless the circle is wider.
    indent = max(INDENT, 2 * size + 12)
    parts.append(circle(x + max(size, SWATCH_WIDTH / 2), centre, size))
    _lines(parts, lines, x + indent, centre - min(len(lines) * LINE / 2, centre - y), TEXT_SIZE, INK, None)


def circle(x: float, y: float, size: float) -> str:
    """One circle for an absolute number, translucent so that the class below it shows."""
    return element(
        "circle",
        cx=pixels(x),
        cy=pixels(y),
        r=pixels(size),
        fill=CIRCLE_FILL,
        fill_opacity="0.62",
        stroke="#ffffff",
        stroke_width="1.2",
        pointer_events="none",
    )


def _lines(
    parts: list[str], lines: Sequence[str], x: float, y: float, size: float, colour: str, weight: str | None
) -> float:
    for line in lines:
        parts.append(text_line(line, x, y + LINE * 0.74, size, fill=colour, font_weight=weight))
        y += LINE
    return y
