"""One table from several files that may not say anything about the same thing."""

from __future__ import annotations

from collections.abc import Sequence

import dataframely as dy
import polars as pl

from etl.errors import InputError
from etl.outcome import LINE, Outcome


def one_table(outcomes: Sequence[Outcome], schema: type[dy.Schema], key: Sequence[str]) -> pl.DataFrame:
    """The rows of all files, without their lines; empty where there is no file.

    Raises InputError when the same `key` is in two files: which of them is right is not for a program to guess.
    """
    rows = [schema.create_empty().with_columns(file=pl.lit("")).clear()]
    rows += [outcome.frame.with_columns(file=pl.lit(outcome.name)) for outcome in outcomes]
    table = pl.concat(rows)
    shared = table.filter(pl.col("file").n_unique().over(*key) > 1)
    if shared.height:
        raise InputError(
            "{count} rows of these files are about the same; keep each in one of them",
            ", ".join(shared["file"].unique().sort()),
            count=shared.height,
        )
    return table.drop(LINE, "file").sort(*key)
