"""«Tabelle als CSV» of the Landesdatenbank NRW and of Regionalstatistik: stacked headings, areas below, notes at the foot."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from etl.errors import InputError
from etl.files import Grid
from etl.outcome import rejections
from etl.sources.official.cells import CELLS, Cells
from etl.sources.official.headed import without_tail
from etl.sources.official.slugs import PART
from etl.sources.official.stacked_head import Column, Head, Record, day_of_line, read_head
from etl.typed_rows import TABLE_ITSELF

FOOT = re.compile(r"_{5,}")
KEY_COLUMN, DAY_COLUMN = "Schlüssel", "Stichtag"  # the columns of keys and days have no heading


def read_stacked(grid: Grid) -> Cells:
    """All figures; the measure is what stands above and before them, such as "Ausländische Bevölkerung | Insgesamt |
    121 Albanien".

    Raises InputError as read_head does, and where two columns of one heading differ.
    """
    records = _above_foot(grid)
    head = read_head(records, grid.name)
    kept, misshapen, day = [], [], head.day
    width = head.first_figure + len(head.columns)
    for line, cells in records[head.begins :]:
        if (said := day_of_line(cells)) is not None:
            day = said  # tables of several years have each year as a line of its own
        elif len(without_tail(cells)) > width or len(cells) < width:
            misshapen.append(line)
        else:
            kept.append((line, cells, cells[head.day_at] if head.day_at is not None else day))
    columns = _each_once(head, [cells for _, cells, _ in kept], grid.name)
    rows = [
        (line, column.measure, cells[head.key_at], column.day or day, head.table, measure, column.unit, cells[at], "")
        for line, cells, day in kept
        for label in [_label(cells, head.labels_at)]
        for at, column in columns
        for measure in [PART.join(part for part in (column.measure, label) if part)]
    ]
    return Cells(
        pl.DataFrame(rows, schema=CELLS, orient="row"),
        rejections((line, TABLE_ITSELF, "as_many_cells_as_header") for line in misshapen),
        len(kept) + len(misshapen),
        key_column=KEY_COLUMN,
        day_column=DAY_COLUMN,
    )


def _above_foot(grid: Grid) -> list[Record]:
    records: list[Record] = []
    for line, cells in grid.records:
        if cells and FOOT.match(cells[0]):
            break
        if any(cell.strip() for cell in cells):
            records.append((line, [cell.strip() for cell in cells]))
    return records


def _each_once(head: Head, rows: Sequence[Sequence[str]], name: str) -> list[tuple[int, Column]]:
    """Columns with their positions; one that repeats another to the letter is left out."""
    kept: dict[Column, int] = {}
    for at, column in enumerate(head.columns, head.first_figure):
        first = kept.setdefault(column, at)
        if any(cells[first] != cells[at] for cells in rows):
            raise InputError(
                "two columns have the same heading but different figures; keep the right one",
                name,
                column=column.measure,
            )
    return [(at, column) for column, at in kept.items()]


def _label(cells: Sequence[str], labels_at: Sequence[int]) -> str:
    """What a row is about beside its area: key and name of a nationality, for example."""
    return " ".join(cells[at] for at in labels_at if cells[at])
