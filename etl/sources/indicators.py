"""Figures about areas: official tables in every layout, and a plain table of our own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import polars as pl

from etl.files import Reading, read_grid
from etl.indicator_rules import IndicatorRules
from etl.outcome import Outcome
from etl.schemas import Indicator
from etl.sources.official import layout_of
from etl.sources.official.reader import read_official
from etl.sources.official.signs import SIGNS
from etl.sources.own_columns import own_columns
from etl.text_table import read_text_table
from etl.typed_rows import Layout, read_valid
from geo.area_keys import district_of

RECORDS_THAT_TELL = 60
AGS_DIGITS = 8


def read_indicators(
    path: Path,
    name: str,
    municipalities: Collection[str] = (),
    rules: IndicatorRules | None = None,
    reading: Reading | None = None,
) -> Outcome:
    """One row per area, indicator and date: etl.schemas.Indicator. A sign of official statistics in place of a value
    becomes its quality, never 0.

    Areas of all Germany load; the marts keep the district and its `municipalities`, so that others never count as need.
    `rules` name the figures of official tables. Raises InputError for a file that has no layout that is known.
    """
    layout = layout_of(read_grid(path, name, reading, most=RECORDS_THAT_TELL))
    if layout is None:
        return _read_own_table(path, name, municipalities, reading)
    return read_official(read_grid(path, name, reading), layout, rules or IndicatorRules())


def _read_own_table(path: Path, name: str, municipalities: Collection[str], reading: Reading | None) -> Outcome:
    """The table of our own. A key that is within the district but of none of its municipalities is a slip of the pen, and
    its row is rejected."""
    layout = Layout(own_columns(Indicator))
    table = read_text_table(path, name, layout.columns.values(), reading)
    sign = pl.col("value").replace_strict(SIGNS, default=None, return_dtype=pl.String)
    figures = table.rows.with_columns(
        value=pl.when(sign.is_null()).then(pl.col("value")), quality=pl.coalesce(sign, pl.col("quality"))
    )
    districts = sorted({district_of(ags) for ags in municipalities})
    within = (pl.col("ags").str.len_chars() == AGS_DIGITS) & pl.col("ags").str.slice(0, 5).is_in(districts)
    known = ~within | pl.col("ags").is_in(list(municipalities))
    return read_valid(replace(table, rows=figures), layout, Indicator, {"known_area": ("ags", known)})
