"""Forms of dates and numbers in which an export seems to be written, in the words of a mapping (etl.typed_rows.Layout)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from etl.assistant.columns import Column

SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}.*")
SHORT = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2}")
THOUSANDS_POINT = re.compile(r"-?\d{1,3}(\.\d{3})+")
THOUSANDS_COMMA = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
COMMA = re.compile(r"-?[\d. ]*\d,\d+")
POINT = re.compile(r"-?[\d, ]*\d\.(\d{1,2}|\d{4,})")
MOST_MONTHS = 12


def date_format(columns: Iterable[Column]) -> str:
    """ "dmy_slash", "mdy_slash", "dmy_short" or "auto", which reads TT.MM.JJJJ and ISO dates.

    With slashes a first number above 12 can only be a day, a second one only the day of the American order; where neither
    occurs, the order of Germany is taken.
    """
    texts = [text for column in columns for text in column.counts]
    slashed = [match for match in map(SLASHED.fullmatch, texts) if match]
    if slashed and len(slashed) * 2 > len(texts):
        american = any(int(match[2]) > MOST_MONTHS for match in slashed)
        german = any(int(match[1]) > MOST_MONTHS for match in slashed)
        return "mdy_slash" if american and not german else "dmy_slash"
    short = sum(1 for text in texts if SHORT.fullmatch(text))
    return "dmy_short" if short * 2 > len(texts) else "auto"


def number_format(columns: Iterable[Column]) -> str:
    """ "comma" or "point" where numbers occur that only the mark used elsewhere in the column explains, else "auto"."""
    texts = [text for column in columns for text in column.counts]
    comma, point = (sum(1 for text in texts if pattern.fullmatch(text)) for pattern in (COMMA, POINT))
    if any(THOUSANDS_POINT.fullmatch(text) for text in texts) and comma > point:
        return "comma"
    if any(THOUSANDS_COMMA.fullmatch(text) for text in texts) and point > comma:
        return "point"
    return "auto"
