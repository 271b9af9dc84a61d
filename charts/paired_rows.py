"""One group's row where clients stand beside the population: its drawing and the numbers and words right of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from charts import axes
from charts.colours import INK, SOFT_INK
from charts.labelled_rows import BELOW_LINE, BELOW_SIZE, COLUMN_GAP, Band
from charts.lettering import element, pixels, text_line
from charts.shortened import shortened
from charts.whisker_rows import CAP, COLOUR, DOT, LINE_WIDTH, NO_VALUE
from locales.language import Language

OTHER_PAINT, OTHER_EDGE = "#d5dce3", "#6b7480"
BAR = 18.0
VALUE_SIZE, NUMBER_LINE = 14.5, 20.0
# The sign before a number, and the room from its left end to the number.
SIGN, SIGN_ROOM = 10.0, 15.0
WORD_LINES = 3


@dataclass(frozen=True)
class Pair:
    """One group: its share among clients (0 to 1; None: too few) with limits, its share in the population (None: not known).

    `word` says how they differ; `count_text` what the clients' share rests on, such as "54 of 120 cases".
    """

    key: str
    label: str
    own: float | None
    lower: float | None
    upper: float | None
    other: float | None
    word: str = ""
    count_text: str = ""


def lines(word: str, width: float) -> list[str]:
    """The words right of the numbers in lines."""
    return shortened(word, BELOW_SIZE, width, WORD_LINES) if word else []


def number(share: float | None, decimals: int, language: Language) -> str:
    """A share as per cent, a dash where there is none."""
    return NO_VALUE if share is None else language.percent(share, decimals)


@dataclass(frozen=True)
class Columns:
    """How wide the numbers right of the drawing are (each of the two) and the words, beside the numbers or below them."""

    number: float
    words: float
    below: bool

    @property
    def numbers(self) -> float:
        return 2 * self.number + COLUMN_GAP

    @property
    def width(self) -> float:
        """All that stands right of the drawing."""
        if self.below:
            return max(self.numbers, self.words)
        return self.numbers + (COLUMN_GAP + self.words if self.words else 0.0)


def height(rows: Sequence[Pair], columns: Columns) -> float:
    """What the texts right of the drawing need."""
    needed = BELOW_LINE * max((len(lines(row.word, columns.words)) for row in rows), default=0)
    return needed + (NUMBER_LINE if columns.below else 0.0)


def draw(row: Pair, decimals: int, language: Language, columns: Columns, band: Band) -> str:
    """The drawing and what stands right of it, all around the middle of the row."""
    drawn = [] if row.other is None else [_bar(band.x.at(0.0), band.x.at(row.other), band.middle, BAR)]
    if row.own is not None:
        drawn.append(_whisker(row.lower, row.upper, band))
        drawn.append(_dot(band.x.at(row.own), band.middle, DOT))
    written = lines(row.word, columns.words)
    under = BELOW_LINE * len(written)
    middle = band.middle - under / 2 if columns.below else band.middle
    left = band.right
    words_top = middle + NUMBER_LINE / 2 if columns.below else middle - under / 2
    words_left = left if columns.below else left + columns.numbers + COLUMN_GAP
    own, other = (number(share, decimals, language) for share in (row.own, row.other))
    baseline, second = middle + axes.BASELINE * VALUE_SIZE, left + columns.number + COLUMN_GAP
    drawn += [
        _dot(left + SIGN / 2, middle, SIGN / 2) if row.own is not None else "",
        text_line(own, left + SIGN_ROOM, baseline, VALUE_SIZE, fill=INK, font_weight="700"),
        _bar(second, second + SIGN, middle, SIGN) if row.other is not None else "",
        text_line(other, second + SIGN_ROOM, baseline, VALUE_SIZE, fill=INK),
    ]
    drawn += [
        text_line(line, words_left, words_top + BELOW_LINE * (place + 0.76), BELOW_SIZE, fill=SOFT_INK)
        for place, line in enumerate(written)
    ]
    return "".join(drawn)


def _dot(x: float, y: float, radius: float) -> str:
    return element("circle", cx=pixels(x), cy=pixels(y), r=pixels(radius), fill=COLOUR)


def _bar(left: float, right: float, middle: float, height: float) -> str:
    return element(
        "rect",
        x=pixels(left),
        y=pixels(middle - height / 2),
        width=pixels(right - left),
        height=pixels(height),
        fill=OTHER_PAINT,
        stroke=OTHER_EDGE,
        stroke_width="1",
    )


def _whisker(lower: float | None, upper: float | None, band: Band) -> str:
    if lower is None or upper is None:
        return ""
    left, right, y = band.x.at(lower), band.x.at(upper), band.middle
    caps = "".join(axes.line(x, y - CAP, x, y + CAP, COLOUR, LINE_WIDTH) for x in (left, right))
    return axes.line(left, y, right, y, COLOUR, LINE_WIDTH) + caps
