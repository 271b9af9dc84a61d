"""What stands around a map: the heading, the lines below it and the SVG document itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

from charts.colours import INK, PAPER, SOFT_INK
from charts.lettering import FAMILY, element, escaped, pixels, text_line, wrap

MARGIN = 10.0
NARROWEST = 480
HEADING_SIZE = 20.0
HEADING_LINE = 26.0
FOOTER_SIZE = 13.0
FOOTER_LINE = 18.0


class Block(NamedTuple):
    """A part of the picture as SVG and how many pixels it takes from top to bottom."""

    markup: str
    height: float


def heading(title: str, width: float, shown: bool) -> Block:
    """The title at the top of the picture, on as many lines as it needs; nothing unless it is `shown`."""
    lines = wrap(title, HEADING_SIZE, width - 2 * MARGIN) if shown else []
    drawn = (
        text_line(line, MARGIN, MARGIN + HEADING_LINE * (row + 0.74), HEADING_SIZE, fill=INK, font_weight="700")
        for row, line in enumerate(lines)
    )
    return Block("".join(drawn), MARGIN + HEADING_LINE * len(lines) if lines else 0.0)


def footer(texts: Sequence[str], width: float) -> list[str]:
    """The lines of the footer: each text begins on a line of its own."""
    return [line for text in texts if text for line in wrap(text, FOOTER_SIZE, width - 2 * MARGIN)]


def footer_height(lines: Sequence[str]) -> float:
    return MARGIN + FOOTER_LINE * len(lines)


def draw_footer(lines: Sequence[str], top: float) -> str:
    return "".join(
        text_line(line, MARGIN, top + FOOTER_LINE * (row + 0.74), FOOTER_SIZE, fill=SOFT_INK)
        for row, line in enumerate(lines)
    )


def document(content: str, title: str, width: float, height: float, stands_alone: bool) -> str:
    """The SVG document. One that stands alone has a size and a white ground, for viewers and slides that are dark."""
    ground = element("rect", width=pixels(width), height=pixels(height), fill=PAPER) if stands_alone else ""
    return element(
        "svg",
        element("title", escaped(title)) + ground + content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {pixels(width)} {pixels(height)}",
        width=pixels(width) if stands_alone else "100%",
        height=pixels(height) if stands_alone else None,
        role="group",
        aria_label=title,
        font_family=FAMILY,
    )


def key_of(*parts: object) -> str:
    """Eight letters for the ids of a picture: two pictures on one page would otherwise paint with each other's patterns."""
    return f"{crc32(repr(parts).encode()):08x}"


def check_width(width: int) -> None:
    """Raises ValueError for a width that leaves no room for the legend."""
    if width < NARROWEST:
        raise ValueError(
            f"a map of {width} pixels leaves no room for its legend; draw at least {NARROWEST} and scale it"
        )
