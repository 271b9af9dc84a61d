"""Names beside points as SVG: dark letters on a white halo, leaders below them."""

from __future__ import annotations

from charts.axes import line
from charts.colours import INK
from charts.lettering import text_line
from charts.map_labels import HALO, Style
from charts.map_written import HALO_COLOUR, HALO_OPACITY, HALO_STROKE
from charts.point_labels import Label


def draw(label: Label, style: Style) -> str:
    """One name in its lines, on the side of its box that faces the point."""
    box, anchor = label.box, label.anchor
    x = {"start": box.left + HALO, "middle": (box.left + box.right) / 2, "end": box.right - HALO}[anchor]
    return "".join(
        text_line(
            text,
            x,
            box.top + HALO + style.line * (row + 0.78),
            style.size,
            text_anchor=anchor,
            paint_order="stroke",
            font_weight=label.spot.weight,
            stroke=HALO_COLOUR,
            stroke_width=str(HALO_STROKE),
            stroke_opacity=str(HALO_OPACITY),
            stroke_linejoin="round",
        )
        for row, text in enumerate(label.spot.lines)
    )


def draw_leader(label: Label) -> str:
    """The line from the point to a name that had to move away."""
    return line(*label.leader, INK, 0.9) if label.has_leader else ""
