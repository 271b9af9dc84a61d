"""What each carrier has today and with the plan."""

from __future__ import annotations

import polars as pl

from locales import Language
from pages.planning.sheet.data import SheetCarrier
from pages.planning.sheet.words import RESIDUE_FTE


def carriers_of(before: pl.DataFrame, after: pl.DataFrame, language: Language) -> tuple[SheetCarrier, ...]:
    """The carriers by name. `before`, `after`: carrier, fte, as placed allocations have them."""
    was, will = (dict(each.group_by("carrier").agg(pl.col("fte").sum()).rows()) for each in (before, after))
    return tuple(
        _carrier(carrier, was.get(carrier, 0.0), will.get(carrier, 0.0), language) for carrier in sorted(was | will)
    )


def _carrier(carrier: str, before: float, after: float, language: Language) -> SheetCarrier:
    is_same = abs(after - before) <= RESIDUE_FTE
    change = "" if is_same else language.number(after - before, 2, signed=True)
    shown = carrier or language.text("carrier not decided")
    return SheetCarrier(shown, language.number(before, 2), language.number(after, 2), change)
