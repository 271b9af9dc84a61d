"""A table of an input file as rows of text, found below its header; nothing is lost and no value is interpreted."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from statistics import median_high

import polars as pl

from etl.errors import InputError
from etl.files import Grid, Reading, read_grid
from etl.files.separators import SEPARATORS
from etl.headings import may_be_quoted
from etl.outcome import LINE

HEADING = re.compile(r"[^\W\d_][^\d;,|@\t\n\u2028]{0,39}")
MOST_ROWS_ABOVE = 20  # a header lies among the first so many records
ROWS_OF_A_BLOCK = 16  # Excel leaves out the empty cells at the end of as many rows at a time

Record = tuple[int, list[str]]


@dataclass(frozen=True)
class TextTable:
    """`rows`: the wanted columns as text (null where empty) and `line`, the line of the file a row begins on; identical
    rows occur once. `repeated`, `misshapen` and `above` are the lines of rows that repeat another to the letter, of rows with
    more or fewer cells than the header, and of rows above it that are too full for a title. `stray_cells` is all that stands
    in misshapen rows, above the header and in rows with a single cell, also cut where a separator stands within a cell:
    what may belong to a row that has lost its shape or its place. `reading`: how the file was read."""

    name: str
    rows: pl.DataFrame
    repeated: list[int]
    misshapen: list[int]
    stray_cells: frozenset[str] = frozenset()
    reading: Reading = field(default_factory=Reading)
    above: list[int] = field(default_factory=list)

    @property
    def rows_read(self) -> int:
        return self.rows.height + len(self.repeated) + len(self.misshapen) + len(self.above)


def header(path: Path, name: str, reading: Reading | None = None, wanted: Collection[str] = ()) -> list[str]:
    """The column headings of a file: those of the record that has most of the headings `wanted`, else of the first that is
    as full as most are. Raises InputError as read_text_table does, but for no heading."""
    grid = read_grid(path, name, reading)
    return headings_of(grid, wanted)


def headings_of(grid: Grid, wanted: Collection[str] = ()) -> list[str]:
    """The column headings of a table that is read already. Raises InputError when it has none."""
    return _headings(grid.records[_header_at(grid, wanted)][1])


def read_text_table(
    path: Path, name: str, wanted: Collection[str], reading: Reading | None = None, optional: Collection[str] = ()
) -> TextTable:
    """Read the columns `wanted`, and those of `optional` there are: the others of them are null throughout.

    The header is the record with most of these headings; titles above it are no rows, nor are empty lines. Other columns
    are never kept. `reading` says how the file is to be read, where that is not to be found out. Raises
    InputError when the file cannot be read as a table (see etl.files.read_grid), lacks a wanted column or has one twice.
    """
    grid = read_grid(path, name, reading)
    columns = [*wanted, *(heading for heading in optional if heading not in wanted)]
    at = _header_at(grid, columns)
    line, headings = grid.records[at][0], _headings(grid.records[at][1])
    _refuse_header(grid, line, headings, wanted, columns)
    positions = {heading: headings.index(heading) for heading in columns if heading in headings}
    over = [(line, cells) for line, cells in grid.records[:at] if _is_full(cells, len(headings))]
    seen: set[tuple[str, ...]] = set()
    kept: list[tuple[int | str | None, ...]] = []
    repeated, misshapen = [], []
    separator = grid.reading.separator or ""
    stray = {piece for _, cells in grid.records[:at] for piece in _pieces(cells, separator)}
    for line, cells in _completed(grid.records, at, len(headings)):
        if not "".join(cells).strip():
            continue
        row = tuple(cells[: len(headings)])
        if len(row) < len(headings) or "".join(cells[len(headings) :]).strip():
            misshapen.append(line)
            stray |= _pieces(cells, separator)
        elif row in seen:
            repeated.append(line)
        else:
            seen.add(row)
            kept.append((line, *(row[position].strip() or None for position in positions.values())))
            stray |= _cut_off(row, separator)
    schema = {LINE: pl.Int64, **dict.fromkeys(positions, pl.String)}
    rows = pl.DataFrame(kept, schema=schema, orient="row").select(
        LINE, *(heading if heading in positions else pl.lit(None, pl.String).alias(heading) for heading in columns)
    )
    above = [line for line, _ in over]
    return TextTable(name, rows, repeated, misshapen, frozenset(stray), grid.reading, above)


def _is_full(cells: Sequence[str], width: int) -> bool:
    """Whether a record above the header is a row that has lost its place, and no title or group of columns."""
    return sum(bool(cell.strip()) for cell in cells) > width / 2


def _cut_off(cells: Sequence[str], separator: str) -> set[str]:
    """What is in the one cell of a row of the right shape, where that cell seems to be a row itself."""
    is_lone = len(cells) > 1 and sum(bool(cell.strip()) for cell in cells) == 1
    pieces = _pieces(cells, separator) if is_lone else set()
    return pieces if len(pieces) > 1 else set()


def _pieces(cells: Sequence[str], separator: str) -> set[str]:
    """The cells and what they are cut into by the file's separator, a lone cell by any: a row wholly in quotation marks, or
    pasted into a sheet, is a single cell."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    signs = "".join(SEPARATORS) if len(filled) == 1 else separator
    cut = re.compile(f"[{re.escape(signs)}]") if signs else None
    return {piece.strip() for cell in filled for piece in (cell, *(cut.split(cell) if cut else ()))} - {""}


def _header_at(grid: Grid, wanted: Collection[str]) -> int:
    """Index of the header among the records. Raises InputError where nothing stands where it belongs."""
    first = [{*_headings(cells)} for _, cells in grid.records[:MOST_ROWS_ABOVE]]
    found = [len(headings & {*wanted}) for headings in first]
    if any(found):
        return found.index(max(found))
    if not wanted:
        filled = [len(headings - {""}) for headings in first]
        enough = median_high([count for count in filled if count] or [1]) / 2
        return next((index for index, count in enumerate(filled) if count >= enough), 0)
    if not any(_headings(grid.records[0][1])):
        raise InputError("is empty; expected a header and rows", grid.name, row=1)
    return 0


def _headings(cells: Sequence[str]) -> list[str]:
    """Trimmed, less the empty ones at the end."""
    headings = [cell.strip() for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    return headings


def _completed(records: Sequence[Record], at: int, width: int) -> list[Record]:
    """The records below the header; blocks that Excel cut short have their empty cells again.

    A single short row stays short: a cell is missing in it, nobody knows which.
    """
    if all(len(cells) >= width for _, cells in records[at + 1 :]):
        return list(records[at + 1 :])
    whole: list[Record] = []
    for block, members in groupby(enumerate(records), key=lambda numbered: numbered[0] // ROWS_OF_A_BLOCK):
        rows = [record for index, record in members if index > at]
        widths = {len(cells) for _, cells in rows}
        if block > at // ROWS_OF_A_BLOCK and len(widths) == 1 and len(rows) > 1:
            rows = [(line, cells + [""] * (width - len(cells))) for line, cells in rows]
        whole.extend(rows)
    return whole


def _refuse_header(
    grid: Grid, line: int, headings: Sequence[str], wanted: Collection[str], columns: Collection[str]
) -> None:
    twice = sorted({heading for heading in headings if heading in columns and headings.count(heading) > 1})
    missing = [heading for heading in wanted if heading not in headings]
    if twice:
        raise InputError(
            "occurs more than once in the header: {headings}; keep one of them",
            grid.name,
            row=line,
            headings=", ".join(twice),
        )
    if not missing:
        return
    lacking, count = ", ".join(f"«{heading}»" for heading in missing), len(headings)
    like = list(dict.fromkeys(match for heading in missing for match in _similar(heading, headings)))
    close = [heading for heading in like if may_be_quoted(heading, headings, columns)]
    if count == 1 and any(sign in headings[0] for sign in ",;\t|"):
        raise InputError(
            "the header lacks {lacking}; it has {count} columns, and seems to be separated by another sign than "
            "«{separator}». Correct the separator in the mapping that names it",
            grid.name,
            row=line,
            lacking=lacking,
            count=count,
            separator=grid.reading.separator,
        )
    if close:
        raise InputError(
            "the header lacks {lacking} (did you mean {close}?); it has {count} columns. "
            "Correct the heading in the file, or the mapping that names it",
            grid.name,
            row=line,
            lacking=lacking,
            close=", ".join(f"«{heading}»" for heading in close),
            count=count,
        )
    if like:
        raise InputError(
            "the header lacks {lacking} (perhaps it is the column number {columns}?); it has {count} columns. "
            "Correct the heading in the file, or the mapping that names it",
            grid.name,
            row=line,
            lacking=lacking,
            columns=", ".join(str(headings.index(heading) + 1) for heading in like),
            count=count,
        )
    raise InputError(
        "the header lacks {lacking}; it has {count} columns. "
        "Correct the heading in the file, or the mapping that names it",
        grid.name,
        row=line,
        lacking=lacking,
        count=count,
    )


def _similar(missing: str, headings: Sequence[str]) -> list[str]:
    """The heading most like one that is missing, if any is; what stands there may be about a person."""
    close = difflib.get_close_matches(missing, headings, n=1, cutoff=0.5)
    return [heading for heading in close if HEADING.fullmatch(heading)]
