"""Weighted beside unweighted cases as a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from charts.verdicts import verdict_text
from metrics.definitions import definition
from metrics.protection import SMALLEST_BASE
from pages._shared.downloads import explained
from pages._shared.frame import date_of, files_of
from pages._shared.visit import Visit
from pages.caseload import intensity_figures as figures
from pages.caseload.ags_column import with_ags
from pages.caseload.comparison import Comparison
from pages.caseload.intensity_counts import Changes
from pages.caseload.intensity_weights import Weights
from pages.caseload.supply import need_of_split
from pages.caseload.view import CaseloadView, choices_in_words
from report.sheets import Cell, Column, Explanation, Sheet, number_format

WIDE, NARROW = 34, 13


def sheets(
    visit: Visit,
    view: CaseloadView,
    weights: Weights,
    before: Comparison,
    after: Comparison,
    found: Changes,
    if_one_moves: Mapping[str, tuple[Changes, Changes]],
) -> Sequence[Sheet | Explanation]:
    """The comparison, whose verdict single weights would change, and what explains both."""
    language, text = visit.language, visit.language.text
    title, decimal = figures.table_title(view, language), number_format(1)
    unit, ratio, _, evened, verdict, weighted_ratio, _, weighted_evened, weighted_verdict, changed = figures.headings(
        view, language
    )
    columns = (
        Column(unit, WIDE),
        Column(text("Cases"), NARROW, number_format(0)),
        Column(text("Posts (FTE)"), NARROW, number_format(2)),
        Column(ratio, NARROW, decimal),
        Column(text("Lower limit (95 %)"), NARROW, decimal),
        Column(text("Upper limit (95 %)"), NARROW, decimal),
        Column(evened, NARROW, decimal),
        Column(verdict, WIDE),
        Column(text("Weighted cases"), NARROW, decimal),
        Column(weighted_ratio, NARROW, decimal),
        Column(text("Lower limit, weighted (95 %)"), NARROW, decimal),
        Column(text("Upper limit, weighted (95 %)"), NARROW, decimal),
        Column(weighted_evened, NARROW, decimal),
        Column(weighted_verdict, WIDE),
        Column(changed, NARROW),
    )
    numbers = ("per_fte", "lower", "upper", "shrunken")
    units = figures.both(before, after)
    cells: list[list[Cell]] = [
        [
            label,
            one["observed"],
            one["fte"],
            *(one[name] for name in numbers),
            verdict_text(one["verdict"], language),
            other["observed"],
            *(other[name] for name in numbers),
            verdict_text(other["verdict"], language),
            figures.changed_text(key, found, language),
        ]
        for key, label, one, other in units
    ]
    rates = [one.per_fte if before.total >= SMALLEST_BASE else None for one in (before, after)]
    first: list[Cell] = [text("District"), before.total, before.fte, rates[0], *[None] * 4]
    whole = [*first, after.total, rates[1], *[None] * 5]
    tabled = with_ags(
        Sheet(text("Weighting"), title, columns, [*cells, whole]), view, [*(key for key, *_ in units), None]
    )
    moved = figures.sensitivity_headings(language)
    widths = (
        Column(moved[0], WIDE),
        Column(moved[1], NARROW, number_format(2)),
        Column(moved[2], 60),
        Column(moved[3], 60),
    )
    sensitivity = Sheet(
        text("Single weights"),
        figures.sensitivity_title(language),
        widths,
        figures.if_each_moves(weights, if_one_moves, language),
    )
    sources = need_of_split(visit, view).sources if view.by == "ags" else frozenset()
    about = explained(
        visit,
        title,
        meanings=[view.meaning, definition("caseload_ratio")],
        choices={**choices_in_words(visit, view), **figures.weights_in_words(weights, language)},
        dates={text("Cases until"): view.last, text("Posts as of"): date_of(visit, "staffing_on")},
        files=sources | files_of(visit, "cases", "goals", "services", "posts", "post_areas"),
        uses_clients=True,
    )
    return [tabled, about, *([sensitivity] if if_one_moves else [])]
