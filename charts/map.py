"""The map of the district as one SVG: the same for pages, presentation, PDF, slides and download."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
from shapely.geometry.base import BaseGeometry

from charts import map_district, map_legend, map_scale_bar, map_sheet
from charts.canvas import Canvas, prepare
from charts.lettering import element, pixels
from charts.map_encoding import encoding
from charts.map_findings import hatched_states, read
from charts.map_hatching import patterns
from charts.map_labels import LARGE, SMALL, Box
from charts.map_sheet import MARGIN
from locales.language import Language
from metrics.definitions import Definition

LEGEND_WIDTH = 300.0
LEGEND_SHARE = 0.42
LEGEND_GAP = 28.0
# Labels that reach beyond the outline keep this far from the legend.
LEGEND_MARGIN = 6.0
LARGEST_RADIUS = 24.0
# A narrower map has no room for large letters: most labels would move away on leaders.
ROOMY = 260.0
SIZE_STEPS = 25


def render(
    values: pl.DataFrame,
    definition: Definition,
    outlines: Mapping[str, BaseGeometry],
    language: Language,
    *,
    title: str,
    attribution: str,
    selected: str | None = None,
    note: str = "",
    circle_label: str = "",
    mark_label: str = "",
    heading: bool = False,
    notes: Sequence[str] = (),
    width: int = 760,
    height: int = 620,
    is_centred: bool = False,
) -> str:
    """One indicator on the municipalities as an SVG document.

    `values` has one row per outline: `ags`, `name`, `value` (Float64, in the definition's unit, null in a missing
    state), `state` (of `metrics.states.STATES`); optional `circle` (Float64, an absolute number named by
    `circle_label`, null for none), `mark` (Boolean, a dot beside the value that means `mark_label`) and `detail`
    (String, further lines of the hover card). `outlines` are in metres, as from `geo.shapes.outlines`. `selected` is an
    AGS; one that is not on the map marks nothing. `width` and `height` set the proportions and, at that size, pixels;
    the font size is then at least 13 pixels.

    `is_centred` puts a map that is narrower than the picture, with its legend, into the middle instead of to the left.
    With `heading` the picture stands alone, for downloads and print: the title is drawn above the map, `notes` (such as
    source, date, protection) between note and attribution, and regions are described but cannot be picked. An empty
    `attribution` is left out: whoever shows the picture then names the source beside it.

    Regions carry `data-ags`, `data-card` (lines for a hover card), `aria-pressed` and the finding as `aria-label`, in
    the order of the rows. Raises ValueError for rows that do not fit the outlines, for states that contradict their
    value or mark, for marks without `mark_label`, and for breaks that the palettes cannot show.
    """
    map_sheet.check_width(width)
    findings = read(values, outlines.keys())
    key = map_sheet.key_of(title, definition.id, findings, selected, heading, width, height)
    meaning = encoding(
        findings,
        definition,
        language,
        circle_label=circle_label,
        mark_label=mark_label,
        radius=LARGEST_RADIUS,
        key=key,
    )
    head = map_sheet.heading(title, width, heading)
    foot = map_sheet.footer((note, *notes, attribution), width)
    legend, legend_width = map_legend.legend_of(findings, meaning), min(LEGEND_WIDTH, width * LEGEND_SHARE)
    beside = map_legend.draw(legend, 0.0, 0.0, legend_width).height + map_scale_bar.HEIGHT
    canvas = _largest_canvas(
        outlines,
        beside,
        legend_width,
        width,
        height - head.height - map_sheet.footer_height(foot) - 2 * MARGIN,
        map_district.aspect(meaning),
    )
    top, legend_x = head.height + MARGIN, _legend_x(canvas, beside)
    described = map_legend.draw(legend, legend_x, top, legend_width)
    bottom = top + max(canvas.height, beside) + MARGIN
    overhang = map_district.OVERHANG
    frame = Box(
        -MARGIN / 2, -MARGIN / 2, min(canvas.width + overhang, width - 1.5 * MARGIN), canvas.height + MARGIN / 2
    )
    legend_left = legend_x - MARGIN
    drawn = (
        map_district.draw(
            findings,
            canvas,
            meaning,
            MARGIN,
            top,
            selected=selected,
            style=LARGE if canvas.width >= ROOMY else SMALL,
            frame=frame,
            taken=[Box(legend_left - LEGEND_MARGIN, -MARGIN, float(width), beside)],
            picked=not heading,
        ),
        described.markup,
        map_scale_bar.draw(legend_x, top + described.height, canvas.pixels_per_km).markup,
    )
    free = width - MARGIN - max(legend_x + legend_width, MARGIN + canvas.width)
    content = (
        element("defs", patterns(hatched_states(findings), key)),
        head.markup,
        element("g", "".join(drawn), transform=f"translate({pixels(free / 2)},0)") if is_centred else "".join(drawn),
        map_sheet.draw_footer(foot, bottom),
    )
    return map_sheet.document("".join(content), title, width, bottom + map_sheet.footer_height(foot), heading)


def _largest_canvas(
    outlines: Mapping[str, BaseGeometry],
    beside: float,
    legend_width: float,
    width: float,
    height: float,
    aspect: float,
) -> Canvas:
    """The largest drawing beside which the legend still fits, in the district's free top right corner if it has one."""
    for step in range(SIZE_STEPS, 0, -1):
        canvas = prepare(outlines, (width - 2 * MARGIN) * step / SIZE_STEPS, height, aspect)
        if _legend_x(canvas, beside) + legend_width <= width - MARGIN:
            return canvas
    raise ValueError(f"the legend of {legend_width:.0f} pixels leaves no room for a map {width} pixels wide")


def _legend_x(canvas: Canvas, beside: float) -> float:
    """Where the legend begins: right of everything drawn down to the depth `beside`."""
    return MARGIN + canvas.right_edge(beside + LEGEND_GAP / 3) + LEGEND_GAP
