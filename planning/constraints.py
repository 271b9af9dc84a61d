"""What a planner asks of a proposal: steps, minimum presence, limits per post and carrier, and what must not change."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

LARGEST_STEP = 1.0


@dataclass(frozen=True, eq=False)
class Constraints:
    """The planner's constraints; FTE in full-time posts, municipalities as AGS.

    `step`: FTE are given in whole multiples of it. A post whose FTE is no multiple keeps the remainder, in exactly one of
    its municipalities. `minimum_fte`: the least that a municipality has over all posts. `max_places`: the most
    municipalities of one post. `fixed_posts`: posts that stay exactly as they are. `carrier_fte`: the least and the most of
    a carrier over all its posts. `focus_area_fte`: the total of a focus area. `may_resize`: whether posts may grow and
    shrink (by whole steps) within the totals of their focus areas, which are today's and what is extra unless given; else
    every post keeps its FTE. `allowed`: the municipalities a carrier may serve (a carrier not named: all). `extra`: FTE of
    new posts by focus area. `distance_limit`: how far two municipalities of one post may be apart, in the unit of cost of
    `distances` (from_ags, to_ags, cost): the longer of both directions, and a pair not listed is too far.

    Raises ValueError where a value makes no sense by itself.
    """

    step: float = 0.25
    minimum_fte: Mapping[str, float] = field(default_factory=dict)
    max_places: int | None = None
    fixed_posts: frozenset[str] = frozenset()
    carrier_fte: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    focus_area_fte: Mapping[str, float] = field(default_factory=dict)
    may_resize: bool = False
    allowed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    extra: Mapping[str, float] = field(default_factory=dict)
    distance_limit: float | None = None
    distances: pl.DataFrame | None = None

    def __post_init__(self) -> None:
        if not 0 < self.step <= LARGEST_STEP:
            raise ValueError(f"step must be more than 0 and at most {LARGEST_STEP:g} FTE, found {self.step}")
        for name, values in (
            ("minimum_fte", self.minimum_fte),
            ("focus_area_fte", self.focus_area_fte),
            ("extra", self.extra),
        ):
            for subject, value in values.items():
                if not (math.isfinite(value) and value >= 0):
                    raise ValueError(f"{name} of {subject} must be zero or more, found {value}")
        for carrier, (least, most) in self.carrier_fte.items():
            if not (0 <= least <= most and math.isfinite(least)):
                raise ValueError(
                    f"carrier_fte of {carrier!r} must be (least, most), 0 <= least <= most: {least}, {most}"
                )
        if self.max_places is not None and self.max_places < 1:
            raise ValueError(f"max_places must be at least 1, found {self.max_places}: a post is always somewhere")
        self._check_distances()

    def _check_distances(self) -> None:
        if self.distance_limit is None:
            return
        if not (math.isfinite(self.distance_limit) and self.distance_limit >= 0):
            raise ValueError(f"distance_limit must be zero or more, found {self.distance_limit}")
        if self.distances is None:
            raise ValueError("a distance_limit wants distances (columns from_ags, to_ags, cost)")
        lacking = [name for name in ("from_ags", "to_ags", "cost") if name not in self.distances.columns]
        if lacking:
            raise ValueError(f"distances lack the columns {', '.join(lacking)}")
