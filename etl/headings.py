"""Whether a row is a header, and which of its headings a message may repeat: what stands there may be about a person."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence

from etl.assistant.columns import DAY, MONTH, NUMBER
from etl.assistant.field_words import heading_words, simplified
from etl.caseload.identifying import by_content

LEAST_TELLING = 3
LONGEST = 200  # characters looked at: a whole book may stand in one cell
CLOSE = 0.82
SHORTEST_PART = 3


def is_header(headings: Sequence[str], also: Collection[str] = ()) -> bool:
    """Whether a row tells that it is a header: at least three of its cells, or half of them, are words by which columns are
    called, or among those of `also`. Where fewer than half are, no cell may be a number or a day."""
    filled = [heading for heading in headings if heading.strip()]
    telling = sum(tells(heading, also) for heading in filled)
    if telling * 2 >= len(filled):
        return telling > 0
    return telling >= LEAST_TELLING and not any(map(is_figure, filled))


def tells(heading: str, also: Collection[str] = ()) -> bool:
    """Whether a heading is, or has among its words, a word by which columns are called."""
    if is_known(heading, also):
        return True
    padded = f" {_compared(heading)} "
    return not is_figure(heading) and any(
        len(word) > SHORTEST_PART and f" {word} " in padded for word in heading_words()
    )


def is_known(heading: str, also: Collection[str] = ()) -> bool:
    """Whether a heading is a word by which columns are called, or one of `also`."""
    compared = _compared(heading)
    return heading in also or (bool(compared) and (compared in heading_words() or compared in map(_compared, also)))


def may_be_quoted(heading: str, headings: Sequence[str], also: Collection[str] = ()) -> bool:
    """Whether a message may repeat a heading: it is known, or, in a row that is a header, very like one that is known."""
    if is_known(heading, also):
        return True
    if is_about_somebody(heading) or not is_header(headings, also):
        return False
    known = [*heading_words(), *map(_compared, also)]
    return bool(difflib.get_close_matches(_compared(heading), known, n=1, cutoff=CLOSE))


def is_about_somebody(text: str) -> bool:
    """Whether a text is what no column is called: a number, a day, or something that identifies people."""
    cut = text[:LONGEST]
    return is_figure(cut) or (by_content([cut]) is not None and not tells(cut))


def is_figure(text: str) -> bool:
    """Whether a text is a number, a day or a month."""
    cut = text.strip()[:LONGEST]
    return any(pattern.fullmatch(cut) for pattern in (NUMBER, DAY, MONTH))


def _compared(heading: str) -> str:
    return simplified(heading[:LONGEST])
