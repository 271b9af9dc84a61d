"""A figure over the months, unit by unit, and whether it rises or falls by the one rule for trends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from metrics.protection import SMALLEST_BASE, sees_exact
from metrics.staffing import RESIDUE
from metrics.trend import PERIODS, rate_standard_errors, significant_slope
from pages._shared import door
from pages._shared.kept import kept
from pages._shared.trends import SINGLE_POST, TOO_FEW, TOO_SHORT
from pages._shared.units import column_of, labels_of
from pages._shared.view import ALL_AREAS
from pages._shared.visit import Visit
from pages.caseload.comparison import of_a_year, scale_of, with_a_single_post
from pages.caseload.supply import WHOLE, fte_of_all, fte_of_units
from pages.caseload.view import YEAR, CaseloadView, counted_months

MONTHS_SHOWN = 36
# The variance of the difference between a count and its multiple of 5, where -2 to 2 are equally likely: (4+1+0+1+4)/5. What is
# no whole number is made one first, which adds that of -0.5 to 0.5.
ROUNDING_VARIANCE, WHOLE_VARIANCE = 2.0, 1 / 12


@dataclass(frozen=True)
class Row:
    """The trend of one unit. `values`: per FTE, one per period of Course.periods, None on fewer than 10 cases or without posts.
    `slope`: change a year, None where there is none to tell. `verdict`: one of metrics.trend.DIRECTIONS, or why there is none."""

    key: str
    label: str
    values: tuple[float | None, ...]
    slope: float | None
    verdict: str


@dataclass(frozen=True)
class Course:
    """`months`: series (key of a unit), month, value (per FTE, null on fewer than 10 cases or without posts), unit after unit;
    `whole`: month, value of the district. `periods`: the last months of up to five years. `rows`: by label; `district`: its own."""

    view: CaseloadView
    months: pl.DataFrame
    whole: pl.DataFrame
    periods: tuple[dt.date, ...]
    rows: tuple[Row, ...]
    district: Row

    @property
    def names(self) -> dict[str, str]:
        """Key -> label of each unit, in the order of the labels."""
        return {row.key: row.label for row in self.rows}


def course(visit: Visit, view: CaseloadView) -> Course:
    """The 36 months that end with the view's month, and the trend of each unit over five years.

    A unit without posts and cases in all that time is left out, unless it is a municipality.
    """
    return kept(visit, "course", view, lambda: _course(visit, view))


def periods_until(visit: Visit, month: dt.date) -> tuple[dt.date, ...]:
    """The last months of the five years that end with a month, or of fewer where counting began later."""
    closing = set(counted_months(visit)[YEAR - 1 :])
    ends = [month.replace(year=month.year - years) for years in reversed(range(PERIODS))]
    return tuple(end for end in ends if end in closing)


def _course(visit: Visit, view: CaseloadView) -> Course:
    labels = dict(sorted(labels_of(visit, view.by).items(), key=lambda entry: entry[1]))
    closing = [month for month in counted_months(visit)[YEAR - 1 :] if month <= view.month]
    shown, periods = closing[-MONTHS_SHOWN:], periods_until(visit, view.month)
    scales = _scales(visit, view, sorted({*shown, *periods}))
    unit = column_of(visit, view.by)
    counts = of_a_year(visit, (unit,), view.focus_area).select("month", series=unit, observed=view.measure)
    posts = fte_of_units(visit, view).group_by("month", series="unit").agg(pl.col("fte").sum())
    monthly = _rates(counts, posts, list(labels), scales)
    whole = _rates(
        of_a_year(visit, (), view.focus_area).select("month", series=pl.lit(WHOLE), observed=view.measure),
        fte_of_all(visit, view).group_by("month", series="unit").agg(pl.col("fte").sum()),
        [WHOLE],
        scales,
    )
    there = monthly.filter((pl.col("fte") > RESIDUE) | (pl.col("observed") > 0))["series"].unique()
    kept_labels = {key: label for key, label in labels.items() if view.by == "ags" or key in there}
    withheld = _not_to_be_judged(visit, view, periods)
    variance = rounding_variance(visit, view)
    rows = [
        _row(key, label, monthly.filter(pl.col("series") == key), periods, variance, judged=key not in withheld)
        for key, label in kept_labels.items()
    ]
    in_picture = pl.col("month").is_in(shown)
    return Course(
        view,
        monthly.filter(in_picture & pl.col("series").is_in(list(kept_labels))).select("series", "month", "value"),
        whole.filter(in_picture).select("month", "value"),
        periods,
        tuple(rows),
        _row(WHOLE, visit.language.text("District"), whole, periods, variance, judged=True),
    )


def rounding_variance(visit: Visit, view: CaseloadView) -> float:
    """What rounding adds to the variance of a count, so that standard errors cover it; nothing for the coordination."""
    if sees_exact(visit.role):
        return 0.0
    if view.measure == "accompanied_cases":  # The sum of two rounded counts.
        return 2 * ROUNDING_VARIANCE
    is_whole = view.measure not in ("mean_open_cases", "hours")
    return ROUNDING_VARIANCE + (0.0 if is_whole else WHOLE_VARIANCE)


def _scales(visit: Visit, view: CaseloadView, months: Sequence[dt.date]) -> pl.DataFrame:
    """How many of what is counted come at once: month, scale."""
    known: dict[dt.date, float | None] = dict.fromkeys(months, 1.0)
    if view.measure in ("services", "hours"):
        area = None if view.focus_area == ALL_AREAS else view.focus_area
        found = door.read(visit.edition_id, visit.role, "contact_scale", area)
        told = dict(found.select("month", f"{view.measure}_scale").rows())
        known = {month: told.get(month) or scale_of(visit, view.of(month=month)) for month in months}
    return pl.DataFrame(
        {"month": list(known), "scale": list(known.values())}, schema={"month": pl.Date, "scale": pl.Float64}
    )


def _rates(counts: pl.DataFrame, posts: pl.DataFrame, keys: Sequence[str], scales: pl.DataFrame) -> pl.DataFrame:
    """series, month, scale, observed, fte and value of every unit in every month of `scales`, in this order."""
    every = pl.DataFrame({"series": list(keys)}, schema={"series": pl.String}).join(scales, how="cross")
    on = ["series", "month"]
    joined = every.join(counts, on=on, how="left", maintain_order="left").join(
        posts, on=on, how="left", maintain_order="left"
    )
    observed, fte = pl.col("observed"), pl.col("fte")
    enough = (observed / pl.col("scale") >= SMALLEST_BASE) & (fte > RESIDUE)
    return joined.with_columns(observed.cast(pl.Float64).fill_null(0.0), fte.fill_null(0.0)).with_columns(
        value=pl.when(enough).then(observed / fte)
    )


def _row(
    key: str, label: str, months: pl.DataFrame, periods: Sequence[dt.date], variance: float, *, judged: bool
) -> Row:
    found = months.filter(pl.col("month").is_in(list(periods))).sort("month")
    values = tuple(found["value"].to_list())
    if not judged:
        return Row(key, label, values, None, SINGLE_POST)
    if len(periods) < PERIODS or (found["fte"] <= RESIDUE).any():
        return Row(key, label, values, None, TOO_SHORT)
    if None in values:
        return Row(key, label, values, None, TOO_FEW)
    errors = [_standard_error(row, variance) for row in found.iter_rows(named=True)]
    trend = significant_slope(list(values), errors)
    return Row(key, label, values, trend.slope, trend.direction)


def _standard_error(row: dict[str, Any], variance: float) -> float:
    """That of a rate, from chance and from rounding, which do not depend on each other."""
    by_chance = float(rate_standard_errors([row["observed"]], [row["fte"]], row["scale"])[0])
    return float((by_chance**2 + variance / row["fte"] ** 2) ** 0.5)


def _not_to_be_judged(visit: Visit, view: CaseloadView, periods: Iterable[dt.date]) -> set[str]:
    """Units whose figures rest on one employee in any of the periods, for those who may not judge employees."""
    if sees_exact(visit.role):
        return set()
    return {unit for end in (*periods, view.month) for unit in with_a_single_post(visit, view.of(month=end))}
