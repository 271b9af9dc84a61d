"""Curves over time as they are drawn: what stands in their rows, and what they say between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import NamedTuple

import polars as pl

HALF = 0.5
# Estimates come from products of many factors.
_RESIDUE = 1e-9


class Row(NamedTuple):
    """A time in days, who is at risk just before it, and the share with its limits from then on."""

    time: float
    at_risk: float
    estimate: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Curve:
    """Rows in the order of time, the first at time 0. Between them a `stepped` curve is level, another one straight."""

    rows: Sequence[Row]
    stepped: bool
    falling: bool
    is_cut: bool = False

    @property
    def last(self) -> float:
        return self.rows[-1].time

    def at(self, day: float) -> Row | None:
        """The curve at a day; nothing after its end.

        Nobody leaves between two rows, so those at risk at a day are those of the next row.
        """
        if day > self.last:
            return None
        times = [row.time for row in self.rows]
        before, after = self.rows[bisect_right(times, day) - 1], self.rows[bisect_left(times, day)]
        if before.time == day:
            return before
        if self.stepped:
            return Row(day, after.at_risk, *before[2:])
        way = (day - before.time) / (after.time - before.time)
        between = (one + way * (other - one) for one, other in zip(before[2:], after[2:], strict=True))
        return Row(day, after.at_risk, *between)

    def half(self) -> float | None:
        """The first day on which the curve is at one half or has passed it; None where it never does."""
        if self._has_passed(self.rows[0]):
            return self.rows[0].time
        for before, after in pairwise(self.rows):
            if self._has_passed(after):
                way = 1.0 if self.stepped else (HALF - before.estimate) / (after.estimate - before.estimate)
                return before.time + way * (after.time - before.time)
        return None

    def _has_passed(self, row: Row) -> bool:
        return row.estimate <= HALF + _RESIDUE if self.falling else row.estimate >= HALF - _RESIDUE


def read(frame: pl.DataFrame, *, stepped: bool, falling: bool, until: float | None = None) -> Curve | None:
    """The rows as a curve from time 0 to its end or to `until` (days); None where there are no rows.

    `frame`: time, at_risk, estimate, lower, upper (limits may be null: then there is no band there). Raises ValueError for
    times that do not ascend, for shares that lie outside 0 to 1 or their limits, and for a curve that goes the other way.
    """
    rows = [_row(*values) for values in frame.select(Row._fields).iter_rows()]
    if not rows:
        return None
    start = 1.0 if falling else 0.0
    if rows[0].time > 0:
        rows.insert(0, Row(0.0, rows[0].at_risk, start, start, start))
    _check(rows, falling)
    curve = Curve(rows, stepped, falling)
    if until is None or curve.last <= until:
        return curve
    end = curve.at(until)
    assert end is not None  # noqa: S101, the curve goes on after that day
    return Curve([*(row for row in rows if row.time < until), end], stepped, falling, is_cut=True)


def _row(time: float, at_risk: float, estimate: float, lower: float | None, upper: float | None) -> Row:
    low, high = (estimate if limit is None else limit for limit in (lower, upper))
    return Row(float(time), float(at_risk), estimate, low, high)


def _check(rows: Sequence[Row], falling: bool) -> None:
    for row in rows:
        if not all(map(isfinite, row)) or row.time < 0 or row.at_risk < 0:
            raise ValueError(f"a curve needs times and numbers at risk of 0 or more, found {row}")
        if not -_RESIDUE <= row.lower <= row.estimate + _RESIDUE <= row.upper + 2 * _RESIDUE <= 1 + 3 * _RESIDUE:
            raise ValueError(
                f"day {row.time:g}: a share lies between its limits and these between 0 and 1, found {row}"
            )
    for before, after in pairwise(rows):
        if after.time <= before.time:
            raise ValueError(f"times must ascend, found {after.time:g} after {before.time:g}")
        if (after.estimate - before.estimate) * (-1 if falling else 1) < -_RESIDUE:
            word = "rises" if falling else "falls"
            raise ValueError(f"the curve {word} at day {after.time:g}; set falling={not falling} for such curves")
