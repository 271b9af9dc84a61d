"""Services by kind and effort: how many, how many hours, and how long one takes, by unit, kind and year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from locales import Language
from metrics.definitions import Definition, definition
from metrics.protection import ROUNDED_BY, SMALLEST_BASE, sees_exact
from pages._shared.kept import kept
from pages._shared.visit import Visit
from pages.outcomes.asking import UNIT, of_all, of_chosen, of_units, with_every_unit
from pages.outcomes.view import OutcomeView

KIND = "service_type"
# Hours are rounded to a whole number first, so they lie half an hour farther off than counts.
HOURS_OFF = ROUNDED_BY + 0.5
NOTHING = "–"


def meaning() -> Definition:
    """What the hours of a service are."""
    return definition("hours_per_service")


def with_hours_per_service(counts: pl.DataFrame, role: str) -> pl.DataFrame:
    """Adds per_service, lower and upper: hours of a service whose hours are recorded.

    `counts`: hours, services_with_hours, as `role` may see them. For roles that see rounded counts, lower and upper are the least
    and the most that may stand behind them; there is nothing on a base below 1, or for these roles below 10.
    """
    exact = sees_exact(role)
    hours, base = pl.col("hours"), pl.col("services_with_hours")
    off_hours, off_base = (0.0, 0) if exact else (HOURS_OFF, ROUNDED_BY)
    enough = base >= (1 if exact else SMALLEST_BASE)
    return counts.with_columns(
        per_service=pl.when(enough).then(hours / base),
        lower=pl.when(enough).then((hours - off_hours).clip(lower_bound=0) / (base + off_base)),
        upper=pl.when(enough).then((hours + off_hours) / (base - off_base)),
    )


def by_unit(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """unit, label, services, hours, services_with_hours and the columns of `with_hours_per_service` for every unit; null where
    no services are told."""

    def build() -> pl.DataFrame:
        found = of_units(visit, view, "services").filter(pl.col("services") > 0)
        return with_every_unit(visit, view, with_hours_per_service(found, visit.role))

    return kept(visit, "services_by_unit", view, build)


def of_every_unit(visit: Visit, view: OutcomeView) -> dict[str, Any]:
    """The same of all units together, without unit and label."""
    return kept(visit, "services_of_all", view, lambda: _only(visit, of_all(visit, view, "services")))


def of_what_is_chosen(visit: Visit, view: OutcomeView) -> dict[str, Any]:
    """The same of what is chosen, or of the district."""
    return kept(visit, "services_of_chosen", view, lambda: _only(visit, of_chosen(visit, view, "services")))


def kinds_by_unit(visit: Visit, view: OutcomeView) -> dict[str, dict[str, int]]:
    """Unit -> kind of service -> services, without those of which none are told."""

    def build() -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        counted = of_units(visit, view, "services", KIND).filter(pl.col("services") > 0)
        for unit, kind, services in counted.select(UNIT, KIND, "services").iter_rows():
            found.setdefault(unit, {})[kind] = services
        return found

    return kept(visit, "service_kinds", view, build)


def by_kind(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """The counts of what is chosen by kind of service, with the columns of `with_hours_per_service`."""
    return kept(
        visit,
        "services_by_kind",
        view,
        lambda: with_hours_per_service(of_chosen(visit, view, "services", KIND), visit.role),
    )


def by_year(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """The counts of what is chosen by calendar year, with the columns of `with_hours_per_service`."""
    return kept(
        visit,
        "services_by_year",
        view,
        lambda: with_hours_per_service(of_chosen(visit, view.of(year=None), "services", "year"), visit.role),
    )


def per_service_text(row: Mapping[str, Any], language: Language) -> str:
    """Hours of a service, with what rounding leaves open where that shows."""
    if row["per_service"] is None:
        return NOTHING
    value, lower, upper = (language.number(row[name], meaning().decimals) for name in ("per_service", "lower", "upper"))
    return value if lower == upper else f"{value} ({lower}–{upper})"


def recorded_text(row: Mapping[str, Any], role: str, language: Language) -> str:
    """How many services have their hours recorded, and which share of all that is."""
    if row["services"] is None:
        return NOTHING
    number = language.number(row["services_with_hours"])
    if row["services"] < (1 if sees_exact(role) else SMALLEST_BASE):
        return number
    return f"{number} ({language.percent(row['services_with_hours'] / row['services'], 0)})"


def share_text(count: float, base: float, role: str, language: Language) -> str:
    """A share of services, on a base that allows one."""
    if base < (1 if sees_exact(role) else SMALLEST_BASE):
        return NOTHING
    return language.percent(count / base, 0)


def _only(visit: Visit, counts: pl.DataFrame) -> dict[str, Any]:
    return with_hours_per_service(counts, visit.role).row(0, named=True)
