"""Picture and tables of a figure of outcome compared over time and between units."""

from __future__ import annotations

from typing import Any

from charts import yearly
from charts.wording import value_text
from locales import Language
from metrics.definitions import Definition
from pages._shared.frame import files_of
from pages._shared.maps import notes_of_picture
from pages._shared.trends import SINGLE_POST, TOO_FEW, TREND_NAMES, rule_text, trend_text
from pages._shared.visit import Visit
from pages.outcomes.compare_rest import AS_REST, HIGHER, LOWER, Against, compared
from pages.outcomes.compare_trends import Course, Row, course, of_series
from pages.outcomes.measures import Measure
from pages.outcomes.overview_figures import base_text, measure_name
from pages.outcomes.view import CLOCKS, EVERY, UNITS, OutcomeView, is_running, span_text, subject, year_text, years

NOTHING = "–"
AGAINST_NAMES = {
    HIGHER: "higher than the rest",
    LOWER: "lower than the rest",
    AS_REST: "no difference beyond chance",
    TOO_FEW: "too few cases",
    SINGLE_POST: "not judged: a single post",
}
AGAINST_SIGNS = {HIGHER: "▲", LOWER: "▼", AS_REST: "●"}
# So many panels stand in three rows, which would be low in the usual height (pixels).
MANY, HEIGHT_OF_MANY = 10, 640


def title(visit: Visit, view: OutcomeView, measure: Measure) -> str:
    """What picture and first table show."""
    return visit.language.text("{measure}, year by year", measure=figure_name(visit, view, measure))


def figure_name(visit: Visit, view: OutcomeView, measure: Measure) -> str:
    """The label of the figure and, where not all cases are counted, whose it is."""
    name = measure_name(measure, view, visit.language)
    units_alone = view.of(**{view.by: EVERY})
    is_narrowed = any(units_alone.chosen.values())
    return f"{name} ({subject(visit, units_alone)})" if is_narrowed else name


def against_title(visit: Visit, view: OutcomeView, measure: Measure) -> str:
    """What the second table shows."""
    return visit.language.text(
        "{figure}: each against all others together, {span}",
        figure=figure_name(visit, view, measure),
        span=span_text(visit, view),
    )


def rule(measure: Measure, language: Language) -> list[str]:
    """When a trend and a difference are named, and what the year is the year of."""
    text = language.text
    lines = [f"{text('Trends compare the last five full calendar years.')} {rule_text(language)}"]
    if measure.id == "goals_reached_share":
        lines.append(text("A trend must hold whatever becomes of the goals that are still open."))
    if measure.is_share:
        lines.append(
            text(
                "A difference from all others together is named only where its 99.8 % interval leaves out zero (Newcombe 1998) and "
                "the exact interval of each share leaves out the other one (Clopper and Pearson 1934), from ten people on: of 500 "
                "that do not differ, at most one would be named by chance."
            )
        )
    lines.append(text("Counted: {clock}.", clock=text(CLOCKS[measure.clock])))
    return lines


def picture(visit: Visit, view: OutcomeView, measure: Measure, **options: Any) -> str:
    """The small multiples as SVG, with the trend of each unit in words."""
    language, found = visit.language, course(visit, view, measure)
    options = {"height": HEIGHT_OF_MANY if len(found.rows) > MANY else yearly.HEIGHT, **options}
    return yearly.render(
        found.units,
        measure.meaning,
        language,
        title=title(visit, view, measure),
        names=found.names,
        whole=found.whole,
        trends={row.key: _below(row, measure, language) for row in found.rows},
        open_years=[year for year in years(visit) if is_running(visit, year)],
        each=language.text(UNITS[view.by]),
        **options,
    )


def notes(visit: Visit, measure: Measure) -> list[str]:
    """How to read the picture, sources, protection and edition, for pictures that leave the page."""
    reading = [*rule(measure, visit.language), measure.meaning.explanation[visit.language.code]]
    return notes_of_picture(visit, files_of(visit, "cases", "goals"), reading=reading)


def headings(visit: Visit, view: OutcomeView) -> list[str]:
    """Headings of the first table: a column for each year."""
    text = visit.language.text
    shown = [year_text(visit, year) for year in years(visit)]
    return [text(UNITS[view.by]), *shown, text("Change a year"), text("Trend by the rule")]


def rows(visit: Visit, view: OutcomeView, measure: Measure) -> list[tuple[str, list[str]]]:
    """Key and cells of every unit."""
    found = course(visit, view, measure)
    return [(row.key, cells(found, row, measure, visit.language)) for row in found.rows]


def cells(found: Course, row: Row, measure: Measure, language: Language) -> list[str]:
    """Name, the figure of each year, the change a year and the trend in words."""
    values = [
        value_or_nothing(value, measure.meaning, language) for value in of_series(found, row.key).sort("year")["value"]
    ]
    slope = NOTHING if row.slope is None else slope_text(row.slope, measure, language)
    return [row.label, *values, slope, trend_text(row.verdict, language)]


def against_headings(visit: Visit, view: OutcomeView) -> list[str]:
    """Headings of the second table."""
    text = visit.language.text
    return [
        text(UNITS[view.by]),
        text("Share"),
        text("counted"),
        text("All others together"),
        text("Difference (percentage points)"),
        text("99.8 % interval"),
        text("Verdict"),
    ]


def against_rows(visit: Visit, view: OutcomeView, measure: Measure) -> list[tuple[str, list[str]]]:
    """Key and cells of every unit."""
    return [(row.key, _against_cells(row, measure, visit.language)) for row in compared(visit, view, measure)]


def slope_text(slope: float, measure: Measure, language: Language) -> str:
    """The change a year with its sign: percentage points or days."""
    if measure.is_share:
        return language.text("{points} percentage points", points=language.number(slope * 100, 1, signed=True))
    return language.text("{days} days", days=language.number(slope, 1, signed=True))


def _below(row: Row, measure: Measure, language: Language) -> str:
    """The trend in words below the name of a panel; the change only where the rule finds one."""
    word = language.text(TREND_NAMES[row.verdict])
    if row.verdict not in ("rising", "falling"):
        return word
    return language.text("{trend}: {slope} a year", trend=word, slope=slope_text(row.slope or 0.0, measure, language))


def _against_cells(row: Against, measure: Measure, language: Language) -> list[str]:
    limits = points = NOTHING
    if row.found is not None:
        low, points, high = (
            language.number(part * 100, 1, signed=True)
            for part in (row.found.lower, row.found.difference, row.found.upper)
        )
        limits = language.text("{lower} to {upper}", lower=low, upper=high)
    counted = base_text({"base": row.base, "count": row.count}, measure, language) or NOTHING
    verdict = f"{AGAINST_SIGNS.get(row.verdict, NOTHING)} {language.text(AGAINST_NAMES[row.verdict])}"
    value, rest = (value_or_nothing(share, measure.meaning, language) for share in (row.value, row.rest))
    return [row.label, value, counted, rest, points, limits, verdict]


def value_or_nothing(value: float | None, meaning: Definition, language: Language) -> str:
    return NOTHING if value is None else value_text(value, meaning, language)
