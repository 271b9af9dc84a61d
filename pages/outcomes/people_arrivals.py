"""People who came to counselling soon after they arrived, beside all who moved in from abroad in the same year."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from charts import whiskers
from charts.whiskers import Whisker
from charts.wording import value_text
from metrics.definitions import definition
from metrics.intervals import rounded_poisson_intervals
from metrics.protection import ROUNDED_BY, SMALLEST_BASE, sees_exact
from pages._shared import door
from pages._shared.kept import kept
from pages._shared.visit import Visit
from pages.outcomes.asking import LABEL, UNIT, of_all, of_units, with_every_unit
from pages.outcomes.languages_asked import by_place
from pages.outcomes.view import EVERY, OutcomeView, is_running, subject

MEANING = "newcomers_per_100_arrivals"
PER = 100.0
MONTHS = 12
NEWCOMERS = "within_12_months"
COUNTS = dict.fromkeys(("newcomers", "arrivals"), pl.Int64)
RATES = dict.fromkeys(("value", "lower", "upper"), pl.Float64)


def reached(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """Every municipality: unit, label, newcomers (null: none, or too few to tell), arrivals (null: not published for all months),
    value, lower, upper (newcomers per 100 arrivals). No rows for all years together, for a running one, and where no
    municipality publishes its arrivals of the whole year.

    Newcomers are those who had been here for at most twelve months when they asked, so some arrived the year before: the two are
    set against each other, not one a part of the other. The limits are those of a Poisson count (Garwood 1936) by the arrivals as
    they are, for whoever sees rounded counts with all that rounding may hide in both. No value on less than 10 arrivals for
    rounded counts, on none for exact ones.
    """
    return kept(visit, "newcomers_by_arrivals", view, lambda: _reached(visit, view))


def whole(visit: Visit, view: OutcomeView) -> dict[str, Any] | None:
    """The same of the district: one row; None where a municipality does not publish its arrivals of the whole year. Its arrivals
    are the sum of those of the municipalities, and so is what rounding may hide in them."""
    found = reached(visit, view)
    if found.is_empty() or found["arrivals"].has_nulls():
        return None
    came = of_all(visit, by_place(visit, view).of(ags=EVERY), "characteristics", "value", attribute="arrival")
    newcomers = came.filter(pl.col("value") == NEWCOMERS)["cases"].sum()
    one = pl.DataFrame({UNIT: [EVERY], "newcomers": [newcomers], "arrivals": [found["arrivals"].sum()]})
    return rates(one, visit.role, found.height).row(0, named=True)


def is_narrowed(visit: Visit, view: OutcomeView) -> bool:
    """Whether a focus area or carrier is chosen that these figures do not keep to."""
    return not door.is_coordination(visit.role) and bool(view.focus_area or view.carrier)


def title(visit: Visit, view: OutcomeView) -> str:
    """What the picture shows."""
    year = str(view.year)
    whose = subject(visit, by_place(visit, view).of(ags=view.ags))
    return visit.language.text(
        "Newcomers counselled per 100 arrivals from abroad: {subject}, {year}", subject=whose, year=year
    )


def picture(visit: Visit, view: OutcomeView, **options: Any) -> str:
    """The rate of each municipality with its interval, as SVG."""
    language, meaning = visit.language, definition(MEANING)
    rows = [
        Whisker(
            row[UNIT],
            row[LABEL],
            row["value"],
            row["lower"],
            row["upper"],
            _base_text(visit, row),
            _why_none(visit, row),
        )
        for row in reached(visit, view).iter_rows(named=True)
    ]
    total = whole(visit, view)
    reference = (total["value"], language.text("all together")) if total and total["value"] is not None else None
    return whiskers.render(
        rows,
        meaning,
        language,
        title=title(visit, view.of(ags=EVERY)),
        reference=reference,
        selected=view.ags,
        **options,
    )


def finding(visit: Visit, view: OutcomeView) -> str:
    """How many newcomers came per 100 arrivals in the municipality that is chosen, or in the district; nothing where not known."""
    rows = reached(visit, view).filter(pl.col(UNIT) == view.ags).to_dicts() if view.ags else []
    row = rows[0] if rows else whole(visit, view)
    if row is None or row["value"] is None:
        return ""
    language, meaning = visit.language, definition(MEANING)
    return language.text(
        "{title}: {value} ({lower} to {upper}); {base}.",
        title=title(visit, view.of(ags=row[UNIT])),
        base=_base_text(visit, row),
        **{name: value_text(row[name], meaning, language) for name in RATES},
    )


def _reached(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    asked = by_place(visit, view)
    nothing = pl.DataFrame(schema={UNIT: pl.String, LABEL: pl.String} | COUNTS | RATES)
    if view.year is None or is_running(visit, view.year):
        return nothing
    arrived = door.read(visit.edition_id, visit.role, "arrivals_by_year").filter(year=view.year, months=MONTHS)
    if arrived.is_empty():
        return nothing
    came = of_units(visit, asked, "characteristics", "value", attribute="arrival")
    newcomers = came.filter(pl.col("value") == NEWCOMERS).select(UNIT, newcomers="cases")
    both = with_every_unit(visit, asked, newcomers).join(
        arrived.select(pl.col("ags").alias(UNIT), arrivals="people"), on=UNIT, how="left", maintain_order="left"
    )
    return rates(both, visit.role)


def rates(counts: pl.DataFrame, role: str, municipalities: int = 1) -> pl.DataFrame:
    """`municipalities`: of how many the arrivals were rounded one by one and then put together."""
    exact = sees_exact(role)
    slack = 0.0 if exact else float(ROUNDED_BY)
    newcomers = counts["newcomers"].fill_null(0).cast(pl.Float64).to_numpy()
    arrivals = counts["arrivals"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    arrivals = np.where(arrivals >= (1 if exact else SMALLEST_BASE), arrivals, np.nan)
    lower, upper = rounded_poisson_intervals(newcomers, slack)
    fewest = np.maximum(arrivals - slack * municipalities, 1)
    found = (newcomers / arrivals, lower / (arrivals + slack * municipalities), upper / fewest)
    return counts.with_columns(
        pl.Series(name, values * PER).fill_nan(None) for name, values in zip(RATES, found, strict=True)
    )


def _why_none(visit: Visit, row: dict[str, Any]) -> str:
    text = visit.language.text
    if row["arrivals"] is not None:
        return text("too few arrivals")
    # Protection takes away the rows of municipalities with hardly any.
    if door.is_coordination(visit.role):
        return text("not published for all months")
    return text("not published for all months, or too few")


def _base_text(visit: Visit, row: dict[str, Any]) -> str:
    if row["arrivals"] is None:
        return ""
    language = visit.language
    return language.text(
        "{count} newcomers, {base} arrivals",
        count=language.number(row["newcomers"] or 0),
        base=language.number(row["arrivals"]),
    )
