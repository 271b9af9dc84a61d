"""Posts granted and filled, month by month, and the posts that are vacant."""

from __future__ import annotations

import datetime as dt

import polars as pl

from metrics.staffing import RESIDUE, mean_fte, valid_on
from pages._shared import door
from pages._shared.kept import kept
from pages._shared.supply import CASE_MANAGEMENT
from pages._shared.units import labels_of
from pages._shared.view import ALL_AREAS
from pages._shared.visit import Visit
from pages.caseload.course_trends import MONTHS_SHOWN
from pages.caseload.supply import WHOLE, fte_of_units
from pages.caseload.view import CaseloadView, counted_months


def posts_by_month(visit: Visit, view: CaseloadView) -> pl.DataFrame:
    """The 36 months that end with the view's month: series (key of a unit), month, granted, filled (FTE). For the coordination."""
    return kept(visit, "posts_by_month", view, lambda: _posts_by_month(visit, view))


def names_of(visit: Visit, view: CaseloadView) -> dict[str, str]:
    """The units with posts in these months, by name."""
    there = set(posts_by_month(visit, view)["series"])
    labels = sorted(labels_of(visit, view.by).items(), key=lambda entry: entry[1])
    return {key: label for key, label in labels if key in there}


def vacancies_in_year(visit: Visit, view: CaseloadView) -> pl.DataFrame:
    """The posts that are not filled as granted on the last day of the view's month, or were not at some time in the twelve months
    that end with it: post, carrier, focus_area, granted, filled, vacant (FTE on that day), since (first day of the vacancy; null
    where there is none on that day), mean_vacant (FTE, mean over the days of the twelve months); the most vacant first."""
    return kept(visit, "vacancies", view, lambda: _vacancies(visit, view))


def granted_on(visit: Visit, view: CaseloadView) -> float:
    """FTE granted on the last day of the view's month."""
    return float(_filled_periods(visit, view).filter(valid_on(view.last))["fte"].sum())


def district_by_month(visit: Visit, month: dt.date) -> pl.DataFrame:
    """Case management of the district in the 36 months that end with a month, for everyone: series (WHOLE), month, granted, filled
    (FTE; null where fewer than five posts stand behind it)."""
    months = [counted for counted in counted_months(visit) if counted <= month][-MONTHS_SHOWN:]
    found = door.read(visit.edition_id, visit.role, "occupancy").filter(
        (pl.col("building_block") == CASE_MANAGEMENT) & pl.col("month").is_in(months)
    )
    return found.select("month", series=pl.lit(WHOLE), granted="fte", filled="filled_fte").sort("month")


def _posts_by_month(visit: Visit, view: CaseloadView) -> pl.DataFrame:
    months = [counted for counted in counted_months(visit) if counted <= view.month][-MONTHS_SHOWN:]
    granted, filled = (
        fte_of_units(visit, view.of(measure="open_cases", fte=kind))
        .filter(pl.col("month").is_in(months))
        .group_by("month", series="unit")
        .agg(pl.col("fte").sum().alias(kind))
        for kind in ("granted", "filled")
    )
    both = granted.join(filled, on=["series", "month"], how="left").with_columns(pl.col("filled").fill_null(0.0))
    lasting = both.filter((pl.col("granted") > RESIDUE).any().over("series"))
    return lasting.select("series", "month", "granted", "filled").sort("series", "month")


def _filled_periods(visit: Visit, view: CaseloadView) -> pl.DataFrame:
    """The periods of the posts in the view's focus area: the columns of mart_post, and vacant (FTE that are granted, not filled)."""
    managed = door.read(visit.edition_id, visit.role, "filled_posts").filter(
        pl.col("building_block") == CASE_MANAGEMENT
    )
    chosen = pl.lit(True) if view.focus_area == ALL_AREAS else pl.col("focus_area") == view.focus_area
    return managed.filter(chosen).with_columns(vacant=(pl.col("fte") - pl.col("filled_fte")).clip(lower_bound=0.0))


def _vacancies(visit: Visit, view: CaseloadView) -> pl.DataFrame:
    periods = _filled_periods(visit, view)
    span = pl.DataFrame({"first": [view.of(measure="new_cases").first], "last": [view.last]})
    in_year = mean_fte(periods, span, ("vacant",)).filter(pl.col("vacant") > RESIDUE)
    now = periods.filter(valid_on(view.last)).select(
        "post", granted="fte", filled="filled_fte", vacant=pl.col("vacant")
    )
    told = periods.sort("valid_from").unique("post", keep="last").select("post", "carrier", "focus_area")
    found = (
        in_year.select("post", mean_vacant="vacant")
        .join(now, on="post", how="left")
        .join(told, on="post")
        .with_columns(pl.col("granted", "filled", "vacant").fill_null(0.0))
    )
    since = [_since(periods.filter(pl.col("post") == post), view.last) for post in found["post"]]
    return (
        found.with_columns(since=pl.Series(since, dtype=pl.Date))
        .select("post", "carrier", "focus_area", "granted", "filled", "vacant", "since", "mean_vacant")
        .sort("vacant", "mean_vacant", "post", descending=[True, True, False])
    )


def _since(periods: pl.DataFrame, day: dt.date) -> dt.date | None:
    """The first day of the unbroken time without being filled as granted that includes `day`."""
    begin, needed = None, day
    for row in periods.sort("valid_from", descending=True).iter_rows(named=True):
        ends = row["valid_to"] or dt.date.max
        if row["valid_from"] > needed:
            continue
        if row["vacant"] <= RESIDUE or ends < needed:
            break
        begin, needed = row["valid_from"], row["valid_from"] - dt.timedelta(days=1)
    return begin
