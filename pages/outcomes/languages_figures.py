"""Languages and interpreters by focus area, municipality or carrier: rows, titles and notes of the pictures."""

from __future__ import annotations

from typing import Any

import polars as pl

from charts import stacked, whiskers
from charts.part_paints import PALETTE
from charts.stacked import Stack
from charts.whisker_rows import Whisker
from metrics.codes import codes, name
from metrics.definitions import definition
from metrics.protection import ROUNDED_BY, SMALLEST_BASE, sees_exact
from pages._shared.frame import files_of
from pages._shared.kept import kept
from pages._shared.maps import notes_of_picture
from pages._shared.visit import Visit
from pages.outcomes.asking import UNIT, of_all, of_units, with_every_unit
from pages.outcomes.languages_asked import ATTRIBUTE, NOT_STATED
from pages.outcomes.languages_findings import INTERPRETER
from pages.outcomes.measures import figures
from pages.outcomes.view import CLOCKS, UNITS, OutcomeView, span_text

# Of so many, what rounding changes of a count is a twentieth.
LEAST_PARTED = ROUNDED_BY * 20


def title_of_languages(visit: Visit, view: OutcomeView) -> str:
    """What the bars of languages show."""
    text = visit.language.text
    return text("Counselling languages by {unit}, {span}", unit=text(UNITS[view.by]), span=span_text(visit, view))


def title_of_interpreters(visit: Visit, view: OutcomeView) -> str:
    """What the picture of interpreters shows."""
    return f"{INTERPRETER.meaning.label[visit.language.code]}, {span_text(visit, view)}"


def spoken_by_unit(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """unit, label, cases (begun in the counted time), and a column of cases for each language and for not_stated (null: none,
    or too few to tell), for every unit."""

    def build() -> pl.DataFrame:
        begun = with_every_unit(visit, view, of_units(visit, view, "agreements").select(UNIT, "cases"))
        spoken = of_units(visit, view, "characteristics", "value", attribute=ATTRIBUTE)
        wide = spoken.pivot(on="value", on_columns=[*codes(ATTRIBUTE), NOT_STATED], index=UNIT, values="cases")
        return begun.join(wide, on=UNIT, how="left", maintain_order="left")

    return kept(visit, "languages_by_unit", view, build)


def interpreters_by_unit(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """unit, label and the columns of pages.outcomes.measures.figures for every unit."""
    return kept(
        visit,
        "interpreters_by_unit",
        view,
        lambda: with_every_unit(visit, view, figures(visit, view, INTERPRETER, of_units)),
    )


def languages_picture(visit: Visit, view: OutcomeView, **options: Any) -> str:
    """Bars of 100 % with the languages of each unit's new cases, as SVG."""
    language = visit.language
    names = {code: name(ATTRIBUTE, code, language.code) for code in codes(ATTRIBUTE)}
    names[NOT_STATED] = name(NOT_STATED, NOT_STATED, language.code)
    rows = [
        Stack(
            row[UNIT],
            row["label"],
            language.text("{count} new cases", count=language.number(row["cases"] or 0)),
            {code: row[code] for code in names if row[code]},
            no_parts(visit, row["cases"]),
        )
        for row in spoken_by_unit(visit, view).iter_rows(named=True)
    ]
    colours = dict(zip(names, PALETTE, strict=True))
    title = title_of_languages(visit, view)
    return stacked.render(rows, names, colours, language, title=title, selected=view.picked, **options)


def no_parts(visit: Visit, base: int | None) -> str:
    """Why parts of so small a base are not drawn; empty where they are."""
    text = visit.language.text
    if sees_exact(visit.role):
        return "" if base else text("no figure")
    if (base or 0) < SMALLEST_BASE:
        return text("too few for shares")
    return text("too few to draw rounded parts") if (base or 0) < LEAST_PARTED else ""


def interpreters_picture(visit: Visit, view: OutcomeView, **options: Any) -> str:
    """The share of cases with an interpreter for each unit with its interval, as SVG."""
    language = visit.language
    rows = [
        Whisker(
            row[UNIT],
            row["label"],
            row["value"],
            row["lower"],
            row["upper"],
            _of_base(visit, row),
            language.text("too few cases"),
        )
        for row in interpreters_by_unit(visit, view).iter_rows(named=True)
    ]
    whole = kept(visit, "interpreters_of_all", view, lambda: figures(visit, view, INTERPRETER, of_all))
    value = whole["value"].item()
    return whiskers.render(
        rows,
        INTERPRETER.meaning,
        language,
        title=title_of_interpreters(visit, view),
        reference=None if value is None else (value, language.text("all together")),
        selected=view.picked,
        fitted=True,
        **options,
    )


def notes(visit: Visit, *meanings: str) -> list[str]:
    """What the year is the year of, what is shown, and whatever pictures carry that leave the page."""
    text = visit.language.text
    reading = [
        text("Counted: {clock}.", clock=text(CLOCKS["interview"])),
        *(definition(meaning).explanation[visit.language.code] for meaning in meanings),
    ]
    return notes_of_picture(visit, files_of(visit, "cases"), reading=reading)


def _of_base(visit: Visit, row: dict[str, Any]) -> str:
    if row["base"] is None:
        return ""
    language = visit.language
    return language.text("{count} of {base}", count=language.number(row["count"]), base=language.number(row["base"]))
