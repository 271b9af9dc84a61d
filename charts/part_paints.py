"""Paints of the parts of a whole: colours, and textures over those that a greyscale print would not tell apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from charts.colours import ink_on, relative_luminance
from charts.lettering import element

# For parts without an order, such as languages; each differs from its neighbours in lightness.
PALETTE = ("#0e5a5d", "#f4ca96", "#2a6f97", "#b9ddd7", "#a85a1c", "#b4d5e6", "#6b747d", "#e9e9e6")
# What became of goals, from the best to what is not decided yet.
OUTCOME_COLOURS: Mapping[str, str] = {
    "reached": "#0e5a5d",
    "partly_reached": "#559f9d",
    "ended_otherwise": "#d9b38c",
    "open": "#e9e9e6",
}
# Steps of CIE lightness from which on two colours differ on a photocopy.
LEAST_STEP = 14.0
MARK_OPACITY = 0.5
_TILE = 8
# In the order of use; the first is no texture. Forms differ and not only directions.
TEXTURES: Mapping[str, str] = {
    "plain": "",
    "diagonal": "M-2,10L10,-2M-2,2L2,-2M6,10L10,6",
    "dots": "M3.2,4h1.6M-0.8,0h1.6M7.2,0h1.6M-0.8,8h1.6M7.2,8h1.6",
    "upright": "M2,-1V9M6,-1V9",
    "crossed": "M-2,10L10,-2M-2,-2L10,10",
    "level": "M-1,2H9M-1,6H9",
    "grid": "M4,-1V9M-1,4H9",
    "falling": "M-2,-2L10,10M-2,6L2,10M6,-2L10,2",
}


@dataclass(frozen=True)
class Paint:
    """How a part is filled: its colour, the name of its texture, and the SVG paint of both."""

    colour: str
    texture: str
    fill: str


def paints(colours: Mapping[str, str], key: str) -> dict[str, Paint]:
    """A paint per part, for `key` of the picture. Any two parts of about the same lightness have different textures.

    Raises ValueError for more parts than there are textures.
    """
    if len(colours) > len(TEXTURES):
        raise ValueError(f"{len(colours)} parts of a whole cannot be told apart; sum some, at most {len(TEXTURES)} are")
    found: dict[str, Paint] = {}
    for number, (part, colour) in enumerate(colours.items()):
        alike = {
            paint.texture for paint in found.values() if abs(lightness(paint.colour) - lightness(colour)) < LEAST_STEP
        }
        texture = next(name for name in TEXTURES if name not in alike)
        found[part] = Paint(colour, texture, f"url(#{_id(number, key)})" if TEXTURES[texture] else colour)
    return found


def patterns(found: Mapping[str, Paint], key: str) -> str:
    """The definitions of the textured paints."""
    return "".join(
        element("pattern", _tile(paint), id=_id(number, key), width=_TILE, height=_TILE, patternUnits="userSpaceOnUse")
        for number, paint in enumerate(found.values())
        if TEXTURES[paint.texture]
    )


def lightness(colour: str) -> float:
    """CIE 1976 lightness L* (0 to 100) of a colour `#rrggbb`."""
    luminance = relative_luminance(colour)
    return 116 * luminance ** (1 / 3) - 16 if luminance > 216 / 24389 else luminance * 24389 / 27


def _tile(paint: Paint) -> str:
    marks = element(
        "path",
        d=TEXTURES[paint.texture],
        fill="none",
        stroke=ink_on(paint.colour),
        stroke_width="1.6",
        stroke_opacity=MARK_OPACITY,
        stroke_linecap="round" if paint.texture == "dots" else None,
    )
    return element("rect", width=_TILE, height=_TILE, fill=paint.colour) + marks


def _id(number: int, key: str) -> str:
    return f"part-{number}-{key}"
