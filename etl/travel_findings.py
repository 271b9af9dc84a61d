"""Where travel times do not reach from every municipality to every other one, though all their rows load."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from etl.outcome import LINE, rejections


def without_times(
    times: pl.DataFrame, everywhere: pl.DataFrame, municipalities: Collection[str], headings: Mapping[str, str]
) -> pl.DataFrame:
    """Line, column and rule of the first row of each municipality and mode from which another municipality has no time, and
    of each mode that has none from some municipality at all.

    `times`: from_ags, to_ags, mode and line of one file; `everywhere`: the same of all files together, for one may go on
    where another stops. A time within a municipality may lack.
    """
    origins = (
        everywhere.filter(pl.col("from_ags") != pl.col("to_ags")).group_by("mode", "from_ags").agg(reached=pl.len())
    )
    begun = times.group_by("mode", "from_ags").agg(pl.col(LINE).min())
    counted = begun.join(origins, on=["mode", "from_ags"], how="left").with_columns(pl.col("reached").fill_null(0))
    short = counted.filter(pl.col("reached") < len(municipalities) - 1)
    of_mode = everywhere.group_by("mode").agg(origins=pl.col("from_ags").n_unique())
    modes = times.group_by("mode").agg(pl.col(LINE).min()).join(of_mode, on="mode")
    found = [
        *((line, headings["to_ags"], "every_destination_timed") for line in short[LINE]),
        *(
            (line, headings["from_ags"], "every_origin_timed")
            for line in modes.filter(pl.col("origins") < len(municipalities))[LINE]
        ),
    ]
    return rejections(sorted(found))
