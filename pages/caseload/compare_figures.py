"""Funnel and table of a comparison of caseloads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from charts import funnel, table
from charts.funnel_limits import Funnel
from charts.medium import SLIDE_SIZE, Medium
from charts.verdicts import VERDICT_WORDS, verdict_text
from charts.wording import absolute_text, value_text
from locales import Language
from metrics.protection import sees_exact
from pages._shared.frame import files_of
from pages._shared.maps import notes_of_picture
from pages._shared.visit import Visit
from pages.caseload.comparison import Comparison
from pages.caseload.norm import Norm, norm_text
from pages.caseload.supply import need_of_split
from pages.caseload.view import UNITS, CaseloadView, span_text, title

# About the pixels the funnel gets beside its reading aid on a screen 1366 pixels wide, so that its type is shown at its size.
SIZES = {
    Medium.PAGE: {"width": 700, "height": 460},
    Medium.FILE: {"width": 1000, "height": 680},
    Medium.SLIDE: SLIDE_SIZE,
}
NO_FIGURE = "–"
# What is counted by a measure, for axes and headings; English messages for `Language.text`.
COUNTED = {
    "open_cases": "Cases",
    "mean_open_cases": "Cases",
    "new_cases": "Cases",
    "accompanied_cases": "Cases",
    "services": "Services",
    "hours": "Hours",
}
EXPECTED = {
    "open_cases": "Expected cases",
    "mean_open_cases": "Expected cases",
    "new_cases": "Expected cases",
    "accompanied_cases": "Expected cases",
    "services": "Expected services",
    "hours": "Expected hours",
}
VERDICT_ORDER = {verdict: place for place, verdict in enumerate(VERDICT_WORDS)}


def heading(found: Comparison, language: Language) -> str:
    """What is compared, by whom and when."""
    return language.text(
        "{title} ({unit}), {span}",
        title=title(found.view, language),
        unit=language.text(UNITS[found.view.by]),
        span=span_text(found.view, language),
    )


def there(found: Comparison) -> Comparison:
    """Without the carriers and posts that had neither posts nor cases then: they ended before, or began later."""
    if found.view.by not in ("carrier", "post"):
        return found
    return replace(found, frame=found.frame.filter(pl.col("verdict") != "none"))


def draw(visit: Visit, found: Comparison, norm: Norm | None, selected: str, medium: Medium = Medium.PAGE) -> str:
    """The funnel as SVG."""
    language, view = visit.language, found.view
    cards = [card(row, found, language) for row in found.frame.iter_rows(named=True)]
    return funnel.render(
        found.frame.select("key", "label", "expected", "ratio", "verdict", card=pl.Series(cards, dtype=pl.String)),
        Funnel(found.tau2, found.scale, not sees_exact(visit.role)),
        language,
        title=heading(found, language),
        x_title=language.text(EXPECTED[view.measure]),
        y_title=language.text("Counted / expected (1 = just as expected)"),
        notes=notes(visit, found) if medium.stands_alone else (),
        selected=selected,
        norm=norm_line(norm, found, language),
        heading=medium.stands_alone,
        **SIZES[medium],
    )


def norm_line(norm: Norm | None, found: Comparison, language: Language) -> tuple[float, str] | None:
    """The norm as a ratio to the district's rate, and its name with its source. Where like is compared with like the district's
    rate is not what a unit is expected to have, so that one line for all would be wrong: then there is none."""
    rate = found.per_fte
    if norm is None or not rate or found.view.basis != "district":
        return None
    return norm.per_fte / rate, norm_text(norm, found.view, language)


def table_markup(visit: Visit, found: Comparison, norm: Norm | None, selected: str) -> str:
    """The same figures and verdicts as a table whose units can be picked."""
    language = visit.language
    caption = heading(found, language)
    if norm:
        caption = f"{caption}. {norm_text(norm, found.view, language)}"
    head = headings(found, norm, language)
    rows = [(row["key"], cells(row, found, norm, language)) for row in ordered(found).iter_rows(named=True)]
    total = total_cells(found, norm, language)
    return table.render(caption, head, rows, selected=selected, total=total, words=(len(head) - 1,))


def headings(found: Comparison, norm: Norm | None, language: Language) -> list[str]:
    """Headings of the table, and of the workbook but for its ranges."""
    text, view = language.text, found.view
    return [
        text(UNITS[view.by]),
        text(COUNTED[view.measure]),
        text("Posts (FTE)"),
        text("per post (FTE)"),
        text("Range (95 %)"),
        text("Evened out"),
        text(EXPECTED[view.measure]),
        text("Counted / expected"),
        *([text("Share of the norm")] if norm else []),
        *([text("Posts missing (FTE, cautious)")] if has_missing(found) else []),
        text("Verdict"),
    ]


def cells(row: dict[str, Any], found: Comparison, norm: Norm | None, language: Language) -> list[str]:
    """A unit's cells as text."""
    meaning = found.view.meaning
    rate = row["per_fte"]
    share = None if norm is None or rate is None else rate / norm.per_fte
    return [
        row["label"],
        absolute_text(round(row["observed"], 1), language),
        language.number(row["fte"], 2) if row["fte"] else language.text("none"),
        NO_FIGURE if rate is None else value_text(rate, meaning, language),
        range_text(row, found, language),
        NO_FIGURE if row["shrunken"] is None else value_text(row["shrunken"], meaning, language),
        language.number(row["expected"], 1),
        NO_FIGURE if row["ratio"] is None else language.number(row["ratio"], 2),
        *([NO_FIGURE if share is None else language.percent(share, 0)] if norm else []),
        *([_missing(row["missing_fte"], language)] if has_missing(found) else []),
        verdict_text(row["verdict"], language),
    ]


def total_cells(found: Comparison, norm: Norm | None, language: Language) -> list[str]:
    """The district's own row; its count is its own, not the sum of rounded parts."""
    rate = found.per_fte
    return [
        language.text("District"),
        absolute_text(round(found.total, 1), language),
        language.number(found.fte, 2),
        NO_FIGURE if rate is None else value_text(rate, found.view.meaning, language),
        *[NO_FIGURE] * 4,
        *([NO_FIGURE if rate is None else language.percent(rate / norm.per_fte, 0)] if norm else []),
        *([NO_FIGURE] if has_missing(found) else []),
        NO_FIGURE,
    ]


def ordered(found: Comparison) -> pl.DataFrame:
    """Municipalities by verdict and ratio; all others by name, as a ranking of so few employees would accuse them of chance."""
    if found.view.by != "ags":
        return found.frame
    place = pl.col("verdict").replace_strict(VERDICT_ORDER, return_dtype=pl.Int64)
    return found.frame.sort(place, -pl.col("ratio"), "label", nulls_last=True)


def has_missing(found: Comparison) -> bool:
    """Whether posts are missing anywhere."""
    return bool(found.frame["missing_fte"].is_not_null().any())


def range_text(row: dict[str, Any], found: Comparison, language: Language) -> str:
    """The range of rates that agree with the count."""
    if row["lower"] is None:
        return NO_FIGURE
    lower, upper = (value_text(row[limit], found.view.meaning, language) for limit in ("lower", "upper"))
    return f"{lower}–{upper}"


def card(row: dict[str, Any], found: Comparison, language: Language) -> str:
    """Further lines of the hover card: what is counted and expected on how many posts, the rate with its range, the verdict."""
    text, view = language.text, found.view
    lines = [
        text(
            "{counted}: {number}, expected {expected}",
            counted=text(COUNTED[view.measure]),
            number=absolute_text(round(row["observed"], 1), language),
            expected=language.number(row["expected"], 1),
        ),
        text("Posts: {number} FTE", number=language.number(row["fte"], 2)),
    ]
    if row["per_fte"] is not None:
        lines.append(f"{value_text(row['per_fte'], view.meaning, language)} {view.meaning.unit[language.code]}")
        lines.append(text("Range (95 %): {range}", range=range_text(row, found, language)))
    return "\n".join([*lines, text(VERDICT_WORDS[row["verdict"]])])


def notes(visit: Visit, found: Comparison) -> list[str]:
    """What is made up, sources, protection and edition, for pictures that leave the page."""
    return notes_of_picture(visit, all_files(visit, found.view))


def further_files(visit: Visit, view: CaseloadView) -> set[str]:
    """The files of the need that splits shared posts; every rule is tried, so it always has a say."""
    return set(need_of_split(visit, view).sources) if view.by == "ags" else set()


def all_files(visit: Visit, view: CaseloadView) -> set[str]:
    """Every file that a comparison is worked out from."""
    counted = ("cases", "services") if view.measure in ("services", "hours") else ("cases",)
    return further_files(visit, view) | files_of(visit, *counted, "posts", "post_areas")


def _missing(fte: float | None, language: Language) -> str:
    return NO_FIGURE if fte is None else language.number(fte, 2)
