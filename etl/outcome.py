"""What became of the rows of one input file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from etl.errors import InputError

LINE = "line"
REJECTED_SCHEMA = {LINE: pl.Int64, "column": pl.String, "rule": pl.String}


@dataclass(frozen=True)
class Outcome:
    """What was read and what was not.

    `frame`: the valid rows, `line` among their columns; a wide row of the file may be several rows here. `rejected`: line,
    column, rule; one row per broken rule and never a value. `withheld`, `duplicate` and `superseded` (a newer export has
    the same case): numbers of rows. `findings`, of the same form as `rejected`, are about rows that load all the same.
    `refused`: headings of columns that were not read because they look as if they identified people.
    """

    name: str
    frame: pl.DataFrame
    rejected: pl.DataFrame
    rows_read: int
    withheld: int = 0
    duplicate: int = 0
    superseded: int = 0
    findings: pl.DataFrame = field(default_factory=lambda: rejections([]))
    refused: tuple[str, ...] = ()

    @property
    def rows_loaded(self) -> int:
        return self.frame[LINE].n_unique()

    @property
    def rows_rejected(self) -> int:
        return self.rejected[LINE].n_unique()

    @property
    def account(self) -> tuple[int, int, int, int, int, int]:
        """Numbers of rows: read, loaded, rejected, withheld, superseded, duplicate."""
        fates = (self.rows_loaded, self.rows_rejected, self.withheld, self.superseded, self.duplicate)
        return (self.rows_read, *fates)

    def checked(self) -> Outcome:
        """Itself, once every row read is accounted for. Raises InputError otherwise."""
        read, *fates = self.account
        accounted = sum(fates)
        if accounted != read:
            raise InputError(
                "{read} rows were read but {accounted} are accounted for",
                self.name,
                read=read,
                accounted=accounted,
            )
        return self


def rejections(rows: Iterable[tuple[int, str, str]]) -> pl.DataFrame:
    """Line, column and rule of rejected rows as a frame."""
    return pl.DataFrame(list(rows), schema=REJECTED_SCHEMA, orient="row")
