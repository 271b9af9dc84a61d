"""What a caseload is checked against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import polars as pl

EARLIEST = dt.date(2000, 1, 1)
NO_PERIODS = pl.DataFrame(schema={"post": pl.String, "valid_from": pl.Date, "valid_to": pl.Date})
NO_AREAS = pl.DataFrame(schema={"post": pl.String, "ags": pl.String})


@dataclass(frozen=True)
class Surroundings:
    """The posts and municipalities there are, the day the export was made, and whether it claims to be made up;
    `focus_area_of` is the focus area of each post, `periods` (post, valid_from, valid_to) when it was there and `areas`
    (post, ags) the municipalities it serves."""

    posts: Collection[str]
    municipalities: Collection[str]
    exported_on: dt.date
    is_example: bool = False
    focus_area_of: Mapping[str, str] = field(default_factory=dict)
    periods: pl.DataFrame = field(default_factory=lambda: NO_PERIODS)
    areas: pl.DataFrame = field(default_factory=lambda: NO_AREAS)


def in_time(exported_on: dt.date, *fields: str) -> dict[str, tuple[str, pl.Expr]]:
    """Nothing can have happened after the day of the export, and nothing before there was such counselling."""
    after = {f"{name}_not_after_export": (name, pl.col(name) <= exported_on) for name in fields}
    return after | {f"{name}_not_before_2000": (name, pl.col(name) >= EARLIEST) for name in fields}
