"""The table of posts on the page on data and methods: their history, places, languages and consultation hours."""

from __future__ import annotations

import polars as pl

from charts.table import plain
from locales import Language
from metrics.codes import name
from metrics.staffing import valid_on
from pages._shared import door
from pages._shared.frame import date_of
from pages._shared.visit import Visit

NONE = "–"


def posts(visit: Visit) -> str:
    """One row per post and period, with the municipalities it serves, its consultation hours and every assumption about it;
    columns that would be empty throughout, or say the same as another, are left out. What is filled is for the coordination."""
    language = visit.language
    text = language.text
    found = _periods(visit)
    is_told = "filled_fte" in found.columns and (found["filled_fte"] != found["fte"]).any()
    filled = found["filled_fte"] if is_told else []
    columns = [
        (text("Post"), found["post"].to_list()),
        (text("Carrier"), found["carrier"].to_list()),
        (text("Focus area or building block"), [_subject(row, language) for row in found.iter_rows(named=True)]),
        (text("Posts (FTE)"), [_fte(fte, language) for fte in found["fte"]]),
        (text("of which filled (FTE)"), [_fte(fte, language) for fte in filled]),
        (text("Valid from"), [language.day(day) for day in found["valid_from"]]),
        (text("Valid until"), [language.day(day) if day else "" for day in found["valid_to"]]),
        (text("Municipalities"), [served or NONE for served in found["served"]]),
        (text("Languages"), [_languages(spoken, language) for spoken in found["languages"]]),
        (text("Consultation hours per week"), [hours or "" for hours in found["hours"]]),
        (
            text("Assumption"),
            [
                " · ".join(filter(None, assumed)) or NONE
                for assumed in found.select("assumption", "area_assumption").rows()
            ],
        ),
        (text("Remark"), [remark or "" for remark in found["remark"]]),
    ]
    shown = [(heading, cells) for heading, cells in columns if any(cells)]
    headings = [heading for heading, _ in shown]
    numeric = [
        headings.index(heading)
        for heading in (text("Posts (FTE)"), text("of which filled (FTE)"))
        if heading in headings
    ]
    rows = list(zip(*(cells for _, cells in shown), strict=True))
    return plain(text("Posts of the three building blocks"), headings, rows, numeric=numeric)


def _periods(visit: Visit) -> pl.DataFrame:
    """The columns of mart_post (filled_fte for the coordination only) with served (names of municipalities, or that it serves
    all), area_assumption and hours, as of the reference date of the staffing table; of periods that do not include it, as of
    their day closest to it."""
    language, day = visit.language, date_of(visit, "staffing_on")
    question = "filled_posts" if door.is_coordination(visit.role) else "posts"
    periods = door.read(visit.edition_id, visit.role, question).with_columns(
        day=pl.min_horizontal(pl.max_horizontal("valid_from", pl.lit(day)), "valid_to")
    )
    places = door.read(visit.edition_id, visit.role, "municipalities").select("ags", "name")
    everywhere = pl.lit(language.text("all municipalities"))
    served = (
        _valid_then(periods, door.read(visit.edition_id, visit.role, "post_areas"))
        .join(places, on="ags")
        .sort("post", "name")
        .group_by("post", "day")
        .agg(
            served=pl.col("name").str.join(", "),
            number=pl.len(),
            area_assumption=pl.col("area_assumption").drop_nulls().first(),
        )
        .with_columns(served=pl.when(pl.col("number") == places.height).then(everywhere).otherwise(pl.col("served")))
    )
    outreach = _valid_then(periods, door.read(visit.edition_id, visit.role, "outreach")).sort("post", "place")
    hours = outreach.with_columns(
        hours=pl.Series(
            [
                language.text("{place}: {hours} hours", place=place, hours=language.number(found, 1))
                for place, found in outreach.select("place", "hours_per_week").rows()
            ],
            dtype=pl.String,
        )
    )
    return (
        periods.join(served, on=["post", "day"], how="left")
        .join(hours.group_by("post", "day").agg(pl.col("hours").str.join(" · ")), on=["post", "day"], how="left")
        .sort("building_block", "carrier", "post", "valid_from")
    )


def _valid_then(periods: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of posts that are valid on the day of each period, with that day."""
    named = rows.rename({"assumption": "area_assumption"}, strict=False)
    return named.join(periods.select("post", "day"), on="post").filter(valid_on(pl.col("day")))


def _fte(fte: float, language: Language) -> str:
    """One decimal, or two where the second is not 0."""
    return language.number(fte, 1 if round(fte, 1) == fte else 2)


def _subject(row: dict[str, str], language: Language) -> str:
    if row["focus_area"]:
        return name("focus_area", row["focus_area"], language.code)
    return name("building_block", row["building_block"], language.code)


def _languages(spoken: str | None, language: Language) -> str:
    return ", ".join(name("counselling_language", code, language.code) for code in (spoken or "").split(",") if code)
