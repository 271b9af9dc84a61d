"""Counts of people that belong to no other page: what the authorities grant by year, and arrivals from abroad."""

from __future__ import annotations

import polars as pl

from charts.table import plain
from metrics.codes import name
from pages._shared import door
from pages._shared.visit import Visit

NONE = "–"
MONTHS = 12
MOST_YEARS = 6


def tables(visit: Visit) -> list[str]:
    """A table of each, where there is something to show."""
    return [table for table in (_authority_counts(visit), _arrivals(visit)) if table]


def _authority_counts(visit: Visit) -> str:
    language = visit.language
    counts = door.read(visit.edition_id, visit.role, "authority_counts")
    years = _last_years(counts)
    shown = {
        (authority, measure, year): NONE if people is None else language.number(people)
        for authority, measure, year, people in counts.select("authority", "measure", "year", "people").rows()
    }
    rows = [
        [authority, name("authority_measure", measure, language.code)]
        + [shown.get((authority, measure, year), NONE) for year in years]
        for authority, measure in counts.select("authority", "measure").unique().sort(pl.all()).rows()
    ]
    headings = [language.text("Authority"), language.text("People"), *map(str, years)]
    caption = language.text("Yearly counts of the authorities")
    return plain(caption, headings, rows, numeric=range(2, len(headings))) if rows else ""


def _arrivals(visit: Visit) -> str:
    """By municipality; a year of which some months are not published says how many are."""
    language = visit.language
    counts = door.read(visit.edition_id, visit.role, "arrivals_by_year")
    years = _last_years(counts)
    shown = {}
    for ags, year, people, months in counts.select("ags", "year", "people", "months").rows():
        part = language.text("{people} (months published: {months})", people=language.number(people), months=months)
        shown[ags, year] = language.number(people) if months == MONTHS else part if months else NONE
    places = door.read(visit.edition_id, visit.role, "municipalities").select("ags", "name").sort("name")
    rows = [
        [place, *(shown.get((ags, year), NONE) for year in years)]
        for ags, place in places.join(counts, on="ags", how="semi").rows()
    ]
    headings = [language.text("Municipality"), *map(str, years)]
    caption = language.text("People who moved in from abroad")
    return plain(caption, headings, rows, numeric=range(1, len(headings))) if rows else ""


def _last_years(counts: pl.DataFrame) -> list[int]:
    return counts["year"].unique().sort().to_list()[-MOST_YEARS:]
