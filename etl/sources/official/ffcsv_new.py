"""The flat export ("ffcsv") of the census database, GENESIS and Regionalstatistik since 2024/25: one row per figure."""

from __future__ import annotations

import polars as pl

from etl.files import Grid
from etl.outcome import LINE
from etl.sources.official.cells import CELLS, Cells
from etl.sources.official.headed import headed_rows
from etl.sources.official.layouts import FFCSV_NEW, HEADINGS_OF
from etl.sources.official.signs import has_decimal_points
from etl.sources.official.slugs import unit_id
from etl.sources.official.variables import numbers, qualified, region_key, regions

MARK = "value_q"
FIRST_VARIABLE = "1_variable_code"


def read_ffcsv_new(grid: Grid) -> Cells:
    """All figures; the measure is the value's code with its attributes, such as "PRS018 | WDGAT2=WANDERUNG-BEID"."""
    rows, misshapen = headed_rows(
        grid, (*HEADINGS_OF[FFCSV_NEW], "value_unit"), {"_variable_code": "_variable_attribute_code"}
    )
    of_variables = numbers(rows.columns, r"(\d+)_variable_code")
    codes = [f"{number}_variable_code" for number in of_variables]
    attributes = [f"{number}_variable_attribute_code" for number in of_variables]
    one_region = regions(codes) == 1
    strangers = rows.filter(~one_region).select(LINE, column=pl.lit(FIRST_VARIABLE), rule=pl.lit("one_region_variable"))
    units = {text: unit_id(text) for text in rows["value_unit"].unique()}
    figures = rows.filter(one_region).select(
        LINE,
        column=pl.lit("value"),
        key=region_key(codes, attributes),
        day="time",
        table="statistics_code",
        measure=qualified(pl.col("value_variable_code"), codes, attributes),
        unit=pl.col("value_unit").replace_strict(units, return_dtype=pl.String),
        text="value",
        mark=pl.col(MARK) if MARK in rows.columns else pl.lit(""),
    )
    return Cells(
        figures.cast(CELLS),
        pl.concat([misshapen, strangers]),
        rows.height + misshapen.height,
        key_column=FIRST_VARIABLE.replace("variable", "variable_attribute"),
        day_column="time",
        mark_column=MARK,
        decimal_point=has_decimal_points(rows["value"].unique().to_list()),
    )
