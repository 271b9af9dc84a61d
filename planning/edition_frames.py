"""The frames of an edition, for whoever evaluates a plan outside of the app."""

from __future__ import annotations

import datetime as dt

import polars as pl

from geo.distances import inside_km, road_km, straight_line_km
from metrics.need import weighted_need
from metrics.service_areas import in_span
from metrics.staffing import valid_on
from planning.allocation import as_today
from planning.frames import Frames
from warehouse import Edition, queries

__all__ = ["Edition", "frames_of"]

CASE_MANAGEMENT = "case_management"
MUNICIPALITY_DIGITS = 8
MONTHS_OF_REACH = 12


def frames_of(
    edition: Edition,
    indicator: str = "foreign_nationals",
    on: dt.date | None = None,
    *,
    focus_area: str | None = None,
) -> Frames:
    """The granted posts of case management on a day (None = the staffing table's), the need by one indicator closest to it, kilometres
    by road, consultation hours on that day, and cases of the newest twelve months, of one focus area or all together.

    Cases are exact counts, which only the coordination may see: pages make frames of their own from what the door hands out.
    Raises ValueError for an indicator without a figure of every municipality.
    """
    day = on or dt.date.fromisoformat(edition.manifest["staffing_on"])
    periods = queries.posts(edition).frame.filter(pl.col("building_block") == CASE_MANAGEMENT)
    told = periods.filter(valid_on(day)).select("post", "carrier", "focus_area")
    cut = in_span(periods, queries.post_areas(edition).frame, day, day)
    posts = cut.periods.select("stretch", "post", "fte").join(told, on="post", maintain_order="left")
    areas = cut.areas.join(posts.select("stretch", "post"), on="stretch").select("post", "ags", "share")
    return Frames(
        allocation=as_today(posts, areas),
        need=_need(edition, indicator, day),
        cost=_kilometres(edition),
        cases=_cases(edition, focus_area),
        hours=queries.outreach(edition, day).frame.select("post", "ags", "hours_per_week"),
    )


def _need(edition: Edition, indicator: str, day: dt.date) -> pl.DataFrame:
    found = queries.indicator(edition, indicator, day).frame
    figures = found.filter(pl.col("ags").str.len_chars() == MUNICIPALITY_DIGITS)
    places = queries.municipalities(edition).frame.select("ags")
    unknown = places.join(figures.drop_nulls("value"), on="ags", how="anti")["ags"].to_list()
    if unknown:
        raise ValueError(f"{indicator}: no figure for {', '.join(unknown)}")
    return weighted_need({indicator: figures}, {indicator: 1.0})


def _kilometres(edition: Edition) -> pl.DataFrame:
    """from_ags, to_ags, cost: straight lines times the detour factor, as the page on distances begins with."""
    places = queries.municipalities(edition).frame
    straight = pl.concat([straight_line_km(places.select("ags", "longitude", "latitude")), inside_km(places)])
    return straight.select("from_ags", "to_ags", cost=road_km(pl.col("km")))


def _cases(edition: Edition, focus_area: str | None) -> pl.DataFrame | None:
    """ags, new_cases, open_cases; None where no twelve months are counted."""
    months = queries.caseload_months(edition).frame["month"]
    if months.is_empty():
        return None
    end: dt.date = months.max()  # type: ignore[assignment]
    first = _months_before(end, MONTHS_OF_REACH - 1)
    if first < min(months):
        return None
    only = {} if focus_area is None else {"focus_area": focus_area}
    new = queries.caseload(edition, ("ags",), ("new_cases",), first, end, **only).frame
    still_open = queries.caseload(edition, ("ags",), ("open_cases",), end, end, **only).frame
    both = new.join(still_open, on="ags", how="full", coalesce=True).sort("ags")
    return both.with_columns(pl.col("new_cases", "open_cases").fill_null(0))


def _months_before(month: dt.date, number: int) -> dt.date:
    """The first day of the month so many months earlier."""
    position = month.year * 12 + month.month - 1 - number
    return dt.date(position // 12, position % 12 + 1, 1)
