"""Posts of a district that has no staffing table yet, from its settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from pathlib import Path

import dataframely as dy
import polars as pl

from etl.district import District
from etl.errors import InputError
from etl.inputs import InputFile, Sidecar, sha256
from etl.outcome import LINE, Outcome
from etl.schemas import Post, PostArea
from etl.stated_totals import DISTRICT_FILE
from etl.typed_rows import Layout, validate
from metrics.codes import codes

TITLE = "Stellen laut Einstellungen des Kreises"
CODED = ("building_block", "focus_area")


def posts_input(data: Path, district: District) -> InputFile:
    """The settings as the input file of posts that they stand in for; posts are compared with need on the day the newest
    of them began, when all of them are there."""
    newest: dt.date = max(post.valid_from for post in district.posts)
    path = data / DISTRICT_FILE
    sidecar = Sidecar(
        kind="posts",
        title=TITLE,
        publisher=district.name,
        licence="",
        attribution="",
        url="",
        reference_date=newest,
        data="real",
        sha256=sha256(path),
    )
    return InputFile(path, DISTRICT_FILE, sidecar)


def posts_of(district: District) -> Outcome:
    """One row per post, as etl.sources.staffing.read_posts gives them; `line` counts the posts from 1."""
    rows = [
        {
            LINE: number,
            "post": post.post,
            "carrier": post.carrier,
            "building_block": post.building_block,
            "focus_area": post.focus_area,
            "fte": post.fte,
            "valid_from": post.valid_from,
        }
        for number, post in enumerate(district.posts, 1)
    ]
    for name in CODED:
        unknown = {str(row[name]) for row in rows if row[name] is not None} - codes(name).keys()
        if unknown:
            raise InputError(
                "does not know «{code}»; known are {known}",
                DISTRICT_FILE,
                column=name,
                code=sorted(unknown)[0],
                known=", ".join(codes(name)),
            )
    good, rejected = validate(_frame(rows, Post), Post, Layout({name: name for name in Post.column_names()}))
    filled = good.with_columns(filled_fte="fte")
    return Outcome(DISTRICT_FILE, filled, rejected, len(rows)).checked()


def areas_of(district: District, municipalities: Collection[str]) -> pl.DataFrame:
    """One row per post and municipality it serves, as etl.sources.staffing.read_post_areas gives them. Raises InputError
    for a municipality that the district does not have."""
    rows = []
    for number, post in enumerate(district.posts, 1):
        served = sorted(municipalities) if post.municipalities is None else post.municipalities
        for ags in served:
            if ags not in municipalities:
                raise InputError(
                    "post {number}: the district has no municipality {ags}",
                    DISTRICT_FILE,
                    column="municipalities",
                    number=number,
                    ags=ags,
                )
            rows.append({LINE: number, "post": post.post, "ags": ags, "is_named": post.municipalities is not None})
    return PostArea.validate(_frame(rows, PostArea))


def _frame(rows: list[dict[str, object]], schema: type[dy.Schema]) -> pl.DataFrame:
    types = {name: column.dtype for name, column in schema.columns().items()}
    return pl.DataFrame(rows, schema=types, orient="row")
