"""Languages and services as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from metrics.codes import codes, name
from metrics.definitions import definition
from pages._shared.downloads import explained
from pages._shared.frame import date_of, files_of
from pages._shared.visit import Visit
from pages.outcomes import languages_table as matrix
from pages.outcomes.languages_asked import ATTRIBUTE, NOT_STATED, last_day, places
from pages.outcomes.languages_figures import (
    interpreters_by_unit,
    spoken_by_unit,
    title_of_interpreters,
    title_of_languages,
)
from pages.outcomes.languages_findings import INTERPRETER
from pages.outcomes.services_sheets import effort_by_unit, kinds_by_unit, unit_columns
from pages.outcomes.services_sheets import sheets as of_services
from pages.outcomes.view import CLOCKS, OutcomeView, choices_in_words
from report.sheets import Column, Explanation, Sheet, number_format

WIDE, NARROW = 38, 14
MEANINGS = ("language_share", "interpreter_share", "language_fte", "service_kind_share", "hours_per_service")


def title(visit: Visit) -> str:
    """What the workbook holds."""
    return visit.language.text("Languages and services")


def sheets(visit: Visit, view: OutcomeView) -> Sequence[Sheet | Explanation]:
    """The languages by municipality, what explains all, languages and interpreters by unit, and the sheets of the services."""
    return [
        _by_place(visit, view),
        _about(visit, view, title(visit), MEANINGS),
        _by_unit(visit, view),
        _interpreters(visit, view),
        *(of_services(visit, view) if files_of(visit, "services") else ()),
    ]


def sheets_of(visit: Visit, view: OutcomeView, key: str) -> Sequence[Sheet | Explanation]:
    """The sheet of the figure with this key, one of FIGURES, and what explains it."""
    fill, meaning = FIGURES[key]
    sheet = fill(visit, view)
    return [sheet, _about(visit, view, sheet.title, (meaning,))]


def _about(visit: Visit, view: OutcomeView, name: str, meanings: Sequence[str]) -> Explanation:
    text = visit.language.text
    return explained(
        visit,
        name,
        meanings=[definition(meaning) for meaning in meanings],
        choices={**choices_in_words(visit, view, "interview"), text("Services"): text(CLOCKS["given"])},
        dates={text("Cases until"): date_of(visit, "caseload_on"), text("Posts as of"): last_day(visit, view)},
        files=files_of(visit, "cases", "services", "posts", "post_areas"),
        uses_clients=True,
    )


def _by_place(visit: Visit, view: OutcomeView) -> Sheet:
    text = visit.language.text
    languages = _names(visit)
    offered = [code for code in codes(ATTRIBUTE) if code in places(visit, view)[1].offered]
    columns = [
        Column("AGS", 11),
        Column(text("Municipality"), WIDE),
        *(Column(label, NARROW, number_format(0)) for label in languages.values()),
        Column(text("Posts that serve the municipality"), NARROW, number_format(0)),
        Column(text("of these, posts that state their languages"), NARROW, number_format(0)),
        *(Column(text("{language} (FTE)", language=languages[code]), NARROW, number_format(2)) for code in offered),
        Column(text("Asked for, offered by no post there"), WIDE),
    ]
    rows = [
        (
            place.key,
            place.name,
            *(place.asked.get(code, 0) for code in languages),
            place.posts,
            place.stating,
            *(place.offered.get(code) for code in offered),
            _lacking(visit, place.lacking, is_known=place.stating == place.posts),
        )
        for place in places(visit, view)[0]
    ]
    return Sheet(text("Languages"), matrix.title(visit, view), columns, rows, matrix.notes(visit, view))


def _by_unit(visit: Visit, view: OutcomeView) -> Sheet:
    text = visit.language.text
    head, fields = unit_columns(visit, view)
    languages = _names(visit)
    columns = [
        *head,
        Column(text("New cases"), NARROW, number_format(0)),
        *(Column(label, NARROW, number_format(0)) for label in languages.values()),
    ]
    rows = spoken_by_unit(visit, view).select(*fields, pl.col("cases", *languages).fill_null(0)).rows()
    return Sheet(text("Languages by unit"), title_of_languages(visit, view), columns, rows, [_clock(visit)])


def _interpreters(visit: Visit, view: OutcomeView) -> Sheet:
    text = visit.language.text
    head, fields = unit_columns(visit, view)
    shown = number_format(INTERPRETER.meaning.decimals, percent=True)
    columns = [
        *head,
        Column(INTERPRETER.meaning.label[visit.language.code], WIDE, shown),
        Column(text("at least (95 %)"), NARROW, shown),
        Column(text("at most (95 %)"), NARROW, shown),
        Column(text("counted"), NARROW, number_format(0)),
        Column(text("out of"), NARROW, number_format(0)),
    ]
    rows = interpreters_by_unit(visit, view).select(*fields, "value", "lower", "upper", "count", "base").rows()
    return Sheet(text("Interpreters"), title_of_interpreters(visit, view), columns, rows, [_clock(visit)])


def _names(visit: Visit) -> dict[str, str]:
    code = visit.language.code
    names = {language: name(ATTRIBUTE, language, code) for language in codes(ATTRIBUTE)}
    return names | {NOT_STATED: name(NOT_STATED, NOT_STATED, code)}


def _lacking(visit: Visit, lacking: Sequence[str], *, is_known: bool) -> str | None:
    if not is_known:
        return visit.language.text("not known")
    return ", ".join(name(ATTRIBUTE, code, visit.language.code) for code in lacking) or None


def _clock(visit: Visit) -> str:
    text = visit.language.text
    return text("Counted: {clock}.", clock=text(CLOCKS["interview"]))


# Key of a figure -> what fills its sheet, and the definition of what it shows.
FIGURES: dict[str, tuple[Callable[[Visit, OutcomeView], Sheet], str]] = {
    "languages": (_by_unit, "language_share"),
    "interpreters": (_interpreters, "interpreter_share"),
    "services": (kinds_by_unit, "service_kind_share"),
    "effort_table": (effort_by_unit, "hours_per_service"),
}
