"""The points of a funnel: what a row says, drawn and read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from math import isfinite

import polars as pl

from charts.axes import Axis
from charts.colours import INK, PAPER
from charts.lettering import element, pixels
from charts.verdicts import RADIUS, VERDICT_WORDS, sign
from charts.wording import absolute_text
from locales.language import Language

# At least 24 pixels wide, so that a finger or an unsteady hand hits it (WCAG 2.2, 2.5.8).
_TOUCH_RADIUS = 12.5
_ROUND_PERCENT = 0.005
# From twice the expected on, a multiple says more than per cent.
_MULTIPLE = 2.0


@dataclass(frozen=True)
class Point:
    """One unit: `ratio` of observed to `expected` (None: not drawn), its verdict, and the lines of its hover card."""

    key: str
    label: str
    expected: float
    ratio: float | None
    verdict: str
    card: str


def read(frame: pl.DataFrame) -> list[Point]:
    """The rows as points. Columns as in `charts.funnel.render`.

    Raises ValueError for a key twice, an unknown verdict, and a ratio that is negative or has nothing expected below it.
    """
    given = frame if "card" in frame.columns else frame.with_columns(card=pl.lit(""))
    rows = given.select(*(field.name for field in fields(Point))).iter_rows(named=True)
    points = [Point(**row) for row in rows]
    if len({point.key for point in points}) < len(points):
        raise ValueError("a funnel has one row per key; sum the rows of a key first")
    for point in points:
        _check(point)
    return points


def drawn(points: Sequence[Point]) -> list[Point]:
    return [point for point in points if point.ratio is not None]


def draw(point: Point, across: Axis, upward: Axis, language: Language, selected: str, *, picked: bool) -> str:
    """The sign of a point with room around it for the pointer; its outline comes from the page while it has the focus."""
    x, y = across.at(point.expected), upward.at(point.ratio or 0.0)
    parts = (
        element("circle", cx=pixels(x), cy=pixels(y), r=pixels(_TOUCH_RADIUS), fill=PAPER, fill_opacity="0"),
        _ring(x, y) if point.key == selected else "",
        sign(point.verdict, x, y),
    )
    attributes: dict[str, object] = {"role": "img", "aria_label": said(point, language)}
    if picked:
        card = "\n".join(line for line in (point.label, point.card) if line)
        pressed = "true" if point.key == selected else "false"
        attributes |= {
            "role": "button",
            "tabindex": "0",
            "data_card": card,
            "data_ags": point.key,
            "aria_pressed": pressed,
        }
    return element("g", "".join(parts), **attributes)


def said(point: Point, language: Language) -> str:
    """What a point says aloud: "Düren: 25 % mehr als erwartet, erwartet 120, auffällig hoch"."""
    return language.text(
        "{label}: {ratio}, expected {expected}, {verdict}",
        label=point.label,
        ratio=ratio_text(point.ratio or 0.0, language),
        expected=absolute_text(point.expected, language) if point.expected < 1 else language.number(point.expected),
        verdict=language.text(VERDICT_WORDS[point.verdict]),
    )


def ratio_text(ratio: float, language: Language) -> str:
    """A ratio to what is expected in words: 0.8 is 20 % less than expected, 2.5 is 2.5 times what is expected."""
    if abs(ratio - 1) < _ROUND_PERCENT:
        return language.text("as much as expected")
    if ratio >= _MULTIPLE:
        return language.text("{times} times what is expected", times=language.number(ratio, 1))
    if ratio > 1:
        return language.text("{percent} more than expected", percent=language.percent(ratio - 1, 0))
    return language.text("{percent} less than expected", percent=language.percent(1 - ratio, 0))


def _check(point: Point) -> None:
    if point.verdict not in VERDICT_WORDS:
        raise ValueError(f"{point.key}: no verdict {point.verdict!r}; there are {', '.join(VERDICT_WORDS)}")
    if point.ratio is None:
        return
    if not (isfinite(point.ratio) and point.ratio >= 0 and isfinite(point.expected) and point.expected > 0):
        raise ValueError(
            f"{point.key}: a ratio is zero or more of something expected, found {point.ratio} of {point.expected}"
        )


def _ring(x: float, y: float) -> str:
    return element(
        "circle",
        cx=pixels(x),
        cy=pixels(y),
        r=pixels(RADIUS + 3.5),
        fill=PAPER,
        stroke=INK,
        stroke_width="2.6",
    )
