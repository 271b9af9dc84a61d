"""How evenly posts are spread over need, in the district, between town and country, and from month to month."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass, replace
from math import log

import polars as pl

from metrics.equity import TheilParts, gini, hoover, theil, theil_by_group
from pages._shared import door
from pages._shared.coverage import coverage, need_of
from pages._shared.kept import kept
from pages._shared.kinds import DENSITY, REGIONAL_TYPE, REGIONS, class_name
from pages._shared.need import is_known
from pages._shared.supply import posts_of, split
from pages._shared.view import View, months, span_of
from pages._shared.visit import Visit

REGION_NAMES = {
    "urban": "urban region (RegioStaR7 types 71 to 74)",
    "rural": "rural region (RegioStaR7 types 75 to 77)",
}
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Evenness:
    """`fte`: all posts; `moved`: those (FTE) that would have to change places for all to have the same per head. `most` and
    `theil_most` are what Hoover and Gini, and Theil, come to when the place with the fewest people had all posts."""

    fte: float
    moved: float
    hoover: float
    gini: float
    theil: float
    most: float
    theil_most: float


@dataclass(frozen=True)
class Group:
    """Places of one kind: their names, need (people), posts (FTE), and how uneven it is among them (Theil)."""

    name: str
    places: tuple[str, ...]
    need: float
    fte: float
    theil: float


@dataclass(frozen=True)
class Groups:
    """`parts`: the Theil index within and between the kinds; `groups` in the order of the kinds' codes."""

    parts: TheilParts
    groups: tuple[Group, ...]

    @property
    def between_share(self) -> float:
        """The part (0 to 1) of all unevenness that lies between the kinds; 0 where there is none."""
        return self.parts.between / self.parts.total if self.parts.total else 0.0


def evenness(found: pl.DataFrame) -> Evenness:
    """The indices of a frame with name, need (people) and fte. Gini and Theil compare posts per head, so places without need
    do not count for them; for Hoover their posts would all have to move."""
    need, fte = found["need"].to_numpy(), found["fte"].to_numpy()
    peopled = found.filter(pl.col("need") > 0)
    people, per_head = peopled["need"].to_numpy(), (peopled["fte"] / peopled["need"]).to_numpy()
    share, total = hoover(need, fte), float(fte.sum())
    fewest = float(people.min() / people.sum())
    return Evenness(
        total, share * total, share, gini(per_head, people), theil(per_head, people), 1 - fewest, -log(fewest)
    )


def typologies(visit: Visit) -> list[str]:
    """The columns that say of every municipality what kind it is."""
    places = door.read(visit.edition_id, visit.role, "municipalities")
    return [column for column in (REGIONAL_TYPE, DENSITY) if places[column].null_count() == 0]


def groups(visit: Visit, view: View, typology: str) -> Groups:
    """How the unevenness splits up between and within the kinds of places of a typology."""
    return kept(visit, "theil_groups", (view, typology), lambda: _groups(visit, view, typology))


def hoover_by_month(visit: Visit, view: View) -> pl.DataFrame:
    """One row per month since the posts' history begins: month (first day), share (Hoover index; null where there is no post
    yet, or not every municipality has a figure of need then), moved and fte (FTE). Posts and need are taken for each month
    as for the view's own."""
    return kept(visit, "hoover_by_month", replace(view, month=""), lambda: _by_month(visit, view))


def _groups(visit: Visit, view: View, typology: str) -> Groups:
    known = door.read(visit.edition_id, visit.role, "municipalities").sort(typology)
    places = known.select("ags", code=typology)
    text = visit.language.text
    kinds = {code: region for region, codes in REGIONS.items() for code in codes}
    names = {row[typology]: class_name(row, typology, visit.language) for row in known.iter_rows(named=True)}
    if typology == REGIONAL_TYPE:
        places = places.with_columns(pl.col("code").replace_strict(kinds))
        names = {region: text(REGION_NAMES[region]) for region in REGION_NAMES}
    # For Theil each kind is called by its place in the order of `names`, which is the order of the groups it gives back.
    order = {code: f"{position}" for position, code in enumerate(names)}
    found = coverage(visit, view).join(places, on="ags").filter(pl.col("need") > 0)
    keys = [order[code] for code in found["code"]]
    parts = theil_by_group((found["fte"] / found["need"]).to_numpy(), found["need"].to_numpy(), keys)
    within = {group.name: group.theil for group in parts.groups}
    members = {code: found.filter(pl.col("code") == code) for code in names if order[code] in within}
    return Groups(
        parts,
        tuple(
            Group(
                names[code],
                tuple(rows["name"].sort()),
                float(rows["need"].sum()),
                float(rows["fte"].sum()),
                within[order[code]],
            )
            for code, rows in members.items()
        ),
    )


def _by_month(visit: Visit, view: View) -> pl.DataFrame:
    """Only months in which posts or need changed are worked out; the others repeat what was before."""
    changes = _changes(visit)
    known: dict[object, tuple[float | None, float]] = {}
    rows = []
    for month in months(visit):
        one = replace(view, month=f"{month:%Y-%m}")
        first, last = span_of(visit, one)
        begun, done = bisect_right(changes, first), bisect_right(changes, last)
        if not is_known(visit, view.indicators, last):
            rows.append((month, None, None, float(posts_of(visit, one)["fte"].sum())))
            continue
        state = (begun, need_of(visit, one).dates, "" if begun == done else one.month)
        if state not in known:
            known[state] = _hoover(visit, one)
        share, fte = known[state]
        rows.append((month, share, None if share is None else share * fte, fte))
    schema = {"month": pl.Date, "share": pl.Float64, "moved": pl.Float64, "fte": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _hoover(visit: Visit, view: View) -> tuple[float | None, float]:
    """Hoover index (None without posts) and FTE of one month."""
    if posts_of(visit, view).is_empty():
        return None, 0.0
    need = need_of(visit, view).frame
    by_place = split(visit, view, need).group_by("ags").agg(pl.col("fte").sum())
    found = need.join(by_place, on="ags", how="left").with_columns(pl.col("fte").fill_null(0.0))
    fte = float(found["fte"].sum())
    return (hoover(found["need"].to_numpy(), found["fte"].to_numpy()) if fte else None), fte


def _changes(visit: Visit) -> list[dt.date]:
    """The days on which anything about posts, their municipalities or their hours begins or no longer holds."""
    days = set()
    questions = ["filled_posts"] if door.is_coordination(visit.role) else []
    for question in (*questions, "posts", "post_areas", "outreach"):
        periods = door.read(visit.edition_id, visit.role, question)
        days |= set(periods["valid_from"].drop_nulls())
        days |= {day + ONE_DAY for day in periods["valid_to"].drop_nulls()}
    return sorted(days)
