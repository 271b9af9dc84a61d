"""Regionaltabellen of the 2022 census: one row per area of Germany, one column per measure."""

from __future__ import annotations

import re

import polars as pl

from etl.errors import InputError
from etl.files import Grid
from etl.outcome import LINE
from etl.sources.official.cells import CELLS, Cells
from etl.sources.official.headed import headed_rows
from etl.sources.official.layouts import REGIONAL_LEADS, REGIONAL_LEVELS
from etl.sources.official.slugs import NO_UNIT, slug

DAY, KEY, _ = REGIONAL_LEADS
# The name of a file says nothing for sure, so a table is told by the columns that it alone has.
TABLES = {
    "Staatsange_kurz": "demografie",
    "HH_SIZE_NAT": "haushalte",
    "ERWERBSTAT_KURZ_STP": "erwerbsstatus",
    "SCHULABS_STP": "hoechsterschulabschluss",
    "EWZ": "einwohnerzahl",
}
STEM = re.compile(r"(.+?)(?:__.*)?")
EN_DASH = "–"  # exactly nothing here; other dashes do not occur


def read_regional_table(grid: Grid) -> Cells:
    """All figures; the measure is the heading of its column, such as "Staatsange_kurz__2"."""
    rows, misshapen = headed_rows(grid, (DAY, KEY))
    measures = [name for name in rows.columns if name not in (LINE, *REGIONAL_LEADS, *REGIONAL_LEVELS)]
    if not measures:
        raise InputError("has areas but no column of figures; download the table again, whole", grid.name)
    figures = rows.unpivot(measures, index=[LINE, KEY, DAY], variable_name="measure", value_name="text")
    return Cells(
        figures.select(
            LINE,
            column="measure",
            key=KEY,
            day=DAY,
            table=pl.lit(f"regionaltabelle_{_table(measures)}"),
            measure="measure",
            unit=pl.lit(NO_UNIT),
            text="text",
            mark=pl.lit(""),
        ).cast(CELLS),
        misshapen,
        rows.height + misshapen.height,
        key_column=KEY,
        day_column=DAY,
        zeros=(EN_DASH,),
    )


def _table(measures: list[str]) -> str:
    stems = [found[1] for name in measures if (found := STEM.fullmatch(name))]
    known = next((TABLES[stem] for stem in stems if stem in TABLES), None)
    return known or slug(stems[0])
