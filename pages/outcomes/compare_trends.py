"""A figure of outcome year by year, unit by unit, and whether it rises or falls by the one rule for trends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import polars as pl

from metrics.trend import PERIODS, Trend, share_standard_errors, significant_slope
from pages._shared.kept import kept
from pages._shared.trends import SINGLE_POST, TOO_FEW, TOO_SHORT
from pages._shared.visit import Visit
from pages.outcomes.asking import LABEL, UNIT, every_unit, of_all, of_units
from pages.outcomes.measures import Measure, figures, scale_of
from pages.outcomes.single_post import not_to_be_judged
from pages.outcomes.view import OutcomeView, full_years, years

WHOLE = ""
# Twice the normal quantile of the limits' level: what lies between them is so many standard errors wide.
WIDTH = 2 * NormalDist().inv_cdf(0.975)
# The variance that rounding to whole days adds: that of an even spread from -0.5 to 0.5.
DAY_VARIANCE = 1 / 12


@dataclass(frozen=True)
class Row:
    """The trend of one unit. `slope`: change a year (of a share from 0 to 1, or days), None where there is none to tell; `verdict`:
    one of metrics.trend.DIRECTIONS, or why there is none."""

    key: str
    label: str
    slope: float | None
    verdict: str


@dataclass(frozen=True)
class Course:
    """`units` and `whole`: series (key of a unit, WHOLE for all together), year and the columns of
    pages.outcomes.measures.figures, a row for every year there is. `periods`: the full years that are compared. `rows`: one per
    unit, in the order to show them; `all_together`: their own trend."""

    units: pl.DataFrame
    whole: pl.DataFrame
    periods: tuple[int, ...]
    rows: tuple[Row, ...]
    all_together: Row

    @property
    def names(self) -> dict[str, str]:
        """Key -> label."""
        return {row.key: row.label for row in self.rows}


def course(visit: Visit, view: OutcomeView, measure: Measure) -> Course:
    """Every counted year of every unit, whatever year is chosen, and the trend over the last five full ones."""
    state = (view.of(year=None), measure)
    return kept(visit, "outcome_course", state, lambda: _course(visit, view.of(year=None), measure))


def of_series(found: Course, key: str) -> pl.DataFrame:
    """The years of one unit, or of all together."""
    frame = found.whole if key == WHOLE else found.units
    return frame.filter(pl.col("series") == key)


def _course(visit: Visit, view: OutcomeView, measure: Measure) -> Course:
    known = years(visit)
    labels = dict(every_unit(visit, view).select(UNIT, LABEL).rows())
    asked = figures(visit, view, measure, of_units, "year").rename({UNIT: "series"})
    units = _every_year(asked, list(labels), known)
    together = figures(visit, view, measure, of_all, "year").with_columns(series=pl.lit(WHOLE))
    whole = _every_year(together, [WHOLE], known)
    periods = tuple(full_years(visit)[-PERIODS:])
    withheld = not_to_be_judged(visit, view, periods)
    scale = scale_of(visit, measure)

    def row(key: str, label: str, frame: pl.DataFrame) -> Row:
        rows = frame.filter((pl.col("series") == key) & pl.col("year").is_in(periods)).sort("year").rows(named=True)
        slope, verdict = (None, SINGLE_POST) if key in withheld else _trend(rows, visit.role, scale)
        return Row(key, label, slope, verdict)

    rows = tuple(row(key, label, units) for key, label in labels.items())
    return Course(units, whole, periods, rows, row(WHOLE, visit.language.text("all together"), whole))


def _every_year(found: pl.DataFrame, keys: Sequence[str], known: Sequence[int]) -> pl.DataFrame:
    """A row for every series and year, null where there was nothing to count."""
    schema = {"series": pl.String, "year": found.schema["year"]}
    pairs = [(key, year) for key in keys for year in known]
    every = pl.DataFrame(pairs, schema=schema, orient="row")
    return every.join(found, on=["series", "year"], how="left", maintain_order="left")


def _trend(rows: Sequence[dict[str, Any]], role: str, scale: float) -> tuple[float | None, str]:
    if len(rows) < PERIODS:
        return None, TOO_SHORT
    if any(row["value"] is None or row["lower"] is None or row["upper"] is None for row in rows):
        return None, TOO_FEW
    found = trend_of_days(rows) if rows[0]["count"] is None else trend_of_shares(rows, role, scale)
    return found.slope, found.direction


def trend_of_days(rows: Sequence[dict[str, Any]]) -> Trend:
    """Standard errors from the limits, as Fingertips takes them (metrics.trend)."""
    widths = np.array([row["upper"] - row["lower"] for row in rows])
    return significant_slope([row["value"] for row in rows], np.sqrt((widths / WIDTH) ** 2 + DAY_VARIANCE))


def trend_of_shares(rows: Sequence[dict[str, Any]], role: str, scale: float) -> Trend:
    """The trend of what is settled. It is significant only if it also is where what is still open works against it: an older
    year has had more time."""
    found = _of_counts(rows, role, scale)
    worst = [_of_counts(_settled(rows, early=early), role, scale) for early in (True, False)]
    if all(other.direction == found.direction for other in worst):
        return found
    return found._replace(direction="none", is_significant=False)


def _of_counts(rows: Sequence[dict[str, Any]], role: str, scale: float) -> Trend:
    counts, bases = (np.array([row[name] for row in rows], dtype=np.float64) for name in ("count", "base"))
    return significant_slope(counts / bases, share_standard_errors(counts, bases, role, scale))


def _settled(rows: Sequence[dict[str, Any]], *, early: bool) -> list[dict[str, Any]]:
    """The years if all that is still open were reached in the years before the middle one (or after it) and none in the others."""
    middle = len(rows) // 2
    settled = []
    for position, row in enumerate(rows):
        still_open = 0 if position == middle else row.get("still_open") or 0
        is_reached = position < middle if early else position > middle
        settled.append({"count": row["count"] + still_open * is_reached, "base": row["base"] + still_open})
    return settled
