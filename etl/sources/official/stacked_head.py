"""The head of a table of the Landesdatenbank or Regionalstatistik: titles, then lines of headings one above the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from etl.errors import InputError
from etl.sources.official.keys import ARS, KEY
from etl.sources.official.layouts import TABLE_NAME
from etl.sources.official.slugs import NO_UNIT, PART, is_unit, unit_id

Record = tuple[int, list[str]]
DAY = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}|(?:18|19|20|21)[0-9]{2}")
DAY_LINE = re.compile(rf"(?:\w+:\s*)?({DAY.pattern})")
WORDS_FOR_DAY = frozenset({"Jahr", "Stichtag", "Zeit", "Berichtsjahr", "Berichtszeitpunkt"})
UNIT_IN_TITLE = re.compile(r"(.*?)\s*\(([^()]*)\)")


@dataclass(frozen=True)
class Column:
    """One column of figures: its measure (parts joined by PART), unit, and its day where the head says one."""

    measure: str
    unit: str
    day: str = ""


@dataclass(frozen=True)
class Head:
    """What stands above the rows, and where in a row key, day and further labels stand; `begins` is the record of the
    first row. `day` is "" and `day_at` None where the day is said otherwise."""

    table: str
    key_at: int
    day_at: int | None
    labels_at: Sequence[int]
    first_figure: int
    columns: Sequence[Column]
    day: str
    begins: int


def is_key(text: str) -> bool:
    """Whether a cell holds the official key of an area."""
    return bool(KEY.fullmatch(text) or ARS.fullmatch(text))


def day_of_line(cells: Sequence[str]) -> str | None:
    """The day of a line that says nothing else, such as "2015" or "Jahr: 2016"."""
    found = DAY_LINE.fullmatch(cells[0])
    return found[1] if found and not any(cells[1:]) else None


def read_head(records: Sequence[Record], name: str) -> Head:
    """The head of a table, from its records that are not blank.

    Raises InputError when rows have no keys of areas, when no line names the figures, or when no day is said.
    """
    found = TABLE_NAME.match(records[0][1][0])
    begins = next((number for number, (_, cells) in enumerate(records) if _is_row(cells)), None)
    if begins is None or found is None:
        raise InputError(
            "no row has the official key of an area, and areas are never joined by name, because a district may be called "
            "like its town; download the table again with keys (Regionalschlüssel)",
            name,
        )
    row = records[begins][1]
    titles, lines, day = _parted([cells for _, cells in records[1:begins]], len(row))
    first_figure = min((_blanks(cells) for cells in lines), default=0)
    key_at = next(number for number, cell in enumerate(row) if is_key(cell))
    if not key_at < first_figure < len(row):
        raise InputError("no line above the rows names the figures; download the table again, whole", name)
    day_at = next((number for number, cell in enumerate(row[:first_figure]) if DAY.fullmatch(cell)), None)
    columns = _columns([cells[first_figure:] for cells in lines], titles)
    if day_at is None and not day and not all(column.day for column in columns):
        raise InputError("neither head nor rows say the day or year of the figures; download the table again", name)
    # The name of the area stands right of its key, or of the day between them.
    of_area = next((at for at in range(key_at + 1, first_figure) if at != day_at), None)
    labels = [at for at in range(first_figure) if at not in (key_at, day_at, of_area)]
    return Head(found[1], key_at, day_at, labels, first_figure, columns, day, begins)


def _is_row(cells: Sequence[str]) -> bool:
    """A row begins with a key, or with a day and then a key, and goes on."""
    begins = is_key(cells[0]) or (DAY.fullmatch(cells[0]) and any(is_key(cell) for cell in cells[1:4]))
    return bool(begins) and any(cells[2:])


def _parted(head: Sequence[Sequence[str]], width: int) -> tuple[list[str], list[list[str]], str]:
    """Titles, lines of headings over the figures, and the day if a line says one."""
    titles, lines, day = [], [], ""
    for cells in head:
        if (said := day_of_line(cells)) is not None:
            day = said
        elif cells[0] and not any(cells[1:]):
            titles.append(cells[0])
        elif not cells[0]:
            lines.append([*cells, *[""] * (width - len(cells))][:width])
    return titles, lines, day


def _blanks(cells: Sequence[str]) -> int:
    return next((number for number, cell in enumerate(cells) if cell), len(cells))


def _columns(lines: Sequence[Sequence[str]], titles: Sequence[str]) -> list[Column]:
    """Every column by all the words above it: they are the same whichever other columns a download has."""
    days = _last(lines, lambda cell: DAY.fullmatch(cell) is not None)
    units = _last(lines, is_unit)
    words = [cells for cells in lines if cells not in (days, units) and not set(cells) <= {"", *WORDS_FOR_DAY}]
    title = UNIT_IN_TITLE.fullmatch(titles[-1]) if titles else None
    unit_of_title = unit_id(title[2]) if title and is_unit(title[2]) else ""
    # A title that ends with the unit names the figure; so does the last one when nothing stands above the columns.
    named = [title[1]] if title and unit_of_title else [] if words else list(titles[-1:])
    width = len(lines[0])
    return [
        Column(
            PART.join([*named, *(cells[at] for cells in words if cells[at])]),
            unit_id(units[at]) if units else unit_of_title or NO_UNIT,
            days[at] if days else "",
        )
        for at in range(width)
    ]


def _last(lines: Sequence[Sequence[str]], says: Callable[[str], bool]) -> Sequence[str] | None:
    """The last line of which every cell that is not blank says something of a kind."""
    return next((cells for cells in reversed(lines) if any(cells) and all(says(cell) for cell in cells if cell)), None)
