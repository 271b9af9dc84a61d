"""The legend of the map, read as sentences from the most to the least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from charts import map_circles
from charts.colours import INK, SOFT_INK
from charts.lettering import element, pixels, text_line, wrap
from charts.map_encoding import Encoding
from charts.map_findings import Finding, hatched_states
from charts.map_hatching import hatching
from charts.map_labels import MARK
from charts.map_sheet import Block
from charts.wording import absolute_text
from metrics.states import NAMES

TITLE_SIZE = 15.0
TEXT_SIZE = 13.5
RULE_SIZE = 13.0
LINE = 19.0
SWATCH_WIDTH = 26.0
SWATCH_HEIGHT = 17.0
INDENT = 34.0
GROUP_GAP = 12.0
ROW_GAP = 5.0
COLUMN_GAP = 24.0


@dataclass(frozen=True)
class Row:
    """One entry: its text, and before it a swatch of a paint, or a sign, or a circle of a radius."""

    text: str
    paint: str = ""
    sign: str = ""
    radius: float = 0.0

    @property
    def indent(self) -> float:
        """Where the text begins: with the swatches' texts, unless the circle is wider."""
        return max(INDENT, 2 * self.radius + 12)

    def lines(self, width: float) -> list[str]:
        return wrap(self.text, TEXT_SIZE, width - self.indent)

    def height(self, width: float) -> float:
        return max(LINE * len(self.lines(width)), 2 * self.radius)


@dataclass(frozen=True)
class Legend:
    """`groups` are the classes, the highest first, and then whatever else needs saying; `rule` is about the classes' limits."""

    title: str
    unit: str
    rule: str
    groups: Sequence[Sequence[Row]]


def legend_of(findings: Sequence[Finding], encoding: Encoding) -> Legend:
    """The legend of all findings of a picture; hatchings, the mark and a circle only where they occur."""
    language, scale, circles = encoding.language, encoding.scale, encoding.circles
    classes = [Row(text, paint=colour) for colour, text in zip(scale.colours, scale.texts, strict=False)]
    others = [
        Row(language.text(NAMES[state]), paint=hatching(state, encoding.key)) for state in hatched_states(findings)
    ]
    if any(finding.mark for finding in findings):
        others.append(Row(encoding.mark_label, sign=MARK))
    if circles.largest > 0:
        shown = circles.example()
        text = f"{absolute_text(shown, language)} {circles.label}".strip()
        others.append(Row(text, radius=circles.size(shown)))
    return Legend(
        encoding.definition.label[language.code],
        encoding.definition.unit[language.code],
        language.text("A value on a limit counts in the class above.") if classes else "",
        [group for group in (classes[::-1], others) if group],
    )


def draw(legend: Legend, x: float, y: float, width: float) -> Block:
    """The legend in one column with its top left corner at x, y."""
    parts: list[str] = []
    bottom = _lines(parts, wrap(legend.title, TITLE_SIZE, width), x, y, TITLE_SIZE, INK, "600")
    bottom = _lines(parts, wrap(legend.unit, TEXT_SIZE, width), x, bottom, TEXT_SIZE, SOFT_INK)
    for number, rows in enumerate(legend.groups):
        bottom += GROUP_GAP
        for row in rows:
            bottom = _row(parts, row, x, bottom, width)
        if number == 0 and legend.rule:
            bottom = _lines(parts, wrap(legend.rule, RULE_SIZE, width), x, bottom, RULE_SIZE, SOFT_INK)
    return Block("".join(parts), bottom - y)


def draw_wide(legend: Legend, x: float, y: float, width: float, columns: int, free: float) -> Block:
    """The legend below a picture: its title, with `free` pixels right of it, then the rows in columns read downwards."""
    parts: list[str] = []
    bottom = _lines(parts, wrap(legend.title, TITLE_SIZE, width - free), x, y, TITLE_SIZE, INK, "600")
    below = ". ".join(text for text in (legend.unit, legend.rule) if text)
    top = _lines(parts, wrap(below, TEXT_SIZE, width - free), x, bottom, TEXT_SIZE, SOFT_INK) + ROW_GAP
    rows = [row for group in legend.groups for row in group]
    column_width = (width - COLUMN_GAP * (columns - 1)) / columns
    bottom = top
    for number, column in enumerate(_shared_out(rows, columns, column_width)):
        down = top
        for row in column:
            down = _row(parts, row, x + number * (column_width + COLUMN_GAP), down, column_width)
        bottom = max(bottom, down)
    return Block("".join(parts), bottom - y)


def _shared_out(rows: Sequence[Row], columns: int, width: float) -> list[list[Row]]:
    """The rows in columns of about the same height, in their order."""
    heights = [row.height(width) + ROW_GAP for row in rows]
    for most in sorted({sum(heights[i:j]) for j in range(len(rows) + 1) for i in range(j)}):
        found = _filled(rows, heights, most)
        if len(found) <= columns:
            return found
    return []


def _filled(rows: Sequence[Row], heights: Sequence[float], most: float) -> list[list[Row]]:
    columns: list[list[Row]] = []
    used = most + 1
    for row, height in zip(rows, heights, strict=True):
        if used + height > most:
            columns.append([])
            used = 0.0
        columns[-1].append(row)
        used += height
    return columns


def _row(parts: list[str], row: Row, x: float, y: float, width: float) -> float:
    """One row drawn from y downwards; returns where the next begins."""
    lines, height = row.lines(width), row.height(width)
    # Beside a circle higher than its text, the text stands in the middle; a swatch stands beside the first line.
    text_top = y + (height - LINE * len(lines)) / 2
    if row.radius:
        parts.append(map_circles.draw(x + max(row.radius, SWATCH_WIDTH / 2), y + height / 2, row.radius))
    elif row.sign:
        middle = x + SWATCH_WIDTH / 2
        parts.append(text_line(row.sign, middle, y + LINE * 0.74, TEXT_SIZE, fill=INK, text_anchor="middle"))
    else:
        parts.append(_swatch(row.paint, x, y))
    _lines(parts, lines, x + row.indent, text_top, TEXT_SIZE, INK)
    return y + height + ROW_GAP


def _swatch(paint: str, x: float, y: float) -> str:
    return element(
        "rect",
        x=pixels(x + 0.5),
        y=pixels(y + (LINE - SWATCH_HEIGHT) / 2),
        width=pixels(SWATCH_WIDTH),
        height=pixels(SWATCH_HEIGHT),
        rx="2",
        fill=paint,
        stroke="#8b939b",
        stroke_width="0.6",
    )


def _lines(
    parts: list[str], lines: Sequence[str], x: float, y: float, size: float, colour: str, weight: str | None = None
) -> float:
    for line in lines:
        parts.append(text_line(line, x, y + LINE * 0.74, size, fill=colour, font_weight=weight))
        y += LINE
    return y
