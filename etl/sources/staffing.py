"""Readers of the staffing tables: posts with their history, the municipalities they serve, and outreach hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from etl.outcome import LINE, Outcome, rejections
from etl.schemas import Outreach, Post, PostArea
from etl.sources.forms import FORMS
from etl.text_table import TextTable, read_text_table
from etl.typed_rows import TABLE_ITSELF, Layout, read_valid
from metrics.codes import codes

OF_THE_POST = ("building_block", "carrier", "focus_area")
OF_THE_PERIOD = ("fte", "filled_fte", "valid_from", "valid_to", "languages", "remark", "assumption")


def read_posts(path: Path, name: str) -> Outcome:
    """One row per post and period, as etl.schemas.Post, with `filled_fte` stated throughout.

    A period that begins before an earlier one of its post has ended is rejected, as is one that names another carrier,
    focus area or building block than the post's first.
    """
    form = FORMS["posts"]
    layout = Layout(form.columns, {field: _german(field) for field in ("building_block", "focus_area")})
    table = _table(path, name, "posts")
    languages = form.columns["languages"]
    coded = table.rows.with_columns(pl.col(languages).map_elements(_language_codes, return_dtype=pl.String))
    checks = {
        "filled_within_planned": ("filled_fte", pl.col("filled_fte") <= pl.col("fte")),
        "known_language": ("languages", pl.col("languages").str.split(",").list.eval(_is_language()).list.all()),
    }
    outcome = read_valid(replace(table, rows=coded), layout, Post, checks)
    outcome = _reject(outcome, _changed_within_post(outcome.frame))
    outcome = _reject(outcome, _overlapping(outcome.frame, ["post"], form.columns["valid_from"]))
    return replace(outcome, frame=outcome.frame.with_columns(pl.col("filled_fte").fill_null(pl.col("fte")))).checked()


def read_post_areas(path: Path, name: str, posts: Collection[str], municipalities: Collection[str]) -> Outcome:
    """One row per post, municipality and period, of posts and municipalities that are known. A period that begins before
    an earlier one of the same post and municipality has ended is rejected."""
    form = FORMS["post_areas"]
    layout = Layout(form.columns, {"is_named": {"ja": True, "nein": False}})
    # Not a key of the schema: a key has no empty part, and an empty date is the usual one here.
    once = ~pl.struct("post", "ags", "valid_from").is_duplicated()
    checks = {"primary_key": (TABLE_ITSELF, once), **_known(posts, municipalities)}
    outcome = read_valid(_table(path, name, "post_areas"), layout, PostArea, checks)
    return _reject(outcome, _overlapping(outcome.frame, ["post", "ags"], form.columns["valid_from"])).checked()


def read_outreach(path: Path, name: str, posts: Collection[str], municipalities: Collection[str]) -> Outcome:
    """One row per post, place and period, as etl.schemas.Outreach, of posts and municipalities that are known."""
    form = FORMS["outreach"]
    checks = _known(posts, municipalities)
    outcome = read_valid(_table(path, name, "outreach"), Layout(form.columns), Outreach, checks)
    return _reject(outcome, _overlapping(outcome.frame, ["post", "ags", "place"], form.columns["valid_from"])).checked()


def core_posts(periods: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The core tables `post` (one row per post) and `post_period` (one per post and period) of read_posts' frame."""
    return {
        "post": periods.select("post", *OF_THE_POST).unique("post").sort("post"),
        "post_period": periods.select("post", *OF_THE_PERIOD).sort("post", "valid_from"),
    }


def _table(path: Path, name: str, kind: str) -> TextTable:
    form = FORMS[kind]
    return read_text_table(path, name, form.wanted_headings, optional=form.optional_headings)


def _known(posts: Collection[str], municipalities: Collection[str]) -> dict[str, tuple[str, pl.Expr]]:
    return {
        "known_post": ("post", pl.col("post").is_in(list(posts))),
        "known_municipality": ("ags", pl.col("ags").is_in(list(municipalities))),
    }


def _german(field: str) -> dict[str, str | bool]:
    return {names["de"]: code for code, names in codes(field).items()}


def _language_codes(text: str) -> str:
    """Names joined by commas as codes joined by commas, in alphabetical order; a name without a code stays."""
    known = _german("counselling_language")
    return ",".join(sorted({str(known.get(name.strip(), name.strip())) for name in text.split(",")}))


def _is_language() -> pl.Expr:
    return pl.element().is_in(list(codes("counselling_language")))


def _changed_within_post(periods: pl.DataFrame) -> pl.DataFrame:
    headings = FORMS["posts"].columns
    ordered = periods.sort("post", "valid_from", LINE)
    changed = [
        ordered.filter(pl.col(field).ne_missing(pl.col(field).first().over("post"))).select(
            LINE, column=pl.lit(headings[field]), rule=pl.lit("same_throughout_the_post")
        )
        for field in OF_THE_POST
    ]
    return pl.concat([rejections([]), *changed])


def _overlapping(periods: pl.DataFrame, key: Sequence[str], heading: str) -> pl.DataFrame:
    """Rejections of the rows whose period begins before an earlier one of the same key has ended."""
    ends: dict[tuple[str, ...], dt.date] = {}
    found = []
    for row in periods.sort(*key, "valid_from", LINE).iter_rows(named=True):
        of = tuple(row[field] for field in key)
        if of in ends and (row["valid_from"] or dt.date.min) <= ends[of]:
            found.append((row[LINE], heading, "begins_after_the_one_before"))
        else:
            ends[of] = row["valid_to"] or dt.date.max
    return rejections(found)


def _reject(outcome: Outcome, more: pl.DataFrame) -> Outcome:
    frame = outcome.frame.join(more, on=LINE, how="anti", maintain_order="left")
    return replace(outcome, frame=frame, rejected=pl.concat([outcome.rejected, more]))
