"""What the figures of one unit are made of: its six measures, its months, focus areas, places, posts and services."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from metrics.caseload import month_starts
from metrics.codes import codes
from metrics.funnel import compare
from metrics.service_areas import fte_by_post_and_place
from metrics.staffing import valid_on
from pages._shared import door
from pages._shared.units import unit_of
from pages._shared.view import ALL_AREAS
from pages._shared.visit import Visit
from pages.caseload.comparison import at_month, comparison, of_a_year, scale_of
from pages.caseload.course_trends import Course, course
from pages.caseload.supply import fte_of_units, need_of_split, periods_of
from pages.caseload.view import MEASURES, CaseloadView, counted_months


@dataclass(frozen=True)
class Unit:
    """A municipality, carrier, focus area or post: `by` is one of pages.caseload.view.UNITS, `key` its code."""

    by: str
    key: str
    label: str


def measures_of(visit: Visit, view: CaseloadView, unit: Unit) -> pl.DataFrame:
    """The six measures of a unit, one row each: measure, the columns of pages.caseload.comparison, granted_fte, filled_fte,
    whole_per_fte (the district's), is_overdispersed (of all units together)."""
    rows = []
    for measure in MEASURES:
        asked = view.of(measure=measure)
        found = comparison(visit, asked)
        (row,) = found.frame.filter(pl.col("key") == unit.key).iter_rows(named=True)
        granted, filled = (fte_of(visit, asked.of(fte=fte), unit) for fte in ("granted", "filled"))
        rows.append(
            {
                "measure": measure,
                **row,
                "granted_fte": granted,
                "filled_fte": filled,
                "whole_per_fte": found.per_fte,
                "is_overdispersed": found.is_overdispersed,
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def fte_of(visit: Visit, view: CaseloadView, unit: Unit) -> float:
    """The FTE that a view's figure of a unit is divided by."""
    own = at_month(fte_of_units(visit, view), view.month)
    return float(own.filter(pl.col("unit") == unit.key)["fte"].sum())


def course_of(visit: Visit, view: CaseloadView, unit: Unit) -> Course:
    """The course of a unit alone; without rows where it had neither posts nor cases in all that time."""
    every = course(visit, view)
    rows = tuple(row for row in every.rows if row.key == unit.key)
    return replace(every, months=every.months.filter(pl.col("series") == unit.key), rows=rows)


def months_of(visit: Visit, view: CaseloadView, unit: Unit) -> pl.DataFrame:
    """Cases of a unit in every counted month up to the view's: month, new_cases, closed_cases, open_cases."""
    measures = ("new_cases", "closed_cases", "open_cases")
    found = door.read(
        visit.edition_id, visit.role, "caseload", ("month",), measures, None, view.month, **_only(view, unit)
    )
    months = [month for month in counted_months(visit) if month <= view.month]
    every = pl.DataFrame({"month": months}, schema={"month": pl.Date})
    return every.join(found, on="month", how="left").with_columns(pl.col(measures).fill_null(0)).sort("month")


def areas_of(visit: Visit, view: CaseloadView, unit: Unit) -> pl.DataFrame:
    """A unit's figure in each focus area in which it has posts or cases, beside the district's in that focus area: focus_area,
    whole_per_fte and the columns of pages.caseload.comparison."""
    rows = []
    for area in codes("focus_area"):
        if view.focus_area not in (ALL_AREAS, area):
            continue
        found = comparison(visit, view.of(focus_area=area, basis="district"))
        row = found.frame.filter((pl.col("key") == unit.key) & (pl.col("verdict") != "none"))
        rows += [{"focus_area": area, "whole_per_fte": found.per_fte, **one} for one in row.iter_rows(named=True)]
    return pl.DataFrame(rows, infer_schema_length=None)


def parts_of(visit: Visit, view: CaseloadView, unit: Unit) -> pl.DataFrame:
    """The municipalities that a unit's cases live in, or the posts that a municipality's cases are with: part (AGS or post), the
    six measures, fte (there), and per_fte, lower, upper of the view's figure, ordered by part. Parts with neither are left out."""
    column = "post" if unit.by == "ags" else "ags"
    of_year = at_month(of_a_year(visit, (column,), view.focus_area, **{unit.by: unit.key}), view.month)
    counts = of_year.select(pl.col(column).alias("part"), *[pl.col(measure).cast(pl.Float64) for measure in MEASURES])
    there = _fte_by_post_and_place(visit, view).join(unit_or_place(visit, unit), on=["post", "ags"])
    posts = there.group_by(part=column).agg(pl.col("fte").sum())
    frame = (
        posts.join(counts, on="part", how="full", coalesce=True)
        .with_columns(pl.exclude("part").fill_null(0.0))
        .sort("part")
    )
    asked = frame.select(key="part", observed=view.measure, fte="fte", expected=pl.lit(0.0))
    rates = compare(asked, visit.role, scale=scale_of(visit, view)).frame.select("per_fte", "lower", "upper")
    return pl.concat([frame, rates], how="horizontal")


def services_of(visit: Visit, view: CaseloadView, unit: Unit) -> pl.DataFrame:
    """Services of the twelve months that end with the view's: service_type, services, hours, services_with_hours, the most first."""
    found = door.read(
        visit.edition_id, visit.role, "services_of_a_year", ("service_type",), view.month, **_only(view, unit)
    )
    return found.sort("services", "service_type", descending=[True, False])


def unit_or_place(visit: Visit, unit: Unit) -> pl.DataFrame:
    """The posts and municipalities whose FTE are a unit's: post, ags."""
    places = door.read(visit.edition_id, visit.role, "municipalities").select("ags")
    if unit.by == "ags":
        posts = unit_of(visit, "post").select("post")
        return posts.join(places.filter(pl.col("ags") == unit.key), how="cross")
    posts = unit_of(visit, unit.by).filter(pl.col("unit") == unit.key).select("post")
    return posts.join(places, how="cross")


def _fte_by_post_and_place(visit: Visit, view: CaseloadView) -> pl.DataFrame:
    """FTE of each post in each municipality, as the view's figure is divided by: post, ags, fte."""
    months = [view.month] if view.is_stock else month_starts(view.first, view.last)
    areas = door.read(visit.edition_id, visit.role, "post_areas")
    hours = door.read(visit.edition_id, visit.role, "outreach").filter(valid_on(view.last))
    need = need_of_split(visit, view).frame
    split = fte_by_post_and_place(
        periods_of(visit, view), areas, need, months, view.rule, hours if view.rule == "hours" else None
    )
    return split.group_by("post", "ags").agg(fte=pl.col("fte").sum() / len(months))


def _only(view: CaseloadView, unit: Unit) -> dict[str, str]:
    area = {} if view.focus_area == ALL_AREAS else {"focus_area": view.focus_area}
    return {**area, unit.by: unit.key}
