"""What ffcsv tables say in columns numbered by variable: the area a row is about, and what it counts there."""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from etl.sources.official.slugs import PART

# Variables whose attribute is an area: of the census database, of Regionalstatistik and of GENESIS.
REGION = r"^(GEO(DL|BL|RB|LK|VB|GM)[0-9]|GEMEIN|KREISE|REGBEZ|DLAND|DINSG)$"


def numbers(columns: Sequence[str], pattern: str) -> list[str]:
    """The numbers of the variables a table has, from headings like "1_variable_code"."""
    found = (re.fullmatch(pattern, name) for name in columns)
    return [match[1] for match in found if match]


def regions(codes: Sequence[str]) -> pl.Expr:
    """How many variables of a row are areas; `codes` are the columns with the variables' codes."""
    return pl.sum_horizontal(pl.col(code).str.contains(REGION).cast(pl.Int64) for code in codes)


def region_key(codes: Sequence[str], attributes: Sequence[str]) -> pl.Expr:
    """The key of the area of a row; the position of its variable is not fixed."""
    return pl.coalesce(
        pl.when(pl.col(code).str.contains(REGION)).then(pl.col(attribute))
        for code, attribute in zip(codes, attributes, strict=True)
    )


def qualified(measure: pl.Expr, codes: Sequence[str], attributes: Sequence[str]) -> pl.Expr:
    """The measure with every attribute that narrows it, in an order of their own. A variable without an attribute stands
    for the total. Rows of different variables stay different measures: nothing is ever added up."""
    pairs = [
        pl.when(~pl.col(code).str.contains(REGION) & (pl.col(attribute) != "") & (pl.col(code) != "")).then(
            pl.concat_str(code, pl.lit("="), attribute)
        )
        for code, attribute in zip(codes, attributes, strict=True)
    ]
    narrowed = pl.concat_list(pairs).list.drop_nulls().list.sort().list.join(PART)
    return pl.when(narrowed == "").then(measure).otherwise(pl.concat_str(measure, pl.lit(PART), narrowed))
