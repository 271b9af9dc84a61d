"""A figure of outcome compared over time and between units as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pages._shared.downloads import explained
from pages._shared.frame import date_of, files_of
from pages._shared.trends import TREND_NAMES
from pages._shared.visit import Visit
from pages.outcomes.compare_figures import AGAINST_NAMES, against_title, headings, rule, title
from pages.outcomes.compare_rest import Against, compared, has_own_terms
from pages.outcomes.compare_trends import Row, course, of_series
from pages.outcomes.measures import Measure
from pages.outcomes.overview_figures import measure_name
from pages.outcomes.view import UNITS, OutcomeView, choices_in_words
from report.sheets import Cell, Column, Explanation, Sheet, number_format

WIDE, NARROW = 38, 14


def sheets(visit: Visit, view: OutcomeView, measure: Measure) -> Sequence[Sheet | Explanation]:
    """The trends, what explains them, every year with its limits, and, of a share, each unit against all others."""
    about = _about(visit, view, measure, title(visit, view, measure))
    found = [_trends(visit, view, measure), about, _years(visit, view, measure)]
    is_compared = measure.is_share and not has_own_terms(view, measure)
    return [*found, _against(visit, view, measure)] if is_compared else found


def sheets_of_years(visit: Visit, view: OutcomeView, measure: Measure) -> Sequence[Sheet | Explanation]:
    """Every year with its limits, and what explains it."""
    return [_years(visit, view, measure), _about(visit, view, measure, title(visit, view, measure))]


def sheets_against(visit: Visit, view: OutcomeView, measure: Measure) -> Sequence[Sheet | Explanation]:
    """Each unit against all others, and what explains it."""
    return [_against(visit, view, measure), _about(visit, view, measure, against_title(visit, view, measure))]


def _about(visit: Visit, view: OutcomeView, measure: Measure, name: str) -> Explanation:
    text = visit.language.text
    return explained(
        visit,
        name,
        meanings=[measure.meaning],
        choices=choices_in_words(visit, view, measure.clock),
        dates={text("Cases until"): date_of(visit, "caseload_on")},
        files=files_of(visit, "cases", "goals"),
        uses_clients=True,
    )


def _trends(visit: Visit, view: OutcomeView, measure: Measure) -> Sheet:
    found, language = course(visit, view, measure), visit.language
    first, *years, _, verdict = headings(visit, view)
    text, decimals = language.text, 3 if measure.is_share else 1
    change = text("Change a year (1 = 100 percentage points)") if measure.is_share else text("Change a year (days)")
    columns = [
        *_key_columns(view),
        Column(first, WIDE),
        *(Column(year, NARROW, _shown(measure)) for year in years),
        Column(change, NARROW, number_format(decimals, signed=True)),
        Column(verdict, WIDE),
    ]

    def cells(row: Row) -> list[Cell]:
        values = of_series(found, row.key).sort("year")["value"].to_list()
        return [*_key(view, row.key), row.label, *values, row.slope, text(TREND_NAMES[row.verdict])]

    return Sheet(
        text("Trends"),
        title(visit, view, measure),
        columns,
        [cells(row) for row in (*found.rows, found.all_together)],
        rule(measure, language),
    )


def _years(visit: Visit, view: OutcomeView, measure: Measure) -> Sheet:
    """Every unit in every year, all together last."""
    text, found = visit.language.text, course(visit, view, measure)
    names = {**found.names, found.all_together.key: found.all_together.label}
    shown = _shown(measure)
    columns = [
        *_key_columns(view),
        Column(text(UNITS[view.by]), WIDE),
        Column(text("Year"), NARROW, "0"),
        Column(measure_name(measure, view, visit.language), NARROW, shown),
        Column(text("at least (95 %)"), NARROW, shown),
        Column(text("at most (95 %)"), NARROW, shown),
        Column(text("counted"), NARROW, number_format(0)),
        Column(text("out of"), NARROW, number_format(0)),
    ]
    fields = ("series", "year", "value", "lower", "upper", "count", "base")
    every = pl.concat([found.units.select(fields), found.whole.select(fields)])
    rows = [[*_key(view, key), names[key], *values] for key, *values in every.rows()]
    return Sheet(text("Years"), title(visit, view, measure), columns, rows)


def _against(visit: Visit, view: OutcomeView, measure: Measure) -> Sheet:
    text = visit.language.text
    shown, points = number_format(1, percent=True), number_format(3, signed=True)
    columns = [
        *_key_columns(view),
        Column(text(UNITS[view.by]), WIDE),
        Column(text("Share"), NARROW, shown),
        Column(text("counted"), NARROW, number_format(0)),
        Column(text("out of"), NARROW, number_format(0)),
        Column(text("All others together"), NARROW, shown),
        Column(text("Difference (1 = 100 percentage points)"), NARROW, points),
        Column(text("at least (99.8 %)"), NARROW, points),
        Column(text("at most (99.8 %)"), NARROW, points),
        Column(text("Verdict"), WIDE),
    ]

    def cells(row: Against) -> list[Cell]:
        limits = (None, None, None) if row.found is None else (row.found.difference, row.found.lower, row.found.upper)
        judged = text(AGAINST_NAMES[row.verdict])
        return [*_key(view, row.key), row.label, row.value, row.count, row.base, row.rest, *limits, judged]

    rows = [cells(row) for row in compared(visit, view, measure)]
    return Sheet(text("Against all others"), against_title(visit, view, measure), columns, rows)


def _shown(measure: Measure) -> str:
    return number_format(1, percent=True) if measure.is_share else number_format(measure.meaning.decimals)


def _key_columns(view: OutcomeView) -> list[Column]:
    """Municipalities have their official key: what a place is called can be spelt in many ways."""
    return [Column("AGS", NARROW)] if view.by == "ags" else []


def _key(view: OutcomeView, key: str) -> list[Cell]:
    return [key or None] if view.by == "ags" else []
