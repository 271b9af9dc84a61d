"""Readers of the plain tables: municipalities, indicators, posts and the municipalities that posts serve."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import dataframely as dy
import polars as pl

from etl.outcome import Outcome
from etl.schemas import Indicator, Municipality, Post, PostArea
from etl.text_table import LINE, read_text_table
from etl.typed_rows import Layout, read_valid
from metrics.codes import codes

SIGNS = {
    ".": "not_published",
    "/": "not_published",
    "x": "not_published",
    "...": "not_reported",
    "…": "not_reported",
    "-": "not_reported",
    "–": "not_reported",
}
POST_COLUMNS = {
    "post": "Stelle",
    "building_block": "Baustein",
    "carrier": "Träger",
    "focus_area": "Schwerpunkt",
    "fte": "VZÄ",
    "valid_from": "gültig ab",
    "valid_to": "gültig bis",
    "remark": "Bemerkung",
    "assumption": "Annahme",
}
POST_AREA_COLUMNS = {
    "post": "Stelle",
    "ags": "AGS",
    "share": "Anteil",
    "is_named": "im Konzept genannt",
    "assumption": "Annahme",
}


def read_municipalities(path: Path, name: str) -> Outcome:
    """One row per municipality, as etl.schemas.Municipality."""
    layout = Layout(_own_columns(Municipality))
    return read_valid(read_text_table(path, name, layout.columns.values()), layout, Municipality)


def read_indicators(path: Path, name: str, areas: Collection[str] | None = None) -> Outcome:
    """One row per area, indicator and date. A sign of official statistics in place of a value becomes its quality, never 0.

    Rows of other `areas` than the district and its municipalities are rejected: they would count as need.
    """
    layout = Layout(_own_columns(Indicator))
    table = read_text_table(path, name, layout.columns.values())
    sign = pl.col("value").replace_strict(SIGNS, default=None, return_dtype=pl.String)
    figures = table.rows.with_columns(
        value=pl.when(sign.is_null()).then(pl.col("value")), quality=pl.coalesce(sign, pl.col("quality"))
    )
    known = {} if areas is None else {"known_area": ("ags", pl.col("ags").is_in(list(areas)))}
    return read_valid(replace(table, rows=figures), layout, Indicator, known)


def read_posts(path: Path, name: str) -> Outcome:
    """One row per post, as etl.schemas.Post."""
    layout = Layout(POST_COLUMNS, {field: _german(field) for field in ("building_block", "focus_area")})
    return read_valid(read_text_table(path, name, layout.columns.values()), layout, Post)


def read_post_areas(path: Path, name: str, posts: Collection[str], municipalities: Collection[str]) -> Outcome:
    """One row per post and municipality, of posts and municipalities that are known."""
    layout = Layout(POST_AREA_COLUMNS, {"is_named": {"ja": True, "nein": False}})
    checks = {
        "known_post": ("post", pl.col("post").is_in(list(posts))),
        "known_municipality": ("ags", pl.col("ags").is_in(list(municipalities))),
    }
    return read_valid(read_text_table(path, name, layout.columns.values()), layout, PostArea, checks)


def _german(field: str) -> dict[str, str | bool]:
    return {names["de"]: code for code, names in codes(field).items()}


def _own_columns(schema: type[dy.Schema]) -> dict[str, str]:
    return {name: name for name in schema.column_names() if name != LINE}
