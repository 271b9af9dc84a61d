"""The posts behind a comparison: FTE of every unit in every focus area and counted month."""

from __future__ import annotations

import polars as pl

from metrics.caseload import fte_by_month, trailing_mean
from metrics.service_areas import fte_by_post_and_place
from metrics.staffing import valid_on
from pages._shared import door
from pages._shared.kept import kept
from pages._shared.need import Need, need_for
from pages._shared.supply import CASE_MANAGEMENT
from pages._shared.units import unit_of
from pages._shared.view import ALL_AREAS
from pages._shared.view import View as CoverageView
from pages._shared.visit import Visit
from pages.caseload.view import CaseloadView, counted_months

WHOLE = "district"
AREA_BY_AREA = ["unit", "focus_area", "month"]


def fte_of_units(visit: Visit, view: CaseloadView) -> pl.DataFrame:
    """FTE of each unit in each focus area: unit, focus_area, month, fte; the month's own for the figure at a month's end, else the
    mean of the twelve months that end with it. Units without posts have no rows."""
    dates = need_of_split(visit, view).dates if view.by == "ags" else ()
    day = view.last if view.rule == "hours" else None
    state = (view.by, view.rule, view.fte, view.is_stock, view.focus_area, dates, day)
    return kept(visit, "fte_of_units", state, lambda: _fte_of_units(visit, view))


def fte_of_all(visit: Visit, view: CaseloadView) -> pl.DataFrame:
    """The same for the district as a whole; unit is WHOLE."""
    state = (view.fte, view.is_stock, view.focus_area)
    return kept(visit, "fte_of_all", state, lambda: _in_year(_of_posts(visit, view, None), visit, view))


def periods_of(visit: Visit, view: CaseloadView) -> pl.DataFrame:
    """The periods of the posts of case management in the view's focus area: the columns of mart_post, fte as the view counts them."""
    is_filled = view.fte == "filled" and door.is_coordination(visit.role)
    question, column = ("filled_posts", "filled_fte") if is_filled else ("posts", "fte")
    periods = door.read(visit.edition_id, visit.role, question).filter(pl.col("building_block") == CASE_MANAGEMENT)
    chosen = pl.lit(True) if view.focus_area == ALL_AREAS else pl.col("focus_area") == view.focus_area
    return periods.filter(chosen).with_columns(fte=pl.col(column))


def need_of_split(visit: Visit, view: CaseloadView) -> Need:
    """Whose need splits the posts that serve several municipalities."""
    return need_for(visit, CoverageView().weights, view.last)


def _fte_of_units(visit: Visit, view: CaseloadView) -> pl.DataFrame:
    if view.by == "ags":
        return _in_year(_of_places(visit, view), visit, view)
    return _in_year(_of_posts(visit, view, view.by), visit, view)


def _of_posts(visit: Visit, view: CaseloadView, by: str | None) -> pl.DataFrame:
    periods = periods_of(visit, view)
    units = (
        periods.select("post", unit=pl.lit(WHOLE)).unique()
        if by is None
        else unit_of(visit, by).join(periods.select("post").unique(), on="post")
    )
    monthly = fte_by_month(periods, counted_months(visit)).join(units, on="post")
    return _by_area(monthly, periods)


def _of_places(visit: Visit, view: CaseloadView) -> pl.DataFrame:
    periods = periods_of(visit, view)
    areas = door.read(visit.edition_id, visit.role, "post_areas")
    need = need_of_split(visit, view).frame
    hours = (
        door.read(visit.edition_id, visit.role, "outreach").filter(valid_on(view.last))
        if view.rule == "hours"
        else None
    )
    split = fte_by_post_and_place(periods, areas, need, counted_months(visit), view.rule, hours)
    return _by_area(split.rename({"ags": "unit"}), periods)


def _by_area(monthly: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """unit, focus_area, month, fte from FTE of posts: post, unit, month, fte."""
    area_of = periods.select("post", "focus_area").unique()
    return monthly.join(area_of, on="post").group_by(AREA_BY_AREA).agg(pl.col("fte").sum()).sort(AREA_BY_AREA)


def _in_year(monthly: pl.DataFrame, visit: Visit, view: CaseloadView) -> pl.DataFrame:
    """Means of twelve months; a month without posts counts as 0."""
    if view.is_stock:
        return monthly
    months = pl.DataFrame({"month": counted_months(visit)}, schema={"month": pl.Date})
    every = monthly.select("unit", "focus_area").unique().join(months, how="cross")
    complete = every.join(monthly, on=AREA_BY_AREA, how="left").with_columns(pl.col("fte").fill_null(0.0))
    series = complete.with_columns(series=pl.struct("unit", "focus_area"))
    return trailing_mean(series, "series").select(*AREA_BY_AREA, "fte").sort(AREA_BY_AREA)
