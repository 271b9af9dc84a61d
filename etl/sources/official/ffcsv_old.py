"""The flat export ("ffcsv") of GENESIS until 2024 and Regionalstatistik until 2025: several measures in a row."""

from __future__ import annotations

import re

import polars as pl

from etl.errors import InputError
from etl.files import Grid
from etl.outcome import LINE
from etl.sources.official.cells import CELLS, Cells
from etl.sources.official.headed import headed_rows
from etl.sources.official.layouts import FFCSV_OLD, HEADINGS_OF
from etl.sources.official.signs import has_decimal_points
from etl.sources.official.slugs import unit_id
from etl.sources.official.variables import numbers, qualified, region_key, regions

FIRST_VARIABLE = "1_Merkmal_Code"
LEAD = re.compile(r"Statistik_.*|Zeit(_.*)?|\d+_(Merkmal|Auspraegung)_.*")
BETWEEN = re.compile(r"_{2,}")  # code, label and unit of a measure; the label may have more than two underscores


def read_ffcsv_old(grid: Grid) -> Cells:
    """All figures; the measure is the value's code with its attributes, such as "BEVSTD | GES=GESM"."""
    rows, misshapen = headed_rows(grid, HEADINGS_OF[FFCSV_OLD], {"_Merkmal_Code": "_Auspraegung_Code"})
    of_variables = numbers(rows.columns, r"(\d+)_Merkmal_Code")
    codes = [f"{number}_Merkmal_Code" for number in of_variables]
    attributes = [f"{number}_Auspraegung_Code" for number in of_variables]
    measures = [name for name in rows.columns if name != LINE and not LEAD.fullmatch(name)]
    if not measures:
        raise InputError("has no column of figures; download the table again, whole", grid.name)
    parts = {name: BETWEEN.split(name) for name in measures}
    one_region = regions(codes) == 1
    strangers = rows.filter(~one_region).select(LINE, column=pl.lit(FIRST_VARIABLE), rule=pl.lit("one_region_variable"))
    figures = rows.filter(one_region).unpivot(
        measures, index=[name for name in rows.columns if name not in measures], variable_name="column"
    )
    code = pl.col("column").replace_strict({name: found[0] for name, found in parts.items()}, return_dtype=pl.String)
    units = {name: unit_id(found[-1]) if len(found) > 1 else unit_id("") for name, found in parts.items()}
    return Cells(
        figures.select(
            LINE,
            "column",
            key=region_key(codes, attributes),
            day="Zeit",
            table="Statistik_Code",
            measure=qualified(code, codes, attributes),
            unit=pl.col("column").replace_strict(units, return_dtype=pl.String),
            text="value",
            mark=pl.lit(""),
        ).cast(CELLS),
        pl.concat([misshapen, strangers]),
        rows.height + misshapen.height,
        key_column="1_Auspraegung_Code",
        day_column="Zeit",
        decimal_point=has_decimal_points(figures["value"].unique().to_list()),
    )
