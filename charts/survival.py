"""What becomes of people over time: cumulative shares with their bands, and how many are still under observation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from charts import (
    funnel_legend,
    map_sheet,
    survival_axis,
    survival_labels,
    survival_lines,
    survival_plot,
    survival_said,
    survival_table,
)
from charts.axes import Axis
from charts.colours import INK
from charts.described import described
from charts.lettering import element, pixels, text_line, text_width
from charts.map_labels import Box
from charts.map_sheet import MARGIN
from charts.survival_curves import Curve, read
from locales.language import Language

LEFT = 58.0
TITLE_SIZE, TITLE_LINE = 13.5, 22.0
TICKS_HEIGHT, LOWEST_PLOT = 26.0, 190.0
PART_GAP = 6.0
BETWEEN_TICKS, AROUND_NUMBER = 40.0, 12.0
# Below how many under observation curves end.
LEAST = 10


def render(
    curves: Mapping[str, pl.DataFrame],
    names: Mapping[str, str],
    language: Language,
    *,
    title: str,
    x_title: str,
    y_title: str,
    falling: bool = False,
    stepped: bool = True,
    unit: str | None = None,
    until: float | None = None,
    target: tuple[float, str] | None = None,
    least: int = LEAST,
    notes: Sequence[str] = (),
    heading: bool = False,
    width: int = 1000,
    height: int = 640,
) -> str:
    """Up to four curves from 0 to 100 % as one SVG document, in the order of `names` (key -> name).

    `curves`: key -> frame of time (days, ascending), at_risk, estimate, lower, upper (shares; as `metrics.duration` gives
    them); a key of `names` without a frame or rows is named as too few for a curve. `falling`: shares start at 1 (still
    running) instead of 0. `stepped`: exact curves are level between their rows, protected ones on a regular grid are joined
    points. `unit`: "days" or "months" (of 30 days); None takes days up to 120 days. `until`: the axis ends at that day.
    `target`: a day and what it is called, drawn as an upright dashed line. `x_title` (without unit) and `y_title` name the
    axes; `heading`, `notes`, `width` and `height` are as in `charts.courses.render`.

    Each curve says its shares at the ticks as `aria-label` and, unless with `heading`, as `data-card`. Focus areas keep their
    colours and dashes. Raises ValueError for no or too many names, for frames without a name or that are no such curve,
    and for a picture narrower than its legend.
    """
    map_sheet.check_width(width)
    found = _read(curves, names, stepped=stepped, falling=falling, until=until)
    shown = {key: curve for key, curve in found.items() if curve is not None}
    styles = survival_lines.styles_for(names)
    last = max([*(curve.last for curve in shown.values()), target[0] if target else 0.0])
    unit = unit or survival_axis.unit_for(last)
    room = survival_labels.width_for(names, width)
    x = survival_axis.axis(unit, last, LEFT, width - MARGIN - room)
    days = survival_axis.ticks(unit, x, _between(shown, language))
    table = survival_table.draw(found, names, styles, days, x, width, language)
    legend = funnel_legend.draw(survival_plot.legend(shown, least, language), (), width)
    head = map_sheet.heading(title, width, heading)
    foot = map_sheet.footer(notes, width)
    above = MARGIN + TITLE_LINE * (2 if target else 1)
    below = TICKS_HEIGHT + TITLE_LINE + PART_GAP + table.height + legend.height + map_sheet.footer_height(foot)
    top = head.height + above
    y = Axis(0.0, 1.0, top + max(height - above - below, LOWEST_PLOT), top)
    table_top = y.start + TICKS_HEIGHT + TITLE_LINE + PART_GAP
    legend_top = table_top + table.height
    foot_top = legend_top + legend.height
    drawn = []
    seen = {key: survival_lines.thinned(curve, x) for key, curve in shown.items()}
    for key, curve in shown.items():
        said = survival_said.lines(curve, days, unit, language)
        attributes = described(f"{names[key]}: {', '.join(said)}", [names[key], *said], asked=not heading)
        drawn.append(element("g", survival_lines.draw(seen[key], styles[key], x, y), **attributes))
    plot = Box(x.start + 2, y.end, width - 2, y.start - 2)
    labels = survival_labels.place(seen, names, x, y, plot, room=room, target=target[0] if target else None)
    behind = survival_plot.grid(x, y, days, unit, language) + survival_plot.target_line(target, x, y, width)
    content = (
        head.markup,
        text_line(y_title, MARGIN, head.height + MARGIN + 0.6 * TITLE_SIZE, TITLE_SIZE, fill=INK, font_weight="600"),
        element("g", behind, aria_hidden="true"),
        *drawn,
        survival_labels.written(labels),
        text_line(
            survival_axis.title(x_title, unit, language),
            x.end,
            y.start + TICKS_HEIGHT + 0.75 * TITLE_SIZE,
            TITLE_SIZE,
            text_anchor="end",
            fill=INK,
        ),
        element("g", table.markup, transform=f"translate(0,{pixels(table_top)})"),
        element("g", legend.markup, transform=f"translate(0,{pixels(legend_top)})"),
        map_sheet.draw_footer(foot, foot_top),
    )
    return map_sheet.document("".join(content), title, width, foot_top + map_sheet.footer_height(foot), heading)


def _read(
    curves: Mapping[str, pl.DataFrame], names: Mapping[str, str], *, stepped: bool, falling: bool, until: float | None
) -> dict[str, Curve | None]:
    """The curves in the order of their names."""
    if not names:
        raise ValueError("curves need at least one name")
    if not set(curves) <= set(names):
        raise ValueError(f"curves without a name: {', '.join(sorted(set(curves) - set(names)))}")
    return {
        key: read(curves[key], stepped=stepped, falling=falling, until=until) if key in curves else None
        for key in names
    }


def _between(shown: Mapping[str, Curve], language: Language) -> float:
    """How far apart ticks must be for the numbers below them."""
    most = max((curve.rows[0].at_risk for curve in shown.values()), default=0.0)
    return max(BETWEEN_TICKS, text_width(language.number(most), survival_table.SIZE) + AROUND_NUMBER)
