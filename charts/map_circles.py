"""Circles for absolute numbers: areas in proportion, on one scale for every map of a picture."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10, sqrt

from charts.lettering import element, pixels

FILL = "#33475b"
OPACITY = 0.62
# As wide as a swatch of the legend, so that texts there keep their common edge.
LEGEND_RADIUS = 13.0


@dataclass(frozen=True)
class Circles:
    """The scale: the largest number of all maps, the radius it gets in pixels, and what is counted."""

    largest: float
    radius: float
    label: str

    def size(self, number: float | None) -> float:
        """The radius of a number's circle; 0 where there is none."""
        return self.radius * sqrt(max(number or 0.0, 0.0) / self.largest) if self.largest > 0 else 0.0

    def example(self) -> float:
        """A round number (1, 2, 5, 10 ...) for the circle in the legend: as wide as the swatches, or else the largest."""
        fitting = self.largest * min(1.0, (LEGEND_RADIUS / self.radius) ** 2)
        return _round_below(fitting if fitting >= 1 else self.largest)


def draw(x: float, y: float, size: float) -> str:
    """One circle, translucent so that the class below it shows."""
    return element(
        "circle",
        cx=pixels(x),
        cy=pixels(y),
        r=pixels(size),
        fill=FILL,
        fill_opacity=str(OPACITY),
        stroke="#ffffff",
        stroke_width="1.2",
        pointer_events="none",
    )


def _round_below(number: float) -> float:
    power = 10.0 ** floor(log10(number))
    return max(step * power for step in (1, 2, 5) if step * power <= number)
