"""Small pictures over the same months and on the same scale from zero, one per unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from charts import axes, legend_line, map_sheet, panel_grid, small_panel
from charts.legend_line import Entry
from charts.lettering import element, text_width
from charts.map_sheet import MARGIN
from charts.small_panel import NUMBER_GAP, Panel, Scale

WIDTH, HEIGHT = 1000, 520
LEGEND_GAP = 8.0
# Numbers of the axis stand at least about this far below each other; three always find room.
NUMBER_LINE, MOST_STEPS = 14.5, 6
# The room for numbers before it is known which they are.
USUAL_GUTTER = 30.0
# The scale ends a little above the highest value, not at the next round number: low drawings need their height.
AIR = 1.05
# What lies no higher than this is drawn at zero: an axis of its own would have more decimals than meaning.
NOTHING = 1e-6


@dataclass(frozen=True)
class Sheet:
    """What all panels share: the months, the highest value, how a value of the axis is written (with decimals), the
    legend, and the pixels that the drawings keep free at the right for texts."""

    title: str
    months: range
    highest: float
    written: Callable[[float, int], str]
    legend: Sequence[Entry]
    free: float = 0.0
    definitions: str = ""


def render(
    panels: Sequence[Panel],
    sheet: Sheet,
    *,
    notes: Sequence[str],
    selected: str,
    heading: bool,
    columns: int | None,
    width: int,
    height: int,
) -> str:
    """The SVG document, `width` pixels wide and with legend `height` pixels high where the panels allow it; heading and
    notes come on top of that.

    Every panel is one pickable region: `data-ags` (its key), `data-card`, `aria-pressed`, `aria-label`. With `heading` the
    picture stands alone: panels are described but cannot be picked. Raises ValueError for no panels, or a width without
    room for them.
    """
    map_sheet.check_width(width)
    beside = panel_grid.columns_for(len(panels), width, columns)
    head = map_sheet.heading(sheet.title, width, heading)
    legend = legend_line.draw(sheet.legend, MARGIN, head.height + MARGIN, width - 2 * MARGIN)
    first = head.height + MARGIN + legend.height + LEGEND_GAP
    arrange = partial(
        panel_grid.grid,
        [panel.title for panel in panels],
        [panel.below for panel in panels],
        beside,
        width=width,
        height=height - legend.height - LEGEND_GAP - 2.5 * MARGIN,
    )
    top_value = (sheet.highest if sheet.highest > NOTHING else 1.0) * AIR
    marks = axes.ticks(0.0, top_value, min(int(arrange(gutter=USUAL_GUTTER).plot_height / NUMBER_LINE), MOST_STEPS))
    texts = [sheet.written(mark, axes.decimals(marks[1])) for mark in marks]
    arranged = arrange(gutter=max(text_width(text, axes.SIZE) for text in texts) + NUMBER_GAP)
    scale = Scale(sheet.months, top_value, marks, texts, sheet.free)
    drawn = [
        small_panel.draw(panel, number, arranged, first, scale, is_selected=panel.key == selected, picked=not heading)
        for number, panel in enumerate(panels)
    ]
    foot = map_sheet.footer(notes, width)
    bottom = first + arranged.height + MARGIN / 2
    content = (
        element("defs", sheet.definitions) if sheet.definitions else "",
        head.markup,
        legend.markup,
        *drawn,
        map_sheet.draw_footer(foot, bottom),
    )
    return map_sheet.document("".join(content), sheet.title, width, bottom + map_sheet.footer_height(foot), heading)
