"""Months from left to right, each as wide as the next, with the years named below them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby

from charts.axes import BASELINE, GRID, LINE, Axis, line
from charts.colours import INK
from charts.lettering import text_line, text_width

MONTHS_A_YEAR = 12
# Below the months for the names of the years.
HEIGHT = 19.0
TICK = 5.0
YEAR_SIZE = 13.0


def number_of(month: dt.date) -> int:
    """Months counted on from the year 0, so that neighbours differ by one."""
    return month.year * MONTHS_A_YEAR + month.month - 1


def month_of(number: int) -> dt.date:
    return dt.date(number // MONTHS_A_YEAR, number % MONTHS_A_YEAR + 1, 1)


def span(months: Iterable[dt.date]) -> range:
    """The numbers of all months from the first to the last, those between them included. Raises ValueError for none."""
    numbers = [number_of(month) for month in months]
    if not numbers:
        raise ValueError("a course over time needs at least one month")
    return range(min(numbers), max(numbers) + 1)


def axis(months: range, left: float, right: float) -> Axis:
    """Month number n lies between `at(n)` and `at(n + 1)`, its middle at `at(n + 0.5)`."""
    return Axis(months.start, months.stop, left, right)


def years(months: range, scale: Axis, top: float, bottom: float, right: float) -> str:
    """A grid line where a year begins, and below the middle of its months each year's name.

    Names stay between the first month and `right` and off each other; years with more months choose first.
    """
    drawn: list[str] = []
    half, written = text_width("0000", YEAR_SIZE) / 2, list[float]()
    for numbers in sorted(_by_year(months), key=len, reverse=True):
        begin, middle = scale.at(numbers[0]), scale.at((numbers[0] + numbers[-1] + 1) / 2)
        if numbers[0] > months.start:
            drawn.append(line(begin, top, begin, bottom, GRID))
            drawn.append(line(begin, bottom, begin, bottom + TICK, LINE))
        is_free = all(abs(middle - other) >= 2 * half for other in written)
        if is_free and middle - half >= scale.start and middle + half <= right:
            written.append(middle)
            y, year = bottom + HEIGHT / 2 + BASELINE * YEAR_SIZE, str(numbers[0] // MONTHS_A_YEAR)
            drawn.append(text_line(year, middle, y, YEAR_SIZE, text_anchor="middle", fill=INK))
    return "".join(drawn)


def _by_year(months: range) -> list[Sequence[int]]:
    return [list(numbers) for _, numbers in groupby(months, key=lambda number: number // MONTHS_A_YEAR)]
