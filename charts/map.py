"""The map of the district as one SVG: the same for pages, presentation, PDF, slides and download."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
from shapely.geometry.base import BaseGeometry

from charts import map_labels, map_legend
from charts.canvas import Canvas, prepare
from charts.colours import INK
from charts.lettering import FAMILY, element, escaped, pixels, text_line, wrap
from charts.map_findings import Finding, hatched_states, read
from charts.map_regions import Scale, regions, scale_of, selection
from charts.wording import absolute_text, value_text
from locales.language import Language
from metrics.definitions import Definition
from metrics.states import NAMES

MARGIN = 10.0
LEGEND_WIDTH = 300.0
LEGEND_SHARE = 0.42
LEGEND_GAP = 28.0
SCALE_BAR_WIDTH = 130.0
SCALE_BAR_ROOM = 30.0
FOOTER_SIZE = 13.0
FOOTER_LINE = 18.0
NARROWEST = 480
SIZE_STEPS = 25
# A name over a value is about twice as wide as high; with a circle below them the group is about square.
LABEL_ASPECT = 2.0
# With a circle, circle and label share the middle of the area: the circle moves down by this and the label up.
CIRCLE_DROP = map_labels.LINE


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
    width: int = 760,
    height: int = 620,
) -> str:
    """One indicator on the municipalities as an SVG document.

    `values` has one row per outline: `ags`, `name`, `value` (Float64, in the definition's unit, null in a missing
    state), `state` (of `metrics.states.STATES`); optional `circle` (Float64, an absolute number named by
    `circle_label`, null for none) and `detail` (String, further lines of the hover card). `outlines` are in metres, as
    from `geo.shapes.outlines`. `selected` is an AGS; one that is not on the map marks nothing. `width` and `height` set
    the proportions and, at that size, pixels; the font size is then at least 13 pixels.

    Regions carry `data-ags`, `data-card` (lines for a hover card), `aria-pressed` and the finding as `aria-label`, in
    the order of the rows. Raises ValueError for rows that do not fit the outlines, for states that contradict their
    value, and for breaks that the palettes cannot show.
    """
    findings = read(values, outlines.keys())
    scale = scale_of(definition, language)
    footer = [line for text in (note, attribution) for line in wrap(text, FOOTER_SIZE, width - 2 * MARGIN)]
    below = MARGIN + FOOTER_LINE * len(footer)
    entries = _legend(findings, definition, scale, language, circle_label)
    canvas = _largest_canvas(
        outlines,
        entries,
        _legend_width(width),
        width,
        height - below - 2 * MARGIN,
        LABEL_ASPECT if _largest(findings) == 0 else 1.0,
    )
    bottom = 2 * MARGIN + max(canvas.height, map_legend.height(entries, _legend_width(width)) + SCALE_BAR_ROOM)
    legend_x = _legend_x(canvas, entries, _legend_width(width))
    legend = map_legend.draw(entries, legend_x, MARGIN, _legend_width(width))
    drawn = (
        regions(findings, canvas, definition, scale, language, selected, circle_label),
        element("path", d=canvas.outer, fill="none", stroke="#6b7480", stroke_width="1.2", pointer_events="none"),
        selection(canvas, selected),
        _circles_and_labels(findings, canvas, definition, language),
    )
    content = (
        element("title", escaped(title)),
        element("defs", map_legend.hatchings(hatched_states(findings))),
        element("g", "".join(drawn), transform=f"translate({pixels(MARGIN)},{pixels(MARGIN)})"),
        legend,
        map_legend.scale_bar(
            width - MARGIN - SCALE_BAR_WIDTH, bottom - MARGIN, SCALE_BAR_WIDTH, canvas.pixels_per_km, "km"
        ),
        _footer(footer, bottom),
    )
    return element(
        "svg",
        "".join(content),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {pixels(bottom + below)}",
        width="100%",
        role="group",
        aria_label=title,
        font_family=FAMILY,
    )


def _largest_canvas(
    outlines: Mapping[str, BaseGeometry],
    entries: map_legend.Legend,
    legend_width: float,
    width: float,
    height: float,
    aspect: float,
) -> Canvas:
    """The largest drawing beside which the legend still fits, in the district's free top right corner if it has one."""
    for step in range(SIZE_STEPS, 0, -1):
        canvas = prepare(outlines, (width - 2 * MARGIN) * step / SIZE_STEPS, height, aspect)
        if _legend_x(canvas, entries, legend_width) + legend_width <= width - MARGIN:
            return canvas
    raise ValueError(f"the legend of {legend_width:.0f} pixels leaves no room for a map {width} pixels wide")


def _legend_x(canvas: Canvas, entries: map_legend.Legend, legend_width: float) -> float:
    """Where the legend begins: right of everything drawn beside it."""
    beside = map_legend.height(entries, legend_width) + LEGEND_GAP / 3
    return MARGIN + canvas.right_edge(beside) + LEGEND_GAP


def _legend_width(width: int) -> float:
    if width < NARROWEST:
        raise ValueError(
            f"a map of {width} pixels leaves no room for its legend; draw at least {NARROWEST} and scale it"
        )
    return min(LEGEND_WIDTH, width * LEGEND_SHARE)


def _legend(
    findings: Sequence[Finding], definition: Definition, scale: Scale, language: Language, circle_label: str
) -> map_legend.Legend:
    """The highest class on top; hatchings only where they occur."""
    classes = [map_legend.Row(colour, text) for colour, text in zip(scale.colours, scale.texts, strict=False)]
    states = [
        map_legend.Row(map_legend.hatching(state), language.text(NAMES[state])) for state in hatched_states(findings)
    ]
    largest = _largest(findings)
    circle = None
    if largest > 0:
        shown = map_legend.example(largest)
        circle = (f"{absolute_text(shown, language)} {circle_label}".strip(), map_legend.radius(shown, largest))
    title, unit = definition.label[language.code], definition.unit[language.code]
    return map_legend.Legend(title, unit, classes[::-1], states, circle)


def _circles_and_labels(findings: Sequence[Finding], canvas: Canvas, definition: Definition, language: Language) -> str:
    largest = _largest(findings)
    wanted, circles, around = [], [], []
    for finding in findings:
        place = canvas.places[finding.ags]
        size = map_legend.radius(finding.circle or 0.0, largest)
        value = "" if finding.value is None else value_text(finding.value, definition, language)
        label_y = place.y
        if size > 0:
            centre = place.y + CIRCLE_DROP
            label_y = centre - size - map_labels.LINE - 3
            circles.append(map_legend.circle(place.x, centre, size))
            around.append(map_labels.Box(place.x - size, centre - size, place.x + size, centre + size))
        wanted.append(map_labels.Wanted(finding.ags, finding.name, value, place.x, label_y, place.room))
    frame = map_labels.Box(-MARGIN / 2, -MARGIN / 2, canvas.width + LEGEND_GAP - MARGIN, canvas.height + MARGIN / 2)
    labels = map_labels.place(wanted, frame, around)
    return "".join(circles) + element(
        "g", "".join(map(map_labels.draw, labels)), aria_hidden="true", pointer_events="none", fill=INK
    )


def _largest(findings: Sequence[Finding]) -> float:
    return max((finding.circle or 0.0 for finding in findings), default=0.0)


def _footer(lines: Sequence[str], top: float) -> str:
    return "".join(
        text_line(line, MARGIN, top + FOOTER_LINE * (row + 0.74), FOOTER_SIZE, fill=map_legend.SOFT_INK)
        for row, line in enumerate(lines)
    )
