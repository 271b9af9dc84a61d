"""Which posts there are for whom, on a day or over a year, and how they are split between municipalities."""

from __future__ import annotations

import polars as pl

from metrics.service_areas import in_span
from metrics.splitting import split_posts, without_figures
from metrics.staffing import valid_on
from pages._shared import door
from pages._shared.kept import kept
from pages._shared.view import ALL_AREAS, View, span_of
from pages._shared.visit import Visit

CASE_MANAGEMENT = "case_management"
# A post without fixed shares or consultation hours is split like this, and the page says how many are.
INSTEAD = "need"


def posts_of(visit: Visit, view: View) -> pl.DataFrame:
    """The case-management posts of the view's focus area and span: post (with the begin of the stretch in which its
    municipalities stay the same), name (as in the staffing table), carrier, focus_area, fte, languages, remark, assumption.
    """
    return kept(visit, "posts_of", view, lambda: _supply(visit, view)[0])


def areas_of(visit: Visit, view: View) -> pl.DataFrame:
    """The municipalities these posts serve: post, ags, share, is_named, assumption."""
    return kept(visit, "areas_of", view, lambda: _supply(visit, view)[1])


def split(visit: Visit, view: View, need: pl.DataFrame) -> pl.DataFrame:
    """FTE of each post (as named in `posts_of`) in each municipality by the view's rule: post, ags, fte."""
    posts, areas, hours = posts_of(visit, view), areas_of(visit, view), hours_of(visit, view)
    without = without_figures(posts, areas, view.rule, hours)
    parts = [
        split_posts(posts.filter(~pl.col("post").is_in(without)), areas, need, view.rule, hours),
        split_posts(posts.filter(pl.col("post").is_in(without)), areas, need, INSTEAD),
    ]
    return pl.concat(parts).sort("post", "ags")


def split_otherwise(visit: Visit, view: View) -> list[str]:
    """The shared posts (names of the staffing table) the view's rule has no figures for, so that they are split by need."""
    posts, areas = posts_of(visit, view), areas_of(visit, view)
    shared = areas.filter(pl.len().over("post") > 1)["post"].unique()
    without = without_figures(
        posts.filter(pl.col("post").is_in(shared.implode())), areas, view.rule, hours_of(visit, view)
    )
    return posts.filter(pl.col("post").is_in(without))["name"].unique().sort().to_list()


def _supply(visit: Visit, view: View) -> tuple[pl.DataFrame, pl.DataFrame]:
    is_filled = view.fte == "filled" and door.is_coordination(visit.role)
    question, column = ("filled_posts", "filled_fte") if is_filled else ("posts", "fte")
    first, last = span_of(visit, view)
    periods = door.read(visit.edition_id, visit.role, question).filter(pl.col("building_block") == CASE_MANAGEMENT)
    if view.focus_area != ALL_AREAS:
        periods = periods.filter(pl.col("focus_area") == view.focus_area)
    cut = in_span(periods, door.read(visit.edition_id, visit.role, "post_areas"), first, last, column)
    told = periods.select("post", "carrier", "focus_area", "valid_from", "languages", "remark", "assumption")
    newest = cut.periods.sort("valid_from").join_asof(
        told.sort("valid_from"), on="valid_from", by="post", strategy="backward", check_sortedness=False
    )
    posts = newest.rename({"post": "name", "stretch": "post"}).drop("valid_from", "valid_to").sort("post")
    return posts, cut.areas.rename({"stretch": "post"})


def hours_of(visit: Visit, view: View) -> pl.DataFrame:
    """Consultation hours valid on the last day of the view's span: post, ags, hours_per_week."""
    day = span_of(visit, view)[1]
    outreach = door.read(visit.edition_id, visit.role, "outreach").filter(valid_on(day))
    posts = posts_of(visit, view).select("post", "name")
    found = outreach.rename({"post": "name"}).join(posts, on="name")
    return found.select("post", "ags", "hours_per_week")
