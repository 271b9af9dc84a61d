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
    """One row per export of a carrier with posts of case management: carrier, exported_on; one row with a null where a
    carrier has delivered none.

    `exports` as export_table makes them, `cases` (mapping, post) one row per loaded case, `carriers` (post, carrier). The
    exports of a mapping that names no carrier are those of all carriers whose cases are in them.
    """
    of_posts = cases.unique().join(carriers, on="post").select("mapping", served=pl.col("carrier")).unique()
    delivered = (
        exports.join(of_posts, on="mapping", how="left")
        .select("exported_on", carrier=pl.coalesce("carrier", "served"))
        .unique()
    )
    known = carriers.select("carrier").unique()
    return known.join(delivered, on="carrier", how="left").sort("carrier", "exported_on")
