"""The sheet that every slide is set on. The browser scales it as a whole, so a slide looks the same on every screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from unicodedata import east_asian_width

from charts.lettering import escaped, text_width
from charts.shortened import shortened

# Pixels. On a screen of 1,920 by 1,080 they are the screen's own.
WIDTH, HEIGHT = 1920, 1080
MARGIN = 35
TEXT_WIDTH = WIDTH - 2 * MARGIN
TOP, BOTTOM = 16, 12
GAP = 8
# Nothing on a slide is written smaller: read from the back of a room of ten metres.
LEAST_LETTERS = 24
FOOT_LETTERS, FOOT_LINE = 24, 30
# Lines are this much higher than their letters.
LEADING = 1.15
# The page's own Source Sans takes this much of what `text_width` leaves room for so that other fonts fit as well; measured on German
# prose and names, which need 0.76 to 0.85, in bold 0.83 to 0.92.
SHARE, SHARE_BOLD = 0.86, 0.92
# Chinese letters and the like are as wide as they are high.
WIDE, MORE_OF_WIDE = ("W", "F"), 0.5
# Spaces that a line may be broken at; those that hold a number and its unit together are not among them.
BREAKS = re.compile(r"[ \t\r\n\f\v]+")


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """An upper estimate of the width of a line in the letters that slides are set in."""
    wide = sum(east_asian_width(letter) in WIDE for letter in text)
    return text_width(text, size) * (SHARE_BOLD if bold else SHARE) + wide * size * MORE_OF_WIDE


def cut(text: str, size: float, width: float, most: int, *, bold: bool = False) -> list[str]:
    """The text on at most `most` lines; what does not fit becomes an ellipsis."""
    lines = broken(text, size, width, bold=bold)
    if len(lines) <= most:
        return lines
    plain = " ".join(filter(None, BREAKS.split(text)))
    return shortened(plain, size, width / (SHARE_BOLD if bold else SHARE), most)


def broken(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """The text in lines no wider than `width`, broken at spaces, and within words that are wider than a line."""
    lines: list[str] = []
    for word in filter(None, BREAKS.split(text)):
        extended = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(extended, size, bold=bold) <= width:
            lines[-1] = extended
            continue
        lines += _pieces(word, size, width, bold)
    return lines


def line_height(size: float) -> int:
    """The height of a line of letters of this size."""
    return round(size * LEADING)


def block(
    tag: str, name: str, lines: Sequence[str], top: float, size: float, *, height: int = 0, spoken: str = ""
) -> str:
    """Lines of text across the sheet, from `top` downwards. `spoken`: what is read out where that is more than is seen."""
    style = f"top:{top:g}px;font-size:{size:g}px;line-height:{height or line_height(size)}px"
    said = f' aria-label="{attribute(spoken)}"' if spoken else ""
    return f'<{tag} class="{name}" style="{style}"{said}>{written(lines)}</{tag}>'


def written(lines: Iterable[str]) -> str:
    """Lines below each other as HTML."""
    return " <br>".join(escaped(line) for line in lines)


def attribute(text: str) -> str:
    """Text between the quotation marks of an attribute."""
    return escape(" ".join(filter(None, BREAKS.split(text))))


def _pieces(word: str, size: float, width: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
