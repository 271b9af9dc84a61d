"""What may be shown on screen of a column of an export: enough to say what it is, never what is in it about a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from etl.assistant.columns import DAY, MONTH, Column
from etl.assistant.field_words import simplified
from etl.headings import is_about_somebody

MOST_VALUES = 30
# An entry that so many different cases have is an item of a list, and a name or a remark hardly ever is.
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

    `values` may be shown; `unshown` is how many other entries there are. `masked` ones may be given a meaning, but not
    shown: they are frequent, and may name who works at a post. `filled` and `empty` count cells. `pattern` has 9 for every
    digit and A for every letter, where all cells have the same.
    """

    form: str
    filled: int
    empty: int
    values: tuple[str, ...] = ()
    unshown: int = 0
    first: float | None = None
    last: float | None = None
    pattern: str = ""
    masked: tuple[str, ...] = ()


def examples(
    column: Column,
    *,
    identifies: bool,
    known: Collection[str] = (),
    is_listed: bool = False,
    cases: Mapping[str, int] | None = None,
    may_be_short: bool = False,
    is_shown: Callable[[str], bool] | None = None,
) -> Examples:
    """What may be shown of a column.

    `identifies`: whether it seems to identify people. `known`: simplified entries that tell nothing about a single person
    wherever they stand: names of codes, of municipalities, of posts. `is_listed`: whether heading or content say that the
    column holds items of one of our lists; only then entries that are not known are shown, where they are frequent.
    `cases`: entry -> number of different cases it occurs with; without it, nothing is frequent. `may_be_short`: whether a few
    frequent entries of one or two signs are shown as well, though nothing says that the column is a list. `is_shown`: says of
    the frequent entries which are shown; the others are masked.
    """
    counted = {"filled": column.filled, "empty": column.empty}
    if not column.filled:
        return Examples("empty", **counted)
    if identifies:
        return Examples("withheld", **counted)
    frequent = {text for text, number in (cases or {}).items() if number >= OFTEN}
    short = frequent if may_be_short else set[str]()
    values = _values(column, known, frequent if is_listed else set(), short, is_listed=is_listed)
    masked = tuple(text for text in values if is_shown and simplified(text) not in known and not is_shown(text))
    if values:
        shown = tuple(text for text in values if text not in masked)
        unshown = len(column.counts) - len(shown)
        return Examples("values", **counted, values=shown, unshown=unshown, masked=masked)
    for form, pattern in (("days", DAY), ("months", MONTH)):
        years = column.years()
        if years and column.share(pattern) >= MOSTLY:
            return Examples(form, **counted, first=years[0], last=years[1])
    if column.share(MEASURED) >= MOSTLY and column.filled >= OFTEN * len(column.counts):
        numbers = [float(text.replace(",", ".")) for text in column.counts if MEASURED.fullmatch(text)]
        return Examples("numbers", **counted, first=min(numbers), last=max(numbers))
    return Examples("text", **counted, pattern=_pattern(column))


def _values(
    column: Column, known: Collection[str], frequent: Collection[str], short: Collection[str], *, is_listed: bool
) -> tuple[str, ...]:
    if len(column.counts) > MOST_VALUES:
        return ()
    may = [text for text in column.counts if simplified(text) in known or (text in frequent and _is_item(text))]
    few_short = len(column.counts) <= MOST_VALUES // 3 and all(
        len(text) <= SHORT_CODE and text in short for text in column.counts
    )
    shown = sorted(column.counts if few_short else may)
    is_most = sum(column.counts[text] for text in shown) >= SHOWN_SHARE * column.filled
    return tuple(shown) if is_listed or is_most else ()


def _is_item(text: str) -> bool:
    return len(text) <= LONGEST_VALUE and not is_about_somebody(text)


def _pattern(column: Column) -> str:
    patterns = {re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "9", text)) for text in column.counts}
    pattern = patterns.pop()
    return pattern if not patterns and column.filled >= OFTEN and len(pattern) <= LONGEST_VALUE else ""
