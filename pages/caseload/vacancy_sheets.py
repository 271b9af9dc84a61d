"""Vacancies as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from metrics.codes import name
from metrics.definitions import definition
from pages._shared.downloads import explained
from pages._shared.frame import date_of
from pages._shared.visit import Visit
from pages.caseload import vacancy_figures as figures
from pages.caseload.ags_column import with_ags
from pages.caseload.comparison import comparison
from pages.caseload.vacancy_finding import REASON_NAMES, moved
from pages.caseload.vacancy_posts import names_of, posts_by_month, vacancies_in_year
from pages.caseload.view import UNITS, CaseloadView, choices_in_words
from report.sheets import MONTH, Column, Explanation, Sheet, number_format

WIDE, NARROW = 38, 14
FTE = number_format(2)
POSTS = (definition("posts_granted"), definition("posts_filled"))


def sheets(visit: Visit, view: CaseloadView) -> Sequence[Sheet | Explanation]:
    """The units, what explains them, the vacant posts, and every month of the picture."""
    text = visit.language.text
    words = choices_in_words(visit, view)
    about = explained(
        visit,
        figures.unit_title(view, visit.language),
        meanings=[view.meaning, *POSTS],
        choices={name: words[name] for name in words if name not in (text("Counted are"), text("Expected by"))},
        dates={text("Cases until"): view.last, text("Posts as of"): date_of(visit, "staffing_on")},
        files=figures.files(visit, view) | figures.files_of_cases(visit, view),
        uses_clients=True,
    )
    return [_units(visit, view), about, _posts(visit, view), _months(visit, view)]


def sheets_of_months(visit: Visit, view: CaseloadView) -> Sequence[Sheet | Explanation]:
    """Every month of the picture, and what explains it: posts only, no clients."""
    text = visit.language.text
    words = choices_in_words(visit, view)
    chosen = (text("Compared by"), text("Shared posts are split"))
    about = explained(
        visit,
        figures.title(view.month, visit.language),
        meanings=POSTS,
        choices={name: words[name] for name in words if name in chosen},
        dates={text("Posts as of"): date_of(visit, "staffing_on")},
        files=figures.files(visit, view),
    )
    return [_months(visit, view), about]


def district_sheets(visit: Visit, title: str, shown: pl.DataFrame, files: set[str]) -> Sequence[Sheet | Explanation]:
    """The months of the district's picture, and what explains them."""
    text = visit.language.text
    columns = (Column(text("Month"), NARROW, MONTH), *_fte_columns(visit))
    rows = shown.select("month", "granted", "filled").rows()
    about = explained(
        visit,
        title,
        meanings=POSTS,
        choices={text("Building block"): name("building_block", "case_management", visit.language.code)},
        dates={text("Posts as of"): date_of(visit, "staffing_on")},
        files=files,
    )
    return [Sheet(text("Months"), title, columns, rows), about]


def _units(visit: Visit, view: CaseloadView) -> Sheet:
    language = visit.language
    first, granted, filled, counted, by_granted, by_filled, _, evened, before, change, reason = figures.unit_headings(
        view, language
    )
    limits = (language.text("Lower limit (95 %)"), language.text("Upper limit (95 %)"))
    ratio = number_format(max(view.meaning.decimals, 1))
    columns = (
        Column(first, WIDE),
        Column(granted, NARROW, FTE),
        Column(filled, NARROW, FTE),
        Column(counted, NARROW, number_format(0)),
        *(Column(heading, NARROW, ratio) for heading in (by_granted, by_filled, *limits, evened, before)),
        Column(change, NARROW, number_format(0, signed=True, percent=True)),
        Column(reason, WIDE),
    )
    units = moved(visit, view)
    judged = {row["key"]: row for row in comparison(visit, view.of(fte="filled")).frame.iter_rows(named=True)}
    rows = [
        (
            unit.label,
            unit.after.granted,
            unit.after.filled,
            unit.after.counted,
            figures.per_post(unit.after, "granted", unit.smallest),
            figures.per_post(unit.after, "filled", unit.smallest),
            *(judged[unit.key][name] for name in ("lower", "upper", "shrunken")),
            figures.per_post(unit.before, "filled", unit.smallest),
            None if unit.change.ratio is None else unit.change.ratio - 1,
            language.text(REASON_NAMES[unit.reason]),
        )
        for unit in units
    ]
    sheet = Sheet(language.text("Caseload"), figures.unit_title(view, language), columns, rows)
    return with_ags(sheet, view, [unit.key for unit in units])


def _posts(visit: Visit, view: CaseloadView) -> Sheet:
    language = visit.language
    post, carrier, area, *fte, since, mean = figures.post_headings(language)
    columns = (
        Column(post, 22),
        Column(carrier, WIDE),
        Column(area, WIDE),
        *(Column(heading, NARROW, FTE) for heading in fte),
        Column(since, NARROW, "yyyy-mm-dd"),
        Column(mean, NARROW, FTE),
    )
    rows = [
        (post, carrier, name("focus_area", area, language.code), *numbers)
        for post, carrier, area, *numbers in vacancies_in_year(visit, view).rows()
    ]
    return Sheet(language.text("Vacant posts"), figures.post_title(view, language), columns, rows)


def _months(visit: Visit, view: CaseloadView) -> Sheet:
    language, names = visit.language, names_of(visit, view)
    columns = (
        Column(language.text(UNITS[view.by]), WIDE),
        Column(language.text("Month"), NARROW, MONTH),
        *_fte_columns(visit),
    )
    months = posts_by_month(visit, view)
    rows = [(names[series], *others) for series, *others in months.rows()]
    sheet = Sheet(language.text("Months"), figures.title(view.month, language), columns, rows)
    return with_ags(sheet, view, months["series"].to_list())


def _fte_columns(visit: Visit) -> tuple[Column, Column]:
    text = visit.language.text
    return Column(text("Granted (FTE)"), NARROW, FTE), Column(text("Filled (FTE)"), NARROW, FTE)
