"""Today's posts, a plan made of edits, and what the plan changes, as a visitor may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import polars as pl

from metrics.protection import SMALLEST_BASE
from pages._shared import door
from pages._shared.coverage import need_of
from pages._shared.kept import kept
from pages._shared.reach import reach_months
from pages._shared.supply import areas_of, hours_of, posts_of
from pages._shared.travel import costs, default_travel, places
from pages._shared.view import ALL_AREAS, View, span_of
from pages._shared.visit import Visit
from planning.allocation import as_today
from planning.edit import Edit
from planning.edits import Applied, apply
from planning.evaluate import Evaluation, evaluate
from planning.frames import Frames


def today(visit: Visit, view: View) -> pl.DataFrame:
    """The posts of all focus areas on the view's day as an allocation whose splits are left to the rule."""
    every = view.of(ALL_AREAS)

    def build() -> pl.DataFrame:
        names = posts_of(visit, every).select("post", "name")
        posts = posts_of(visit, every).select(post="name", carrier="carrier", focus_area="focus_area", fte="fte")
        areas = areas_of(visit, every).join(names, on="post").drop("post").rename({"name": "post"})
        return as_today(posts, areas.select("post", "ags", "share"))

    return kept(visit, "plan_today", every, build)


def planned(visit: Visit, view: View, edits: Sequence[Edit]) -> Applied:
    """Today's posts with the edits that hold on the view's day, and the edits that were impossible."""
    return kept(
        visit,
        "planned",
        (view.of(ALL_AREAS), tuple(edits)),
        lambda: apply(today(visit, view), edits, span_of(visit, view)[1], places=places(visit)),
    )


def frames(visit: Visit, view: View) -> Frames:
    """What a plan is evaluated on: need, distances, consultation hours and clients of the view."""
    every = view.of(ALL_AREAS)

    def build() -> Frames:
        return Frames(
            allocation=today(visit, view),
            need=need_of(visit, every).frame.select("ags", "need", "margin"),
            cost=_cost(visit),
            cases=_cases(visit, clients_of(visit, view)),
            hours=_hours(visit, every),
            district_open_cases=_open_cases_of_district(visit, clients_of(visit, view)),
            smallest_base=0 if door.is_coordination(visit.role) else SMALLEST_BASE,
        )

    return kept(visit, "plan_frames", (every, clients_of(visit, view)), build)


def evaluated(visit: Visit, view: View, edits: Sequence[Edit]) -> Evaluation:
    """What a plan changes in the view's focus area. Clients, reach and caseload are those of `clients_evaluated`."""
    return _evaluated(visit, view, edits, view.focus_area)


def clients_evaluated(visit: Visit, view: View, edits: Sequence[Edit]) -> Evaluation:
    """What a plan changes for clients: in the view's focus area for the coordination, in all together for others, since the
    clients of one focus area in a municipality are often one employee's work."""
    return _evaluated(visit, view, edits, clients_of(visit, view))


def clients_of(visit: Visit, view: View) -> str:
    """The focus area whose clients are counted."""
    return view.focus_area if door.is_coordination(visit.role) else ALL_AREAS


def names_of(visit: Visit) -> dict[str, str]:
    """AGS -> name of every municipality."""
    return dict(door.read(visit.edition_id, visit.role, "municipalities").select("ags", "name").rows())


def _evaluated(visit: Visit, view: View, edits: Sequence[Edit], focus_area: str) -> Evaluation:
    def build() -> Evaluation:
        area = None if focus_area == ALL_AREAS else focus_area
        if not edits:
            return evaluate(frames(visit, view), focus_area=area, rule=view.rule)
        before = _evaluated(visit, view, (), focus_area).before
        plan = planned(visit, view, edits).allocation
        return evaluate(frames(visit, view), plan, focus_area=area, rule=view.rule, before=before)

    return kept(visit, "plan_evaluated", (view, focus_area, tuple(edits)), build)


def _cost(visit: Visit) -> pl.DataFrame:
    """from_ags, to_ags, cost: minutes or kilometres by the mode that the pages on distance begin with."""
    order, matrix = places(visit), costs(visit, default_travel(visit)).matrix
    return pl.DataFrame(
        {"from_ags": np.repeat(order, len(order)), "to_ags": np.tile(order, len(order)), "cost": matrix.ravel()}
    )


def _cases(visit: Visit, focus_area: str) -> pl.DataFrame | None:
    """ags, new_cases of the newest twelve months, open_cases at their end, 0 where a place has none; None without clients."""
    months = reach_months(visit)
    if not months:
        return None
    end = months[-1]
    begin = end.replace(year=end.year - 1)
    first = begin.replace(year=begin.year + begin.month // 12, month=begin.month % 12 + 1)
    order = pl.DataFrame({"ags": places(visit)})
    for measure, since in (("new_cases", first), ("open_cases", end)):
        counted = _counted(visit, ("ags",), measure, since, end, focus_area)
        order = order.join(counted.select("ags", measure), on="ags", how="left", maintain_order="left")
    return order.with_columns(pl.col("new_cases", "open_cases").fill_null(0))


def _open_cases_of_district(visit: Visit, focus_area: str) -> float | None:
    """Open cases at the end of the newest counted month: rounded on its own, so no sum of the municipalities."""
    months = reach_months(visit)
    if not months:
        return None
    counted = _counted(visit, (), "open_cases", months[-1], months[-1], focus_area)
    return float(counted["open_cases"].item() or 0)


def _counted(
    visit: Visit, by: tuple[str, ...], measure: str, first: dt.date, last: dt.date, focus_area: str
) -> pl.DataFrame:
    only = {} if focus_area == ALL_AREAS else {"focus_area": focus_area}
    return door.read(visit.edition_id, visit.role, "caseload", by, (measure,), first, last, **only)


def _hours(visit: Visit, view: View) -> pl.DataFrame:
    """Consultation hours by the names of the posts: post, ags, hours_per_week."""
    names = posts_of(visit, view).select("post", "name")
    return hours_of(visit, view).join(names, on="post").select(post="name", ags="ags", hours_per_week="hours_per_week")
