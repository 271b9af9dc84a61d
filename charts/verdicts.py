"""Verdicts on caseloads: what they are called in pictures, tables and workbooks, and signs that differ in more than colour."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

from charts.colours import DIVERGING, INK, PAPER, SOFT_INK
from charts.lettering import element, pixels
from locales.language import Language

# Verdict of metrics.funnel -> English message for `Language.text`, from the most to the least.
VERDICT_WORDS: Mapping[str, str] = {
    "high": "high, beyond chance",
    "as_expected": "within the usual range",
    "low": "low, beyond chance",
    "single_post": "not judged: a single post",
    "alone": "no comparison: alone in its focus area",
    "too_small": "too few to judge",
    "vacant": "cases, but no post",
    "none": "no post",
}
# For text, where no sign can be drawn.
SIGNS: Mapping[str, str] = {
    "high": "▲",
    "as_expected": "●",
    "low": "▼",
    "single_post": "○",
    "alone": "○",
    "too_small": "–",
    "vacant": "!",
    "none": "–",
}
# The circle around a sign; all signs fit into it.
RADIUS = 8.0
_HIGH, _LOW = DIVERGING[-1], DIVERGING[0]


def verdict_text(verdict: str, language: Language) -> str:
    """A verdict in words with its sign, for tables."""
    return f"{SIGNS[verdict]} {language.text(VERDICT_WORDS[verdict])}"


def sign(verdict: str, x: float, y: float) -> str:
    """The drawn sign of a verdict with its middle at x, y: a triangle up or down, a disc, a ring for what is not judged."""
    if verdict in ("high", "low"):
        up, colour = (1, _HIGH) if verdict == "high" else (-1, _LOW)
        half = RADIUS * sqrt(3) / 2
        points = ((0.0, -RADIUS * up), (half, RADIUS / 2 * up), (-half, RADIUS / 2 * up))
        corners = "L".join(f"{pixels(x + dx)},{pixels(y + dy)}" for dx, dy in points)
        return element("path", d=f"M{corners}Z", fill=colour, stroke=INK, stroke_width="1", stroke_linejoin="round")
    if verdict == "as_expected":
        return _circle(x, y, 5.0, SOFT_INK, PAPER, "1")
    return _circle(x, y, 4.6, PAPER, SOFT_INK, "1.8")


def _circle(x: float, y: float, radius: float, fill: str, stroke: str, width: str) -> str:
    return element("circle", cx=pixels(x), cy=pixels(y), r=pixels(radius), fill=fill, stroke=stroke, stroke_width=width)
