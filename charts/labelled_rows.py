"""Rows below each other on one level scale: a name at the left, a drawing in the middle, texts at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

from charts import axes, legend_line, map_sheet, picking
from charts.axes import GRID, Axis
from charts.colours import INK, PAPER, SOFT_INK
from charts.legend_line import Entry
from charts.lettering import element, pixels, text_line, text_width
from charts.map_sheet import MARGIN
from charts.shortened import shortened
from charts.small_panel import CHOSEN_GROUND

WIDTH = 1000
# From this width on there is room for a column more.
ROOMY = 900
LABEL_SIZE, LABEL_LINE, MOST_LABEL_LINES = 14.5, 18.0, 3
BELOW_SIZE, BELOW_LINE, MOST_BELOW_LINES = 13.0, 17.0, 2
# The most that names take of the width, and a little more than their letters need.
LABEL_SHARE, LABEL_AIR = 0.34, 1.0
COLUMN_GAP, PADDING = 14.0, 6.0
LEAST_HEIGHT = 32.0
# In a picture that is not to be higher than some height: the least row, and the air around its texts.
LOWEST, TIGHT_PADDING = 22.0, 1.0
# From so many rows on, such a picture has room for one line only beside each.
MANY = 11
AXIS_HEIGHT = 26.0
LEGEND_GAP = 8.0
# A region keeps off the lines between rows, so that its border is drawn whole.
INSET = 2.0
BETWEEN_MARKS, LEAST_MARKS, MOST_MARKS = 8.0, 2, 10


@dataclass(frozen=True)
class Band:
    """Where a row's drawing goes: its scale, its top and bottom, and where the texts right of the drawing begin."""

    x: Axis
    top: float
    bottom: float
    right: float
    ground: str

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Row:
    """One unit: key (empty: cannot be picked), name, a line below it, what is read aloud, its card, how it is drawn."""

    key: str
    label: str
    below: str
    said: str
    card: Sequence[str]
    draw: Callable[[Band], str]


@dataclass(frozen=True)
class Sheet:
    """What all rows share: the ends of the scale, how a mark is written (value, decimals), the legend, the pixels for texts
    at the right, how high a row is at least, and how high where the picture is to be low."""

    title: str
    low: float
    high: float
    written: Callable[[float, int], str]
    legend: Sequence[Entry]
    right: float = 0.0
    least_height: float = LEAST_HEIGHT
    definitions: str = ""
    lowest: float = LOWEST


def render(
    rows: Sequence[Row],
    sheet: Sheet,
    *,
    notes: Sequence[str],
    selected: str,
    heading: bool,
    picked: bool,
    width: int,
    height: int | None = None,
) -> str:
    """The SVG document, `width` pixels wide and as high as its rows need. Where that is more than `height` (without heading and
    notes), rows are lower, as far as their texts allow.

    Every row is one region with `aria-label` and `data-card`; with `picked`, those with a key are pickable (`data-ags`,
    `aria-pressed`). With `heading` the picture stands alone: rows are described but cannot be picked. Raises
    ValueError for no rows, a key twice, and a width without room.
    """
    map_sheet.check_width(width)
    _check(rows)
    head = map_sheet.heading(sheet.title, width, heading)
    legend = legend_line.draw(sheet.legend, MARGIN, head.height + MARGIN, width - 2 * MARGIN)
    names = _label_width(rows, width)
    end = width - MARGIN - (sheet.right + COLUMN_GAP if sheet.right else 0.0)
    start = MARGIN + names + COLUMN_GAP
    marks, texts = _marks(sheet, end - start)
    # The last number stands in the middle below the end of the scale.
    scale = Axis(sheet.low, sheet.high, start, end - max(text_width(text, axes.SIZE) for text in texts) / 2)
    top = head.height + MARGIN + legend.height + LEGEND_GAP
    room = inf if height is None else height - (top - head.height) - AXIS_HEIGHT - map_sheet.footer_height(())
    drawn = []
    for row, row_height in zip(rows, _heights(rows, names, sheet, room), strict=True):
        bottom = top + row_height
        ground = CHOSEN_GROUND if row.key and row.key == selected else PAPER
        band = Band(scale, top, bottom, end + COLUMN_GAP, ground)
        drawn.append(_region(row, band, width, selected, picked=picked and not heading, has_card=not heading))
        grid = axes.columns(scale, marks, [""] * len(marks), top, bottom)
        shown = axes.line(MARGIN, top, width - MARGIN, top, GRID) + grid + _names(row, names, band) + row.draw(band)
        drawn.append(element("g", shown, pointer_events="none", aria_hidden="true"))
        top = bottom
    foot = map_sheet.footer(notes, width)
    content = (
        element("defs", sheet.definitions) if sheet.definitions else "",
        head.markup,
        legend.markup,
        *drawn,
        element("g", axes.columns(scale, marks, texts, top, top), aria_hidden="true"),
        map_sheet.draw_footer(foot, top + AXIS_HEIGHT),
    )
    total = top + AXIS_HEIGHT + map_sheet.footer_height(foot)
    return map_sheet.document("".join(content), sheet.title, width, total, heading)


def _marks(sheet: Sheet, room: float) -> tuple[Sequence[float], Sequence[str]]:
    """As many round values as have room beside each other, but at least two, with their texts."""
    marks, texts = _written(sheet, MOST_MARKS)
    for most in range(MOST_MARKS - 1, 0, -1):
        needed = max(text_width(text, axes.SIZE) for text in texts)
        step = (marks[1] - marks[0]) / (sheet.high - sheet.low) * (room - needed / 2)
        fewer, shorter = _written(sheet, most)
        if needed + BETWEEN_MARKS <= step or len(fewer) < LEAST_MARKS:
            break
        marks, texts = fewer, shorter
    return marks, texts


def _written(sheet: Sheet, most: int) -> tuple[Sequence[float], Sequence[str]]:
    marks = axes.ticks(sheet.low, sheet.high, most)
    places = axes.decimals(axes.step_for(sheet.high - sheet.low, most))
    return marks, [sheet.written(mark, places) for mark in marks]


def _check(rows: Sequence[Row]) -> None:
    if not rows:
        raise ValueError("a picture of rows needs at least one row")
    keys = [row.key for row in rows if row.key]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"rows with the same key: {', '.join(twice)}; give one row per key")


def _label_width(rows: Sequence[Row], width: float) -> float:
    """What the widest name or line below one takes, as far as the drawing leaves room."""
    needed = max(max(text_width(row.label, LABEL_SIZE), text_width(row.below, BELOW_SIZE)) for row in rows)
    return min(needed + LABEL_AIR, LABEL_SHARE * width)


def _lines(row: Row, width: float) -> tuple[list[str], list[str]]:
    label = shortened(row.label, LABEL_SIZE, width, MOST_LABEL_LINES)
    return label, shortened(row.below, BELOW_SIZE, width, MOST_BELOW_LINES)


def _heights(rows: Sequence[Row], width: float, sheet: Sheet, room: float) -> list[float]:
    """Of every row, all lower by the same part of what they can spare where they would need more than `room` together."""
    usual = [_height(row, width, sheet.least_height, PADDING) for row in rows]
    if sum(usual) <= room:
        return usual
    tight = [min(_height(row, width, sheet.lowest, TIGHT_PADDING), high) for row, high in zip(rows, usual, strict=True)]
    spare = sum(usual) - sum(tight)
    part = max(room - sum(tight), 0.0) / spare if spare else 0.0
    return [low + part * (high - low) for low, high in zip(tight, usual, strict=True)]


def _height(row: Row, width: float, least: float, padding: float) -> float:
    label, below = _lines(row, width)
    return max(LABEL_LINE * len(label) + BELOW_LINE * len(below) + 2 * padding, least)


def _names(row: Row, width: float, band: Band) -> str:
    label, below = _lines(row, width)
    top = band.middle - (LABEL_LINE * len(label) + BELOW_LINE * len(below)) / 2
    written = [
        text_line(line, MARGIN, top + LABEL_LINE * (number + 0.76), LABEL_SIZE, fill=INK, font_weight="600")
        for number, line in enumerate(label)
    ]
    under = top + LABEL_LINE * len(label)
    written += [
        text_line(line, MARGIN, under + BELOW_LINE * (number + 0.76), BELOW_SIZE, fill=SOFT_INK)
        for number, line in enumerate(below)
    ]
    return "".join(written)


def _region(row: Row, band: Band, width: float, selected: str, *, picked: bool, has_card: bool) -> str:
    """What takes the pointer in a row, a hair narrower than the picture, so that its border is not cut off."""
    is_selected = bool(row.key) and row.key == selected
    return element(
        "rect",
        x=pixels(INSET),
        y=pixels(band.top + INSET),
        width=pixels(width - 2 * INSET),
        height=pixels(band.bottom - band.top - 2 * INSET),
        rx="4",
        fill=band.ground,
        stroke=INK if is_selected else None,
        stroke_width="2.4" if is_selected else None,
        **picking.attributes(
            row.key, row.said, row.card if has_card else (), is_selected=is_selected, picked=picked and bool(row.key)
        ),
    )
