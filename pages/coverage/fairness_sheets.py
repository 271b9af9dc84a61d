"""Fairness as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.definitions import definition
from pages._shared.coverage import need_of
from pages._shared.downloads import explained
from pages._shared.frame import files_of
from pages._shared.need import meaning_of
from pages._shared.view import RULE_NAMES, View, area_name, span_of, span_text
from pages._shared.visit import Visit
from pages.coverage.evenness import Groups, hoover_by_month
from pages.coverage.fairness_figures import INDICES, area_headings, by_area, group_headings, split_up
from report.sheets import Cell, Column, Explanation, Sheet, number_format


def sheets(visit: Visit, view: View, kinds: Groups | None) -> Sequence[Sheet | Explanation]:
    """Focus areas, kinds of places and months as a workbook, with what explains them."""
    language, text, need = visit.language, visit.language.text, need_of(visit, view)
    decimal, fine = number_format(2), number_format(3)
    title = text("How evenly posts are spread")
    areas: list[list[Cell]] = [
        [area_name(area, language), one.fte, one.moved, one.hoover, one.gini, one.theil]
        for area, one in by_area(visit, view).items()
    ]
    formats = (number_format(1), decimal, fine, fine, fine)
    first, *others = area_headings(language)
    area_columns = (Column(first, 30), *(Column(*two) for two in zip(others, [14.0] * 5, formats, strict=True)))
    months = [Column(text("Month"), 12), Column("Hoover", 12, fine), Column(text("Posts (FTE)"), 12, decimal)]
    found = hoover_by_month(visit, view).select("month", "share", "fte").rows()
    made: list[Sheet | Explanation] = [Sheet(text("Focus areas"), title, area_columns, areas)]
    if kinds:
        name, *numbers = group_headings(need.name, language)
        widths = (
            Column(name, 40),
            Column(text("Municipalities"), 60),
            *(Column(heading, 14, fine) for heading in numbers),
        )
        cells: list[list[Cell]] = [
            [one.name, ", ".join(one.places), one.need, one.fte, one.fte * 1000 / one.need, one.theil]
            for one in kinds.groups
        ]
        made.append(Sheet(text("Town and country"), title, widths, cells, [split_up(kinds, language)]))
    made.append(Sheet(text("Over time"), f"{title}, {area_name(view.focus_area, language)}", months, found))
    about = explained(
        visit,
        title,
        meanings=[*map(definition, INDICES), *(meaning_of(visit, indicator) for indicator in view.weights)],
        choices={
            text("Focus area"): area_name(view.focus_area, language),
            text("Target group"): need.name,
            text("Posts as of"): span_text(visit, view),
            text("Shared posts are split"): text(RULE_NAMES[view.rule]),
        },
        dates={text("Target group as of"): max(need.dates), text("Posts as of"): span_of(visit, view)[1]},
        files=need.sources | files_of(visit, "posts", "post_areas", "municipalities"),
    )
    return [*made, about]
