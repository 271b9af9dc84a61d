"""Readers of counts of people by month or year: what the authorities grant, and arrivals from abroad."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import dataframely as dy
import polars as pl

from etl.outcome import LINE, Outcome
from etl.schemas import Arrival, AuthorityCount
from etl.sources.forms import FORMS
from etl.text_table import read_text_table
from etl.typed_rows import Layout, parse, validate
from metrics.codes import codes

NOT_PUBLISHED = "."
# Other signs of official statistics: «-» is not a safe zero, and the others mean nothing in a count of one's own.
OTHER_SIGNS = ("-", "–", "/", "x", "...", "…")
FIRST_YEAR = 2000
# How authorities write the measures beside the names in metrics/codes.yml.
ALSO_WRITTEN = {
    "§ 25a": "title_25a",
    "§ 25a AufenthG": "title_25a",
    "§ 25b": "title_25b",
    "§ 25b AufenthG": "title_25b",
    "§ 104c": "title_104c",
    "§ 104c AufenthG": "title_104c",
    "Chancenaufenthalt": "title_104c",
    "Anträge auf Einbürgerung": "naturalisation_applications",
}


def read_authority_counts(path: Path, name: str, until: dt.date) -> Outcome:
    """One row per authority, year and measure, as etl.schemas.AuthorityCount; no year after that of `until`."""
    plausible = {
        "not_before_2000": ("year", pl.col("year") >= FIRST_YEAR),
        "not_after_reference_date": ("year", pl.col("year") <= until.year),
    }
    measures = {names["de"]: code for code, names in codes("authority_measure").items()} | ALSO_WRITTEN
    return _read(path, name, "authority_counts", AuthorityCount, plausible, {"measure": measures})


def read_arrivals(path: Path, name: str, municipalities: Collection[str], until: dt.date) -> Outcome:
    """One row per municipality and month, as etl.schemas.Arrival, of municipalities that are known; no month after `until`."""
    plausible = {
        "known_municipality": ("ags", pl.col("ags").is_in(list(municipalities))),
        "not_before_2000": ("month", pl.col("month").dt.year() >= FIRST_YEAR),
        "not_after_reference_date": ("month", pl.col("month") <= until),
    }
    return _read(path, name, "arrivals", Arrival, plausible, {}, {"month": "month"})


def _read(
    path: Path,
    name: str,
    kind: str,
    schema: type[dy.Schema],
    checks: Mapping[str, tuple[str, pl.Expr]],
    own_codes: Mapping[str, Mapping[str, str | bool]],
    own_types: Mapping[str, str] | None = None,
) -> Outcome:
    """`people` is empty where the file says that it is not published; an empty cell and other signs are rejected."""
    form = FORMS[kind]
    layout, count = Layout(form.columns, own_codes), pl.col(form.columns["people"])
    table = read_text_table(path, name, form.wanted_headings)
    not_published = table.rows.filter(count == NOT_PUBLISHED)[LINE].to_list()
    signs = table.rows.filter(count.is_in(OTHER_SIGNS))[LINE].to_list()
    numbers = table.rows.with_columns(pl.when(~count.is_in([NOT_PUBLISHED, *OTHER_SIGNS])).then(count))
    types = {field: kind for field, kind in schema.columns().items() if field != LINE} | dict(own_types or {})
    parsed, unreadable = parse(replace(table, rows=numbers), layout, types)
    stated = {
        "number_or_not_published": ("people", ~pl.col(LINE).is_in(signs)),
        "nullability": ("people", pl.col("people").is_not_null() | pl.col(LINE).is_in([*not_published, *signs])),
    }
    good, invalid = validate(parsed, schema, layout, {**checks, **stated})
    rejected = pl.concat([unreadable, invalid])
    return Outcome(name, good, rejected, table.rows_read, duplicate=len(table.repeated)).checked()
