"""What stands around curves in their plot: grid, target, and the words for bands and marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from charts import axes, survival_axis, survival_lines
from charts.axes import Axis
from charts.colours import SOFT_INK
from charts.funnel_legend import NORM_COLOUR, NORM_DASHES, SWATCH, Row
from charts.lettering import element, pixels, text_line, text_width
from charts.map_sheet import MARGIN
from charts.shortened import shortened
from charts.survival_curves import Curve
from locales.language import Language

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
TARGET_SIZE = 13.5
# The sample of a band is this high.
_BAND = 13.0


def grid(x: Axis, y: Axis, days: Sequence[int], unit: str, language: Language) -> str:
    """Shares to the left, weeks or months below."""
    beside = axes.rows(y, SHARES, [language.percent(share, 0) for share in SHARES], x.start, x.end)
    texts = [language.number(survival_axis.number(day, unit)) for day in days]
    return beside + axes.columns(x, days, texts, y.end, y.start)


def target_line(target: tuple[float, str] | None, x: Axis, y: Axis, width: float) -> str:
    """The line with its words above the plot."""
    if target is None:
        return ""
    at = x.at(target[0])
    (text,) = shortened(target[1], TARGET_SIZE, width - 2 * MARGIN, 1) or [""]
    half = text_width(text, TARGET_SIZE) / 2
    middle = min(max(at, MARGIN + half), width - MARGIN - half)
    above = axes.line(at, y.end - 4, at, y.start, NORM_COLOUR, 1.8, NORM_DASHES)
    return above + text_line(text, middle, y.end - 9, TARGET_SIZE, text_anchor="middle", fill=NORM_COLOUR)


def legend(curves: Mapping[str, Curve], least: int, language: Language) -> list[Row]:
    """Bands and the marks that occur."""
    rows = []
    if any(row.lower < row.upper for curve in curves.values() for row in curve.rows):
        rows.append(Row(language.text("how precisely the figure is known (95 %)"), _band))
    if any(curve.half() is not None for curve in curves.values()):
        rows.append(Row(language.text("half (50 %)"), lambda x, y: survival_lines.half_mark(x, y, SOFT_INK)))
    if any(not curve.is_cut for curve in curves.values()):
        ends = language.text("ends where fewer than {least} are left under observation", least=language.number(least))
        rows.append(Row(ends, _end))
    return rows


def _band(x: float, y: float) -> str:
    return element(
        "rect",
        x=pixels(x - SWATCH / 2),
        y=pixels(y - _BAND / 2),
        width=pixels(SWATCH),
        height=pixels(_BAND),
        fill=SOFT_INK,
        fill_opacity=survival_lines.BAND_OPACITY,
    ) + axes.line(x - SWATCH / 2, y, x + SWATCH / 2, y, SOFT_INK, survival_lines.WIDTH)


def _end(x: float, y: float) -> str:
    return axes.line(x - SWATCH / 2, y, x, y, SOFT_INK, survival_lines.WIDTH) + survival_lines.end_mark(x, y, SOFT_INK)
