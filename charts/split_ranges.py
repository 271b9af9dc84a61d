"""Figures that depend on how something is divided: each as a dot on the bar of all that it may be, in rows on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from charts import axes, labelled_rows
from charts.axes import line
from charts.colours import INK
from charts.labelled_rows import WIDTH, Band, Row, Sheet
from charts.legend_line import Entry
from charts.lettering import element, pixels, text_line, text_width
from locales.language import Language

COLOUR, BAR, BAR_PAINT, DOT = "#0e5a5d", 12.0, "#b9ddd7", 6.0
VALUE_SIZE, ROW_HEIGHT = 14.5, 64.0
DECIMALS = 2
# What lies no farther from zero than this is drawn there: an axis of its own would have more decimals than meaning.
NOTHING = 1e-3


@dataclass(frozen=True)
class Range:
    """A figure, the least and the most that it may be, and what else is to be said of it in a few words each."""

    label: str
    value: float
    lower: float
    upper: float
    words: Sequence[str] = ()


def render(
    ranges: Sequence[Range],
    language: Language,
    *,
    title: str,
    unit: str,
    bar_name: str,
    dot_name: str,
    notes: Sequence[str] = (),
    heading: bool = False,
    width: int = WIDTH,
    height: int | None = None,
) -> str:
    """Signed figures as one SVG document, a row each in the order given, on one scale with zero.

    `unit`, `bar_name` and `dot_name` stand in the legend; see `charts.labelled_rows.render` for `heading`, `notes` and sizes.
    Raises ValueError for no rows, a value outside its limits, and a width without room.
    """
    outside = [one.label for one in ranges if not one.lower <= one.value <= one.upper]
    if outside:
        raise ValueError(f"figures outside of their limits: {', '.join(outside)}")
    texts = [language.number(one.value, DECIMALS, signed=True) for one in ranges]
    beside = max((text_width(text, VALUE_SIZE) for text in texts), default=0.0)
    low = min([0.0, *(one.lower for one in ranges)])
    high = max([0.0, *(one.upper for one in ranges)])
    sheet = Sheet(
        title,
        -_round_above(-low),
        _round_above(high) if high - low > 2 * NOTHING else 1.0,
        lambda mark, decimals: language.number(mark, decimals, signed=True),
        [Entry(unit), Entry(bar_name, paint=BAR_PAINT), Entry(dot_name, sign=_dot)],
        right=beside,
        least_height=ROW_HEIGHT,
    )
    rows = [
        Row(
            "",
            one.label,
            " · ".join(one.words),
            f"{one.label}: {', '.join([text, *one.words])}",
            [one.label, text, *one.words],
            partial(_draw, one, text, beside),
        )
        for one, text in zip(ranges, texts, strict=True)
    ]
    return labelled_rows.render(
        rows, sheet, notes=notes, selected="", heading=heading, picked=False, width=width, height=height
    )


def _round_above(end: float) -> float:
    return axes.round_above(end, labelled_rows.MOST_MARKS) if end > NOTHING else 0.0


def _draw(one: Range, text: str, beside: float, band: Band) -> str:
    left, right, x = (band.x.at(value) for value in (one.lower, one.upper, one.value))
    bar = element(
        "rect",
        x=pixels(left),
        y=pixels(band.middle - BAR / 2),
        width=pixels(right - left),
        height=pixels(BAR),
        fill=BAR_PAINT,
        stroke=COLOUR,
        stroke_width="1",
    )
    zero = line(band.x.at(0.0), band.top, band.x.at(0.0), band.bottom, axes.LINE)
    baseline = band.middle + axes.BASELINE * VALUE_SIZE
    number = text_line(text, band.right + beside, baseline, VALUE_SIZE, text_anchor="end", fill=INK, font_weight="700")
    return zero + (bar if one.lower < one.upper else "") + _dot(x, band.middle) + number


def _dot(x: float, y: float) -> str:
    return element("circle", cx=pixels(x), cy=pixels(y), r=pixels(DOT), fill=COLOUR)
