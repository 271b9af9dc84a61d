"""Who comes to counselling beside who lives there: shares of groups with their limits, and differences beyond chance."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from metrics.funnel_limits import MARK_LEVEL
from metrics.intervals import binomial_intervals, wilson_intervals
from metrics.protection import ROUNDED_BY, SMALLEST_BASE, round_to_five, sees_exact

Array = NDArray[np.float64]
Intervals = Callable[[ArrayLike, ArrayLike, float], tuple[Array, Array]]

VERDICTS = ("too_few", "unknown", "more", "fewer", "no_difference")
NOT_STATED = ("not_stated", "unknown")  # what stands for no value: of the mart, and of the code lists
FIGURES = ("share", "lower", "upper", "population_share", "difference", "difference_lower", "difference_upper")


def beside_population(
    cases: pl.DataFrame,
    population: pl.DataFrame,
    role: str,
    level: float = 0.95,
    mark_level: float = MARK_LEVEL,
) -> pl.DataFrame:
    """The share of each group among clients beside its share of the population, with one verdict each.

    `cases`: value (code of a group), cases (protected for `role`; null = none reported), optional slack (how far the counts
    behind a rounded one may lie from it: 2 without the column, more where several were put together). `population`: value, people
    (null = not known), margin (by how many people they may be off, null = unknown; metrics.need.margin_of). Of no rows at all
    the shares of the cases alone are returned. metrics.common_groups makes both of the same groups. Cases without a value
    (NOT_STATED) are left out; `share_not_stated` tells of them.

    Returns one row per group, those of the population first in their order: value, cases, base (cases of all groups), share with
    lower and upper (Wilson 1927 at `level`), population_share, difference (share less population_share), difference_lower,
    difference_upper and verdict. The population is a complete count, so of it only the margins are unsure, all taken at their
    worst; so are the counts behind rounded ones. The verdict is "more" or "fewer" where the population's share, within its
    margins, lies outside the exact interval (Clopper and Pearson 1934) at `mark_level`, else "no_difference".

    "too_few": base below 10; roles that see rounded counts see no shares then, nobody does of a base of 0. "unknown": no figures
    of the population, or none of their margins; without figures of every group population_share and differences are null, without
    margins only the limits of the differences. Where the population has groups, cases in others of the list (such as a sex that
    the census does not tell) keep their row and their count, but are no part of the base and have neither share nor comparison.

    Raises ValueError for an unknown role, a figure that is negative, a group named twice, counts not rounded to 5 though the role
    sees rounded counts only, or a level outside (0, 1).
    """
    exact = sees_exact(role)
    _check(cases, population, exact)
    groups = _groups(cases, population, exact)
    comparable = groups.filter("is_comparable")
    counted, slack = (comparable[column].to_numpy().astype(np.float64) for column in ("cases", "slack"))
    base = int(counted.sum())
    others, other_slack = base - counted, slack.sum() - slack
    figures = {name: np.full(counted.size, np.nan) for name in FIGURES}
    figures["population_share"], low_people, high_people = _of_population(comparable)
    if base >= (1 if exact else SMALLEST_BASE):
        figures["share"] = counted / base
        figures["lower"], figures["upper"] = _limits(wilson_intervals, counted, others, slack, other_slack, level)
        figures["difference"] = figures["share"] - figures["population_share"]
        figures["difference_lower"] = figures["lower"] - high_people
        figures["difference_upper"] = figures["upper"] - low_people
    verdicts = np.full(counted.size, "too_few")
    if base >= SMALLEST_BASE:
        low_mark, high_mark = _limits(binomial_intervals, counted, others, slack, other_slack, mark_level)
        is_unknown = np.isnan(low_people) | np.isnan(high_people)
        verdicts = np.select([is_unknown, low_mark > high_people, high_mark < low_people], VERDICTS[1:4], VERDICTS[4])
    judged = comparable.select(
        "value",
        base=pl.lit(base, dtype=pl.Int64),
        **{name: pl.Series(values, dtype=pl.Float64).fill_nan(None) for name, values in figures.items()},
        verdict=pl.Series(verdicts.tolist(), dtype=pl.String),
    )
    return (
        groups.select("value", "cases")
        .join(judged, on="value", how="left", maintain_order="left")
        .with_columns(pl.col("verdict").fill_null("unknown"))
    )


def share_not_stated(cases: pl.DataFrame, role: str) -> float | None:
    """The share of `cases` (value, cases, as `beside_population` takes them) without a value, 0 to 1; None on a base of 0 and, for
    roles that see rounded counts, below 10."""
    total = int(cases["cases"].sum())
    without = int(cases.filter(pl.col("value").is_in(NOT_STATED))["cases"].sum())
    return without / total if total >= (1 if sees_exact(role) else SMALLEST_BASE) else None


def by_chance(compared: int, mark_level: float = MARK_LEVEL) -> float:
    """How many of so many groups compared at most get a verdict of "more" or "fewer" by chance alone, on average, where in truth
    none differs: 0.002 of each at the level of 99.8 %."""
    return compared * (1 - mark_level)


def compared_groups(frame: pl.DataFrame) -> int:
    """How many rows of `beside_population` (one frame or several put together) were compared with the population."""
    return frame.filter(pl.col("verdict").is_in(VERDICTS[2:])).height


def _groups(cases: pl.DataFrame, population: pl.DataFrame, exact: bool) -> pl.DataFrame:
    """value, cases, slack, people, margin, is_comparable of every group."""
    rounded_by = 0.0 if exact else float(ROUNDED_BY)
    slack = pl.col("slack") if "slack" in cases.columns and not exact else pl.lit(rounded_by)
    stated = cases.filter(~pl.col("value").is_in(NOT_STATED)).select(
        "value", pl.col("cases").cast(pl.Int64), slack=slack.cast(pl.Float64)
    )
    known = population.select("value", pl.col("people", "margin").cast(pl.Float64), is_comparable=pl.lit(value=True))
    values = pl.concat([known.select("value"), stated.select("value")]).unique(maintain_order=True)
    for one in (stated, known):
        values = values.join(one, on="value", how="left", maintain_order="left")
    return values.with_columns(
        pl.col("cases").fill_null(0),
        pl.col("slack").fill_null(rounded_by),
        pl.col("is_comparable").fill_null(population.is_empty()),
    )


def _of_population(groups: pl.DataFrame) -> tuple[Array, Array, Array]:
    """The share of the population of each group, and the smallest and largest that its margins allow; nan where not known."""
    nothing = np.full(groups.height, np.nan)
    people, margin = (groups[column].fill_null(np.nan).to_numpy() for column in ("people", "margin"))
    total = people.sum()
    if not total > 0:
        return nothing, nothing, nothing
    others, other_margin = total - people, margin.sum() - margin
    fewest, most = np.maximum(people - margin, 0), people + margin
    fewest_others, most_others = np.maximum(others - other_margin, 0), others + other_margin
    return (
        people / total,
        fewest / np.maximum(fewest + most_others, 1),
        most / np.maximum(most + fewest_others, 1),
    )


def _limits(
    intervals: Intervals, counted: Array, others: Array, slack: Array, other_slack: Array, level: float
) -> tuple[Array, Array]:
    """The smallest lower and the largest upper limits of counts up to slack from `counted`, beside others likewise."""
    fewest, most = np.maximum(counted - slack, 0), counted + slack
    fewest_others, most_others = np.maximum(others - other_slack, 0), others + other_slack
    lower, _ = intervals(fewest, np.maximum(fewest + most_others, 1), level)
    _, upper = intervals(most, np.maximum(most + fewest_others, 1), level)
    return lower, upper


def _check(cases: pl.DataFrame, population: pl.DataFrame, exact: bool) -> None:
    for frame, columns in ((cases, ("cases", "slack")), (population, ("people", "margin"))):
        twice = frame.filter(pl.col("value").is_duplicated())["value"].unique().sort().to_list()
        if twice:
            raise ValueError(f"groups named more than once: {', '.join(map(str, twice))}")
        for column in set(columns) & set(frame.columns):
            if (frame[column] < 0).any():
                raise ValueError(f"{column} must be zero or more in every group")
    if not exact and (round_to_five(cases["cases"]) != cases["cases"]).any():
        raise ValueError("cases are not rounded to 5, though the role sees rounded counts only")
