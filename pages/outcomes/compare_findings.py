"""What a figure of outcome compared over time and between units says, in sentences."""

from __future__ import annotations

import polars as pl

from locales import Language
from pages._shared import door
from pages._shared.trends import SINGLE_POST, TOO_FEW, TOO_SHORT, TREND_FINDINGS
from pages._shared.visit import Visit
from pages.outcomes.compare_figures import figure_name, slope_text, value_or_nothing
from pages.outcomes.compare_rest import AS_REST, HIGHER, LOWER, Against, compared, has_own_terms, own_terms_text
from pages.outcomes.compare_trends import Course, Row, course, of_series
from pages.outcomes.measures import Measure, is_loaded
from pages.outcomes.view import OutcomeView, span_text

AGAINST_FINDINGS = {
    HIGHER: "{figure}, {span}: beyond chance higher than among the others together: {units}.",
    LOWER: "{figure}, {span}: beyond chance lower than among the others together: {units}.",
}
TOGETHER_TRENDS = {
    "rising": "All together: rising by {slope} a year, {value} in {year}.",
    "falling": "All together: falling by {slope} a year, {value} in {year}.",
    "none": "All together: no trend, {value} in {year}.",
}


def findings(visit: Visit, view: OutcomeView, measure: Measure) -> list[str]:
    """Who differs from the others in the chosen time, who rises or falls over five years, and all together."""
    return [*against_findings(visit, view, measure), *_trend_findings(visit, view, measure)]


def notices(visit: Visit, view: OutcomeView, measure: Measure) -> list[str]:
    """Of whom nothing can be told, and why; what rounding does."""
    text = visit.language.text
    lines = []
    if not is_loaded(visit, measure):
        lines.append(text("No goals have been loaded: put an export of goals below data/raw (see README)."))
    if not measure.is_share:
        lines.append(
            text(
                "Days waited are not compared with those of all others together, whose median is not known; the share of first "
                "interviews within the days you wish is."
            )
        )
    if has_own_terms(view, measure):
        lines.append(own_terms_text(visit.language))
    rows = course(visit, view, measure).rows
    few, single = ([row.label for row in rows if row.verdict == verdict] for verdict in (TOO_FEW, SINGLE_POST))
    if few:
        lines.append(text("Too few cases for a trend: {units}.", units=", ".join(few)))
    if single:
        lines.append(text("Not judged, because the figure is that of a single post: {units}.", units=", ".join(single)))
    if not door.is_coordination(visit.role):
        lines.append(text("Counts are rounded to 5 (0 may be 0 to 2), and every comparison allows for it."))
    return lines


def against_findings(visit: Visit, view: OutcomeView, measure: Measure) -> list[str]:
    """Who lies beyond chance above all others together, and who below; nothing where nobody can be judged."""
    found, language = compared(visit, view, measure), visit.language
    judged = [row for row in found if row.verdict in (HIGHER, LOWER, AS_REST)]
    if not judged:
        return []
    facts = {"figure": figure_name(visit, view, measure), "span": span_text(visit, view)}
    lines = [
        language.text(
            AGAINST_FINDINGS[verdict], **facts, units=", ".join(_beside(row, measure, language) for row in those)
        )
        for verdict in (HIGHER, LOWER)
        if (those := [row for row in judged if row.verdict == verdict])
    ]
    return lines or [language.text("{figure}, {span}: no difference from the others beyond chance.", **facts)]


def _beside(row: Against, measure: Measure, language: Language) -> str:
    return language.text(
        "{unit} ({value}, the others {rest})",
        unit=row.label,
        value=value_or_nothing(row.value, measure.meaning, language),
        rest=value_or_nothing(row.rest, measure.meaning, language),
    )


def _trend_findings(visit: Visit, view: OutcomeView, measure: Measure) -> list[str]:
    found, language = course(visit, view, measure), visit.language
    if found.all_together.verdict == TOO_SHORT:
        return [language.text("Fewer than five full calendar years have been counted: there is no trend yet.")]
    figure = figure_name(visit, view, measure)
    lines = [
        language.text(
            TREND_FINDINGS[verdict],
            figure=figure,
            units=", ".join(_with_slope(row, measure, language) for row in those),
        )
        for verdict in ("rising", "falling")
        if (those := [row for row in found.rows if row.verdict == verdict])
    ]
    if not lines:
        lines.append(
            language.text("{figure}: none of those compared rises or falls by the rule over five years.", figure=figure)
        )
    return [*lines, *_together(found, measure, language)]


def _together(found: Course, measure: Measure, language: Language) -> list[str]:
    row = found.all_together
    if row.verdict not in TOGETHER_TRENDS:
        return []
    last = found.periods[-1]
    value = of_series(found, row.key).filter(pl.col("year") == last)["value"].item()
    shown = value_or_nothing(value, measure.meaning, language)
    return [
        language.text(
            TOGETHER_TRENDS[row.verdict],
            slope=slope_text(abs(row.slope or 0.0), measure, language).lstrip("+"),
            value=shown if measure.is_share else language.text("{days} days", days=shown),
            year=last,
        )
    ]


def _with_slope(row: Row, measure: Measure, language: Language) -> str:
    slope = slope_text(row.slope or 0.0, measure, language)
    return language.text("{unit} ({slope} a year)", unit=row.label, slope=slope)
