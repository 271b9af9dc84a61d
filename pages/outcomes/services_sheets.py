"""Services by kind and effort as sheets of a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.protection import sees_exact
from pages._shared.visit import Visit
from pages.outcomes import services_figures as figures
from pages.outcomes import services_tables as tables
from pages.outcomes.services_figures import KIND
from pages.outcomes.services_shown import kind_names, title_of_kinds
from pages.outcomes.view import CLOCKS, UNITS, OutcomeView, year_text
from report.sheets import Cell, Column, Sheet, number_format

WIDE, NARROW = 38, 14
COUNTS, PER_SERVICE = ("services", "hours", "services_with_hours"), "per_service"
LIMITS = ("lower", "upper")


def sheets(visit: Visit, view: OutcomeView) -> Sequence[Sheet]:
    """Services and hours by unit, kinds by unit, and what is chosen by kind and by calendar year."""
    text = visit.language.text
    fields = _fields(visit)
    names = kind_names(visit)
    kinds = [(names[kind], *cells) for kind, *cells in figures.by_kind(visit, view).select(KIND, *fields).rows()]
    years = [
        (year_text(visit, year), *cells) for year, *cells in figures.by_year(visit, view).select("year", *fields).rows()
    ]
    return [
        effort_by_unit(visit, view),
        kinds_by_unit(visit, view),
        _effort(visit, text("Services by kind"), tables.title_of_kinds(visit, view), text("Kind of service"), kinds),
        _effort(visit, text("Services by year"), tables.title_of_years(visit, view), text("Year"), years),
    ]


def unit_columns(visit: Visit, view: OutcomeView) -> tuple[list[Column], list[str]]:
    """The columns that name a unit, and the fields of its frame that fill them."""
    text = visit.language.text
    label = Column(text(UNITS[view.by]), WIDE)
    if view.by != "ags":
        return [label], ["label"]
    return [Column("AGS", 11), label], ["unit", "label"]


def effort_by_unit(visit: Visit, view: OutcomeView) -> Sheet:
    """How many services in how many hours, unit by unit."""
    head, fields = unit_columns(visit, view)
    rows = figures.by_unit(visit, view).select(*fields, *_fields(visit)).rows()
    columns = [*head, *_effort_columns(visit)]
    return Sheet(visit.language.text("Services"), tables.title_of_effort(visit, view), columns, rows, [_clock(visit)])


def kinds_by_unit(visit: Visit, view: OutcomeView) -> Sheet:
    """How many services of each kind, unit by unit."""
    head, fields = unit_columns(visit, view)
    names, kinds = kind_names(visit), figures.kinds_by_unit(visit, view)
    rows = [
        (*(row[field] for field in fields), *(kinds.get(row["unit"], {}).get(kind, 0) for kind in names))
        for row in figures.by_unit(visit, view).iter_rows(named=True)
    ]
    columns = [*head, *(Column(name, NARROW, number_format(0)) for name in names.values())]
    return Sheet(visit.language.text("Kinds of services"), title_of_kinds(visit, view), columns, rows, [_clock(visit)])


def _effort(visit: Visit, name: str, title: str, heading: str, rows: Sequence[Sequence[Cell]]) -> Sheet:
    return Sheet(name, title, [Column(heading, WIDE), *_effort_columns(visit)], rows, [_clock(visit)])


def _fields(visit: Visit) -> tuple[str, ...]:
    """Exact hours have no limits."""
    return (*COUNTS, PER_SERVICE, *(() if sees_exact(visit.role) else LIMITS))


def _effort_columns(visit: Visit) -> list[Column]:
    text = visit.language.text
    shown = number_format(figures.meaning().decimals + 1)
    columns = [
        Column(text("Services"), NARROW, number_format(0)),
        Column(text("Hours"), NARROW, number_format(0 if not sees_exact(visit.role) else 2)),
        Column(text("Services with hours recorded"), NARROW, number_format(0)),
        Column(text("Hours per service"), NARROW, shown),
    ]
    if sees_exact(visit.role):
        return columns
    return [
        *columns,
        Column(text("at least (rounding)"), NARROW, shown),
        Column(text("at most (rounding)"), NARROW, shown),
    ]


def _clock(visit: Visit) -> str:
    text = visit.language.text
    return text("Counted: {clock}.", clock=text(CLOCKS["given"]))
