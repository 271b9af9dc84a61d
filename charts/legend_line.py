"""What lines and areas mean, in words one beside the other above a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from charts.axes import line
from charts.colours import INK
from charts.lettering import element, pixels, text_line, text_width
from charts.map_sheet import Block
from charts.shortened import shortened

SIZE, LINE = 14.0, 21.0
SAMPLE, SAMPLE_GAP, ENTRY_GAP = 26.0, 7.0, 22.0


@dataclass(frozen=True)
class Entry:
    """A text and the sample before it: an area with a `paint`, a line with a `stroke`, what `sign` draws around a point, or no
    sample at all."""

    text: str
    stroke: str = ""
    width: float = 1.0
    dashes: str | None = None
    paint: str = ""
    sign: Callable[[float, float], str] | None = None

    @property
    def indent(self) -> float:
        return SAMPLE + SAMPLE_GAP if self.stroke or self.paint or self.sign else 0.0


def draw(entries: Sequence[Entry], x: float, y: float, width: float) -> Block:
    """The entries from x, y on, on as many lines as they need; an entry wider than `width` is broken as well."""
    drawn: list[str] = []
    left, row = 0.0, 0
    for entry in entries:
        needed = entry.indent + text_width(entry.text, SIZE)
        if left and left + needed > width:
            left, row = 0.0, row + 1
        top = y + LINE * row
        drawn.append(_sample(entry, x + left, top + LINE / 2))
        texts = shortened(entry.text, SIZE, width - left - entry.indent, most=4)
        drawn += [
            text_line(text, x + left + entry.indent, top + LINE * (number + 0.72), SIZE, fill=INK)
            for number, text in enumerate(texts)
        ]
        row += max(len(texts), 1) - 1
        left += needed + ENTRY_GAP
    return Block("".join(drawn), LINE * (row + 1) if entries else 0.0)


def _sample(entry: Entry, x: float, middle: float) -> str:
    drawn = ""
    if entry.paint:
        drawn += element(
            "rect",
            x=pixels(x),
            y=pixels(middle - 7),
            width=pixels(SAMPLE),
            height="14",
            fill=entry.paint,
            stroke="#8b939b",
            stroke_width="0.6",
        )
    if entry.stroke:
        drawn += line(x, middle, x + SAMPLE, middle, entry.stroke, entry.width, entry.dashes)
    if entry.sign:
        drawn += entry.sign(x + SAMPLE / 2, middle)
    return drawn
