"""What stands in a cell of an official table: a figure, or the sign that says why there is none.

The signs are those of DIN 55301, which all statistical offices use.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass

# A dash means "nothing" by the book. Tables also fill combinations, areas and deliveries that do not exist with it, so
# it is a zero only where a table or the configuration says so.
SIGNS = {
    "": "not_reported",
    "-": "not_reported",
    "–": "not_reported",
    ".": "not_published",
    "/": "unreliable",
    "x": "not_meaningful",
    "X": "not_meaningful",
    "...": "later",
    "…": "later",
}
DASHES = frozenset({"-", "–"})
MARKS = {"()": "limited", "p": "preliminary", "r": "revised", "s": "estimated"}
PLAIN_MARKS = ("", "e")
COMMA = re.compile(r"[+-]?[0-9]+(,[0-9]+)?")
POINT = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
CLEAR_POINT = re.compile(r"[+-]?[0-9]+\.([0-9]{1,2}|[0-9]{4,})")
THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}((\.[0-9]{3})+,[0-9]+|(\.[0-9]{3}){2,})")
WITH_MARK = re.compile(r"(?P<figure>[^()]*[0-9])\s*(?P<mark>[prs])")


@dataclass(frozen=True)
class Reading:
    """`value` is None where there is no figure; `quality` is None where it is that of the indicator."""

    value: float | None
    quality: str | None


def read_figure(
    text: str, mark: str = "", *, zeros: Collection[str] = (), decimal_point: bool = False
) -> Reading | None:
    """What a cell says, with the mark of a quality column beside it; None where it is unreadable.

    `zeros`: the dashes that stand for exactly nothing here.
    """
    if mark not in MARKS and mark not in PLAIN_MARKS:
        return None
    if text in zeros and text in DASHES:
        return Reading(0.0, "exact")
    if text in SIGNS:
        return Reading(None, SIGNS[text])
    if text.startswith("(") and text.endswith(")"):
        text, mark = text[1:-1].strip(), "()"
    elif found := WITH_MARK.fullmatch(text):
        text, mark = found["figure"].strip(), found["mark"]
    number = _number(text, decimal_point=decimal_point)
    return None if number is None or math.isinf(number) else Reading(number, MARKS.get(mark))


def has_decimal_points(texts: Collection[str]) -> bool:
    """Whether the figures of a table are written with points, as the English exports are."""
    return not any("," in text for text in texts) and any(CLEAR_POINT.fullmatch(text) for text in texts)


def _number(text: str, *, decimal_point: bool) -> float | None:
    text = text.replace("−", "-")
    if decimal_point and POINT.fullmatch(text):
        return float(text)
    if COMMA.fullmatch(text):
        return float(text.replace(",", "."))
    if THOUSANDS.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    # 1.234 may be either; official tables have no thousands marks, but what was saved anew by a spreadsheet may.
    return float(text) if CLEAR_POINT.fullmatch(text) else None
