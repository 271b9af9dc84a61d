"""What stands below a funnel: its signs, bands and lines in words, and the units that are not drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from charts import axes
from charts.colours import INK, SOFT_INK
from charts.funnel_limits import BANDS, LEVELS, LINES, Funnel
from charts.funnel_points import Point
from charts.lettering import element, pixels, text_line, text_width, wrap
from charts.map_sheet import MARGIN, Block
from charts.verdicts import VERDICT_WORDS, sign
from locales.language import Language

SIZE, LINE = 13.5, 19.0
INDENT, SWATCH, COLUMN_GAP = 34.0, 26.0, 22.0
NORM_COLOUR, NORM_DASHES = "#8a1c5a", "9 5"


@dataclass(frozen=True)
class Row:
    """An entry: its text and how its sign is drawn around a middle (x, y)."""

    text: str
    draw: Callable[[float, float], str]


def rows_of(points: Sequence[Point], funnel: Funnel, norm: tuple[float, str] | None, language: Language) -> list[Row]:
    """The verdicts that are drawn, the highest first, then bands and lines."""
    text = language.text
    shown = {point.verdict for point in points if point.ratio is not None}
    rows = [_verdict(verdict, language) for verdict in VERDICT_WORDS if verdict in shown]
    inner, outer = (language.percent(level, 1 if level > LEVELS[0] else 0) for level in LEVELS)
    if funnel.tau2 > 0:
        usual = text("as far as chance and the usual differences reach ({inner} and {outer})", inner=inner, outer=outer)
        rows += [Row(usual, _bands), Row(text("as far as chance alone reaches"), _line(SOFT_INK, 0.9, "1.5 3"))]
    else:
        reach = text("as far as chance alone reaches ({inner} and {outer})", inner=inner, outer=outer)
        rows.append(Row(reach, _bands))
    return [*rows, Row(norm[1], _line(NORM_COLOUR, 2.0, NORM_DASHES))] if norm else rows


def sentences_of(points: Sequence[Point], funnel: Funnel, language: Language) -> list[str]:
    """What rounding does to verdicts, and who is not drawn and why, in the order of the verdicts."""
    said = []
    if funnel.is_rounded:
        said.append(
            language.text(
                "Counts are rounded: high or low is only what lies beyond the limits with every count behind."
            )
        )
    missing = [point for point in points if point.ratio is None]
    reasons = {
        verdict: ", ".join(point.label for point in missing if point.verdict == verdict)
        for verdict in VERDICT_WORDS
        if any(point.verdict == verdict for point in missing)
    }
    units = "; ".join(f"{names} ({language.text(VERDICT_WORDS[verdict])})" for verdict, names in reasons.items())
    return [*said, language.text("Not drawn: {units}.", units=units)] if units else said


def draw(rows: Sequence[Row], sentences: Sequence[str], width: float) -> Block:
    """The entries one after the other on as many lines as they need, then the sentences; from (0, 0) down."""
    parts: list[str] = []
    x, y = MARGIN, 0.0
    for row in rows:
        lines = wrap(row.text, SIZE, width - 2 * MARGIN - INDENT)
        needed = INDENT + max(text_width(line, SIZE) for line in lines)
        if x > MARGIN and x + needed > width - MARGIN:
            x, y = MARGIN, y + LINE
        parts.append(row.draw(x + SWATCH / 2, y + LINE / 2))
        parts += _lines(lines, x + INDENT, y, INK)
        y += LINE * (len(lines) - 1)
        x += needed + COLUMN_GAP
    said = [line for sentence in sentences for line in wrap(sentence, SIZE, width - 2 * MARGIN)]
    parts += _lines(said, MARGIN, y + LINE, SOFT_INK)
    return Block(element("g", "".join(parts)), y + LINE * (1 + len(said)))


def _lines(lines: Sequence[str], x: float, y: float, colour: str) -> list[str]:
    return [text_line(line, x, y + LINE * (row + 0.74), SIZE, fill=colour) for row, line in enumerate(lines)]


def _verdict(verdict: str, language: Language) -> Row:
    return Row(language.text(VERDICT_WORDS[verdict]), lambda x, y: sign(verdict, x, y))


def _bands(x: float, y: float) -> str:
    """Both bands one inside the other with their lines, as in the plot."""
    drawn = []
    for level, half in ((LEVELS[1], 7.5), (LEVELS[0], 3.5)):
        colour, width, dashes = LINES[level]
        left, right = x - SWATCH / 2, x + SWATCH / 2
        drawn.append(
            element(
                "rect",
                x=pixels(left),
                y=pixels(y - half),
                width=pixels(SWATCH),
                height=pixels(2 * half),
                fill=BANDS[level],
            )
        )
        drawn += [axes.line(left, y + side, right, y + side, colour, width, dashes) for side in (-half, half)]
    return "".join(drawn)


def _line(colour: str, width: float, dashes: str | None) -> Callable[[float, float], str]:
    return lambda x, y: axes.line(x - SWATCH / 2, y, x + SWATCH / 2, y, colour, width, dashes)
