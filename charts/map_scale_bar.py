"""The bar that says how long a kilometre is on the map."""

from __future__ import annotations

from charts.colours import SOFT_INK
from charts.lettering import element, pixels, text_line
from charts.map_sheet import Block

LENGTHS_KM = (1, 2, 5, 10, 20, 50, 100)
WIDTH = 130.0
HEIGHT = 30.0
LETTERS = 13.0


def draw(x: float, y: float, pixels_per_km: float, *, to_the_left: bool = False) -> Block:
    """A bar of a round length, at most WIDTH pixels long, from x to the right or to the left, in a block with its top at y."""
    length = max((km for km in LENGTHS_KM if km * pixels_per_km <= WIDTH), default=LENGTHS_KM[0])
    x -= length * pixels_per_km if to_the_left else 0
    right, base = x + length * pixels_per_km, y + HEIGHT - 8
    up = pixels(base - 5)
    line = f"M{pixels(x)},{up}V{pixels(base)}H{pixels(right)}V{up}"
    bar = element("path", d=line, fill="none", stroke=SOFT_INK, stroke_width="1.2")
    text = text_line(f"{length} km", (x + right) / 2, base - 7, LETTERS, text_anchor="middle", fill=SOFT_INK)
    return Block(bar + text, HEIGHT)
