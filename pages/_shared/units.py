"""The units that figures about clients are told by: municipalities, carriers, focus areas, posts."""

from __future__ import annotations

import datetime as dt

import polars as pl

from metrics.codes import codes, name
from pages._shared import door
from pages._shared.supply import CASE_MANAGEMENT
from pages._shared.visit import Visit

ONE_POST = "one_post"


def column_of(visit: Visit, by: str) -> str:
    """The column that counts are grouped by; carriers with a single post stand together for all but the coordination."""
    return "carrier_group" if by == "carrier" and not door.is_coordination(visit.role) else by


def unit_of(visit: Visit, by: str) -> pl.DataFrame:
    """Which unit a post counts for: post, unit; carriers with a single post stand together for all but the coordination."""
    managed = door.read(visit.edition_id, visit.role, "posts").filter(pl.col("building_block") == CASE_MANAGEMENT)
    posts = managed.select("post", "carrier", "focus_area", unit="post" if by == "post" else by).unique()
    if by != "carrier" or door.is_coordination(visit.role):
        return posts.select("post", "unit").sort("post")
    groups = door.read(visit.edition_id, visit.role, "carrier_groups")
    return posts.join(groups, on="carrier").select("post", unit="carrier_group").sort("post")


def labels_of(visit: Visit, by: str) -> dict[str, str]:
    """What the units are called, every unit there can be."""
    if by == "focus_area":
        return {code: name("focus_area", code, visit.language.code) for code in codes("focus_area")}
    if by == "ags":
        return dict(door.read(visit.edition_id, visit.role, "municipalities").select("ags", "name").rows())
    units = unit_of(visit, by)["unit"].unique().sort().to_list()
    return {unit: _one_post_name(visit) if unit == ONE_POST else unit for unit in units}


def with_a_single_post(
    visit: Visit, by: str, first: dt.date, last: dt.date, focus_area: str | None = None
) -> list[str]:
    """The units whose figures rest on one post, and so on one employee, in the time from `first` to `last`; in one focus area or
    in all."""
    is_in_time = (pl.col("valid_from").fill_null(first) <= last) & (pl.col("valid_to").fill_null(last) >= first)
    posts = door.read(visit.edition_id, visit.role, "posts").filter(pl.col("building_block") == CASE_MANAGEMENT)
    there = posts.filter(is_in_time)
    if focus_area is not None:
        there = there.filter(pl.col("focus_area") == focus_area)
    if by == "ags":
        areas = door.read(visit.edition_id, visit.role, "post_areas").filter(is_in_time)
        served = areas.select("post", unit="ags").unique()
    else:
        served = unit_of(visit, by)
    units = served.join(there.select("post").unique(), on="post")
    return units.group_by("unit").len().filter(pl.col("len") == 1)["unit"].sort().to_list()


def _one_post_name(visit: Visit) -> str:
    groups = door.read(visit.edition_id, visit.role, "carrier_groups")
    pooled = groups.filter(pl.col("carrier_group") == ONE_POST).height
    return f"{name('carrier_group', ONE_POST, visit.language.code)} ({pooled})"
