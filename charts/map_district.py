"""The district itself: its municipalities, circles and labels on a canvas. Every map, alone or beside others, is drawn here."""

from __future__ import annotations

from collections.abc import Sequence

from charts import map_circles, map_labels, map_written
from charts.canvas import Canvas
from charts.colours import INK
from charts.lettering import element, pixels
from charts.map_encoding import Encoding
from charts.map_findings import Finding
from charts.map_labels import Box, Label, Style, Wanted
from charts.map_regions import regions, selection
from charts.wording import value_text

# Labels may reach this far beyond the outline where nothing else stands.
OVERHANG = 18.0


def aspect(encoding: Encoding) -> float:
    """How many times as wide as high a label is: a name over a value about twice; with a circle below, the group is square."""
    return 2.0 if encoding.circles.largest == 0 else 1.0


def draw(
    findings: Sequence[Finding],
    canvas: Canvas,
    encoding: Encoding,
    x: float,
    y: float,
    *,
    selected: str | None,
    style: Style,
    frame: Box,
    taken: Sequence[Box] = (),
    panel: str = "",
    picked: bool = True,
) -> str:
    """The district with its canvas' top left corner at x, y. `frame` and `taken` are in pixels of the canvas (see `place`)."""
    drawn = (
        regions(findings, canvas, encoding, selected, panel=panel, picked=picked),
        element("path", d=canvas.outer, fill="none", stroke="#6b7480", stroke_width="1.2", pointer_events="none"),
        selection(canvas, selected),
        _circles_and_labels(findings, canvas, encoding, style, frame, taken),
    )
    return element("g", "".join(drawn), transform=f"translate({pixels(x)},{pixels(y)})")


def _circles_and_labels(
    findings: Sequence[Finding], canvas: Canvas, encoding: Encoding, style: Style, frame: Box, taken: Sequence[Box]
) -> str:
    wanted, circles, around = [], [], []
    for finding in findings:
        place = canvas.places[finding.ags]
        size = encoding.circles.size(finding.circle)
        value = "" if finding.value is None else value_text(finding.value, encoding.definition, encoding.language)
        label_y = place.y
        if size > 0:
            # Circle and label share the middle of the area: the circle moves down and the label up.
            centre = place.y + style.line
            label_y = centre - size - style.line - 3
            circles.append(map_circles.draw(place.x, centre, size))
            around.append(Box(place.x - size, centre - size, place.x + size, centre + size))
        wanted.append(Wanted(finding.ags, finding.name, value, place.x, label_y, place.room, finding.mark, place.shape))
    labels: list[Label] = map_labels.place(wanted, frame, around, taken, style)
    return "".join(circles) + element(
        "g",
        "".join(map_written.draw(label, style) for label in labels),
        aria_hidden="true",
        pointer_events="none",
        fill=INK,
    )
