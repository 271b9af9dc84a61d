"""Whose need counts: one target group or a weighted mix of several, with what is not known of its figures."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterable, Mapping

import polars as pl

# Units of counts. Official tables write "number" above people of a kind that their title names, such as the unemployed.
UNITS_OF_NEED = ("persons", "households", "cases", "number")
# Quality of an official figure (etl/schemas.py) -> margin; see `margin_of`.
MARGINS: Mapping[str, float] = {"exact": 0.0, "rounded_to_5": 2.0, "perturbed": 3.0}


def weighted_need(figures: Mapping[str, pl.DataFrame], weights: Mapping[str, float]) -> pl.DataFrame:
    """The need of every municipality from one or several target groups.

    `figures`, by indicator: ags, value (people), quality. `weights`, by indicator: zero or more, of any sum; a weight of 0
    leaves a group out. Returns ags, need, margin (both people), ordered by ags. One group alone is its own figures.

    Several are mixed by their shares, as the Königsteiner Schlüssel mixes tax revenue (two thirds) and population (one
    third) of the Länder: need_i = N · Σ_k w_k · P_ik / ΣP_k, with w summing to 1 and N = Σ_k w_k · ΣP_k. So a group that
    is ten times as large has no more say than its weight, and the sum is still a number of people. Margins add up as if
    all figures were off in the same direction, with the groups' totals taken as known; margin is null where the margin of
    any figure that counts is unknown.

    Raises ValueError for weights that are missing, negative or all zero, an indicator without figures, a municipality
    without a figure or named twice, different municipalities, or a group that is zero everywhere.
    """
    shares = _shares(weights, figures)
    groups = {indicator: _checked(indicator, figures[indicator]) for indicator in shares}
    _refuse_different_places(groups)
    totals = {indicator: math.fsum(found["value"]) for indicator, found in groups.items()}
    for indicator, total in totals.items():
        if total == 0:
            raise ValueError(f"{indicator} is zero everywhere: there is no share of it to go by")
    people = math.fsum(share * totals[indicator] for indicator, share in shares.items())
    factors = {indicator: people * share / totals[indicator] for indicator, share in shares.items()}
    first, *_ = groups.values()
    return first.select(
        "ags",
        need=_weighted_sum(groups, factors, "value"),
        margin=_weighted_sum(groups, factors, "margin"),
    )


def can_be_need(unit: str) -> bool:
    """Whether figures of a unit count people, households or cases; shares, money, areas and averages do not."""
    return unit in UNITS_OF_NEED


def margin_of(quality: str) -> float | None:
    """By how many people a figure of a quality may be off, in either direction; None where nobody says.

    Rounding to 5 moves a whole number by at most 2. Perturbation (cell key method of the 2022 census) is not published, but
    measurable where parts and an exact whole are: male + female - population over the 12,438 areas of the Regionaltabelle
    Demografie has the variance 4.04, so one figure has 2.0; German + foreign nationals come to 3.95 / 2, the 11 age groups
    to 21.9 / 11. A standard deviation of 1.4 puts 95 % of the figures within 1.96 · 1.41 = 2.8, in whole people 3.
    """
    return MARGINS.get(quality)


def reference_dates_apart(need_dates: Iterable[dt.date], supply_date: dt.date, years: int = 2) -> bool:
    """Whether a date of need lies more than `years` calendar years before or after the date of supply."""
    return any(_is_more_than(years, *sorted((day, supply_date))) for day in need_dates)


def _is_more_than(years: int, earlier: dt.date, later: dt.date) -> bool:
    return (later.year - years, later.month, later.day) > (earlier.year, earlier.month, earlier.day)


def _shares(weights: Mapping[str, float], figures: Collection[str]) -> dict[str, float]:
    """The weights above zero, summing to 1."""
    wrong = [indicator for indicator, weight in weights.items() if not (math.isfinite(weight) and weight >= 0)]
    if wrong:
        raise ValueError(f"weights must be numbers of zero or more: {', '.join(sorted(wrong))}")
    used = {indicator: weight for indicator, weight in weights.items() if weight > 0}
    if not used:
        raise ValueError("no target group has a weight above zero")
    unknown = sorted(used.keys() - set(figures))
    if unknown:
        raise ValueError(f"indicators without figures: {', '.join(unknown)}")
    # Taken relative to the largest, as the sum of very large weights would not be a number any more.
    largest = max(used.values())
    total = math.fsum(weight / largest for weight in used.values())
    return {indicator: weight / largest / total for indicator, weight in used.items()}


def _checked(indicator: str, figures: pl.DataFrame) -> pl.DataFrame:
    """ags, value, margin, ordered by ags."""
    value = pl.col("value").cast(pl.Float64)
    margins = pl.col("quality").cast(pl.String).replace_strict(MARGINS, default=None, return_dtype=pl.Float64)
    found = figures.select("ags", value=value, margin=margins).sort("ags")
    usable = ((pl.col("value") >= 0) & pl.col("value").is_finite()).fill_null(False)
    _refuse(f"{indicator}: municipalities without a figure of zero or more", found.filter(~usable)["ags"])
    _refuse(f"{indicator}: municipalities named more than once", found.filter(pl.col("ags").is_duplicated())["ags"])
    return found


def _refuse_different_places(groups: Mapping[str, pl.DataFrame]) -> None:
    places = {indicator: set(found["ags"]) for indicator, found in groups.items()}
    everywhere = set[str]().union(*places.values())
    for indicator, named in places.items():
        _refuse(f"{indicator}: municipalities without a figure", everywhere - named)


def _weighted_sum(groups: Mapping[str, pl.DataFrame], factors: Mapping[str, float], column: str) -> pl.Series:
    first, *others = (found[column] * factors[indicator] for indicator, found in groups.items())
    for other in others:
        first = first + other
    return first


def _refuse(what: str, places: Iterable[str]) -> None:
    named = sorted(set(places))
    if named:
        raise ValueError(f"{what}: {', '.join(named)}")
