"""Everything about one unit as a workbook."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from charts.verdicts import VERDICT_WORDS
from metrics.codes import name
from metrics.definitions import definition
from pages._shared.downloads import explained
from pages._shared.view import ALL_AREAS, area_name
from pages._shared.visit import Visit
from pages.caseload import details_figures as figures
from pages.caseload.details_counts import Unit
from pages.caseload.details_facts import Facts
from pages.caseload.view import MEASURES, UNITS, CaseloadView, choices_in_words, span_text
from report.sheets import Column, Explanation, Sheet, number_format

RATES = ("per_fte", "lower", "upper", "shrunken", "whole_per_fte", "expected", "ratio")


def sheets(
    visit: Visit, view: CaseloadView, unit: Unit, found: Facts, files: Collection[str]
) -> Sequence[Sheet | Explanation]:
    """The tables of a unit, with what explains them."""
    meanings = [f"{measure}_per_fte" for measure in MEASURES] + ["caseload_ratio"]
    return [
        _measures(visit, view, unit, found),
        _about(visit, view, unit, meanings, files),
        *([_areas(visit, view, unit, found)] if found.areas.height else []),
        _parts(visit, view, unit, found),
        _services(visit, view, unit, found),
        _course(visit, view, unit, found),
        _months(visit, view, unit, found),
    ]


def sheets_of_course(
    visit: Visit, view: CaseloadView, unit: Unit, found: Facts, files: Collection[str]
) -> Sequence[Sheet | Explanation]:
    """The months of the picture, and what explains them."""
    return [_course(visit, view, unit, found), _about(visit, view, unit, [view.meaning.id], files)]


def _about(
    visit: Visit, view: CaseloadView, unit: Unit, meanings: Sequence[str], files: Collection[str]
) -> Explanation:
    language, text = visit.language, visit.language.text
    return explained(
        visit,
        figures.heading(view, unit, language),
        meanings=[definition(meaning) for meaning in meanings],
        choices={
            text(UNITS[unit.by]): unit.label,
            **choices_in_words(visit, view),
            text("Focus area"): area_name(view.focus_area, language),
        },
        dates={text("Cases until"): view.last},
        files=files,
        uses_clients=True,
    )


def _measures(visit: Visit, view: CaseloadView, unit: Unit, found: Facts) -> Sheet:
    language, text = visit.language, visit.language.text
    columns = (
        Column(text("Figure"), 42),
        Column(text("Counted number"), 14, number_format(1)),
        Column(text("Granted posts (FTE)"), 14, number_format(2)),
        Column(text("Filled posts (FTE)"), 14, number_format(2)),
        *_rate_columns(visit),
        Column(text("Verdict"), 36),
    )
    cells = [
        (
            text(figures.MEASURE_NAMES[row["measure"]]),
            *(row[column] for column in ("observed", "granted_fte", "filled_fte", *RATES)),
            text(VERDICT_WORDS[row["verdict"]]),
        )
        for row in found.measures.iter_rows(named=True)
    ]
    title = figures.heading(view, unit, language)
    return Sheet(text("Figures of the unit"), title, columns, cells, [figures.notice(visit, view, unit)])


def _areas(visit: Visit, view: CaseloadView, unit: Unit, found: Facts) -> Sheet:
    language, text = visit.language, visit.language.text
    columns = (
        Column(text("Focus area"), 30),
        Column(text("Counted number"), 14, number_format(1)),
        Column(text("Posts (FTE)"), 14, number_format(2)),
        *_rate_columns(visit),
        Column(text("Verdict"), 36),
    )
    cells = [
        (
            name("focus_area", row["focus_area"], language.code),
            *(row[column] for column in ("observed", "fte", *RATES)),
            text(VERDICT_WORDS[row["verdict"]]),
        )
        for row in found.areas.iter_rows(named=True)
    ]
    return Sheet(text("By focus area"), figures.heading(view, unit, language), columns, cells)


def _parts(visit: Visit, view: CaseloadView, unit: Unit, found: Facts) -> Sheet:
    language, text = visit.language, visit.language.text
    named, names = figures.part_headings(view, unit, language)[:-4], figures.part_names(visit, unit)
    columns = (
        *(Column(words, 24) for words in named),
        *(Column(text(figures.MEASURE_NAMES[measure]), 14, number_format(1)) for measure in MEASURES),
        Column(text("Posts (FTE) there"), 14, number_format(2)),
        Column(figures.measure_name(view, language) + ", " + text("per post (FTE)"), 18, number_format(1)),
        Column(text("Lower limit (95 %)"), 14, number_format(1)),
        Column(text("Upper limit (95 %)"), 14, number_format(1)),
    )
    cells = [
        (
            *names[row["part"]],
            *(row[column] for column in (*MEASURES, "fte", "per_fte", "lower", "upper")),
        )
        for row in found.parts.iter_rows(named=True)
    ]
    tab = text("By post") if unit.by == "ags" else text("By municipality")
    return Sheet(tab, figures.heading(view, unit, language), columns, cells)


def _services(visit: Visit, view: CaseloadView, unit: Unit, found: Facts) -> Sheet:
    language, text = visit.language, visit.language.text
    kind, services, hours, each = figures.service_headings(language)
    columns = [
        Column(kind, 34),
        Column(services, 14, number_format(0)),
        Column(hours, 14, number_format(1)),
        Column(text("Services with hours recorded"), 16, number_format(0)),
        Column(each, 14, number_format(2)),
    ]
    cells = [
        (
            name("service_type", row["service_type"], language.code),
            row["services"],
            row["hours"] if row["services_with_hours"] else None,
            row["services_with_hours"],
            figures.hours_per_service(row),
        )
        for row in found.services.iter_rows(named=True)
    ]
    span = span_text(view.of(measure="services"), language)
    return Sheet(
        text("Services by kind"), text("{unit}: services by kind, {span}", unit=unit.label, span=span), columns, cells
    )


def _course(visit: Visit, view: CaseloadView, unit: Unit, found: Facts) -> Sheet:
    language, text = visit.language, visit.language.text
    columns = (
        Column(text("Month"), 12, "mm.yyyy"),
        Column(text("per post (FTE)"), 14, number_format(1)),
        Column(text("District, per post (FTE)"), 16, number_format(1)),
    )
    own, whole = found.course.months.select("month", "value"), found.course.whole
    rows = (
        whole.join(own, on="month", how="left", suffix="_own")
        .sort("month")
        .select("month", "value_own", "value")
        .rows()
    )
    return Sheet(text("Over time"), figures.heading(view, unit, language), columns, rows)


def _months(visit: Visit, view: CaseloadView, unit: Unit, found: Facts) -> Sheet:
    language, text = visit.language, visit.language.text
    month, *counted = figures.month_headings(language)
    columns = [Column(month, 12, "mm.yyyy"), *(Column(words, 16, number_format(0)) for words in counted)]
    area = "" if view.focus_area == ALL_AREAS else f", {area_name(view.focus_area, language)}"
    return Sheet(
        text("Cases by month"), text("{unit}: cases by month", unit=unit.label) + area, columns, found.months.rows()
    )


def _rate_columns(visit: Visit) -> list[Column]:
    text = visit.language.text
    decimal = number_format(1)
    return [
        Column(text("per post (FTE)"), 14, decimal),
        Column(text("Lower limit (95 %)"), 14, decimal),
        Column(text("Upper limit (95 %)"), 14, decimal),
        Column(text("Evened out"), 14, decimal),
        Column(text("District, per post (FTE)"), 16, decimal),
        Column(text("Expected"), 14, decimal),
        Column(text("Counted / expected"), 10, number_format(2)),
    ]
