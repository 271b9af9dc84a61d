"""Tables on paper: cells as text, columns as wide as they need to be, and several parts where all do not fit beside each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from charts.lettering import text_width
from locales.language import Language
from report.cell_text import label_of
from report.grid import grid_of
from report.pack.pdf_words import broken
from report.sheets import Example, Sheet

# Points of an A4 sheet across between its margins, of the letters in tables, and of the space around a cell's text.
WIDTH = 757.0
SIZE = 9.0
PADDING = 8.0
# A column is as wide as its longest word, within limits, and at most as wide as its longest text.
LEAST, LONGEST_WORD, LONGEST_TEXT = 30.0, 150.0, 330.0
_GAP = re.compile(r"\s+")


def table(sheet: Sheet, language: Language, example: Example | None = None) -> dict[str, Any]:
    """What the template needs for a table: title, notes, the number of rows, and parts of columns that fit beside each other,
    each of which begins with the column that names the rows."""
    grid = grid_of(sheet, language)
    found = [[heading, *(row[place] for row in grid.rows)] for place, heading in enumerate(grid.headings)]
    needed = [_needed(column) for column in found]
    parts = [
        _part(chosen, found, [grid.is_right[place] for place in chosen], is_first=number == 0)
        for number, chosen in enumerate(_beside(needed, label_of(grid.rows)))
    ]
    return {
        "title": broken(f"{example.word}: {sheet.title}" if example else sheet.title),
        "notes": [broken(note) for note in sheet.notes],
        "parts": parts,
        "columns": len(grid.headings),
        "rows": len(grid.rows),
        "example": example.sentence if example else "",
    }


def _needed(texts: Sequence[str]) -> float:
    """The least width of a column: its longest word's."""
    words = (word for text in texts for word in _GAP.split(text))
    longest = max((text_width(word, SIZE) for word in words), default=0.0)
    return PADDING + min(max(longest, LEAST), LONGEST_WORD)


def _beside(needed: Sequence[float], label: int) -> list[list[int]]:
    """The places of the columns of each part; all parts but the first begin with the column that names the rows."""
    parts: list[list[int]] = [[]]
    for place, width in enumerate(needed):
        if parts[-1] and sum(needed[other] for other in parts[-1]) + width > WIDTH:
            parts.append([label])
        if place not in parts[-1]:
            parts[-1].append(place)
    return parts


def _part(
    chosen: Sequence[int], found: Sequence[Sequence[str]], is_number: Sequence[bool], *, is_first: bool
) -> dict[str, Any]:
    widths = _widths([found[place] for place in chosen])
    cells = [
        [broken(text, width - PADDING, SIZE) for text in found[place]]
        for place, width in zip(chosen, widths, strict=True)
    ]
    return {
        "from": chosen[0 if is_first else -1 if len(chosen) == 1 else 1] + 1,
        "to": chosen[-1] + 1,
        "widths": widths,
        "is_number": list(is_number),
        "heads": [column[0] for column in cells],
        "rows": [list(row) for row in zip(*(column[1:] for column in cells), strict=True)],
    }


def _widths(columns: Sequence[Sequence[str]]) -> list[float]:
    """Every column gets what it needs, and an equal share of what it would like beyond that."""
    needed = [_needed(column) for column in columns]
    liked = [
        max(least, min(PADDING + max(text_width(text, SIZE) for text in column), LONGEST_TEXT))
        for least, column in zip(needed, columns, strict=True)
    ]
    more = sum(liked) - sum(needed)
    share = min(1.0, (WIDTH - sum(needed)) / more) if more else 0.0
    return [round(least + share * (most - least), 1) for least, most in zip(needed, liked, strict=True)]
