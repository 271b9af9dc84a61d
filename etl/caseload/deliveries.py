"""Who delivered what, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

EXPORT_SCHEMA = {"mapping": pl.String, "carrier": pl.String, "exported_on": pl.Date}


def export_table(exports: Iterable[tuple[str, str, dt.date]]) -> pl.DataFrame:
    """One row per export: mapping, carrier (null where several share the mapping), exported_on."""
    rows = [(mapping, carrier or None, day) for mapping, carrier, day in exports]
    return pl.DataFrame(rows, schema=EXPORT_SCHEMA, orient="row").sort("mapping", "exported_on")


def delivery_table(exports: pl.DataFrame, cases: pl.DataFrame, carriers: pl.DataFrame) -> pl.DataFrame:
    """One row per carrier with posts of case management: carrier, and exported_on, the day of its newest export, null where
    it has delivered none.

    `exports` as export_table makes them, `cases` (mapping, post) one row per loaded case, `carriers` (post, carrier). The
    exports of a mapping that names no carrier are those of all carriers whose cases are in them.
    """
    of_posts = cases.unique().join(carriers, on="post").select("mapping", served=pl.col("carrier")).unique()
    newest = (
        exports.join(of_posts, on="mapping", how="left")
        .with_columns(carrier=pl.coalesce("carrier", "served"))
        .group_by("carrier")
        .agg(pl.col("exported_on").max())
    )
    return carriers.select("carrier").unique().join(newest, on="carrier", how="left").sort("carrier")
