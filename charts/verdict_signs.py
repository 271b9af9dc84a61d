"""Signs for how a place compares with the district, told apart by their shape as well as their colour."""

from __future__ import annotations

from collections.abc import Mapping

from charts.colours import SOFT_INK
from charts.lettering import element, pixels

# Verdict -> the sign in words.
SIGNS: Mapping[str, str] = {"higher": "▲", "lower": "▼", "as_expected": "●", "too_small": "–"}
COLOURS: Mapping[str, str] = {"higher": "#0e5a5d", "lower": "#a85a1c", "as_expected": SOFT_INK}
EVENED_COLOUR = "#0b5fa5"
RADIUS, EVENED_RADIUS = 6.0, 4.8


def sign(verdict: str, x: float, y: float) -> str:
    """A triangle that points to where the place lies, or a dot; drawn, since not every font has them."""
    if verdict == "as_expected":
        return element("circle", cx=pixels(x), cy=pixels(y), r=pixels(RADIUS - 0.6), fill=COLOURS[verdict])
    tip = -RADIUS if verdict == "higher" else RADIUS
    corners = ((x, y + tip), (x - RADIUS, y - 0.8 * tip), (x + RADIUS, y - 0.8 * tip))
    points = " ".join(f"{pixels(across)},{pixels(down)}" for across, down in corners)
    return element("polygon", points=points, fill=COLOURS[verdict])


def evened(x: float, y: float) -> str:
    """A hollow dot, through which a sign below it shows."""
    return element(
        "circle",
        cx=pixels(x),
        cy=pixels(y),
        r=pixels(EVENED_RADIUS),
        fill="none",
        stroke=EVENED_COLOUR,
        stroke_width="2",
    )
