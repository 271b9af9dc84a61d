"""Axes of a drawing: round steps, places in pixels, grid lines and the numbers beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, copysign, floor, isfinite, log10

from charts.colours import INK
from charts.lettering import element, pixels, text_line

GRID = "#dde2e7"
LINE = "#6b7480"
SIZE = 13.0
# Between an axis and its numbers.
GAP = 7.0
# A number's baseline lies this share of its size below its middle.
BASELINE = 0.36
# A step that misses a limit only by the residue of floating-point arithmetic still reaches it.
_RESIDUE = 1e-9


@dataclass(frozen=True)
class Axis:
    """A scale: the value `low` lies at the pixel `start`, `high` at `end` (above `start` for an upright axis).

    With `power` 1 equal differences lie equally far apart; 0.5 gives small values more room (square roots; from zero on).
    """

    low: float
    high: float
    start: float
    end: float
    power: float = 1.0

    def at(self, value: float) -> float:
        """The pixel of a value; values beyond the axis lie beyond its ends."""
        low, high = self._bent(self.low), self._bent(self.high)
        return self.start + (self._bent(value) - low) / (high - low) * (self.end - self.start)

    def value(self, pixel: float) -> float:
        """The value at a pixel."""
        low, high = self._bent(self.low), self._bent(self.high)
        bent = low + (pixel - self.start) / (self.end - self.start) * (high - low)
        return bent if self.power == 1 else copysign(abs(bent) ** (1 / self.power), bent)

    def _bent(self, value: float) -> float:
        return value if self.power == 1 else copysign(abs(value) ** self.power, value)

    def within(self, value: float) -> bool:
        return self.low <= value <= self.high


def step_for(span: float, most: int) -> float:
    """The smallest round step (1, 2 or 5 times a power of ten) that needs at most `most` steps for a span.

    Raises ValueError for a span that is not above zero or for no step at all.
    """
    if not (isfinite(span) and span > 0) or most < 1:
        raise ValueError(f"an axis needs a span above zero and at least one step, found {span} in {most} steps")
    power = 10.0 ** floor(log10(span / most))
    return next(
        factor * power for factor in (1.0, 2.0, 5.0, 10.0, 20.0) if span <= most * factor * power * (1 + _RESIDUE)
    )


def ticks(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """Round values from `low` to `high`, both ends included where they are round: 0 and 9 with 6 give 0, 2, 4, 6, 8."""
    step = step_for(high - low, most)
    first, last = ceil(low / step - _RESIDUE), floor(high / step + _RESIDUE)
    # Rounded to the step's own decimals: 3 * 0.1 would otherwise be written 0.30000000000000004.
    return tuple(round(number * step, decimals(step)) for number in range(first, last + 1))


def round_above(value: float, most: int = 6) -> float:
    """The first round value at or above one that is above zero: where an axis from zero ends."""
    step = step_for(value, most)
    return round(ceil(value / step - _RESIDUE) * step, decimals(step))


def spread_ticks(axis: Axis, least: float) -> tuple[float, ...]:
    """The values 1, 2, 5, 10, 20 … of an axis, the largest first served, that lie `least` pixels apart; zero where it begins there.

    For an axis of square roots, where even steps would crowd at its end.
    """
    found = [0.0] if axis.low == 0 else []
    power = floor(log10(axis.high))
    for mark in (factor * 10.0**place for place in range(power, power - 4, -1) for factor in (5, 2, 1)):
        if axis.within(mark) and all(abs(axis.at(mark) - axis.at(other)) >= least for other in found):
            found.append(round(mark, max(0, 4 - power)))
    return tuple(sorted(found))


def kept_apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Ascending places moved as little as possible (least squares) so that neighbours are `gap` apart, between the limits.

    Where the limits leave too little room for that, the gap stays and the last ones lie beyond `high`.
    """
    # Without their gaps the places need only not fall: pooling neighbours that do is the solution (isotonic regression).
    pools: list[tuple[float, int]] = []
    for number, place in enumerate(wanted):
        total, count = place - number * gap, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before = pools.pop()
            total, count = total + before[0], count + before[1]
        pools.append((total, count))
    level = [total / count for total, count in pools for _ in range(count)]
    most = max(high - (len(wanted) - 1) * gap, low)
    return [min(max(place, low), most) + number * gap for number, place in enumerate(level)]


def decimals(step: float) -> int:
    """As many decimals as the numbers of a round step need: 0.5 -> 1, 20.0 -> 0."""
    return max(0, -floor(log10(step) + _RESIDUE))


def rows(axis: Axis, marks: Sequence[float], texts: Sequence[str], left: float, right: float) -> str:
    """Level grid lines between `left` and `right` with their numbers left of them; the line at zero is darker."""
    drawn = []
    for mark, text in zip(marks, texts, strict=True):
        y = axis.at(mark)
        drawn.append(line(left, y, right, y, LINE if mark == 0 else GRID))
        if text:
            drawn.append(text_line(text, left - GAP, y + BASELINE * SIZE, SIZE, text_anchor="end", fill=INK))
    return "".join(drawn)


def columns(axis: Axis, marks: Sequence[float], texts: Sequence[str], top: float, bottom: float) -> str:
    """Upright grid lines between `top` and `bottom` with their numbers below them; the line at zero is darker."""
    drawn = []
    for mark, text in zip(marks, texts, strict=True):
        x = axis.at(mark)
        drawn.append(line(x, top, x, bottom, LINE if mark == 0 else GRID))
        if text:
            drawn.append(text_line(text, x, bottom + GAP + 0.75 * SIZE, SIZE, text_anchor="middle", fill=INK))
    return "".join(drawn)


def line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1.0, dashes: str | None = None) -> str:
    """One straight line that no pointer notices."""
    return element(
        "line",
        x1=pixels(x1),
        y1=pixels(y1),
        x2=pixels(x2),
        y2=pixels(y2),
        stroke=colour,
        stroke_width=pixels(width),
        stroke_dasharray=dashes,
        pointer_events="none",
    )
