"""Where the municipalities lie, and which there are where no list of them is given."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import polars as pl

from etl.errors import InputError
from etl.outcome import LINE, Outcome, rejections
from etl.schemas import Municipality
from geo.boundaries import inner_points, read_boundaries
from geo.boundary_error import BoundaryError

GEOMETRY = "geometry"


def read_outlines(path: Path, name: str, district: str) -> Outcome:
    """One row per municipality of a boundary file: line (number of the area in the file), ags, name, area_km2, outline_wkb.

    A file may hold more than the district, whose key is `district`: all its municipalities load, but outlines and sizes
    are kept within the district only. Rows of water are rejected, rows that repeat another one are duplicates, and
    borders that do not fit their neighbour's are findings. Raises InputError where geo.boundaries cannot use the file.
    """
    try:
        found = read_boundaries(path, district)
    except BoundaryError as error:
        raise InputError(error.message, name, error.row, error.column, **error.values) from error
    findings = [
        *((row, GEOMETRY, "overlaps_neighbour") for row in found.overlapping),
        *((row, GEOMETRY, "meets_neighbour") for row in found.unmatched),
    ]
    return Outcome(
        name,
        found.areas.rename({"row": LINE}),
        rejections((row, GEOMETRY, "is_land") for row in found.waters),
        found.rows,
        duplicate=len(found.repeated),
        findings=rejections(sorted(findings)),
    ).checked()


def refuse_other_places(outlines: pl.DataFrame, name: str, municipalities: Collection[str]) -> None:
    """Raises InputError unless the outlines of a district are those of exactly its municipalities."""
    outlined = set(_of_district(outlines)["ags"])
    missing, unknown = sorted(set(municipalities) - outlined), sorted(outlined - set(municipalities))
    if missing and unknown:
        raise InputError(
            "boundaries and municipalities differ; without boundary: {missing}; unknown: {unknown}",
            name,
            column="ags",
            missing=", ".join(missing),
            unknown=", ".join(unknown),
        )
    if missing:
        raise InputError(
            "boundaries and municipalities differ; without boundary: {missing}",
            name,
            column="ags",
            missing=", ".join(missing),
        )
    if unknown:
        raise InputError(
            "boundaries and municipalities differ; unknown: {unknown}", name, column="ags", unknown=", ".join(unknown)
        )


def municipalities_of(outlines: pl.DataFrame, name: str) -> pl.DataFrame:
    """The municipalities that a district's outlines tell of, as etl.schemas.Municipality; nothing is known of their regional
    types. Raises InputError when the file does not name them."""
    inside = _of_district(outlines)
    nameless = inside.filter(pl.col("name").is_null())["ags"].to_list()
    if nameless:
        raise InputError(
            "has no name for {keys}; name the municipalities in a column 'name', or add a file of kind municipalities",
            name,
            column="name",
            keys=", ".join(nameless),
        )
    unknown = [
        column for column in Municipality.column_names() if column not in (*inside.columns, "longitude", "latitude")
    ]
    places = inside.join(inner_points(inside), on="ags").with_columns(
        pl.lit(None, pl.String).alias(column) for column in unknown
    )
    named = places.with_columns(pl.col("name").str.split(",").list.first(), pl.col(LINE).cast(pl.Int64))
    return Municipality.validate(named.select(Municipality.column_names()))


def _of_district(outlines: pl.DataFrame) -> pl.DataFrame:
    return outlines.drop_nulls("outline_wkb")
