"""Posts required as a workbook, with all values behind them."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.codes import codes
from metrics.definitions import definition
from metrics.protection import sees_exact
from pages._shared.downloads import explained
from pages._shared.frame import date_of, files_of
from pages._shared.view import ALL_AREAS, FTE_NAMES, RULE_NAMES, area_name
from pages._shared.visit import Visit
from pages.caseload import need_figures as figures
from pages.caseload.ags_column import with_ags
from pages.caseload.need_posts import PostsRequired, required_by_area
from pages.caseload.need_values import Values
from pages.caseload.supply import need_of_split
from pages.caseload.view import UNITS, CaseloadView, span_text
from report.sheets import Cell, Column, Explanation, Sheet, number_format

WIDE, NARROW = 34, 15


def sheets(visit: Visit, view: CaseloadView, values: Values, found: PostsRequired) -> Sequence[Sheet | Explanation]:
    """The table, what explains it with all values, and for the coordination municipalities by focus area."""
    language, text = visit.language, visit.language.text
    title, decimal = figures.title(view, values, language), number_format(2)
    unit, required, _, there, difference, ratio = figures.headings(view, language)
    columns = (
        Column(unit, WIDE),
        Column(required, NARROW, decimal),
        Column(text("Lower limit (95 %)"), NARROW, decimal),
        Column(text("Upper limit (95 %)"), NARROW, decimal),
        Column(there, NARROW, decimal),
        Column(difference, NARROW, number_format(2, signed=True)),
        Column(ratio, NARROW, decimal),
    )
    numbers = ("label", "required", "lower", "upper", "fte", "difference", "ratio")
    cells: list[Sequence[Cell]] = [tuple(row) for row in found.frame.select(numbers).rows()]
    whole = found.whole
    total: Sequence[Cell] = (
        text("District"),
        whole.required if whole else None,
        None,
        None,
        found.fte,
        whole.difference if whole else None,
        whole.ratio if whole else None,
    )
    shown = Sheet(
        text("Posts required"), title, columns, [*cells, total], [figures.arithmetic(values, found, language)]
    )
    keys = [*found.frame["key"], None]
    return [with_ags(shown, view, keys), _about(visit, view, values, title), *_matrix(visit, view, values)]


def _about(visit: Visit, view: CaseloadView, values: Values, title: str) -> Explanation:
    language, text = visit.language, visit.language.text
    choices = {
        text("Compared by"): text(UNITS[view.by]),
        text("Focus area"): area_name(view.focus_area, language),
        text("Counted"): span_text(view, language),
        text("Counted are"): text(FTE_NAMES[view.fte]),
    }
    if view.by == "ags":
        choices[text("Shared posts are split")] = text(RULE_NAMES[view.rule])
    sources = need_of_split(visit, view).sources if view.by == "ags" else frozenset()
    return explained(
        visit,
        title,
        meanings=[definition("workload_ratio")],
        choices={**choices, **figures.values_in_words(values, language)},
        dates={text("Cases until"): view.last, text("Posts as of"): date_of(visit, "staffing_on")},
        files=sources | files_of(visit, "cases", "services", "posts", "post_areas"),
        uses_clients=True,
    )


def _matrix(visit: Visit, view: CaseloadView, values: Values) -> list[Sheet]:
    if not (sees_exact(visit.role) and view.by == "ags" and view.focus_area == ALL_AREAS):
        return []
    language, text = visit.language, visit.language.text
    decimal = number_format(2)
    columns = (
        Column(text("Municipality"), WIDE),
        Column(text("Focus area"), WIDE),
        Column(text("Posts required (FTE)"), NARROW, decimal),
        Column(figures.there(view, language), NARROW, decimal),
    )
    names = {area: area_name(area, language) for area in codes("focus_area")}
    by_area = required_by_area(visit, view, values)
    rows = [
        (label, names.get(area, area), required, fte)
        for label, area, required, fte in by_area.select("label", "focus_area", "required", "fte").rows()
    ]
    title = figures.marked(text("Posts required and there, by municipality and focus area"), values, language)
    return [with_ags(Sheet(text("Focus areas"), title, columns, rows), view, by_area["key"].to_list())]
