"""Services, hours and hours per service as tables: by unit, by kind, by calendar year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from charts import table
from pages._shared.visit import Visit
from pages.outcomes import services_figures as figures
from pages.outcomes.services_figures import KIND, NOTHING
from pages.outcomes.services_shown import kind_names
from pages.outcomes.view import UNITS, OutcomeView, span_text, subject, year_text

NUMERIC = range(1, 6)


def title_of_kinds(visit: Visit, view: OutcomeView) -> str:
    """What the table of kinds shows."""
    return visit.language.text(
        "Services by kind, {subject}, {span}", subject=subject(visit, view), span=span_text(visit, view)
    )


def title_of_years(visit: Visit, view: OutcomeView) -> str:
    """What the table of calendar years shows."""
    return visit.language.text("Services by calendar year, {subject}", subject=subject(visit, view))


def title_of_effort(visit: Visit, view: OutcomeView) -> str:
    """What the table of units shows."""
    text = visit.language.text
    return text("Services and hours by {unit}, {span}", unit=text(UNITS[view.by]), span=span_text(visit, view))


def effort_table(visit: Visit, view: OutcomeView) -> str:
    """Services, hours and hours per service of every unit, as HTML."""
    text = visit.language.text
    return table.render(
        title_of_effort(visit, view),
        [text(UNITS[view.by]), *_headings(visit)],
        [
            (row["unit"], [row["label"], *_effort(visit, row)])
            for row in figures.by_unit(visit, view).iter_rows(named=True)
        ],
        selected=view.picked,
        total=[text("all together"), *_effort(visit, figures.of_every_unit(visit, view))],
    )


def kinds_table(visit: Visit, view: OutcomeView) -> str:
    """Services of what is chosen by kind, as HTML."""
    language, text = visit.language, visit.language.text
    base = figures.of_what_is_chosen(visit, view)["services"]
    found = {row[KIND]: row for row in figures.by_kind(visit, view).iter_rows(named=True)}
    return table.plain(
        title_of_kinds(visit, view),
        [text("Kind of service"), text("Share"), *_headings(visit)],
        [
            [
                label,
                figures.share_text(found[kind]["services"], base, visit.role, language),
                *_effort(visit, found[kind]),
            ]
            for kind, label in kind_names(visit).items()
            if kind in found
        ],
        numeric=NUMERIC,
    )


def years_table(visit: Visit, view: OutcomeView) -> str:
    """Services of what is chosen by calendar year, as HTML."""
    text = visit.language.text
    return table.plain(
        title_of_years(visit, view),
        [text("Year"), *_headings(visit)],
        [
            [year_text(visit, row["year"]), *_effort(visit, row)]
            for row in figures.by_year(visit, view).iter_rows(named=True)
        ],
        numeric=NUMERIC[:-1],
    )


def _headings(visit: Visit) -> list[str]:
    text = visit.language.text
    return [text("Services"), text("Hours"), text("Hours per service"), text("Services with hours recorded")]


def _effort(visit: Visit, row: Mapping[str, Any]) -> list[str]:
    language = visit.language
    if row["services"] is None:
        return [NOTHING] * 4
    return [
        language.number(row["services"]),
        language.number(row["hours"]),
        figures.per_service_text(row, language),
        figures.recorded_text(row, visit.role, language),
    ]
