"""Several maps of one indicator side by side: one scale, one legend, one selection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl
from shapely.geometry.base import BaseGeometry

from charts import map_district, map_legend, map_scale_bar, map_sheet
from charts.canvas import Canvas, prepare
from charts.colours import INK, SOFT_INK
from charts.lettering import element, text_line, wrap
from charts.map_encoding import Encoding, encoding
from charts.map_findings import Finding, hatched_states, read
from charts.map_hatching import patterns
from charts.map_labels import LARGE, SMALL, Box
from charts.map_sheet import MARGIN, Block
from locales.language import Language
from metrics.definitions import Definition

GAP = 20.0
TITLE_SIZE, TITLE_LINE = 15.0, 20.0
NOTE_SIZE, NOTE_LINE = 13.0, 17.0
LARGEST_RADIUS = 15.0
# Narrower panels would leave less room than the labels need.
NARROWEST_PANEL = 220.0
COMFORTABLE_PANEL = 300
LEGEND_COLUMN = 300
BESIDE_LEGEND = 250.0
LOWEST_MAP = 120.0
# From this width on a map has room for letters of the size that a map alone has.
ROOMY = 340.0


@dataclass(frozen=True)
class Panel:
    """One map: its title, its values (see `charts.map.render`) and a line of its own below the title."""

    title: str
    values: pl.DataFrame
    note: str = ""


@dataclass(frozen=True)
class _Grid:
    """Where panels stand: how many beside each other, their width, and the lines of their titles and notes."""

    columns: int
    width: float
    titles: Sequence[Sequence[str]]
    notes: Sequence[Sequence[str]]

    @property
    def rows(self) -> int:
        return -(-len(self.titles) // self.columns)

    @property
    def text_height(self) -> float:
        """The room above every map, so that all maps of a row begin at the same height."""
        return TITLE_LINE * max(map(len, self.titles)) + NOTE_LINE * max(map(len, self.notes)) + 4

    def corner(self, number: int, row_height: float) -> tuple[float, float]:
        row, column = divmod(number, self.columns)
        return MARGIN + column * (self.width + GAP), row * (row_height + GAP)


def render(
    panels: Sequence[Panel],
    definition: Definition,
    outlines: Mapping[str, BaseGeometry],
    language: Language,
    *,
    title: str,
    attribution: str,
    note: str = "",
    selected: str | None = None,
    circle_label: str = "",
    mark_label: str = "",
    heading: bool = False,
    notes: Sequence[str] = (),
    width: int = 1050,
    height: int = 640,
    columns: int | None = None,
    legend_beside: bool = False,
) -> str:
    """One indicator in several maps as one SVG document, with one legend and one scale of circles below them, or with
    `legend_beside` right of them, which leaves low pictures of two maps larger ones.

    Parameters are those of `charts.map.render`; `columns` is how many maps stand beside each other, by default as many as
    are at least COMFORTABLE_PANEL pixels wide. Where a label has no room for both, the value stays and the name goes:
    hover card, description and table have it. Regions are described as "panel, municipality: finding" and follow each
    other panel by panel; each panel's group has its number (from 0) as `data-panel`. The selected municipality is
    outlined in every panel.

    Raises ValueError as `charts.map.render` does, without any panel, and where the size leaves no room for the maps.
    """
    map_sheet.check_width(width)
    findings = [read(panel.values, outlines.keys()) for panel in panels]
    together = [finding for found in findings for finding in found]
    titles = [panel.title for panel in panels]
    key = map_sheet.key_of(title, titles, definition.id, findings, selected, heading, width, height, columns)
    meaning = encoding(
        together,
        definition,
        language,
        circle_label=circle_label,
        mark_label=mark_label,
        radius=LARGEST_RADIUS,
        key=key,
    )
    beside = BESIDE_LEGEND + GAP if legend_beside else 0.0
    grid = _grid(panels, width - beside, columns)
    head = map_sheet.heading(title, width, heading)
    foot = map_sheet.footer((note, *notes, attribution), width)
    legend = map_legend.legend_of(together, meaning)
    below = 0.0 if legend_beside else _legend_below(legend, 0.0, width).height + MARGIN
    room = height - head.height - 2 * MARGIN - below - map_sheet.footer_height(foot)
    canvas = _canvas(outlines, grid, room, map_district.aspect(meaning))
    row_height = grid.text_height + canvas.height
    top = head.height + MARGIN
    maps_end = top + grid.rows * (row_height + GAP) - GAP
    if legend_beside:
        left = width - MARGIN - BESIDE_LEGEND
        described = map_legend.draw(legend, left, top, BESIDE_LEGEND)
        bar = map_scale_bar.draw(left, top + described.height, canvas.pixels_per_km)
        bottom = max(maps_end, top + described.height + map_scale_bar.HEIGHT) + MARGIN
    else:
        legend_top = maps_end + MARGIN
        described = _legend_below(legend, legend_top, width)
        bar = map_scale_bar.draw(width - MARGIN, legend_top, canvas.pixels_per_km, to_the_left=True)
        bottom = legend_top + described.height + MARGIN
    drawn = [
        _panel(number, panels[number].title, found, canvas, meaning, grid, row_height, top, selected, heading)
        for number, found in enumerate(findings)
    ]
    content = (
        element("defs", patterns(hatched_states(together), key)),
        head.markup,
        *drawn,
        bar.markup,
        described.markup,
        map_sheet.draw_footer(foot, bottom),
    )
    return map_sheet.document("".join(content), title, width, bottom + map_sheet.footer_height(foot), heading)


def _legend_below(legend: map_legend.Legend, top: float, width: int) -> Block:
    free = map_scale_bar.WIDTH + MARGIN
    return map_legend.draw_wide(legend, MARGIN, top, width - 2 * MARGIN, max(1, width // LEGEND_COLUMN), free)


def _grid(panels: Sequence[Panel], width: float, columns: int | None) -> _Grid:
    if not panels:
        raise ValueError("a picture of several maps needs at least one panel")
    beside = min(len(panels), columns or max(1, int(width // COMFORTABLE_PANEL)))
    panel_width = (width - 2 * MARGIN - GAP * (beside - 1)) / beside
    if beside < 1 or panel_width < NARROWEST_PANEL:
        raise ValueError(
            f"{beside} panels beside each other leave {panel_width:.0f} pixels for each; draw fewer or wider"
        )
    titles = [wrap(panel.title, TITLE_SIZE, panel_width) for panel in panels]
    return _Grid(beside, panel_width, titles, [wrap(panel.note, NOTE_SIZE, panel_width) for panel in panels])


def _canvas(outlines: Mapping[str, BaseGeometry], grid: _Grid, room: float, aspect: float) -> Canvas:
    map_height = (room - GAP * (grid.rows - 1)) / grid.rows - grid.text_height
    if map_height < LOWEST_MAP:
        raise ValueError(f"the texts leave {map_height:.0f} pixels for each map's height; make the picture higher")
    return prepare(outlines, grid.width, map_height, aspect)


def _panel(
    number: int,
    title: str,
    findings: Sequence[Finding],
    canvas: Canvas,
    meaning: Encoding,
    grid: _Grid,
    row_height: float,
    top: float,
    selected: str | None,
    heading: bool,
) -> str:
    x, y = grid.corner(number, row_height)
    y += top
    title_lines, note_lines = grid.titles[number], grid.notes[number]
    written = [
        text_line(line, x, y + TITLE_LINE * (row + 0.74), TITLE_SIZE, fill=INK, font_weight="600")
        for row, line in enumerate(title_lines)
    ]
    notes_top = y + TITLE_LINE * len(title_lines)
    written += [
        text_line(line, x, notes_top + NOTE_LINE * (row + 0.74), NOTE_SIZE, fill=SOFT_INK)
        for row, line in enumerate(note_lines)
    ]
    # The map stands in the middle of its panel; labels may use the whole panel.
    free = (grid.width - canvas.width) / 2
    drawn = map_district.draw(
        findings,
        canvas,
        meaning,
        x + free,
        y + grid.text_height,
        selected=selected,
        style=SMALL if canvas.width < ROOMY else replace(LARGE, keeps_value=True),
        frame=Box(
            -min(free + GAP / 4, map_district.OVERHANG),
            -2.0,
            canvas.width + min(free + GAP / 4, map_district.OVERHANG),
            canvas.height + MARGIN / 2,
        ),
        panel=title,
        picked=not heading,
    )
    return element("g", "".join(written) + drawn, data_panel=str(number))
