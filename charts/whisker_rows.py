"""One figure with its limits as a row: the dot on its line, the number, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from charts import axes, limit_words
from charts.axes import line
from charts.colours import INK, SOFT_INK
from charts.labelled_rows import BELOW_LINE, BELOW_SIZE, COLUMN_GAP, Band
from charts.lettering import element, pixels, text_line, text_width
from charts.shortened import shortened
from charts.wording import value_text
from locales.language import Language
from metrics.definitions import Definition

COLOUR, LINE_WIDTH, DOT, CAP = "#0e5a5d", 2.4, 5.6, 5.0
VALUE_SIZE, VALUE_GAP = 14.5, 10.0
REFERENCE_COLOUR, REFERENCE_WIDTH, REFERENCE_DASHES = SOFT_INK, 1.6, "5 4"
NO_VALUE = "–"
# The most that a column of its own for what figures rest on takes of the width, on as many lines.
COUNT_SHARE, COUNT_LINES, SHARE_OF_ONE_LINE = 0.2, 2, 0.26


@dataclass(frozen=True)
class Whisker:
    """One unit: its figure in the unit of the definition and the limits of it (None: open, or no limits at all).

    `value` None: nothing is drawn, and `reason` says why. `count_text`: what the figure rests on, such as "54 of 120
    goals". A row with an empty `key` cannot be picked.
    """

    key: str
    label: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    count_text: str = ""
    reason: str = ""

    @property
    def has_limits(self) -> bool:
        return self.lower is not None or self.upper is not None


@dataclass(frozen=True)
class Written:
    """What stands right of a row's drawing: the number, its limits, and what it rests on; or the reason in the drawing."""

    value: str
    limits: str
    count: str
    reason: str


@dataclass(frozen=True)
class Columns:
    """How wide the numbers, their limits, and what they rest on are at the right, over all rows; 0: no such column."""

    value: float
    limits: float
    count: float

    @property
    def width(self) -> float:
        return sum((self.value, self.limits and VALUE_GAP + self.limits, self.count and COLUMN_GAP + self.count))


def written(row: Whisker, definition: Definition, language: Language) -> Written:
    """The texts of a row; without a figure a dash and why there is none."""
    if row.value is None:
        return Written(NO_VALUE, "", row.count_text, row.reason or language.text("no figure"))
    limits = limit_words.limits_text(row.lower, row.upper, definition, language)
    return Written(value_text(row.value, definition, language), limits, row.count_text, "")


def columns(texts: Sequence[Written], width: float, *, has_counts: bool, share: float = COUNT_SHARE) -> Columns:
    """The columns for all rows of a picture; counts have one of their own where there is room for it, at most `share` of the width."""
    return Columns(
        max((text_width(text.value, VALUE_SIZE) for text in texts), default=0.0),
        max((text_width(text.limits, BELOW_SIZE) for text in texts), default=0.0),
        min(max((text_width(text.count, BELOW_SIZE) for text in texts), default=0.0), share * width)
        if has_counts
        else 0.0,
    )


def count_height(texts: Sequence[Written], beside: Columns) -> float:
    """What the column of what figures rest on needs in a row."""
    if not beside.count:
        return 0.0
    return BELOW_LINE * max(len(shortened(text.count, BELOW_SIZE, beside.count, COUNT_LINES)) for text in texts)


def draw(row: Whisker, texts: Written, beside: Columns, reference: float | None, band: Band) -> str:
    """The row's drawing, the dashed line of the reference through it, and its texts at the right."""
    drawn = []
    if reference is not None:
        x = band.x.at(reference)
        drawn.append(line(x, band.top, x, band.bottom, REFERENCE_COLOUR, REFERENCE_WIDTH, REFERENCE_DASHES))
    if row.value is None:
        drawn.append(_reason(texts.reason, band))
    else:
        if row.has_limits:
            drawn.append(_limits(row.lower, row.upper, band))
        x = band.x.at(row.value)
        drawn.append(element("circle", cx=pixels(x), cy=pixels(band.middle), r=pixels(DOT), fill=COLOUR))
    baseline, right = band.middle + axes.BASELINE * VALUE_SIZE, band.right + beside.value
    drawn.append(text_line(texts.value, right, baseline, VALUE_SIZE, text_anchor="end", fill=INK, font_weight="700"))
    if texts.limits:
        drawn.append(text_line(texts.limits, right + VALUE_GAP, baseline, BELOW_SIZE, fill=SOFT_INK))
    if beside.count:
        drawn.append(_count(texts.count, band.right + beside.width - beside.count, beside.count, band))
    return "".join(drawn)


def _limits(lower: float | None, upper: float | None, band: Band) -> str:
    """The line of the limits with a stroke across each end; an open end has none and reaches the end of the scale."""
    left = band.x.start if lower is None else band.x.at(lower)
    right = band.x.end if upper is None else band.x.at(upper)
    y = band.middle
    drawn = line(left, y, right, y, COLOUR, LINE_WIDTH)
    for limit, x in ((lower, left), (upper, right)):
        if limit is not None:
            drawn += line(x, y - CAP, x, y + CAP, COLOUR, LINE_WIDTH)
    return drawn


def _reason(reason: str, band: Band) -> str:
    """Where the figure would begin, on as much of the drawing as there is, with a halo over the grid."""
    x = band.x.at(0.0) + VALUE_GAP
    (text,) = shortened(reason, BELOW_SIZE, band.right - x, 1)
    halo = {"paint_order": "stroke", "stroke": band.ground, "stroke_width": "5"}
    return text_line(text, x, band.middle + axes.BASELINE * BELOW_SIZE, BELOW_SIZE, fill=SOFT_INK, **halo)


def _count(text: str, x: float, width: float, band: Band) -> str:
    lines = shortened(text, BELOW_SIZE, width, COUNT_LINES)
    top = band.middle - BELOW_LINE * len(lines) / 2
    return "".join(
        text_line(row, x, top + BELOW_LINE * (number + 0.76), BELOW_SIZE, fill=SOFT_INK)
        for number, row in enumerate(lines)
    )
