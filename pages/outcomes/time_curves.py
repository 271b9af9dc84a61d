"""What is read off curves: the share by a day, and the days by which a share has ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from metrics.duration import quantile
from metrics.intervals import wilson_interval
from metrics.processes import PROCESSES
from metrics.protection import sees_exact
from pages.outcomes.time_clocks import MONTH, MONTHS, PROCESS_CLOCKS

HALF = 0.5
QUARTERS = (0.25, HALF, 0.75)


class Share(NamedTuple):
    """A share with its limits (95 %)."""

    value: float
    lower: float
    upper: float


class Days(NamedTuple):
    """After `first` and by `last` days a share has been reached: the same day on exact curves, neighbouring points on the grid of
    protected ones. `lower`, `upper`: the limits (95 %), None where the curve ends before."""

    first: float
    last: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Read:
    """Curves of one group in figures. `cases`: how many it began with, None where there is no curve; `followed`: the day at which it
    ends. `times`: share ended (QUARTERS) -> days, None where the curve ends before; `shares`: ending -> day (months of
    MONTHS) -> share."""

    cases: int | None
    followed: float
    times: Mapping[float, Days | None]
    shares: Mapping[str, Mapping[int, Share | None]]

    @property
    def half(self) -> Days | None:
        return self.times.get(HALF)

    def share(self, ending: str, day: int) -> Share | None:
        return self.shares.get(ending, {}).get(day)


NO_CURVE = Read(None, 0.0, {}, {})


def read(curves: pl.DataFrame, process: str, role: str) -> Read:
    """The figures of the curves of one group, as door.curves gives them to `role`: ending and the columns of a curve."""
    if curves.is_empty():
        return NO_CURVE
    clock = PROCESS_CLOCKS[process]
    grid = 0 if sees_exact(role) else PROCESSES[process].grid
    own = {ending: curves.filter(pl.col("ending") == ending).sort("time") for ending in clock.endings}
    main = own[clock.ending]
    return Read(
        int(main["at_risk"][0]),
        float(main["time"][-1]),
        {share: days_to(main, share, grid, is_falling=clock.is_falling) for share in QUARTERS},
        {
            ending: {months * MONTH: share_at(curve, months * MONTH, is_falling=clock.is_falling) for months in MONTHS}
            for ending, curve in own.items()
        },
    )


def share_at(curve: pl.DataFrame, day: float, *, is_falling: bool) -> Share | None:
    """The curve at a day, None after its end. Before its first row nothing has happened to anybody: Wilson's limits for none."""
    if curve.is_empty() or day > curve["time"][-1]:
        return None
    until = curve.filter(pl.col("time") <= day)
    if until.height:
        return Share(*until.select("estimate", "lower", "upper").row(-1))
    _, most = wilson_interval(0, int(curve["at_risk"][0]))
    return Share(1.0, 1 - most, 1.0) if is_falling else Share(0.0, 0.0, most)


def days_to(curve: pl.DataFrame, share: float, grid: int, *, is_falling: bool) -> Days | None:
    """By when `share` has ended; `grid`: days between the points of a curve that is known at these only, else 0.

    Whatever lies between two points may have happened on any of the days between them: limits reach back to the point before.
    """
    found = quantile(curve, share, falling=is_falling)
    if found.time is None:
        return None
    lower = None if found.lower is None else max(found.lower - grid, 0.0)
    return Days(max(found.time - grid, 0.0), found.time, lower, found.upper)
