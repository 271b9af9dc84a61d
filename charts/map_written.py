"""Labels as SVG: dark letters on a white halo, readable on every class colour, hatching and circle."""

from __future__ import annotations

from charts.colours import INK
from charts.lettering import element, pixels, text_line
from charts.map_labels import HALO, Label, Style

HALO_COLOUR = "#ffffff"
HALO_OPACITY = 0.94
HALO_STROKE = 4.0


def draw(label: Label, style: Style) -> str:
    """One label, with a leader if it had to move away."""
    left, top, right, _ = label.box
    written = [
        text_line(
            line.text,
            (left + right) / 2,
            top + HALO + style.line * (row + 0.78),
            style.size,
            text_anchor="middle",
            paint_order="stroke",
            font_weight=line.weight,
            stroke=HALO_COLOUR,
            stroke_width=str(HALO_STROKE),
            stroke_opacity=str(HALO_OPACITY),
            stroke_linejoin="round",
        )
        for row, line in enumerate(label.lines)
    ]
    return _leader(label) + "".join(written)


def _leader(label: Label) -> str:
    if label.leader is None:
        return ""
    x, y = label.leader
    # To the nearest point of the box, so that the line ends at the name instead of running under it.
    end_x = min(max(x, label.box.left), label.box.right)
    end_y = min(max(y, label.box.top), label.box.bottom)
    line = f"M{pixels(x)},{pixels(y)}L{pixels(end_x)},{pixels(end_y)}"
    dot = element("circle", cx=pixels(x), cy=pixels(y), r="2", fill=INK)
    return element("path", d=line, stroke=INK, stroke_width="1", fill="none") + dot
