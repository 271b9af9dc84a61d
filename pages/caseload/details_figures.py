"""Sentences, picture and tables of one unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from charts.medium import SLIDE_HEIGHT, Medium
from charts.verdicts import VERDICT_WORDS, verdict_text
from charts.wording import value_text
from locales import Language
from metrics.codes import name
from metrics.definitions import definition
from metrics.protection import SMALLEST_BASE
from pages._shared import door
from pages._shared.view import ALL_AREAS, area_name
from pages._shared.visit import Visit
from pages.caseload import course_figures
from pages.caseload.comparison import with_a_single_post
from pages.caseload.course_trends import Course
from pages.caseload.details_counts import Unit
from pages.caseload.view import CaseloadView, span_text, title

NONE = "–"
PICTURE_HEIGHT = 300
# English messages for `Language.text`.
MEASURE_NAMES = {
    "open_cases": "Open cases at the end of the month",
    "mean_open_cases": "Open cases, mean of twelve month-ends",
    "new_cases": "New cases in twelve months",
    "accompanied_cases": "Cases reached in twelve months",
    "services": "Services in twelve months",
    "hours": "Hours of services in twelve months",
}


def heading(view: CaseloadView, unit: Unit, language: Language) -> str:
    """What the section shows, as title of its files."""
    return language.text("{unit} in detail: {figure}", unit=unit.label, figure=title(view, language))


def measure_name(view: CaseloadView, language: Language) -> str:
    """What the chosen figure counts."""
    return language.text(MEASURE_NAMES[view.measure])


def notice(visit: Visit, view: CaseloadView, unit: Unit) -> str:
    """Whom the figures are about and for."""
    text = visit.language.text
    if unit.by == "post" or unit.key in with_a_single_post(visit, view):
        return text(
            "{unit} is a single post: these figures are personal data of one employee. They are for functional supervision "
            "only and must not be passed on.",
            unit=unit.label,
        )
    return text(
        "For the coordination only: exact counts, down to what a single employee does. They are for functional supervision "
        "and must not be passed on."
    )


def findings(row: Mapping[str, Any], view: CaseloadView, unit: Unit, language: Language) -> list[str]:
    """The chosen figure of a unit beside the district's, and whether chance explains the difference. `row`: one of
    pages.caseload.details_counts.measures_of."""
    text, meaning = language.text, view.meaning
    area = "" if view.focus_area == ALL_AREAS else f", {area_name(view.focus_area, language)}"
    facts = {"unit": unit.label, "span": f"{span_text(view, language)}{area}"}
    if row["per_fte"] is None:
        first = text("{unit}: no figure per post ({span}), for want of ten cases or of a post.", **facts)
    else:
        first = text(
            "{unit}: {figure} {value} ({span}); in the district {whole}.",
            **facts,
            figure=meaning.label[language.code],
            value=value_text(row["per_fte"], meaning, language),
            whole=_value(row["whole_per_fte"], view.measure, language),
        )
    second = text(
        "Counted {observed}, expected for the same posts {expected}: {verdict}.",
        observed=_count(row["observed"], language),
        expected=language.number(row["expected"], 1),
        verdict=text(VERDICT_WORDS[row["verdict"]]),
    )
    return [first, second]


def picture(visit: Visit, found: Course, medium: Medium = Medium.PAGE) -> str:
    """The months of a unit with the district's as a thin line; nothing in it is to be chosen, the unit is chosen already."""
    height = SLIDE_HEIGHT if medium is Medium.SLIDE else PICTURE_HEIGHT
    notes = course_figures.notes(visit, found) if medium.stands_alone else ()
    has_heading = medium is not Medium.SLIDE
    return course_figures.picture(visit, found, None, heading=has_heading, columns=1, height=height, notes=notes)


def measure_headings(language: Language) -> list[str]:
    """Headings of the table of the six measures."""
    text = language.text
    return [
        text("Figure"),
        text("Counted number"),
        text("Granted posts (FTE)"),
        text("Filled posts (FTE)"),
        text("per post (FTE)"),
        text("Range (95 %)"),
        text("Evened out"),
        text("District, per post (FTE)"),
        text("Expected"),
        text("Counted / expected"),
        text("Verdict"),
    ]


def measure_rows(measures: pl.DataFrame, language: Language) -> list[list[str]]:
    """Cells of the six measures."""
    return [
        [
            language.text(MEASURE_NAMES[row["measure"]]),
            _count(row["observed"], language),
            language.number(row["granted_fte"], 2),
            language.number(row["filled_fte"], 2),
            *_rates(row, row["measure"], language),
            _value(row["shrunken"], row["measure"], language),
            _value(row["whole_per_fte"], row["measure"], language),
            language.number(row["expected"], 1),
            NONE if row["ratio"] is None else language.number(row["ratio"], 2),
            verdict_text(row["verdict"], language),
        ]
        for row in measures.iter_rows(named=True)
    ]


def area_headings(language: Language) -> list[str]:
    """Headings of the table of focus areas."""
    _, counted, _, _, *others = measure_headings(language)
    return [language.text("Focus area"), counted, language.text("Posts (FTE)"), *others]


def area_rows(areas: pl.DataFrame, view: CaseloadView, language: Language) -> list[list[str]]:
    """Cells of a unit's focus areas."""
    return [
        [
            name("focus_area", row["focus_area"], language.code),
            _count(row["observed"], language),
            language.number(row["fte"] or 0.0, 2),
            *_rates(row, view.measure, language),
            _value(row["shrunken"], view.measure, language),
            _value(row["whole_per_fte"], view.measure, language),
            language.number(row["expected"], 1),
            NONE if row["ratio"] is None else language.number(row["ratio"], 2),
            verdict_text(row["verdict"], language),
        ]
        for row in areas.iter_rows(named=True)
    ]


def part_headings(view: CaseloadView, unit: Unit, language: Language) -> list[str]:
    """Headings of the table of municipalities, or of a municipality's posts."""
    text = language.text
    first = [text("Post"), text("Carrier")] if unit.by == "ags" else [text("Municipality")]
    there = text("Posts (FTE) there")
    return [
        *first,
        text(MEASURE_NAMES[view.measure]),
        there,
        text("per post (FTE)"),
        text("Range (95 %)"),
    ]


def part_rows(visit: Visit, view: CaseloadView, unit: Unit, parts: pl.DataFrame) -> list[list[str]]:
    """Cells of a unit's municipalities, or of a municipality's posts."""
    language, names = visit.language, part_names(visit, unit)
    return [
        [
            *names[row["part"]],
            _count(row[view.measure], language),
            language.number(row["fte"], 2) if row["fte"] else NONE,
            *_rates(row, view.measure, language),
        ]
        for row in parts.iter_rows(named=True)
    ]


def part_names(visit: Visit, unit: Unit) -> dict[str, list[str]]:
    """AGS -> name of the municipality; or post -> itself and its carrier."""
    if unit.by == "ags":
        posts = door.read(visit.edition_id, visit.role, "posts").select("post", "carrier").unique()
        return {post: [post, carrier] for post, carrier in posts.rows()}
    places = door.read(visit.edition_id, visit.role, "municipalities").select("ags", "name")
    return {ags: [place] for ags, place in places.rows()}


def service_headings(language: Language) -> list[str]:
    """Headings of the table of services."""
    text = language.text
    return [
        text("Kind of service"),
        text("Services"),
        text("Hours of work"),
        text("Hours per service"),
    ]


def service_rows(services: pl.DataFrame, language: Language) -> list[list[str]]:
    """Cells of the kinds of service."""
    return [
        [
            name("service_type", row["service_type"], language.code),
            language.number(row["services"]),
            language.number(row["hours"], 1) if row["services_with_hours"] else NONE,
            NONE if (each := hours_per_service(row)) is None else language.number(each, 2),
        ]
        for row in services.iter_rows(named=True)
    ]


def hours_per_service(row: Mapping[str, Any]) -> float | None:
    """Hours of the services that have hours recorded; None for fewer than ten of them."""
    recorded = row["services_with_hours"]
    return row["hours"] / recorded if recorded >= SMALLEST_BASE else None


def month_headings(language: Language) -> list[str]:
    """Headings of the table of months."""
    text = language.text
    return [text("Month"), text("New cases"), text("Ended cases"), text("Open at the end of the month")]


def month_rows(months: pl.DataFrame, language: Language) -> list[list[str]]:
    """Cells of the months, the newest first."""
    return [
        [language.month(row["month"]), *(language.number(row[column]) for column in months.columns[1:])]
        for row in months.sort("month", descending=True).iter_rows(named=True)
    ]


def _rates(row: Mapping[str, Any], measure: str, language: Language) -> list[str]:
    """A figure per FTE and its range."""
    if row["per_fte"] is None:
        return [NONE, NONE]
    lower, upper = (_value(row[limit], measure, language) for limit in ("lower", "upper"))
    return [
        _value(row["per_fte"], measure, language),
        language.text("{lower} to {upper}", lower=lower, upper=upper),
    ]


def _value(value: float | None, measure: str, language: Language) -> str:
    return NONE if value is None else value_text(value, definition(f"{measure}_per_fte"), language)


def _count(count: float, language: Language) -> str:
    """A count; means and hours with one decimal."""
    return language.number(count, 0 if float(count).is_integer() else 1)
