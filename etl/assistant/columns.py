"""The columns of a table of unknown making: headings, and how often each entry occurs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from etl.files import Grid

LOOKED_AT_FOR_HEADER = 20
NEARLY = 0.7
DAY = re.compile(r"(?:(\d{4})-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./](\d{4}|\d{2}))(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
MONTH = re.compile(r"\d{1,2}[./](\d{4})|(\d{4})-\d{1,2}")
NUMBER = re.compile(r"[-+]?(\d+|\d{1,3}([.,' \u202f]\d{3})+)([.,]\d+)?")
WHOLE = re.compile(r"\d+")
YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True)
class Column:
    """One column: its heading, how often each entry occurs (in the order of the file), how many cells are empty; `cells`:
    what stands in each row."""

    heading: str
    counts: Mapping[str, int]
    empty: int = 0
    cells: tuple[str, ...] = field(default=(), repr=False)

    @property
    def filled(self) -> int:
        return sum(self.counts.values())

    def share(self, pattern: re.Pattern[str]) -> float:
        """The share of the filled cells that are wholly of a pattern; 0 where none is filled."""
        found = sum(count for text, count in self.counts.items() if pattern.fullmatch(text))
        return found / self.filled if self.filled else 0.0

    def years(self) -> tuple[int, int] | None:
        """The earliest and the latest year of the dates and months among its cells."""
        matches = [DAY.fullmatch(text) or MONTH.fullmatch(text) for text in self.counts]
        digits = [next(filter(None, match.groups()), "") for match in matches if match]
        years = [int(year) for year in digits if len(year) == 4]  # noqa: PLR2004, of two digits is no year
        return (min(years), max(years)) if years else None


def columns_of(grid: Grid) -> list[Column]:
    """The columns below the header, found among the first records; columns without heading and cells are left out.

    Cells beyond the header's last are ignored.
    """
    first = _header(grid)
    headings = [cell.strip() for cell in grid.records[first][1]] if grid.records else []
    rows = [cells for _, cells in grid.records[first + 1 :] if any(cell.strip() for cell in cells)]
    found = []
    for position, heading in enumerate(headings):
        texts = tuple(cells[position].strip() if position < len(cells) else "" for cells in rows)
        counts = Counter(texts)
        empty = counts.pop("", 0)
        if heading or counts:
            found.append(Column(heading, counts, empty, texts))
    return found


def _header(grid: Grid) -> int:
    """The first of the records that are nearly as full of words as the fullest; titles above the header are not."""
    words = [
        sum(
            1
            for cell in cells
            if cell.strip() and not NUMBER.fullmatch(cell.strip()) and not DAY.fullmatch(cell.strip())
        )
        for _, cells in grid.records[:LOOKED_AT_FOR_HEADER]
    ]
    return next((position for position, number in enumerate(words) if number >= NEARLY * max(words)), 0)
