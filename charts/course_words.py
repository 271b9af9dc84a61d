"""What small multiples of a figure say: legend, lines below a name, hover card, and what is read aloud."""

from __future__ import annotations

from charts.funnel_legend import NORM_COLOUR, NORM_DASHES
from charts.legend_line import Entry
from charts.month_axis import MONTHS_A_YEAR, month_of
from charts.monthly import Monthly
from charts.wording import value_text, value_with_unit
from locales.language import Language
from metrics.definitions import Definition

LINE, LINE_WIDTH = "#0e5a5d", 2.8
WHOLE, WHOLE_WIDTH = "#6b747d", 1.5
NORM_WIDTH = 1.6


def legend(
    each: str, district: Monthly, norm: tuple[float, str] | None, meaning: Definition, language: Language
) -> list[Entry]:
    """The unit, the thick line (`each` or a general name), the district with its latest value, and the norm (value, name)."""
    entries = [
        Entry((meaning.label if meaning.kind == "share" else meaning.unit)[language.code]),
        Entry(each or language.text("the one named above each picture"), LINE, LINE_WIDTH),
    ]
    if district:
        latest = value_text(district[max(district)], meaning, language)
        entries.append(Entry(language.text("District (latest {value})", value=latest), WHOLE, WHOLE_WIDTH))
    if norm is not None:
        entries.append(Entry(norm[1], NORM_COLOUR, NORM_WIDTH, NORM_DASHES))
    return entries


def below(course: Monthly, trend: str, language: Language) -> list[str]:
    """The trend; nothing has a trend where there is no figure."""
    if not course:
        return [language.text("no figure")]
    return [trend] if trend else []


def said(course: Monthly, district: Monthly, meaning: Definition, language: Language) -> list[str]:
    """The first and the last value with their months, and the district in the last of them."""
    if not course:
        return [language.text("no figure in any month")]
    first, last = min(course), max(course)
    spoken = [f"{language.month(month_of(last))} {value_with_unit(course[last], meaning, language)}"]
    if first < last:
        spoken.insert(0, f"{language.month(month_of(first))} {value_text(course[first], meaning, language)}")
    return [*spoken, *_district(district, last, meaning, language)]


def card(course: Monthly, district: Monthly, meaning: Definition, language: Language) -> list[str]:
    """The last value, the one a year before, and the district's."""
    if not course:
        return [language.text("no figure in any month")]
    last = max(course)
    lines = [f"{language.month(month_of(last))}: {value_with_unit(course[last], meaning, language)}"]
    before = last - MONTHS_A_YEAR
    if before in course:
        lines.append(f"{language.month(month_of(before))}: {value_text(course[before], meaning, language)}")
    return [*lines, *_district(district, last, meaning, language)]


def _district(district: Monthly, month: int, meaning: Definition, language: Language) -> list[str]:
    if month not in district:
        return []
    return [language.text("District: {value}", value=value_text(district[month], meaning, language))]


def axis_text(value: float, decimals: int, meaning: Definition, language: Language) -> str:
    """A number beside the axis with the decimals of its step; those of a share are two fewer as per cent."""
    if meaning.kind == "share":
        return language.percent(value, max(0, decimals - 2))
    return language.number(value, decimals)
