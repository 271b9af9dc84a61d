"""Yearly counts of the authorities against their posts of the third building block.

An authority's posts are those whose carrier is called like it. The staffing table does not tell immigration from naturalisation
offices, so all of them count, and authorities are never compared with each other: the counts are those of whole authorities.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import polars as pl

from metrics.change import beyond_chance
from metrics.intervals import rounded_poisson_intervals
from metrics.protection import ROUNDED_BY, SMALLEST_BASE, sees_exact
from metrics.staffing import RESIDUE, mean_fte
from metrics.trend import PERIODS, ROUNDING_VARIANCE, rate_standard_errors, significant_slope
from pages._shared import door
from pages._shared.kept import kept
from pages._shared.trends import SINGLE_POST, TOO_FEW, TOO_SHORT
from pages._shared.visit import Visit

BLOCK = "authorities"
PUBLISHED, NOT_PUBLISHED, NOT_REPORTED = "published", "not_published", "not_reported"


class Staffed(NamedTuple):
    """How many posts of an authority exist in a year; FTE granted and filled, means over its days, None for whoever may not know."""

    posts: int = 0
    fte: float = 0.0
    filled_fte: float | None = None


@dataclass(frozen=True)
class Count:
    """What an authority counted in a year. `people`: None where it did not publish or report it (`state`). `staffed`: its posts.
    `value`, `lower`, `upper`: people per FTE granted with its limits (95 %), None below 10 people or without posts. `is_open`: the
    file does not cover the year to its end."""

    authority: str
    measure: str
    year: int
    people: int | None
    state: str
    staffed: Staffed
    value: float | None
    lower: float | None
    upper: float | None
    is_open: bool


@dataclass(frozen=True)
class Change:
    """Two successive full years of one authority; `direction`: rising or falling beyond chance and rounding, else none."""

    before: Count
    now: Count
    direction: str


def counts(visit: Visit, measure: str) -> list[Count]:
    """Every authority that ever told of the measure in every year of which any did, authority by authority, the oldest first."""
    return kept(visit, "authority_counts", measure, lambda: _counts(visit, measure))


def measures(visit: Visit) -> list[str]:
    """Of what there are counts."""
    found = door.read(visit.edition_id, visit.role, "authority_counts")
    return found["measure"].unique().sort().to_list()


def posts(visit: Visit) -> pl.DataFrame:
    """The periods of the block's posts: the columns of mart_post, filled_fte for the coordination only."""
    question = "filled_posts" if door.is_coordination(visit.role) else "posts"
    found = door.read(visit.edition_id, visit.role, question)
    return found.filter(pl.col("building_block") == BLOCK)


def change(visit: Visit, found: Sequence[Count]) -> Change | None:
    """How the newest full year of one authority differs from the one before; None where one of them has no figure, or where the
    figure is that of a single employee."""
    pairs = list(pairwise(count for count in found if not count.is_open))
    if not pairs:
        return None
    before, now = pairs[-1]
    if before.people is None or now.people is None:
        return None
    if not (_may_judge(visit, before) and _may_judge(visit, now)):
        return None
    slack = 0 if sees_exact(visit.role) else ROUNDED_BY
    has_risen = now.people > before.people
    nearer = (before.people + slack, now.people - slack) if has_risen else (before.people - slack, now.people + slack)
    is_turned = (nearer[1] > nearer[0]) != has_risen
    if is_turned or not beyond_chance(*nearer):
        return Change(before, now, "none")
    return Change(before, now, "rising" if has_risen else "falling")


def trend(visit: Visit, found: Sequence[Count]) -> tuple[float | None, str]:
    """Change a year of people per FTE over the last five full years of one authority, and the verdict by the one rule for
    trends; without a slope the reason why there is none."""
    last = [count for count in found if not count.is_open][-PERIODS:]
    if not all(_may_judge(visit, count) for count in last):
        return None, SINGLE_POST
    if len(last) < PERIODS or any(count.people is None or count.staffed.fte <= RESIDUE for count in last):
        return None, TOO_SHORT
    if any(count.value is None for count in last):
        return None, TOO_FEW
    people = np.array([count.people for count in last], dtype=np.float64)
    fte = np.array([count.staffed.fte for count in last])
    by_rounding = 0.0 if sees_exact(visit.role) else ROUNDING_VARIANCE
    errors = np.sqrt(rate_standard_errors(people, fte) ** 2 + by_rounding / fte**2)
    shown = significant_slope(people / fte, errors)
    return shown.slope, shown.direction


def by_authority(found: Sequence[Count]) -> dict[str, list[Count]]:
    """Authority -> its counts, the oldest first."""
    grouped: dict[str, list[Count]] = {}
    for count in found:
        grouped.setdefault(count.authority, []).append(count)
    return grouped


def _counts(visit: Visit, measure: str) -> list[Count]:
    told = door.read(visit.edition_id, visit.role, "authority_counts").filter(pl.col("measure") == measure)
    known = told["year"].to_list()
    years = list(range(min(known), max(known) + 1)) if known else []
    people = {(name, year): number for name, year, number in told.select("authority", "year", "people").iter_rows()}
    staffed = _staffed(visit, years)
    closed = _last_closed_year(visit) if years else 0
    return [
        _count(visit, name, measure, year, people, staffed.get((_plain(name), year), Staffed()), is_open=year > closed)
        for name in sorted(set(told["authority"]))
        for year in years
    ]


def _count(
    visit: Visit,
    authority: str,
    measure: str,
    year: int,
    people: Mapping[tuple[str, int], int | None],
    staffed: Staffed,
    *,
    is_open: bool,
) -> Count:
    key = (authority, year)
    found = people.get(key)
    state = NOT_REPORTED if key not in people else NOT_PUBLISHED if found is None else PUBLISHED
    value = lower = upper = None
    if found is not None and found >= SMALLEST_BASE and staffed.fte > RESIDUE:
        slack = 0.0 if sees_exact(visit.role) else float(ROUNDED_BY)
        limits = rounded_poisson_intervals(np.array([float(found)]), slack)
        value, lower, upper = found / staffed.fte, *(float(limit[0]) / staffed.fte for limit in limits)
    return Count(authority, measure, year, found, state, staffed, value, lower, upper, is_open)


def _staffed(visit: Visit, years: Sequence[int]) -> dict[tuple[str, int], Staffed]:
    """Plain name of a carrier and year -> its posts; nothing where it has none."""
    periods = posts(visit)
    days = [(dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in years]
    spans = pl.DataFrame(days, schema={"first": pl.Date, "last": pl.Date}, orient="row")
    is_told = "filled_fte" in periods.columns
    means = mean_fte(periods, spans, ("fte", "filled_fte") if is_told else ("fte",))
    there = means.join(periods.select("post", "carrier").unique(), on="post").filter(pl.col("fte") > RESIDUE)
    found: dict[tuple[str, int], Staffed] = {}
    for row in there.sort("post", "first").iter_rows(named=True):
        key = (_plain(row["carrier"]), row["first"].year)
        so_far = found.get(key, Staffed(filled_fte=0.0 if is_told else None))
        filled = None if so_far.filled_fte is None else so_far.filled_fte + row["filled_fte"]
        found[key] = Staffed(so_far.posts + 1, so_far.fte + row["fte"], filled)
    return found


def _last_closed_year(visit: Visit) -> int:
    """The last year that the newest file of counts covers to its end."""
    report = door.read(visit.edition_id, visit.role, "sources").filter(pl.col("kind") == "authority_counts")
    until: dt.date = max(report["reference_date"])
    return until.year if until == dt.date(until.year, 12, 31) else until.year - 1


def _may_judge(visit: Visit, count: Count) -> bool:
    return sees_exact(visit.role) or count.staffed.posts != 1


def _plain(name: str) -> str:
    """A name without differences of case and spaces."""
    return " ".join(name.split()).casefold()
