"""How long things took: waiting as counted, cases and first goals as read off their curves."""

from __future__ import annotations

from typing import Any

import polars as pl

from pages._shared.kept import kept
from pages._shared.visit import Visit
from pages.outcomes.asking import (
    LABEL,
    UNIT,
    curves_of_all,
    curves_of_chosen,
    curves_of_units,
    every_unit,
    of_all,
    of_chosen,
    of_units,
    with_every_unit,
)
from pages.outcomes.measures import Ask, Measure, figures
from pages.outcomes.time_clocks import Clock
from pages.outcomes.time_curves import NO_CURVE, Read, read
from pages.outcomes.view import OutcomeView, years

IN_TIME = Measure("waiting_in_time_share")
# Columns of the question "waiting".
WAITED = (
    "cases",
    "median_days",
    "median_lower_days",
    "median_upper_days",
    "lower_quartile_days",
    "upper_quartile_days",
    "requests",
    "still_waiting",
    "left",
)
SHARES = ("value", "lower", "upper")


def waiting_by_unit(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """Every unit: unit, label, WAITED, and the share of first interviews within the visitor's days (value, lower, upper); null where
    nothing is told."""
    return kept(
        visit, "time_waiting", view, lambda: with_every_unit(visit, view, _waiting(visit, view, of_units, UNIT))
    )


def waiting_of_all(visit: Visit, view: OutcomeView) -> dict[str, Any]:
    """The same of all units together."""
    return kept(visit, "time_waiting_all", view, lambda: _waiting(visit, view, of_all).row(0, named=True))


def waiting_of_chosen(visit: Visit, view: OutcomeView) -> dict[str, Any]:
    """The same of what is chosen, or of the district."""
    return kept(visit, "time_waiting_chosen", view, lambda: _waiting(visit, view, of_chosen).row(0, named=True))


def waiting_by_year(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """The same of what is chosen in every calendar year: year first."""
    every = view.of(year=None)
    return kept(visit, "time_waiting_years", every, lambda: _waiting_by_year(visit, every))


def by_unit(visit: Visit, view: OutcomeView, clock: Clock) -> dict[str, Read]:
    """Every unit -> what its curves say."""
    return kept(visit, f"time_{clock.process}", view, lambda: _by_unit(visit, view, clock))


def of_every_unit(visit: Visit, view: OutcomeView, clock: Clock) -> Read:
    """What the curves of all units together say."""
    return kept(
        visit,
        f"time_{clock.process}_all",
        view,
        lambda: read(curves_of_all(visit, view, clock.process), clock.process, visit.role),
    )


def of_what_is_chosen(visit: Visit, view: OutcomeView, clock: Clock) -> Read:
    """What the curves of what is chosen, or of the district, say."""
    return kept(
        visit,
        f"time_{clock.process}_chosen",
        view,
        lambda: read(curves_of_chosen(visit, view, clock.process), clock.process, visit.role),
    )


def by_year(visit: Visit, view: OutcomeView, clock: Clock) -> dict[int, Read]:
    """Every calendar year -> what the curves of what is chosen say."""
    every = view.of(year=None)
    return kept(visit, f"time_{clock.process}_years", every, lambda: _by_year(visit, every, clock))


def _waiting(visit: Visit, view: OutcomeView, ask: Ask, *key: str) -> pl.DataFrame:
    """`key`: the column of what is told apart; units are told apart by the question itself."""
    by = tuple(column for column in key if column != UNIT)
    counted = ask(visit, view, "waiting", *by, target_days=view.target_days).select(*key, *WAITED)
    in_time = figures(visit, view, IN_TIME, ask, *by).select(*key, *SHARES)
    if not key:
        return pl.concat([counted, in_time], how="horizontal")
    return counted.join(in_time, on=key, how="left", maintain_order="left")


def _waiting_by_year(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    found = _waiting(visit, view, of_chosen, "year")
    every = pl.DataFrame({"year": years(visit)}, schema={"year": found.schema["year"]})
    return every.join(found, on="year", how="left", maintain_order="left")


def _by_unit(visit: Visit, view: OutcomeView, clock: Clock) -> dict[str, Read]:
    found = parted(curves_of_units(visit, view, clock.process), UNIT)
    return {
        unit: read(found[unit], clock.process, visit.role) if unit in found else NO_CURVE
        for unit in every_unit(visit, view).select(UNIT, LABEL)[UNIT]
    }


def _by_year(visit: Visit, view: OutcomeView, clock: Clock) -> dict[int, Read]:
    found = parted(curves_of_chosen(visit, view, clock.process, "year"), "year")
    return {year: read(found[year], clock.process, visit.role) if year in found else NO_CURVE for year in years(visit)}


def parted(curves: pl.DataFrame, column: str) -> dict[Any, pl.DataFrame]:
    """Value of the column -> its rows."""
    return {key: own for (key,), own in curves.partition_by(column, as_dict=True, maintain_order=True).items()}
