"""Fairness as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from charts.lorenz import points
from metrics.definitions import definition
from pages._shared.coverage import coverage, need_of
from pages._shared.downloads import explained
from pages._shared.frame import files_of
from pages._shared.need import meaning_of
from pages._shared.view import View, area_name
from pages._shared.view_facts import choices, dates
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
    made: list[Sheet | Explanation] = [Sheet(text("Focus areas"), title, area_columns, areas)]
    if kinds:
        name, *numbers = group_headings(need.name, language)
        formats = (number_format(0), decimal, decimal, fine)
        widths = (
            Column(name, 40),
            Column(text("Municipalities"), 60),
            *(Column(*two) for two in zip(numbers, [14.0] * 4, formats, strict=True)),
        )
        cells: list[list[Cell]] = [
            [one.name, ", ".join(one.places), one.need, one.fte, one.fte * 1000 / one.need, one.theil]
            for one in kinds.groups
        ]
        made.append(Sheet(text("Town and country"), title, widths, cells, [split_up(kinds, language)]))
    made.append(_by_month(visit, view, f"{title}, {area_name(view.focus_area, language)}"))
    return [*made, _about(visit, view, title, INDICES)]


def sheets_by_month(visit: Visit, view: View, title: str) -> Sequence[Sheet | Explanation]:
    """The Hoover index of every month."""
    return [_by_month(visit, view, title), _about(visit, view, title, ("hoover",))]


def sheets_by_place(visit: Visit, view: View, title: str) -> Sequence[Sheet | Explanation]:
    """The corners of the Lorenz curve: what falls to each place, and to all up to it."""
    language, text = visit.language, visit.language.text
    share = number_format(1, percent=True)
    columns = (
        Column(text("Municipality"), 18),
        Column(need_of(visit, view).name, 16, number_format(0)),
        Column(text("Posts (FTE)"), 12, number_format(2)),
        Column(text("Share of people of the target group"), 18, share),
        Column(text("Share of posts"), 14, share),
    )
    found = coverage(visit, view)
    places = {name: (need, fte) for name, need, fte in found.select("name", "need", "fte").iter_rows()}
    rows = [(point.name, *places[point.name], point.people, point.posts) for point in points(found)[1:]]
    said = language.text("Shares are those of all places down to this one, those with the fewest posts per head first.")
    return [Sheet(text("Lorenz curve"), title, columns, rows, [said]), _about(visit, view, title, ("gini",))]


def _by_month(visit: Visit, view: View, title: str) -> Sheet:
    text = visit.language.text
    columns = (
        Column(text("Month"), 12),
        Column("Hoover", 12, number_format(3)),
        Column(text("Posts (FTE)"), 12, number_format(2)),
    )
    rows = hoover_by_month(visit, view).select("month", "share", "fte").rows()
    return Sheet(text("Over time"), title, columns, rows)


def _about(visit: Visit, view: View, title: str, indices: Sequence[str]) -> Explanation:
    return explained(
        visit,
        title,
        meanings=[*map(definition, indices), *(meaning_of(visit, indicator) for indicator in view.weights)],
        choices=choices(visit, view),
        dates=dates(visit, view),
        files=need_of(visit, view).sources | files_of(visit, "posts", "post_areas", "municipalities"),
    )
