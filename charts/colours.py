"""Colours that survive colour-vision deficiency and greyscale print.

Neighbouring classes differ by at least 8 steps of CIE lightness, so that a photocopy still tells them apart; the two
ends of the diverging palette are equally dark by nature and are told apart by the signed numbers written on the map.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

INK = "#1f2933"
SOFT_INK = "#4b5563"
PAPER = "#ffffff"
NEUTRAL = "#e9e9e6"

# From far below zero (a surplus, blue) to far above it (a shortage, orange-brown).
DIVERGING = ("#2a6f97", "#64a6c8", "#b4d5e6", NEUTRAL, "#f4ca96", "#de924a", "#a85a1c")
SEQUENTIAL = ("#e6f2f0", "#b9ddd7", "#88c0bb", "#559f9d", "#2b7d7e", "#0e5a5d")
# Fewer classes take the steps that stay farthest apart. Without a neutral class the two sides next to zero must differ
# in lightness as well, which six steps cannot give.
_SEQUENTIAL_STEPS = {1: (2,), 2: (1, 4), 3: (0, 2, 4), 4: (0, 2, 3, 5), 5: (0, 1, 2, 3, 4), 6: (0, 1, 2, 3, 4, 5)}
_DIVERGING_STEPS = {
    1: (3,),
    2: (2, 5),
    3: (1, 3, 5),
    4: (0, 2, 5, 6),
    5: (0, 2, 3, 4, 6),
    7: (0, 1, 2, 3, 4, 5, 6),
}

FOCUS_AREA_COLOURS: Mapping[str, str] = {
    "welcome": "#0b5fa5",
    "labour_market": "#c2570c",
    "psychosocial": "#0d8063",
}

# Values that differ from a limit only by the residue of floating-point sums count as lying on it.
_RESIDUE_DIGITS = 9


def class_index(value: float, breaks: Sequence[float]) -> int:
    """The class of a value among ascending inner limits: 0 to len(breaks). A value on a limit is in the class above."""
    return bisect_right(breaks, round(value, _RESIDUE_DIGITS))


def class_colours(n: int, diverging: bool) -> tuple[str, ...]:
    """Colours of `n` classes from the lowest to the highest. Raises ValueError for a number without a palette."""
    palette, steps = (DIVERGING, _DIVERGING_STEPS) if diverging else (SEQUENTIAL, _SEQUENTIAL_STEPS)
    if n not in steps:
        kind = "diverging" if diverging else "sequential"
        raise ValueError(f"{n} {kind} classes asked for, possible are {', '.join(map(str, steps))}; change the breaks")
    return tuple(palette[step] for step in steps[n])


def ink_on(colour: str) -> str:
    """Dark or white, whichever reads better on a colour; on every colour of this module at least 4.5:1."""
    return max((INK, PAPER), key=lambda ink: contrast(ink, colour))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2 between two colours `#rrggbb`: 1 to 21."""
    darker, lighter = sorted((relative_luminance(one), relative_luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def relative_luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2 (the Y of CIE XYZ, 0 to 1) of a colour `#rrggbb`."""
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
