"""One of several small pictures: its name, its axes, its values, and what it says when it is picked or read aloud."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from charts import axes, month_axis, picking
from charts.axes import Axis
from charts.colours import INK, PAPER, SOFT_INK
from charts.lettering import element, pixels, text_line
from charts.panel_grid import BELOW_LINE, BELOW_SIZE, HEADROOM, PADDING, TITLE_LINE, TITLE_SIZE, Grid

GROUND, CHOSEN_GROUND, BORDER = PAPER, "#fff1d6", "#dde2e7"
# Numbers of the axis stand outside the first panel of a row, clear of its border.
NUMBER_GAP = 4.0


@dataclass(frozen=True)
class Scale:
    """What all panels share: the months, the value at the top, the marks of the upright axis with their texts, and the
    pixels right of the last month that are free for texts."""

    months: range
    highest: float
    marks: Sequence[float]
    texts: Sequence[str]
    free: float


@dataclass(frozen=True)
class Plot:
    """Where a panel's values go: months from left to right, values upwards from zero."""

    months: range
    x: Axis
    y: Axis
    ground: str

    def middle(self, month: int) -> float:
        return self.x.at(month + 0.5)


@dataclass(frozen=True)
class Panel:
    """One unit: its name, lines below it, what is read aloud, the lines of its hover card, and how to draw its values."""

    key: str
    title: str
    below: Sequence[str]
    said: str
    card: Sequence[str]
    draw: Callable[[Plot], str]


def draw(panel: Panel, number: int, grid: Grid, first: float, scale: Scale, *, is_selected: bool, picked: bool) -> str:
    """The panel at its place in a grid that begins at the height `first`; `picked` says whether it can be."""
    left, top = grid.corner(number, first)
    row, column = divmod(number, grid.columns)
    plot_left, plot_right = left + PADDING, left + grid.width - PADDING
    plot_top = top + PADDING + grid.text_height(row) + HEADROOM
    plot_bottom = plot_top + grid.plot_height
    ground = CHOSEN_GROUND if is_selected else GROUND
    plot = Plot(
        scale.months,
        month_axis.axis(scale.months, plot_left, plot_right - scale.free),
        Axis(0.0, scale.highest, plot_bottom, plot_top),
        ground,
    )
    content = (
        _texts(grid.titles[number], grid.below[number], plot_left, top + PADDING)
        + axes.rows(plot.y, scale.marks, [""] * len(scale.marks), plot_left, plot_right - scale.free)
        + (_numbers(plot.y, scale, left - NUMBER_GAP) if column == 0 else "")
        + month_axis.years(scale.months, plot.x, plot_top, plot_bottom, plot_right)
        + panel.draw(plot)
    )
    region = _region(panel, left, top, grid.width, grid.row_height(row), ground, is_selected, picked)
    return region + element("g", content, pointer_events="none", aria_hidden="true")


def _region(
    panel: Panel, left: float, top: float, width: float, height: float, ground: str, is_selected: bool, picked: bool
) -> str:
    card = panel.card if picked else ()
    attributes = picking.attributes(panel.key, panel.said, card, is_selected=is_selected, picked=picked)
    return element(
        "rect",
        x=pixels(left),
        y=pixels(top),
        width=pixels(width),
        height=pixels(height),
        rx="4",
        fill=ground,
        stroke=INK if is_selected else BORDER,
        stroke_width="2.4" if is_selected else "1",
        **attributes | {"data_ags": panel.key},
    )


def _texts(titles: Sequence[str], below: Sequence[str], x: float, top: float) -> str:
    written = [
        text_line(line, x, top + TITLE_LINE * (row + 0.76), TITLE_SIZE, fill=INK, font_weight="600")
        for row, line in enumerate(titles)
    ]
    under = top + TITLE_LINE * len(titles)
    written += [
        text_line(line, x, under + BELOW_LINE * (row + 0.76), BELOW_SIZE, fill=SOFT_INK)
        for row, line in enumerate(below)
    ]
    return "".join(written)


def _numbers(axis: Axis, scale: Scale, right: float) -> str:
    return "".join(
        text_line(text, right, axis.at(mark) + axes.BASELINE * axes.SIZE, axes.SIZE, text_anchor="end", fill=INK)
        for mark, text in zip(scale.marks, scale.texts, strict=True)
    )
