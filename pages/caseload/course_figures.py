"""Sentences, picture and table of a figure over the months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from charts import courses
from charts.wording import value_text
from locales import Language
from pages._shared.frame import files_of
from pages._shared.maps import notes_of_picture
from pages._shared.trends import TREND_FINDINGS, TREND_NAMES, rule_text, trend_text
from pages._shared.visit import Visit
from pages.caseload import view as caseload_view
from pages.caseload.course_trends import Course, Row
from pages.caseload.norm import Norm, norm_text
from pages.caseload.supply import need_of_split
from pages.caseload.view import UNITS, CaseloadView

DISTRICT_TRENDS = {
    "rising": "The district as a whole: rising by {slope} a year, now {value} {unit}.",
    "falling": "The district as a whole: falling by {slope} a year, now {value} {unit}.",
    "none": "The district as a whole: no trend, now {value} {unit}.",
}
NOT_TOLD = {
    "too_few": "Too few cases for a trend: {units}.",
    "too_short": "No posts in all of the five years, so no trend: {units}.",
    "single_post": "Not judged, because the figure is that of a single post: {units}.",
}
NOTHING = "–"
# So many panels stand in three rows, which would be low in the usual height (pixels).
MANY, HEIGHT_OF_MANY = 10, 600


def title(view: CaseloadView, language: Language) -> str:
    """What picture and table show."""
    return language.text(
        "{figure}, 36 months to {month}",
        figure=caseload_view.title(view, language),
        month=language.month(view.month),
    )


def findings(found: Course, language: Language) -> list[str]:
    """Whose figure rises or falls by the rule, the district's own trend, and of whom none can be told."""
    text = language.text
    if found.district.verdict == "too_short":
        return [
            text(
                "Until {month}, fewer than five years have been counted: there is no trend yet.",
                month=language.month(found.view.month),
            )
        ]
    figure = caseload_view.title(found.view, language)
    lines = [
        text(TREND_FINDINGS[verdict], figure=figure, units=", ".join(_with_slope(row, found, language) for row in rows))
        for verdict in ("rising", "falling")
        if (rows := _rows_of(found, verdict))
    ]
    if not lines:
        lines.append(text("{figure}: nothing rises or falls by the rule over five years.", figure=figure))
    lines.extend(_district(found, language))
    for verdict in ("too_few", "too_short", "single_post"):
        if rows := _rows_of(found, verdict):
            lines.append(text(NOT_TOLD[verdict], units=", ".join(row.label for row in rows)))
    return lines


def rule(found: Course, language: Language) -> list[str]:
    """The rule for trends in two sentences, and what the lines of the picture are."""
    text = language.text
    last = language.month(found.view.month)
    compared = (
        text("Compared are five successive years, each at the end of the same month, the last one {month}.", month=last)
        if found.view.is_stock
        else text(
            "Compared are five successive periods of twelve months, the last one to the end of {month}.", month=last
        )
    )
    return [
        f"{compared} {rule_text(language)}",
        text(
            "The lines show every month and may go up and down by chance. They break where fewer than ten cases stand behind a month."
        ),
    ]


def picture(visit: Visit, found: Course, norm: Norm | None, **options: Any) -> str:
    """The small multiples as SVG, with the trend of each unit in words."""
    language, view = visit.language, found.view
    options = {"height": HEIGHT_OF_MANY if len(found.rows) > MANY else courses.HEIGHT, **options}
    return courses.render(
        found.months,
        view.meaning,
        language,
        title=title(view, language),
        names=found.names,
        whole=found.whole,
        trends={row.key: _below(row, found, language) for row in found.rows},
        norm=(norm.per_fte, norm_text(norm, view, language)) if norm else None,
        each=language.text(UNITS[view.by]),
        **options,
    )


def notes(visit: Visit, found: Course) -> list[str]:
    """What is made up, the rule, sources, protection and edition, for pictures that leave the page."""
    return notes_of_picture(visit, files(visit, found.view), reading=rule(found, visit.language))


def files(visit: Visit, view: CaseloadView) -> set[str]:
    """The files that the figures are worked out from."""
    counted = files_of(visit, "services") if view.measure in ("services", "hours") else set()
    split = need_of_split(visit, view).sources if view.by == "ags" else frozenset()
    return files_of(visit, "cases", "posts", "post_areas") | counted | split


def headings(found: Course, language: Language) -> list[str]:
    """Headings of the table: a column for each of the years."""
    text = language.text
    return [
        text(UNITS[found.view.by]),
        *(period_text(month, found.view, language) for month in found.periods),
        text("Change a year"),
        text("Trend by the rule"),
    ]


def period_text(month: dt.date, view: CaseloadView, language: Language) -> str:
    """The year that ends with a month, or the end of that month."""
    if view.is_stock:
        return language.text("end of {month}", month=language.month(month))
    return language.text("twelve months to {month}", month=language.month(month))


def rows(found: Course, language: Language) -> list[tuple[str, list[str]]]:
    """Key and cells of every unit, by name."""
    return [(row.key, cells(row, found, language)) for row in found.rows]


def cells(row: Row, found: Course, language: Language) -> list[str]:
    """Name, the value of each year, the change a year and the trend in words."""
    meaning = found.view.meaning
    values = [NOTHING if value is None else value_text(value, meaning, language) for value in row.values]
    slope = NOTHING if row.slope is None else slope_text(row.slope, found, language)
    return [row.label, *values, slope, trend_text(row.verdict, language)]


def slope_text(slope: float, found: Course, language: Language) -> str:
    """The change a year with its sign, as precise as the figure itself."""
    return language.number(slope, max(found.view.meaning.decimals, 1), signed=True)


def _rows_of(found: Course, verdict: str) -> Sequence[Row]:
    return [row for row in found.rows if row.verdict == verdict]


def _with_slope(row: Row, found: Course, language: Language) -> str:
    return language.text("{unit} ({slope} a year)", unit=row.label, slope=slope_text(row.slope or 0.0, found, language))


def _district(found: Course, language: Language) -> list[str]:
    row, meaning = found.district, found.view.meaning
    if row.verdict not in DISTRICT_TRENDS:
        return []
    return [
        language.text(
            DISTRICT_TRENDS[row.verdict],
            slope=slope_text(abs(row.slope or 0.0), found, language).lstrip("+"),
            value=value_text(row.values[-1] or 0.0, meaning, language),
            unit=meaning.unit[language.code],
        )
    ]


def _below(row: Row, found: Course, language: Language) -> str:
    """The trend in words below the name of a panel; the change only where the rule finds one."""
    word = language.text(TREND_NAMES[row.verdict])
    if row.verdict not in ("rising", "falling"):
        return word
    slope = slope_text(row.slope or 0.0, found, language)
    return language.text("{trend}: {slope} a year", trend=word, slope=slope)
