"""Text that fits a box on a slide, by an upper estimate of its width: no office program is at hand that could measure it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from charts.lettering import text_width, wrap

LINE = 1.2
MORE = " …"
# XML 1.0 can carry neither control characters nor halves of characters, not even written otherwise.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Fitted:
    """Text as it goes into its box: size and height in points; `is_whole`: nothing was left out."""

    text: str
    size: float
    height: float
    is_whole: bool = True


def legible(text: str) -> str:
    """The text without signs that a file of slides or tables cannot hold; tabs and carriage returns become blanks and breaks."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _ILLEGAL.sub("", plain)


def height_of(text: str, size: float, width: float) -> float:
    """Points that the text takes in a box of this width; words wider than it are broken."""
    lines = [
        ceil(text_width(line, size) / width) for part in text.split("\n") for line in wrap(part, size, width) or [""]
    ]
    return sum(max(count, 1) for count in lines) * size * LINE


def fitted(text: str, width: float, height: float, sizes: Sequence[float]) -> Fitted:
    """The text in the first of `sizes` (falling) in which it fits; else as much of it as fits in the last."""
    text = legible(text)
    for size in sizes:
        needed = height_of(text, size, width)
        if needed <= height:
            return Fitted(text, size, needed)
    return _cut(text, width, height, sizes[-1])


def _cut(text: str, width: float, height: float, size: float) -> Fitted:
    least, most = 0, len(text)
    while least < most:
        middle = (least + most + 1) // 2
        if height_of(text[:middle].rstrip() + MORE, size, width) <= height:
            least = middle
        else:
            most = middle - 1
    whole_words = text[:least].rpartition(" ")[0] or text[:least]
    kept = whole_words.rstrip() + MORE
    return Fitted(kept, size, height_of(kept, size, width), is_whole=False)
