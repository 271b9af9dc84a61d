"""The figures of an official table as they stand there, one by one, whatever its layout."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from etl.outcome import LINE

CELLS = pl.Schema(
    {
        LINE: pl.Int64(),
        "column": pl.String(),
        "key": pl.String(),
        "day": pl.String(),
        "table": pl.String(),
        "measure": pl.String(),
        "unit": pl.String(),
        "text": pl.String(),
        "mark": pl.String(),
    }
)


@dataclass(frozen=True)
class Cells:
    """`frame`: one row per figure, all as text: line, column (its heading), key (of the area), day, table, measure (parts
    joined by slugs.PART), unit (an id), text (figure or sign) and mark (of a quality column, "" for none).

    `rejected`: line, column, rule of rows that could not be taken apart; `rows_read`: rows of the file. The columns that
    hold key, day and mark are named for messages. `zeros`: the dashes that mean exactly nothing in this table.
    """

    frame: pl.DataFrame
    rejected: pl.DataFrame
    rows_read: int
    key_column: str
    day_column: str
    mark_column: str = ""
    zeros: Collection[str] = ()
    decimal_point: bool = False
