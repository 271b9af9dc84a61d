"""What small multiples of a figure by year say: legend, lines below a name, hover card, and what is read aloud."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from charts import limit_words
from charts.course_words import LINE, WHOLE, WHOLE_WIDTH
from charts.legend_line import Entry
from charts.wording import value_text
from charts.years import Yearly
from locales.language import Language
from metrics.definitions import Definition

JOINING_WIDTH, OPEN_DASHES = 1.4, "3 3"
# A card and a sentence read aloud stay short: the latest years say most.
MOST_SAID = 6


def legend(
    each: str,
    series: Mapping[str, Yearly],
    district: Mapping[int, float],
    open_years: Collection[int],
    definition: Definition,
    language: Language,
) -> list[Entry]:
    """The unit, the dots (`each` or a general name), their limits, the district with its latest figure, years to date."""
    figures = [(year, known) for course in series.values() for year, known in course.items()]
    entries = [
        Entry(definition.unit[language.code]),
        Entry(each or language.text("the one named above each picture"), LINE, JOINING_WIDTH),
    ]
    if any(known.lower is not None or known.upper is not None for _, known in figures):
        entries.append(Entry(language.text("upright: how precisely the figure is known (95 %)")))
    if district:
        latest = value_text(district[max(district)], definition, language)
        entries.append(Entry(language.text("District (latest {value})", value=latest), WHOLE, WHOLE_WIDTH))
    running = sorted({year for year, _ in figures if year in open_years})
    if running:
        years = ", ".join(map(str, running))
        entries.append(Entry(language.text("hollow: {years} to date", years=years), LINE, JOINING_WIDTH, OPEN_DASHES))
    return entries


def below(course: Yearly, trend: str, language: Language) -> list[str]:
    """The trend; nothing has a trend where there is no figure."""
    if not course:
        return [language.text("no figure")]
    return [trend] if trend else []


def said(
    course: Yearly,
    district: Mapping[int, float],
    open_years: Collection[int],
    definition: Definition,
    language: Language,
) -> list[str]:
    """The latest years' figures with their limits, the oldest first, and the district's in the last of them."""
    if not course:
        return [language.text("no figure in any year")]
    spoken = []
    for year in sorted(course)[-MOST_SAID:]:
        known = course[year]
        name = language.text("{year} to date", year=year) if year in open_years else str(year)
        found = limit_words.said(known.value, known.lower, known.upper, definition, language)
        spoken.append(f"{name}: {found}")
    last = max(course)
    if last in district:
        value = value_text(district[last], definition, language)
        spoken.append(language.text("District {year}: {value}", year=last, value=value))
    return spoken
