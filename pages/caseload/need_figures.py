"""Sentences and tables of the posts required."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from locales import Language
from metrics.codes import codes
from pages._shared.view import FTE_NAMES, area_name, begun
from pages._shared.visit import Visit
from pages.caseload.need_posts import PostsRequired
from pages.caseload.need_values import FIELDS, Values, example_mark, value_name
from pages.caseload.view import UNITS, CaseloadView, span_text


def findings(visit: Visit, view: CaseloadView, values: Values, found: PostsRequired) -> list[str]:
    """Posts required and posts there in the district, and who has fewer than required beyond chance; made-up values say so first
    and name nobody."""
    language, text = visit.language, visit.language.text
    mark = f"{example_mark(language)}. " if values.is_example else ""
    if found.whole is None:
        return [mark + text("Fewer than ten cases: too few to say how many posts their work requires.")]
    facts = {"required": language.number(found.whole.required, 1), "there": language.number(found.fte, 1)}
    area = f" ({area_name(view.focus_area, language)})"
    lines = [
        mark
        + (
            text("At these values {required} posts would be required; {there} are filled", **facts)
            if view.fte == "filled"
            else text("At these values {required} posts would be required; {there} are granted", **facts)
        )
        + f"{area}."
    ]
    if values.is_example:  # Made-up minutes are no reason to name anybody.
        return lines
    if found.lacking:
        lines.append(
            text("Fewer posts than required, by more than chance explains: {units}.", units=", ".join(found.lacking))
        )
    else:
        lines.append(text("Nowhere are there fewer posts than required by more than chance explains."))
    return lines


def arithmetic(values: Values, found: PostsRequired, language: Language) -> str:
    """How the available time and the posts of the district come about, with all numbers."""
    text, numbers, time = language.text, values.numbers, values.time
    per_week, per_day = (float(numbers[code] or 0) for code in ("weeks", "days_per_week"))
    absent = sum(
        float(numbers[code] or 0) for code in ("annual_leave_days", "public_holidays", "sick_days", "training_days")
    )
    lines = text(
        "Available time: {weeks} weeks × {days} days − {absent} days of absence = {left} days of {hours} hours = {time} hours a year.",
        weeks=language.number(per_week),
        days=language.number(per_day, 1),
        absent=language.number(absent),
        left=language.number(time.days, 1),
        hours=language.number(time.hours_per_day, 1),
        time=language.number(time.hours, 0),
    )
    if found.whole is None:
        return lines
    posts = text(
        "Posts: {counted} for what is counted × {factor} for what everybody does besides + {individual} for what only some people "
        "do = {required}.",
        counted=language.number(found.whole.before_allowances, 2),
        factor=language.number(found.whole.category_factor, 3),
        individual=language.number(found.whole.individual_factor, 2),
        required=language.number(found.whole.required, 2),
    )
    return f"{lines} {posts}"


def title(view: CaseloadView, values: Values, language: Language) -> str:
    """What the table shows."""
    shown = language.text("Posts required and posts there, {span}", span=span_text(view, language))
    return marked(shown, values, language)


def marked(caption: str, values: Values, language: Language) -> str:
    """A caption; one over made-up values says so."""
    return f"{caption} ({example_mark(language)})" if values.is_example else caption


def headings(view: CaseloadView, language: Language) -> list[str]:
    """Headings of the table."""
    text = language.text
    return [
        text(UNITS[view.by]),
        text("Posts required (FTE)"),
        text("Range (95 %)"),
        there(view, language),
        text("Difference (FTE)"),
        text("There to required"),
    ]


def there(view: CaseloadView, language: Language) -> str:
    """Which posts are there, as a heading."""
    return language.text("{posts} (FTE)", posts=begun(language.text(FTE_NAMES[view.fte])))


def rows(found: PostsRequired, language: Language) -> list[tuple[str, list[str]]]:
    """Key and cells of every unit."""
    return [(row["key"], _cells(row, language)) for row in found.frame.iter_rows(named=True)]


def total(found: PostsRequired, language: Language) -> list[str]:
    """Cells of the district's row, from its own counts."""
    name, fte = language.text("District"), language.number(found.fte, 2)
    if found.whole is None:
        return [name, "–", "–", fte, "–", "–"]
    difference, ratio = found.whole.difference, found.whole.ratio
    return [
        name,
        language.number(found.whole.required, 2),
        "–",
        fte,
        "–" if difference is None else language.number(difference, 2, signed=True),
        "–" if ratio is None else language.number(ratio, 2),
    ]


def matrix_headings(language: Language) -> list[str]:
    return [language.text("Municipality"), *(area_name(area, language) for area in codes("focus_area"))]


def matrix_rows(by_area: pl.DataFrame, language: Language) -> list[list[str]]:
    """Posts required, and posts there after a slash, of every municipality in every focus area."""
    cells = {
        (label, area): (required, fte)
        for label, area, required, fte in by_area.select("label", "focus_area", "required", "fte").rows()
    }
    labels = list(dict.fromkeys(by_area["label"]))
    return [[label, *(_pair(cells.get((label, area)), language) for area in codes("focus_area"))] for label in labels]


def values_in_words(values: Values, language: Language) -> dict[str, str]:
    """All values by their names, for the sheet that explains a workbook."""
    words = {value_name(code, language): language.number(values.numbers[code] or 0.0, 1) for code in FIELDS}
    return {language.text("Values"): example_mark(language), **words} if values.is_example else words


def _cells(row: Mapping[str, Any], language: Language) -> list[str]:
    fte = language.number(row["fte"], 2)
    if row["required"] is None:
        return [row["label"], "–", "–", fte, "–", "–"]
    lower, upper = (language.number(row[limit], 2) for limit in ("lower", "upper"))
    ratio = "–" if row["ratio"] is None else language.number(row["ratio"], 2)
    difference = language.number(row["difference"], 2, signed=True)
    return [row["label"], language.number(row["required"], 2), f"{lower}–{upper}", fte, difference, ratio]


def _pair(found: tuple[float | None, float] | None, language: Language) -> str:
    if found is None:
        return "–"
    required, fte = found
    return f"{'–' if required is None else language.number(required, 2)} / {language.number(fte, 2)}"
