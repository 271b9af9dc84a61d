"""Delimited text to records of cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from etl.errors import InputError
from etl.files.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_ROWS
from etl.files.separators import HINT

Record = tuple[int, list[str]]

OFFICIAL = re.compile(r"(GENESIS-)?Tabelle:")  # what the first line of an official table begins with
RULE = re.compile(r"(?:\A|(?<=[\r\n]))_{5,}")
LINE_END = re.compile(r"\r\n|\n|\r")
FEWEST_SEPARATORS = 2  # fewer in a cell of several lines are punctuation


def without_notes(text: str) -> tuple[str, tuple[str, ...]]:
    """An official table's text above the line of underscores, and the lines from there on. Other texts have no notes."""
    rule = RULE.search(text) if OFFICIAL.match(text) else None
    return (text[: rule.start()], tuple(text[rule.start() :].splitlines())) if rule else (text, ())


def read_records(text: str, separator: str, name: str, most: int | None = None) -> list[Record]:
    """The records of a text, the first `most` of them if given, each with the line it begins on; cells as they stand.

    Raises InputError where quotation marks do not match, also where a stray pair of them swallows rows, and for more rows,
    columns or characters in a cell than etl.files.limits allows.
    """
    hint = HINT.match(text)
    skipped = 1 if hint else 0
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    reader = csv.reader(io.StringIO(text[hint.end() :] if hint else text, newline=""), delimiter=separator, strict=True)
    records: list[Record] = []
    spanning: list[int] = []
    begins = 1
    try:
        for cells in islice(reader, most):
            if len(cells) > MAX_COLUMNS:
                raise InputError("has more than {most} columns", name, row=begins + skipped, most=MAX_COLUMNS)
            if len(records) == MAX_ROWS:
                raise InputError("has more than {most} rows; divide it", name, most=MAX_ROWS)
            if reader.line_num > begins:
                spanning.append(len(records))
            records.append((begins + skipped, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        if len(text) > MAX_CELL_CHARACTERS and "field larger" in str(error):
            raise InputError(
                "a cell has more than {most} characters; a quotation mark or line end is missing",
                name,
                row=begins + skipped,
                most=MAX_CELL_CHARACTERS,
            ) from error
        raise InputError("quotation marks do not match; correct the row", name, row=begins + skipped) from error
    _refuse_swallowed(records, spanning, separator, name)
    return records


def _refuse_swallowed(records: Sequence[Record], spanning: Sequence[int], separator: str, name: str) -> None:
    """Two stray quotation marks make one cell of all rows between them: its lines then have the separators of whole rows."""
    width = max(Counter(len(cells) for _, cells in records).items(), key=lambda item: item[1])[0] if records else 0
    if width <= FEWEST_SEPARATORS:
        return
    for index in spanning:
        begins, cells = records[index]
        for position, cell in enumerate(cells):
            first, *inner = LINE_END.split(cell)
            if not inner or len(cells) != width:
                continue
            counts = [line.count(separator) for line in (first, *inner)]
            if counts == [width - 1 - position, *[width - 1] * (len(inner) - 1), position]:
                raise InputError(
                    "quotation marks do not match: a cell holds whole rows; correct the row", name, row=begins
                )
