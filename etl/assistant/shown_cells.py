"""What may be shown on screen of a column of an export: enough to say what it is, never what is in it about a person."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from etl.assistant.columns import DAY, MONTH, NUMBER, Column
from etl.assistant.field_words import simplified

MOST_VALUES = 30
# An entry that so many rows have is an item of a list, and a name or a remark hardly ever is.
OFTEN = 3
LONGEST_VALUE = 60
SHORT_CODE = 2
MOSTLY = 0.9
SHOWN_SHARE = 0.5
# Numbers that repeat and are small measure something; others may be keys of people.
MEASURED = re.compile(r"-?\d{1,3}([.,]\d{1,2})?")


@dataclass(frozen=True)
class Examples:
    """`form`: "withheld" (looks as if it identified people), "values" (items of a list), "days" or "months" (first and last
    year), "numbers" (smallest and largest), "text" (only how the cells are formed) or "empty".

    `values` may be shown; `unshown` is how many other entries there are. `filled` and `empty` count cells. `pattern` has 9
    for every digit and A for every letter, where all cells have the same.
    """

    form: str
    filled: int
    empty: int
    values: tuple[str, ...] = ()
    unshown: int = 0
    first: float | None = None
    last: float | None = None
    pattern: str = ""


def examples(column: Column, *, identifies: bool, known: Collection[str] = (), is_listed: bool = False) -> Examples:
    """What may be shown of a column.

    `identifies`: whether it seems to identify people. `known`: simplified entries that tell nothing about a single person
    wherever they stand: names of codes, of municipalities, of posts. `is_listed`: whether heading or content say that the
    column holds items of one of our lists; only then entries that are not known are shown, where they are frequent.
    """
    counted = {"filled": column.filled, "empty": column.empty}
    if not column.filled:
        return Examples("empty", **counted)
    if identifies:
        return Examples("withheld", **counted)
    values = _values(column, known, is_listed=is_listed)
    if values:
        return Examples("values", **counted, values=values, unshown=len(column.counts) - len(values))
    for form, pattern in (("days", DAY), ("months", MONTH)):
        years = column.years()
        if years and column.share(pattern) >= MOSTLY:
            return Examples(form, **counted, first=years[0], last=years[1])
    if column.share(MEASURED) >= MOSTLY and column.filled >= OFTEN * len(column.counts):
        numbers = [float(text.replace(",", ".")) for text in column.counts if MEASURED.fullmatch(text)]
        return Examples("numbers", **counted, first=min(numbers), last=max(numbers))
    return Examples("text", **counted, pattern=_pattern(column))


def _values(column: Column, known: Collection[str], *, is_listed: bool) -> tuple[str, ...]:
    if len(column.counts) > MOST_VALUES:
        return ()
    may = [
        text
        for text, count in column.counts.items()
        if simplified(text) in known or (count >= OFTEN and is_listed and _is_item(text))
    ]
    few_short = len(column.counts) <= MOST_VALUES // 3 and all(
        len(text) <= SHORT_CODE and count >= OFTEN for text, count in column.counts.items()
    )
    shown = sorted(column.counts if few_short else may)
    is_most = sum(column.counts[text] for text in shown) >= SHOWN_SHARE * column.filled
    return tuple(shown) if is_listed or is_most else ()


def _is_item(text: str) -> bool:
    is_words = not (DAY.fullmatch(text) or NUMBER.fullmatch(text))
    return is_words and len(text) <= LONGEST_VALUE


def _pattern(column: Column) -> str:
    patterns = {re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "9", text)) for text in column.counts}
    pattern = patterns.pop()
    return pattern if not patterns and column.filled >= OFTEN and len(pattern) <= LONGEST_VALUE else ""
