"""A figure over the months as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from pages._shared.downloads import explained
from pages._shared.frame import date_of
from pages._shared.trends import TREND_NAMES
from pages._shared.visit import Visit
from pages.caseload.ags_column import with_ags
from pages.caseload.course_figures import files, headings, rule, title
from pages.caseload.course_trends import Course, Row
from pages.caseload.norm import Norm, norm_text
from pages.caseload.view import UNITS, choices_in_words
from report.sheets import MONTH, Cell, Column, Explanation, Sheet, number_format

WIDE, NARROW = 38, 14


def sheets(visit: Visit, found: Course, norm: Norm | None) -> Sequence[Sheet | Explanation]:
    """The trends, what explains them, and every month of the picture."""
    return [_trends(visit, found), _about(visit, found, norm), _months(visit, found)]


def sheets_of_months(visit: Visit, found: Course, norm: Norm | None) -> Sequence[Sheet | Explanation]:
    """Every month of the picture, and what explains it."""
    return [_months(visit, found), _about(visit, found, norm)]


def _trends(visit: Visit, found: Course) -> Sheet:
    language, text, view = visit.language, visit.language.text, found.view
    decimals = view.meaning.decimals
    shown = number_format(decimals)
    first, *periods, change, verdict = headings(found, language)
    columns = (
        Column(first, WIDE),
        *(Column(period, NARROW, shown) for period in periods),
        Column(change, NARROW, number_format(max(decimals, 1), signed=True)),
        Column(verdict, WIDE),
    )

    def cells(row: Row) -> list[Cell]:
        return [row.label, *row.values, row.slope, text(TREND_NAMES[row.verdict])]

    trends = Sheet(
        text("Trends"),
        title(view, language),
        columns,
        [cells(row) for row in (*found.rows, found.district)],
        rule(found, language),
    )
    return with_ags(trends, view, [*found.names, None])


def _months(visit: Visit, found: Course) -> Sheet:
    text, view = visit.language.text, found.view
    shown = number_format(view.meaning.decimals)
    names = {key: f"{label} ({key})" if view.by == "ags" else label for key, label in found.names.items()}
    by_month = found.months.pivot(on="series", index="month", values="value").sort("month")
    whole = dict(found.whole.rows())
    return Sheet(
        text("Months"),
        title(view, visit.language),
        (
            Column(text("Month"), NARROW, MONTH),
            *(Column(names[key], NARROW, shown) for key in by_month.columns[1:]),
            Column(text("District"), NARROW, shown),
        ),
        [(*row, whole.get(row[0])) for row in by_month.rows()],
    )


def _about(visit: Visit, found: Course, norm: Norm | None) -> Explanation:
    language, text, view = visit.language, visit.language.text, found.view
    return explained(
        visit,
        title(view, language),
        meanings=[view.meaning],
        choices={**_choices(visit, found), **({text("Norm"): norm_text(norm, view, language)} if norm else {})},
        dates={text("Cases until"): view.last, text("Posts as of"): date_of(visit, "staffing_on")},
        files=files(visit, view),
        uses_clients=True,
    )


def _choices(visit: Visit, found: Course) -> dict[str, str]:
    """The choices by their names, without what cases are expected by: nothing is expected here."""
    text = visit.language.text
    words = {**choices_in_words(visit, found.view), text("Compared by"): text(UNITS[found.view.by])}
    return {name: words[name] for name in words if name != text("Expected by")}
