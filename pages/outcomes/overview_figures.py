"""Rows, titles and notes of the outcomes at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from charts.whiskers import Whisker
from charts.wording import value_text
from locales import Language
from pages._shared.frame import files_of
from pages._shared.kept import kept
from pages._shared.maps import notes_of_picture
from pages._shared.visit import Visit
from pages.outcomes.asking import of_all, of_units, with_every_unit
from pages.outcomes.measures import MEASURES, Measure, figures, is_loaded
from pages.outcomes.view import CLOCKS, UNITS, OutcomeView, units_span_text

NOTHING = "–"


def title(visit: Visit, view: OutcomeView) -> str:
    """What the table shows."""
    text = visit.language.text
    return text("Outcomes by {unit}, {span}", unit=text(UNITS[view.by]), span=units_span_text(visit, view))


def title_of(visit: Visit, view: OutcomeView, measure: Measure) -> str:
    """What one picture shows."""
    language = visit.language
    return f"{measure_name(measure, view, language)}, {units_span_text(visit, view)}"


def measure_name(measure: Measure, view: OutcomeView, language: Language) -> str:
    """The label of the figure."""
    return measure.meaning_in(view, language).label[language.code]


def of_every_unit(visit: Visit, view: OutcomeView, measure: Measure) -> pl.DataFrame:
    """unit, label and the columns of pages.outcomes.measures.figures for every unit; null where there is nothing."""
    return kept(
        visit,
        f"figures_{measure.id}",
        view,
        lambda: with_every_unit(visit, view, figures(visit, view, measure, of_units)),
    )


def rows(visit: Visit, view: OutcomeView, measure: Measure) -> list[Whisker]:
    """The units as rows of a picture."""
    language = visit.language
    reason = language.text("too few cases") if is_loaded(visit, measure) else language.text("no goals loaded")
    return [
        Whisker(
            row["unit"],
            row["label"],
            row["value"],
            row["lower"],
            row["upper"],
            base_text(row, measure, language),
            reason,
        )
        for row in of_every_unit(visit, view, measure).iter_rows(named=True)
    ]


def base_text(row: Mapping[str, Any], measure: Measure, language: Language) -> str:
    """What a figure rests on."""
    if row["base"] is None:
        return ""
    base = language.number(row["base"])
    if not measure.is_share:
        return language.text("{base} interviews", base=base)
    return language.text("{count} of {base}", count=language.number(row["count"]), base=base)


def reference(visit: Visit, view: OutcomeView, measure: Measure) -> tuple[float, str] | None:
    """The figure of all units together."""
    found = whole(visit, view, measure)
    if found is None or found["value"] is None:
        return None
    return found["value"], visit.language.text("all together")


def whole(visit: Visit, view: OutcomeView, measure: Measure) -> dict[str, Any] | None:
    """The figure of all units together with its range."""
    found = kept(visit, f"whole_{measure.id}", view, lambda: figures(visit, view, measure, of_all))
    return found.row(0, named=True) if found.height else None


def headings(visit: Visit, view: OutcomeView) -> list[str]:
    """Headings of the table."""
    text = visit.language.text
    return [
        text(UNITS[view.by]),
        *(
            f"{measure_name(measure, view, visit.language)} ({measure.meaning.unit[visit.language.code]})"
            for measure in map(Measure, MEASURES)
        ),
    ]


def cells(visit: Visit, view: OutcomeView) -> list[tuple[str, list[str]]]:
    """Key and cells of every unit: each figure with its range."""
    columns = [of_every_unit(visit, view, measure).rows(named=True) for measure in map(Measure, MEASURES)]
    return [
        (
            units[0]["unit"],
            [
                units[0]["label"],
                *(_cell(row, Measure(measure), visit.language) for row, measure in zip(units, MEASURES, strict=True)),
            ],
        )
        for units in zip(*columns, strict=True)
    ]


def total(visit: Visit, view: OutcomeView) -> list[str]:
    """Cells of the last row: all units together."""
    language = visit.language
    found = [(whole(visit, view, measure), measure) for measure in map(Measure, MEASURES)]
    return [language.text("all together"), *(_cell(row, measure, language) for row, measure in found)]


def notes(visit: Visit, measure: Measure) -> list[str]:
    """What the year is the year of, what the line is, and whatever pictures carry that leave the page."""
    text = visit.language.text
    reading = [
        text("Line: 95 % interval. Counted: {clock}.", clock=text(CLOCKS[measure.clock])),
        measure.meaning.explanation[visit.language.code],
    ]
    return notes_of_picture(visit, files_of(visit, "cases", "goals"), reading=reading)


def _cell(row: Mapping[str, Any] | None, measure: Measure, language: Language) -> str:
    if row is None or row["value"] is None:
        return NOTHING
    value = value_text(row["value"], measure.meaning, language)
    if row["lower"] is None:  # The median of a few has no limits.
        return value
    lower, upper = (value_text(row[name], measure.meaning, language) for name in ("lower", "upper"))
    return f"{value} ({lower}–{upper})"
