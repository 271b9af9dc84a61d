"""How many full-time posts the work needs, after WHO's Workload Indicators of Staffing Need (WISN).

Source: World Health Organization: Workload indicators of staffing need, User's manual, Geneva 2010 (second edition 2023). All
times are the user's own; none is built in.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from metrics.working_time import MINUTES, UNITS, AvailableTime, allowance_share, available_time, check_amount

__all__ = [
    "UNITS",
    "Activity",
    "AvailableTime",
    "Individual",
    "Wisn",
    "against_existing",
    "allowance_share",
    "available_time",
    "category_factor",
    "required_by_group",
    "wisn",
]


class Activity(NamedTuple):
    """Work that counts: how often a year, and the minutes that one takes when done well. A plain tuple will do."""

    name: str
    annual_count: float
    minutes: float


class Individual(NamedTuple):
    """Work that only some people of the group do, such as leading a team: how many people, and hours a year of each."""

    people: float
    hours: float


class Wisn(NamedTuple):
    """`before_allowances` (FTE for what is counted) times `category_factor` plus `individual_factor` (FTE) is `required` (FTE).
    With existing FTE: `difference` is existing - required (negative = missing) and `ratio` existing / required (below 1 = under
    pressure); None without them, the ratio also where nothing is required."""

    before_allowances: float
    category_factor: float
    individual_factor: float
    required: float
    difference: float | None
    ratio: float | None


def category_factor(shares: Iterable[float]) -> float:
    """1 / (1 - sum of the shares of working time that everybody spends on what is not counted, such as meetings).

    Raises ValueError for a share that is negative or not finite, and where they leave no time.
    """
    given = list(shares)
    for share in given:
        check_amount("a category allowance", share)
    taken = math.fsum(given)
    if taken >= 1:
        raise ValueError(f"category allowances take all working time: {taken:.0%}")
    return 1 / (1 - taken)


def wisn(
    activities: Iterable[tuple[str, float, float]],
    available_hours: float,
    category_allowances: Iterable[float] = (),
    individual_allowances: Iterable[tuple[float, float]] = (),
    existing: float | None = None,
) -> Wisn:
    """Posts needed in FTE: A · B + C.

    A = sum of count times minutes / 60 over `activities` (`Activity`), by `available_hours` (hours a year of one full-time post,
    `AvailableTime.hours`); B = 1 / (1 - sum of `category_allowances`, shares of working time); C = sum of people times
    hours a year over `individual_allowances` (`Individual`), by the available hours. `existing`: the FTE there are.

    Raises ValueError for a number that is negative or not finite, no available hours, or category allowances that take all time.
    """
    _check_hours(available_hours)
    hours = []
    for name, count, minutes in activities:
        check_amount(f"the count of {name}", count)
        check_amount(f"the minutes of {name}", minutes)
        hours.append(count * minutes / MINUTES)
    individual = []
    for people, each in individual_allowances:
        check_amount("people of an individual allowance", people)
        check_amount("hours of an individual allowance", each)
        individual.append(people * each)
    counted, factor = math.fsum(hours) / available_hours, category_factor(category_allowances)
    beside = math.fsum(individual) / available_hours
    required = counted * factor + beside
    if existing is None:
        return Wisn(counted, factor, beside, required, None, None)
    check_amount("existing FTE", existing)
    return Wisn(counted, factor, beside, required, existing - required, existing / required if required else None)


def required_by_group(
    workload: pl.DataFrame,
    by: Sequence[str],
    minutes: Mapping[str, float],
    available_hours: float,
    category_allowances: Iterable[float] = (),
) -> pl.DataFrame:
    """Posts needed in each group, such as municipality and focus area: A · B of `wisn`.

    `workload`: the columns `by`, activity and count (a year; null = none), any number of rows per group and activity. `minutes`,
    by activity. Individual allowances belong to no group: add C of `wisn` to the sum. Returns `by`, before_allowances and
    required (FTE), one row per group, sorted by `by`. Raises ValueError as `wisn` does and for an activity without minutes.
    """
    _check_hours(available_hours)
    unknown = sorted(set(workload["activity"].unique()) - set(minutes), key=str)
    if unknown:
        raise ValueError(f"activities without minutes: {', '.join(map(str, unknown))}")
    for name, each in minutes.items():
        check_amount(f"the minutes of {name}", each)
    counts = workload["count"].cast(pl.Float64).fill_null(0.0)
    if not (counts.is_finite() & (counts >= 0)).all():
        raise ValueError("a count is zero or more")
    factor = category_factor(category_allowances)
    times = pl.col("activity").replace_strict(dict(minutes), return_dtype=pl.Float64)
    fte = (pl.col("count").cast(pl.Float64) * times).sum() / MINUTES / available_hours
    found = workload.group_by(list(by)).agg(before_allowances=fte)
    return found.with_columns(required=pl.col("before_allowances") * factor).sort(list(by))


def against_existing(required: pl.DataFrame, existing: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Posts needed and posts there, group by group, also of groups that are in one of the two frames only.

    `required`: the columns `by` and required (FTE). `existing`: the columns `by` and fte, one row per group. Returns `by`,
    required, fte, difference (fte - required; negative = missing) and ratio (fte / required; null where nothing is required),
    sorted by `by`.
    """
    both = required.select(*by, "required").join(
        existing.select(*by, "fte"), on=list(by), how="full", coalesce=True, nulls_equal=True
    )
    return (
        both.with_columns(pl.col("required", "fte").fill_null(0.0))
        .with_columns(
            difference=pl.col("fte") - pl.col("required"),
            ratio=pl.when(pl.col("required") > 0).then(pl.col("fte") / pl.col("required")),
        )
        .sort(list(by))
    )


def _check_hours(hours: float) -> None:
    if not 0 < hours < math.inf:
        raise ValueError(f"available hours must be above zero, found {hours}")
