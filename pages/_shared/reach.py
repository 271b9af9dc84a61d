"""Reach as a visitor may see it: new clients of twelve months per 1,000 people in need, place by place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from metrics.reach import reach
from pages._shared import door
from pages._shared.kept import kept
from pages._shared.need import Need, need_for, require_figures
from pages._shared.view import ALL_AREAS, View
from pages._shared.visit import Visit


@dataclass(frozen=True)
class Reach:
    """`frame`: name and the columns of metrics.reach.reach, in the order of the names. The twelve months from `first` to
    `last` (both days included) are counted; `focus_area` is ALL_AREAS for everybody but the coordination."""

    frame: pl.DataFrame
    need: Need
    district_cases: int
    first: dt.date
    last: dt.date
    focus_area: str

    @property
    def district_per_1000(self) -> float:
        """New clients of the district per 1,000 people in need."""
        return self.district_cases * 1000 / float(self.need.frame["need"].sum())


def reach_months(visit: Visit) -> list[dt.date]:
    """The months (first days) with which twelve counted months end; none without clients."""
    if not visit.has_clients:
        return []
    counted: list[dt.date] = door.read(visit.edition_id, visit.role, "caseload_months")["month"].to_list()
    # Counted from the first month on, as a month in which nothing happened may be missing.
    return [month for month in counted if _span(month)[0] >= counted[0]]


def reach_of(visit: Visit, view: View, until: dt.date | None = None) -> Reach | None:
    """Reach in the twelve months that end with the month `until` (the newest one where it is None or not counted); None when
    no twelve months are counted. Where a municipality has no figure of need, that is said and the page's run ends.

    A focus area within a municipality is often one employee's work, so only the coordination sees it.
    """
    months = reach_months(visit)
    if not months:
        return None
    end = until if until in months else months[-1]
    # The need closest to these months may be another one than that of the posts, with gaps of its own.
    require_figures(visit, view.indicators, _span(end)[1])
    return kept(visit, "reach", (view.weights, view.focus_area, end), lambda: _reach(visit, view, end))


def _reach(visit: Visit, view: View, end: dt.date) -> Reach:
    area = view.focus_area if door.is_coordination(visit.role) else ALL_AREAS
    first, last = _span(end)
    only = {} if area == ALL_AREAS else {"focus_area": area}
    need = need_for(visit, view.weights, last)

    def counted(by: tuple[str, ...]) -> pl.DataFrame:
        return door.read(visit.edition_id, visit.role, "caseload", by, ("new_cases",), first, end, **only)

    cases = need.frame.join(counted(("ags",)), on="ags", how="left", maintain_order="left")
    district = int(counted(())["new_cases"].item() or 0)
    names = door.read(visit.edition_id, visit.role, "municipalities").select("ags", "name")
    found = reach(cases.select("ags", "new_cases", "need"), visit.role, district)
    return Reach(found.join(names, on="ags").sort("name"), need, district, first, last, area)


def _span(end: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the twelve months that end with the month of `end`."""
    following = dt.date(end.year + end.month // 12, end.month % 12 + 1, 1)
    return following.replace(year=following.year - 1), following - dt.timedelta(days=1)
