"""Numbers as people type them into a table of posts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from planning.edit import MOST_FTE
from planning.refusal import Refusal

UNITS = ("fte", "share")
LEAST_FTE = Fraction(1, 100)
LEAST_SHARE = Fraction(1, 1000)
PER_CENT = Fraction(1, 100)
LONGEST = 20
DECIMAL = re.compile(r"[0-9]+[.,]?[0-9]*|[.,][0-9]+")
FRACTION = re.compile(r"([0-9]+)\s*/\s*([0-9]+)")
SIGNS = str.maketrans({"½": "1/2", "¼": "1/4", "¾": "3/4", "−": "-", "–": "-"})


@dataclass(frozen=True)
class Amount:
    """`value`: FTE, or with `is_share` the part of the post (1 = all of it)."""

    value: Fraction
    is_share: bool

    def of(self, post_fte: float) -> float:
        """The FTE that are meant."""
        return float(self.value * Fraction(post_fte)) if self.is_share else float(self.value)


def read_entry(entry: str, unit: str = "fte") -> Amount | Refusal:
    """What an entry means: "0,5", "0.5", ".5", "1/2" and "½" are half a post, "" and "0" nothing of it.

    "50 %" is always a share of the post; where the `unit` is "share", so are "50" and "1/2", and a number below 1 is refused, as it
    may be meant as a part of 1. FTE are whole multiples of 0.01 up to 20, percentages of 0.1 %. Raises ValueError for another
    unit.
    """
    if unit not in UNITS:
        raise ValueError(f"unknown unit {unit!r}; choose one of {', '.join(UNITS)}")
    shown = " ".join(entry.split())[:LONGEST]
    text = entry.strip().translate(SIGNS)
    is_percentage = text.endswith("%")
    digits = text.removesuffix("%").rstrip()
    number = Fraction(0) if text == "" else _number(re.sub("^[+-]", "", digits))
    if number is None:
        return Refusal("not_a_number", {"entry": shown})
    if digits.startswith("-") and number:
        return Refusal("negative", {"entry": shown})
    if is_percentage or unit == "share":
        return _share(number, shown, is_percentage, "/" in digits)
    if number > MOST_FTE:
        return Refusal("too_much", {"fte": float(number), "most": MOST_FTE})
    if number % LEAST_FTE:
        return Refusal("too_fine", {"entry": shown, "least": float(LEAST_FTE)})
    return Amount(number, is_share=False)


def _share(number: Fraction, shown: str, is_percentage: bool, is_fraction: bool) -> Amount | Refusal:
    if is_fraction and not is_percentage:
        return Amount(number, is_share=True)
    if not is_percentage and 0 < number < 1:
        return Refusal("per_cent_meant", {"entry": shown})
    share = number * PER_CENT
    if share % LEAST_SHARE:
        return Refusal("too_fine_share", {"entry": shown, "least": float(LEAST_SHARE)})
    return Amount(share, is_share=True)


def _number(digits: str) -> Fraction | None:
    if len(digits) > LONGEST:
        return None
    if DECIMAL.fullmatch(digits):
        return Fraction(digits.replace(",", "."))
    parts = FRACTION.fullmatch(digits)
    if parts is None or int(parts[2]) == 0:
        return None
    return Fraction(int(parts[1]), int(parts[2]))
