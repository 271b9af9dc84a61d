"""Reach as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.definitions import definition
from pages._shared.downloads import explained
from pages._shared.frame import files_of
from pages._shared.need import meaning_of
from pages._shared.reach import Reach
from pages._shared.view import View, area_name
from pages._shared.visit import Visit
from pages.coverage.reach_figures import VERDICT_NAMES, files_of_reach, headings, ranked, span, title
from report.sheets import Column, Explanation, Sheet, number_format


def sheets(visit: Visit, view: View, found: Reach) -> Sequence[Sheet | Explanation]:
    """The table as a workbook, with what explains it."""
    language, text = visit.language, visit.language.text
    first, cases, people, rate, _, evened, verdict = headings(found, language)
    decimal = number_format(1)
    columns = (
        Column("AGS", 11),
        Column(first, 18),
        Column(cases, 12, number_format(0)),
        Column(people, 16, number_format(0)),
        Column(rate, 12, decimal),
        Column(text("Lower limit (95 %)"), 12, decimal),
        Column(text("Upper limit (95 %)"), 12, decimal),
        Column(evened, 12, decimal),
        Column(verdict, 42),
    )
    numbers = ("new_cases", "need", "per_1000", "lower", "upper", "shrunken")
    cells = [
        (row["ags"], row["name"], *(row[name] for name in numbers), text(VERDICT_NAMES[row["verdict"]]))
        for row in ranked(found).iter_rows(named=True)
    ]
    whole = (None, text("District"), found.district_cases, float(found.need.frame["need"].sum()))
    sheet = Sheet(
        text("Reach"), title(found, language), columns, [*cells, (*whole, found.district_per_1000, *[None] * 4)]
    )
    about = explained(
        visit,
        title(found, language),
        meanings=[definition("reach"), *(meaning_of(visit, indicator) for indicator in view.weights)],
        choices={
            text("Focus area"): area_name(found.focus_area, language),
            text("Target group"): found.need.name,
            text("Twelve months"): span(found, language),
        },
        dates={text("Target group as of"): max(found.need.dates), text("Cases until"): found.last},
        files=files_of_reach(visit, found) | files_of(visit, "boundaries"),
        uses_clients=True,
    )
    return [sheet, about]
