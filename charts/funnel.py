"""The funnel plot: observed against expected, with limits that allow small units more chance than large ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from charts import axes, funnel_legend, funnel_limits, funnel_points, map_sheet, point_labels, point_written
from charts.axes import Axis
from charts.colours import INK
from charts.funnel_limits import Funnel
from charts.funnel_points import Point
from charts.lettering import element, pixels, text_line
from charts.map_labels import LARGE, SMALL, Box, Style
from charts.map_sheet import MARGIN
from charts.point_labels import Label, Spot
from charts.shortened import shortened
from charts.verdicts import RADIUS
from locales.language import Language

LEFT, RIGHT = 46.0, 66.0
TITLE_SIZE, TITLE_LINE = 13.5, 22.0
TICKS_HEIGHT = 28.0
LOWEST_PLOT = 200.0
# From this width on there is room for large letters.
ROOMY = 700
# How wide a name may be as a share of the plot, and on how many lines.
LABEL_SHARE, LABEL_LINES = 0.3, 2
SHORT_WIDTH = 110.0
BETWEEN_TICKS = 36.0
# The limits of very small units would squeeze everything else: they alone stretch the axis no further than this.
HIGHEST_LIMIT = 2.0
# Shares of the highest and of the outermost values that are left free beyond them.
ROOM_ABOVE, ROOM_LEFT, ROOM_RIGHT = 0.08, 0.5, 0.12
LOWEST_END, MOST_ROWS = 1.2, 6
# Below zero, so that a sign there covers no number.
DOWN = 5.0
STRESSED = ("high", "low")


def render(
    frame: pl.DataFrame,
    funnel: Funnel,
    language: Language,
    *,
    title: str,
    x_title: str,
    y_title: str,
    notes: Sequence[str] = (),
    selected: str = "",
    norm: tuple[float, str] | None = None,
    heading: bool = False,
    width: int = 800,
    height: int = 560,
) -> str:
    """Units as points over what is expected of them, as an SVG document.

    `frame`: key, label, expected (above 0 where there is a ratio), ratio (observed / expected; null: not drawn but named
    below), verdict (of charts.verdicts); optional card (further lines of the hover card). `norm`: a ratio and
    what it is called, drawn as a dashed line. `selected`: a key; one that is not drawn marks nothing.

    `width` and `height` in pixels are those of plot, axes and legend. With `heading` the picture stands alone, for downloads
    and print: the title is drawn above, `notes` (source, date, protection) below, and points cannot be picked.

    Points carry `data-ags` (their key), `data-card`, `aria-pressed` and the finding as `aria-label`, in the order of the
    rows. Raises ValueError for rows that contradict themselves and for a picture narrower than its legend.
    """
    map_sheet.check_width(width)
    points = funnel_points.read(frame)
    shown = funnel_points.drawn(points)
    head = map_sheet.heading(title, width, heading)
    explained = funnel_legend.draw(
        funnel_legend.rows_of(points, funnel, norm, language),
        funnel_legend.sentences_of(points, funnel, language),
        width,
    )
    foot = map_sheet.footer(notes, width)
    top = head.height + MARGIN + TITLE_LINE
    plot = max(height - MARGIN - TITLE_LINE - TICKS_HEIGHT - TITLE_LINE - explained.height, LOWEST_PLOT)
    bottom = top + plot
    across = _across(shown, LEFT, width - RIGHT)
    upward = _upward(shown, funnel, norm, top, bottom)
    style = LARGE if width >= ROOMY else SMALL
    labels = _labels(shown, across, upward, [1.0, norm[0]] if norm else [1.0], selected, style)
    key = map_sheet.key_of(title, frame.rows(), width, height, heading)
    legend_top = bottom + TICKS_HEIGHT + TITLE_LINE
    foot_top = legend_top + explained.height
    content = (
        head.markup,
        text_line(y_title, MARGIN, top - TITLE_LINE + 0.6 * TITLE_SIZE, TITLE_SIZE, fill=INK, font_weight="600"),
        element("defs", element("clipPath", _rectangle(across, upward), id=f"plot-{key}")),
        _grid(across, upward, language),
        element("g", funnel_limits.draw(funnel, across, upward), clip_path=f"url(#plot-{key})", aria_hidden="true"),
        axes.line(across.start, upward.at(1), across.end, upward.at(1), INK, 1.6),
        _norm(norm, across, upward),
        element("g", funnel_limits.draw_ends(funnel, across, upward, language), aria_hidden="true"),
        element("g", "".join(map(point_written.draw_leader, labels)), aria_hidden="true"),
        *(funnel_points.draw(point, across, upward, language, selected, picked=not heading) for point in shown),
        _written(labels, style),
        text_line(
            x_title, across.end, bottom + TICKS_HEIGHT + 0.75 * TITLE_SIZE, TITLE_SIZE, text_anchor="end", fill=INK
        ),
        element("g", explained.markup, transform=f"translate(0,{pixels(legend_top)})"),
        map_sheet.draw_footer(foot, foot_top) if heading else "",
    )
    total = foot_top + (map_sheet.footer_height(foot) if heading else 0.0)
    return map_sheet.document("".join(content), title, width, total, heading)


def _across(shown: Sequence[Point], start: float, end: float) -> Axis:
    """From below the smallest unit to above the largest. Square roots: one large unit must not crowd all others."""
    expected = [point.expected for point in shown] or [10.0, 100.0]
    return Axis(min(expected) * (1 - ROOM_LEFT), max(expected) * (1 + ROOM_RIGHT), start, end, power=0.5)


def _upward(shown: Sequence[Point], funnel: Funnel, norm: tuple[float, str] | None, top: float, bottom: float) -> Axis:
    """From zero to above every point and, as far as HIGHEST_LIMIT, above the limits of the smallest unit."""
    least = min((point.expected for point in shown), default=100.0)
    limit = float(funnel.limits(np.array([least]), funnel_limits.LEVELS[-1])[1][0])
    highest = max([point.ratio or 0.0 for point in shown] + [norm[0] if norm else 0.0])
    end = (1 + ROOM_ABOVE) * max(highest, min(limit, HIGHEST_LIMIT), LOWEST_END)
    return Axis(0.0, axes.round_above(end, MOST_ROWS), bottom, top)


def _grid(across: Axis, upward: Axis, language: Language) -> str:
    marks = axes.ticks(0.0, upward.high, MOST_ROWS)
    places = axes.decimals(marks[1] - marks[0])
    beside = axes.rows(upward, marks, [language.number(mark, places) for mark in marks], across.start, across.end)
    marks = axes.spread_ticks(across, BETWEEN_TICKS)
    texts = [language.number(mark, 0 if mark >= 1 or mark == 0 else 1) for mark in marks]
    return element(
        "g", beside + axes.columns(across, marks, texts, upward.end, upward.start + DOWN), aria_hidden="true"
    )


def _rectangle(across: Axis, upward: Axis) -> str:
    return element(
        "rect",
        x=pixels(across.start),
        y=pixels(upward.end),
        width=pixels(across.end - across.start),
        height=pixels(upward.start - upward.end),
    )


def _norm(norm: tuple[float, str] | None, across: Axis, upward: Axis) -> str:
    if norm is None:
        return ""
    y = upward.at(norm[0])
    return axes.line(across.start, y, across.end, y, funnel_legend.NORM_COLOUR, 2.0, funnel_legend.NORM_DASHES)


def _labels(
    shown: Sequence[Point], across: Axis, upward: Axis, levels: Sequence[float], selected: str, style: Style
) -> list[Label]:
    """Names within the plot, the important ones first, off the level lines where they can."""
    plot = Box(across.start + 2, upward.end, across.end - 2, upward.start - 2)
    lines = [Box(plot.left, upward.at(level) - 2, plot.right, upward.at(level) + 2) for level in levels]
    spots = [_spot(point, across, upward, selected, style) for point in shown]
    placed = point_labels.place(spots, plot, lines, style)
    left_out = {spot.key for spot in spots} - {label.spot.key for label in placed}
    shorter = [_shorter(spot, style) if spot.key in left_out else spot for spot in spots]
    return placed if shorter == spots else max(placed, point_labels.place(shorter, plot, lines, style), key=len)


def _shorter(spot: Spot, style: Style) -> Spot:
    """The same point with the beginning of its name only."""
    return replace(spot, lines=tuple(shortened(" ".join(spot.lines), style.size, SHORT_WIDTH, 1)))


def _written(labels: Sequence[Label], style: Style) -> str:
    names = (point_written.draw(label, style) for label in labels)
    return element("g", "".join(names), aria_hidden="true", pointer_events="none", fill=INK)


def _spot(point: Point, across: Axis, upward: Axis, selected: str, style: Style) -> Spot:
    is_stressed = point.key == selected or point.verdict in STRESSED
    return Spot(
        point.key,
        tuple(shortened(point.label, style.size, LABEL_SHARE * (across.end - across.start), LABEL_LINES)),
        across.at(point.expected),
        upward.at(point.ratio or 0.0),
        RADIUS + 4 if point.key == selected else RADIUS,
        rank=0 if point.key == selected else 1 if is_stressed else 2,
        weight="600" if is_stressed else "400",
    )
