"""Times by unit and by calendar year as tables."""

from __future__ import annotations

from charts import table
from pages._shared.visit import Visit
from pages.outcomes import time_figures as figures
from pages.outcomes.asking import LABEL, UNIT, every_unit
from pages.outcomes.time_cells import curve_cells, headings, waiting_cells
from pages.outcomes.time_clocks import CLOCK_NAMES, WAITING, Clock
from pages.outcomes.view import UNITS, OutcomeView, span_text, subject, year_text


def title_of_units(visit: Visit, view: OutcomeView, clock: Clock) -> str:
    """What the table of units shows."""
    text = visit.language.text
    return text(
        "{what} by {unit}, {span}",
        what=text(CLOCK_NAMES[clock.process]),
        unit=text(UNITS[view.by]),
        span=span_text(visit, view),
    )


def title_of_years(visit: Visit, view: OutcomeView, clock: Clock) -> str:
    """What the table of years shows."""
    text = visit.language.text
    return text(
        "{what} by calendar year, {subject}", what=text(CLOCK_NAMES[clock.process]), subject=subject(visit, view)
    )


def units_table(visit: Visit, view: OutcomeView, clock: Clock) -> str:
    """Every unit, as HTML to pick from."""
    text = visit.language.text
    return table.render(
        title_of_units(visit, view, clock),
        [text(UNITS[view.by]), *headings(visit, view, clock)],
        [
            (key, [label, *cells])
            for (key, label), cells in zip(_units(visit, view), _cells(visit, view, clock), strict=True)
        ],
        selected=view.picked,
        total=[text("all together"), *_together(visit, view, clock)],
    )


def years_table(visit: Visit, view: OutcomeView, clock: Clock) -> str:
    """What is chosen in every calendar year, as HTML."""
    language = visit.language
    if clock == WAITING:
        found = figures.waiting_by_year(visit, view).rows(named=True)
        rows = [[year_text(visit, row["year"]), *waiting_cells(row, language)] for row in found]
    else:
        rows = [
            [year_text(visit, year), *curve_cells(read, clock, language)]
            for year, read in figures.by_year(visit, view, clock).items()
        ]
    named = [language.text("Year"), *headings(visit, view, clock)]
    return table.plain(title_of_years(visit, view, clock), named, rows, numeric=range(1, len(named)))


def _units(visit: Visit, view: OutcomeView) -> list[tuple[str, str]]:
    return every_unit(visit, view).select(UNIT, LABEL).rows()


def _cells(visit: Visit, view: OutcomeView, clock: Clock) -> list[list[str]]:
    language = visit.language
    if clock == WAITING:
        return [waiting_cells(row, language) for row in figures.waiting_by_unit(visit, view).rows(named=True)]
    return [curve_cells(read, clock, language) for read in figures.by_unit(visit, view, clock).values()]


def _together(visit: Visit, view: OutcomeView, clock: Clock) -> list[str]:
    language = visit.language
    if clock == WAITING:
        return waiting_cells(figures.waiting_of_all(visit, view), language)
    return curve_cells(figures.of_every_unit(visit, view, clock), clock, language)
