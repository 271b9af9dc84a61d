"""What became of the rows of one input file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from etl.errors import InputError

REJECTED_SCHEMA = {"line": pl.Int64, "column": pl.String, "rule": pl.String}


@dataclass(frozen=True)
class Outcome:
    """`frame`: the valid rows, `line` among their columns. `rejected`: line, column, rule; one row per broken rule and
    never a value. `withheld` and `duplicate`: numbers of rows."""

    name: str
    frame: pl.DataFrame
    rejected: pl.DataFrame
    rows_read: int
    withheld: int = 0
    duplicate: int = 0

    @property
    def rows_loaded(self) -> int:
        return self.frame.height

    @property
    def rows_rejected(self) -> int:
        return self.rejected["line"].n_unique()

    def checked(self) -> Outcome:
        """Itself, once every row read is accounted for. Raises InputError otherwise."""
        accounted = self.rows_loaded + self.rows_rejected + self.withheld + self.duplicate
        if accounted != self.rows_read:
            raise InputError(f"{self.rows_read} rows were read but {accounted} are accounted for", self.name)
        return self


def rejections(rows: Iterable[tuple[int, str, str]]) -> pl.DataFrame:
    """Line, column and rule of rejected rows as a frame."""
    return pl.DataFrame(list(rows), schema=REJECTED_SCHEMA, orient="row")
