"""The limits of a funnel: within them, chance alone may put a unit of its size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from charts.axes import Axis, kept_apart, line
from charts.colours import INK, SOFT_INK
from charts.lettering import element, pixels, text_line
from locales.language import Language
from metrics import funnel as statistics

LEVELS = (0.95, 0.998)
# The inner band is the darker one; both are light enough for every sign and letter.
BANDS = {0.95: "#dbe5ee", 0.998: "#eef3f7"}
LINES = {0.95: ("#5b7083", 1.3, "6 4"), 0.998: ("#33475b", 1.6, None)}
END_SIZE, END_LINE = 13.0, 15.0
# The way from a limit's end to its label, which may have moved aside.
_HOOK = 12.0
_PACE = 3.0
# Far above every picture: near zero the limits have no end.
_BEYOND = 1e3

Curve = NDArray[np.float64]


@dataclass(frozen=True)
class Funnel:
    """What the limits follow: `tau2`, the variance between units beyond chance (0: none, exact Poisson limits), and `scale`,
    how many of the expected come at once (1 for cases; services and hours come in clumps). `is_rounded`: verdicts hold for
    every count behind rounded ones."""

    tau2: float = 0.0
    scale: float = 1.0
    is_rounded: bool = False

    def limits(self, expected: Curve, level: float) -> tuple[Curve, Curve]:
        """Lower and upper limit as ratios; widened where units differ beyond chance."""
        if self.tau2 > 0:
            return _arrays(statistics.adjusted_limits(expected / self.scale, level, self.tau2))
        return self.chance(expected, level)

    def chance(self, expected: Curve, level: float) -> tuple[Curve, Curve]:
        """Lower and upper limit of chance alone."""
        return _arrays(statistics.limits(expected / self.scale, level))


def draw(funnel: Funnel, across: Axis, upward: Axis) -> str:
    """Bands and curves over the whole width; what leaves the plot is for the caller to clip."""
    places = np.arange(across.start + 0.5, across.end + _PACE, _PACE).clip(max=across.end)
    expected = np.array([across.value(place) for place in places])
    parts = [_band(places, funnel.limits(expected, level), upward, BANDS[level]) for level in reversed(LEVELS)]
    if funnel.tau2 > 0:
        for level in LEVELS:
            parts += [_curve(places, bound, upward, SOFT_INK, 0.8, "1.5 3") for bound in funnel.chance(expected, level)]
    for level in LEVELS:
        colour, width, dashes = LINES[level]
        parts += [_curve(places, bound, upward, colour, width, dashes) for bound in funnel.limits(expected, level)]
    return "".join(parts)


def draw_ends(funnel: Funnel, across: Axis, upward: Axis, language: Language) -> str:
    """The limits' names and that of the line at 1, right of the plot; a hook leads to those that had to move."""
    last = np.array([across.high])
    ends = [(1.0, language.text("district"), INK)]
    for level in LEVELS:
        name = language.percent(level, 1 if level > LEVELS[0] else 0)
        ends += [(float(bound[0]), name, LINES[level][0]) for bound in funnel.limits(last, level)]
    # From the top down; a limit above the plot is named at its edge.
    ends = sorted((max(upward.at(min(value, _BEYOND)), upward.end), name, colour) for value, name, colour in ends)
    middles = kept_apart([y for y, _, _ in ends], END_LINE, upward.end, upward.start)
    drawn = []
    for (y, name, colour), middle in zip(ends, middles, strict=True):
        drawn.append(line(across.end, y, across.end + _HOOK, middle, colour))
        weight = "600" if colour == INK else None
        x = across.end + _HOOK + 3
        drawn.append(text_line(name, x, middle + 0.36 * END_SIZE, END_SIZE, fill=INK, font_weight=weight))
    return "".join(drawn)


def _band(places: Curve, bounds: tuple[Curve, Curve], upward: Axis, fill: str) -> str:
    lower, upper = bounds
    there, back = _points(places, upper, upward), _points(places, lower, upward)[::-1]
    return element("path", d=f"M{'L'.join([*there, *back])}Z", fill=fill)


def _curve(places: Curve, bound: Curve, upward: Axis, colour: str, width: float, dashes: str | None) -> str:
    return element(
        "path",
        d=f"M{'L'.join(_points(places, bound, upward))}",
        fill="none",
        stroke=colour,
        stroke_width=pixels(width),
        stroke_dasharray=dashes,
    )


def _points(places: Curve, bound: Curve, upward: Axis) -> list[str]:
    ceiling = 2 * upward.high
    return [
        f"{pixels(x)},{pixels(upward.at(min(value, ceiling)))}"
        for x, value in zip(places.tolist(), bound.tolist(), strict=True)
    ]


def _arrays(bounds: tuple[object, object]) -> tuple[Curve, Curve]:
    lower, upper = bounds
    return np.asarray(lower, dtype=np.float64), np.asarray(upper, dtype=np.float64)
