"""Cells of a workbook as text that etl.typed_rows reads back without doubt."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

AMBIGUOUS_DECIMALS = 3  # 1,125 may be a thousand
DIGITS = 15  # what a spreadsheet keeps, and shows, of a number


def cell_text(value: object) -> str:
    """12 for a whole number, 1,25 with a decimal comma, 2024-05-03 for a day, 2024-05-03 08:30:00 with a time, WAHR and
    FALSCH; text as it stands.

    Three decimals get a zero at the end, 1,1250: otherwise they look like thousands.
    """
    if isinstance(value, bool):
        return "WAHR" if value else "FALSCH"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def _number(value: float) -> str:
    if value == int(value):
        return str(int(value))
    whole, _, decimals = f"{Decimal(f'{value:.{DIGITS}g}'):f}".partition(".")
    return (
        f"{whole},{decimals}0" if len(decimals) == AMBIGUOUS_DECIMALS else f"{whole},{decimals}" if decimals else whole
    )
