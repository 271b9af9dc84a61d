"""What is known of every municipality, as charts.reasons puts it into a sentence."""

from __future__ import annotations

import datetime as dt

import polars as pl

from charts.reasons import Facts, Missing, Reached
from metrics.codes import codes, name
from pages._shared.coverage import coverage
from pages._shared.frame import date_of
from pages._shared.kept import kept
from pages._shared.reach import Reach, reach_of
from pages._shared.supply import areas_of, posts_of
from pages._shared.travel import STRAIGHT, access, default_travel
from pages._shared.view import ALL_AREAS, View
from pages._shared.visit import Visit


def facts_of(visit: Visit, view: View) -> dict[str, Facts]:
    """AGS -> facts of every municipality."""
    return kept(visit, "ranking_facts", view, lambda: _facts(visit, view))


def reach_at(visit: Visit, view: View) -> Reach | None:
    """Reach in the twelve months that end with the view's month, or the newest where none but the reference date is chosen."""
    is_reference = view.month in ("", f"{date_of(visit, 'staffing_on'):%Y-%m}")
    return reach_of(visit, view, None if is_reference else dt.date.fromisoformat(f"{view.month}-01"))


def _facts(visit: Visit, view: View) -> dict[str, Facts]:
    served, missing, reached = _served(visit, view), _missing(visit, view), _reached(visit, view)
    looked_at = "" if view.focus_area == ALL_AREAS else name("focus_area", view.focus_area, visit.language.code)
    return {
        row["ags"]: Facts(
            row["name"],
            looked_at,
            row["fte"],
            row["gap_fte"],
            row["lower"],
            row["upper"],
            row["is_beyond_doubt"],
            row["ags"] in served,
            tuple(missing.get(row["ags"], ())),
            reached.get(row["ags"]),
        )
        for row in coverage(visit, view).iter_rows(named=True)
    }


def _served(visit: Visit, view: View) -> set[str]:
    """AGS of the places that at least one post of the view serves."""
    posts = posts_of(visit, view).filter(pl.col("fte") > 0)
    return set(areas_of(visit, view).join(posts, on="post", how="semi")["ags"])


def _missing(visit: Visit, view: View) -> dict[str, list[Missing]]:
    """AGS -> the focus areas without a post there that are somewhere in the district, the one looked at first."""
    travel, language = default_travel(visit), visit.language.code
    mode = "" if travel.mode == STRAIGHT else name("travel_mode", travel.mode, language)
    found: dict[str, list[Missing]] = {}
    for area in sorted(codes("focus_area"), key=lambda code: code != view.focus_area):
        served = _served(visit, view.of(area))
        if not served:
            continue
        for row in access(visit, view.of(area), travel).iter_rows(named=True):
            if row["ags"] not in served:
                missing = Missing(name("focus_area", area, language), row["nearest_name"], row["cost"] or 0.0, mode)
                found.setdefault(row["ags"], []).append(missing)
    return found


def _reached(visit: Visit, view: View) -> dict[str, Reached]:
    reach = reach_at(visit, view)
    if reach is None:
        return {}
    covers_all = reach.focus_area == ALL_AREAS != view.focus_area
    return {
        row["ags"]: Reached(row["verdict"], row["per_1000"], reach.district_per_1000, covers_all)
        for row in reach.frame.iter_rows(named=True)
    }
