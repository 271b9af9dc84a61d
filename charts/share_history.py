"""One share over the months, as steps on a scale that starts at zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from charts import axes, map_sheet, month_axis
from charts.axes import Axis
from charts.colours import INK
from charts.described import described
from charts.lettering import element, pixels, text_line, text_width
from charts.map_sheet import MARGIN
from charts.month_axis import month_of, number_of
from locales.language import Language

WIDTH, HEIGHT = 1000, 260
# A scale that does not grow with every wobble: at least this much is shown.
LEAST_TOP, HEADROOM = 0.3, 1.1
# Six marks at most.
FINE, COARSE, FINE_UP_TO = 0.1, 0.2, 0.6
LINE_WIDTH, DOT, DOT_COLOUR = 3.0, 6.0, "#a85a1c"
VALUE_SIZE, VALUE_GAP, VALUE_LINE = 14.5, 10.0, 8.0
LABEL_SIZE, LABEL_ROOM = 13.5, 24.0


@dataclass(frozen=True)
class Step:
    """Months from `first` to `last` (numbers of charts.month_axis) with one share and one line about it."""

    first: int
    last: int
    share: float
    detail: str


def steps(frame: pl.DataFrame) -> list[Step]:
    """Neighbouring months that say the same, together. `frame`: month (first day), share (0 to 1; null leaves a gap), detail."""
    found: list[Step] = []
    for month, share, detail in frame.sort("month").select("month", "share", "detail").iter_rows():
        if share is None:
            continue
        number = number_of(month)
        goes_on = bool(found) and (found[-1].last, found[-1].share, found[-1].detail) == (number - 1, share, detail)
        found.append(Step(found.pop().first if goes_on else number, number, share, detail))
    return found


def top_of(frame: pl.DataFrame) -> float:
    """The share at the upper end of the scale."""
    return max([LEAST_TOP, *(float(share) * HEADROOM for share in frame["share"].drop_nulls())])


def marks_up_to(top: float) -> list[float]:
    """Round shares from zero to the upper end."""
    step = FINE if top <= FINE_UP_TO else COARSE
    return [round(number * step, 1) for number in range(int(top / step) + 1)]


def render(
    frame: pl.DataFrame,
    label: str,
    language: Language,
    *,
    title: str,
    chosen: str = "",
    notes: Sequence[str] = (),
    heading: bool = False,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> str:
    """The share from month to month as one SVG document. `frame` is as for `steps`; `label`: what the share is; `chosen`: a month
    such as "2024-10", marked with a dot and its number. Months with one share are one region that says it.

    With `heading` the picture stands alone with its title, and `notes` below. Raises ValueError for no months, and a width without
    room.
    """
    map_sheet.check_width(width)
    head, foot = map_sheet.heading(title, width, heading), map_sheet.footer(notes, width)
    top = head.height + MARGIN + LABEL_ROOM
    bottom = max(height - month_axis.HEIGHT - map_sheet.footer_height(foot), top + height / 3)
    highest = top_of(frame)
    marks = marks_up_to(highest)
    numbers = [language.percent(mark, 0) for mark in marks]
    left = MARGIN + max(text_width(number, axes.SIZE) for number in numbers) + axes.GAP
    months = month_axis.span(frame["month"])
    x, y = month_axis.axis(months, left, width - MARGIN), Axis(0.0, highest, bottom, top)
    found = steps(frame)
    content = (
        head.markup,
        text_line(label, MARGIN, top - 10, LABEL_SIZE, fill=INK),
        axes.rows(y, marks, numbers, x.start, x.end),
        month_axis.years(months, x, top, bottom, x.end),
        _line(found, x, y),
        _chosen(found, chosen, x, y, language),
        *(_region(step, x, top, bottom, language, asked=not heading) for step in found),
        map_sheet.draw_footer(foot, bottom + month_axis.HEIGHT),
    )
    total = bottom + month_axis.HEIGHT + map_sheet.footer_height(foot)
    return map_sheet.document("".join(content), title, width, total, heading)


def _line(found: Sequence[Step], x: Axis, y: Axis) -> str:
    """Level strokes, joined where one month follows the other."""
    drawn = [
        _stroke(f"M{pixels(x.at(one.first))},{pixels(y.at(one.share))}H{pixels(x.at(one.last + 1))}") for one in found
    ]
    drawn += [
        _stroke(f"M{pixels(x.at(after.first))},{pixels(y.at(before.share))}V{pixels(y.at(after.share))}")
        for before, after in pairwise(found)
        if before.last + 1 == after.first
    ]
    return "".join(drawn)


def _stroke(path: str) -> str:
    return element(
        "path",
        d=path,
        fill="none",
        stroke=INK,
        stroke_width=pixels(LINE_WIDTH),
        stroke_linecap="square",
        pointer_events="none",
    )


def _chosen(found: Sequence[Step], chosen: str, x: Axis, y: Axis, language: Language) -> str:
    """The dot of the month looked at, and its share above, or below where the scale ends."""
    for step in found:
        for month in range(step.first, step.last + 1):
            if f"{month_of(month):%Y-%m}" != chosen:
                continue
            across, level, words = x.at(month + 0.5), y.at(step.share), language.percent(step.share)
            half = text_width(words, VALUE_SIZE) / 2
            middle = min(max(across, x.start + half), x.end - half)
            above = level - VALUE_GAP
            baseline = above if above - VALUE_SIZE > y.end else level + VALUE_GAP + VALUE_LINE
            halo = {"paint_order": "stroke", "stroke": "#ffffff", "stroke_width": "4", "stroke_linejoin": "round"}
            dot = element("circle", cx=pixels(across), cy=pixels(level), r=pixels(DOT), fill=DOT_COLOUR)
            return dot + text_line(
                words, middle, baseline, VALUE_SIZE, text_anchor="middle", fill=INK, font_weight="700", **halo
            )
    return ""


def _region(step: Step, x: Axis, top: float, bottom: float, language: Language, *, asked: bool) -> str:
    """What takes the pointer over the months of a step."""
    first, last = language.month(month_of(step.first)), language.month(month_of(step.last))
    when = first if first == last else language.text("{first} to {last}", first=first, last=last)
    words = [when, language.percent(step.share), step.detail]
    return element(
        "rect",
        x=pixels(x.at(step.first)),
        y=pixels(top),
        width=pixels(x.at(step.last + 1) - x.at(step.first)),
        height=pixels(bottom - top),
        fill="none",
        pointer_events="all",
        **described(f"{when}: {', '.join(word for word in words[1:] if word)}", words, asked=asked),
    )
