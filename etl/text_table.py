"""A delimited text file as rows of text, nothing guessed and nothing lost."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from etl.errors import InputError

LINE = "line"
HEADING = re.compile(r"[^\W\d_][^\d;,|@\t\n\u2028]{0,39}")
MOST_HEADINGS = 5


@dataclass(frozen=True)
class TextTable:
    """`rows`: the wanted columns as text (null where empty) and `line`, the line of the file a row begins on; identical
    rows occur once. `repeated` and `misshapen` are the lines of rows that repeat another to the letter, and of rows with
    more or fewer cells than the header; `stray_cells` is all that stands in the latter."""

    name: str
    rows: pl.DataFrame
    repeated: list[int]
    misshapen: list[int]
    stray_cells: frozenset[str] = frozenset()

    @property
    def rows_read(self) -> int:
        return self.rows.height + len(self.repeated) + len(self.misshapen)


def header(path: Path, name: str) -> list[str]:
    """The column headings of a file, without reading further."""
    return next(iter(_records(path, name)))[1]


def named(some: Collection[str], headings: Sequence[str]) -> str:
    """Columns as a message names them: by heading where a few look like headings, else by position, because a header that
    lost its line break, or a table turned on its side, holds data of people where headings belong."""
    if len(some) <= MOST_HEADINGS and all(HEADING.fullmatch(heading) for heading in some):
        return "the columns " + ", ".join(f"«{heading}»" for heading in some)
    return "the columns number " + ", ".join(str(headings.index(heading) + 1) for heading in some)


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
        lacking = ", ".join(f"«{heading}»{_suggestion(heading, headings)}" for heading in missing)
        raise InputError(
            f"the header lacks {lacking}; it has {len(headings)} columns{_other_separator(headings)}. "
            "Correct the heading in the file, or the mapping that names it",
            name,
            row=1,
        )
    positions = [headings.index(heading) for heading in wanted]
    seen: set[tuple[str, ...]] = set()
    kept: list[tuple[int | str | None, ...]] = []
    repeated, misshapen, stray = [], [], set[str]()
    for line, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(headings):
            misshapen.append(line)
            stray.update(cell.strip() for cell in cells)
        elif tuple(cells) in seen:
            repeated.append(line)
        else:
            seen.add(tuple(cells))
            kept.append((line, *(cells[position].strip() or None for position in positions)))
    schema = {LINE: pl.Int64, **dict.fromkeys(wanted, pl.String)}
    return TextTable(name, pl.DataFrame(kept, schema=schema, orient="row"), repeated, misshapen, frozenset(stray))


def _suggestion(missing: str, headings: Sequence[str]) -> str:
    close = difflib.get_close_matches(missing, headings, n=1, cutoff=0.5)
    return f" (did you mean «{close[0]}»?)" if close and HEADING.fullmatch(close[0]) else ""


def _other_separator(headings: Sequence[str]) -> str:
    if len(headings) == 1 and any(sign in headings[0] for sign in ",\t|"):
        return ", and seems to be separated by another sign than the semicolon that is expected"
    return ""


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
