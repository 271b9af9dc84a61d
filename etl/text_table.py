"""A delimited text file as rows of text, nothing guessed and nothing lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from etl.errors import InputError

LINE = "line"


@dataclass(frozen=True)
class TextTable:
    """`rows`: the wanted columns as text (null where empty) and `line`, the line of the file a row begins on; identical
    rows occur once. `repeated` and `misshapen` are the lines of rows that repeat another to the letter, and of rows with
    more or fewer cells than the header."""

    name: str
    rows: pl.DataFrame
    repeated: list[int]
    misshapen: list[int]

    @property
    def rows_read(self) -> int:
        return self.rows.height + len(self.repeated) + len(self.misshapen)


def header(path: Path, name: str) -> list[str]:
    """The column headings of a file, without reading further."""
    return next(iter(_records(path, name)))[1]


def read_text_table(path: Path, name: str, wanted: Collection[str]) -> TextTable:
    """Read the columns `wanted` of a semicolon-separated file in UTF-8 (with or without BOM).

    Other columns are never kept. Empty lines are not rows. Raises InputError when the file is empty, not UTF-8, badly
    quoted, or lacks a wanted column or has it twice.
    """
    records = iter(_records(path, name))
    _, headings = next(records)
    twice = sorted({heading for heading in headings if heading in wanted and headings.count(heading) > 1})
    missing = [heading for heading in wanted if heading not in headings]
    if twice:
        raise InputError(f"occurs more than once in the header: {', '.join(twice)}; keep one of them", name, row=1)
    if missing:
        raise InputError(
            f"the header lacks {', '.join(f'«{heading}»' for heading in missing)}; found: {', '.join(headings)}. "
            "Correct the heading in the file, or the mapping that names it",
            name,
            row=1,
        )
    positions = [headings.index(heading) for heading in wanted]
    seen: set[tuple[str, ...]] = set()
    kept: list[tuple[int | str | None, ...]] = []
    repeated, misshapen = [], []
    for line, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(headings):
            misshapen.append(line)
        elif tuple(cells) in seen:
            repeated.append(line)
        else:
            seen.add(tuple(cells))
            kept.append((line, *(cells[position].strip() or None for position in positions)))
    schema = {LINE: pl.Int64, **dict.fromkeys(wanted, pl.String)}
    return TextTable(name, pl.DataFrame(kept, schema=schema, orient="row"), repeated, misshapen)


def _records(path: Path, name: str) -> list[tuple[int, list[str]]]:
    """Line number and cells of every record, the header first."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InputError("is not UTF-8; save it as «CSV UTF-8 (durch Trennzeichen getrennt)»", name, row=row) from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    records, begins = [], 1
    try:
        for cells in reader:
            records.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"quotation marks do not match ({error}); correct the row", name, row=begins) from error
    if not records or not any(cell.strip() for cell in records[0][1]):
        raise InputError("is empty; expected a header and rows", name, row=1)
    return [(records[0][0], [cell.strip() for cell in records[0][1]]), *records[1:]]
