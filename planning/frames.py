"""What a plan is evaluated on."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Frames:
    """`allocation`: today's posts, their splits left to the rule (planning.allocation). `need`: ags, need (people) and, if known,
    margin (people, null = unknown), one row per municipality of the district.

    `cost`: from_ags, to_ags, cost (kilometres or minutes, null or inf = unreachable), one row a direction, a place to itself
    included where known. `cases`: ags, new_cases (of twelve months), open_cases (at their end), as the caller may see them,
    and for the focus area that is evaluated. `hours`: post, ags, hours_per_week of consultation.

    `district_open_cases`: the district's own count, where the places' were rounded and so do not add up to it.
    `smallest_base`: where a place's count of cases, or its need, is below, rates of cases are null: 10 for who sees rounded counts
    only (metrics.protection.SMALLEST_BASE).
    """

    allocation: pl.DataFrame
    need: pl.DataFrame
    cost: pl.DataFrame | None = None
    cases: pl.DataFrame | None = None
    hours: pl.DataFrame | None = None
    district_open_cases: float | None = None
    smallest_base: float = 0.0
