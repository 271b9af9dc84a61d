"""How many are still under observation, below curves: a line of numbers per curve, each number under its tick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from charts.axes import Axis, line
from charts.colours import INK, SOFT_INK
from charts.lettering import element, text_line
from charts.map_sheet import MARGIN, Block
from charts.shortened import shortened
from charts.survival_curves import Curve
from charts.survival_lines import WIDTH, Style
from locales.language import Language

SIZE, LINE = 13.5, 18.0
SAMPLE, SAMPLE_GAP, ROW_GAP = 34.0, 7.0, 5.0
# Where a curve has ended.
NOTHING = "–"


def draw(
    curves: Mapping[str, Curve | None],
    names: Mapping[str, str],
    styles: Mapping[str, Style],
    days: Sequence[int],
    x: Axis,
    width: float,
    language: Language,
) -> Block:
    """The names with samples of their lines and the numbers below them, from (0, 0) down.

    Curves read their numbers aloud themselves; here only those speak that are not drawn.
    """
    title = text_line(language.text("still under observation"), MARGIN, 0.74 * LINE, SIZE, fill=INK, font_weight="600")
    parts, y = [element("g", title, aria_hidden="true")], LINE
    for key, curve in curves.items():
        style = styles[key]
        sample = line(MARGIN, y + LINE / 2, MARGIN + SAMPLE, y + LINE / 2, style.colour, WIDTH, style.dashes)
        indent = MARGIN + SAMPLE + SAMPLE_GAP
        lines = shortened(_named(names[key], curve, language), SIZE, width - MARGIN - indent, 2)
        named = "".join(
            text_line(text, indent, y + LINE * (row + 0.74), SIZE, fill=INK) for row, text in enumerate(lines)
        )
        y += LINE * len(lines)
        if curve is None:
            said = _named(names[key], curve, language)
            parts.append(element("g", sample + named, role="img", aria_label=said))
        else:
            parts.append(element("g", sample + named + _numbers(curve, days, x, y, language), aria_hidden="true"))
            y += LINE
        y += ROW_GAP
    return Block("".join(parts), y)


def texts(curve: Curve, days: Sequence[int], language: Language) -> list[str]:
    """The numbers at the ticks."""
    rows = [curve.at(day) for day in days]
    return [NOTHING if row is None else language.number(row.at_risk) for row in rows]


def _named(name: str, curve: Curve | None, language: Language) -> str:
    return f"{name}: {language.text('too few for a curve')}" if curve is None else name


def _numbers(curve: Curve, days: Sequence[int], x: Axis, top: float, language: Language) -> str:
    return "".join(
        text_line(text, x.at(day), top + 0.74 * LINE, SIZE, text_anchor="middle", fill=SOFT_INK)
        for day, text in zip(days, texts(curve, days, language), strict=True)
    )
