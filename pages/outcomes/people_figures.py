"""The groups of people as pictures: those of what is chosen beside the population, and unit beside unit."""

from __future__ import annotations

from typing import Any

from charts import paired, stacked, whiskers
from charts.colours import NEUTRAL, SEQUENTIAL
from charts.paired import Pair
from charts.part_paints import PALETTE
from charts.stacked import Stack
from charts.whiskers import Whisker
from metrics.codes import codes
from metrics.composition import NOT_STATED as WITHOUT_A_VALUE
from metrics.definitions import definition
from pages._shared.frame import files_of
from pages._shared.kept import kept
from pages._shared.maps import notes_of_picture
from pages._shared.units import labels_of
from pages._shared.visit import Visit
from pages.outcomes.asking import UNIT, of_units, with_every_unit
from pages.outcomes.languages_figures import no_parts
from pages.outcomes.people_composition import QUESTION, Composition, of_what_is_chosen
from pages.outcomes.people_view import NOT_STATED, PeopleView, value_name
from pages.outcomes.people_words import (
    SHARE,
    inhabitants_text,
    notes_on_chosen,
    title_of_chosen,
    title_of_units,
    verdict_text,
)

# Characteristics whose values have an order.
ORDERED = ("age_band", "arrival")


def picture_of_chosen(visit: Visit, asked: PeopleView, **options: Any) -> str:
    """The groups among the new cases of what is chosen with their intervals, beside the population where it is known, as SVG."""
    found = of_what_is_chosen(visit, asked)
    return _paired(visit, asked, found, options) if found.is_compared else _alone(visit, asked, found, options)


def picture_of_units(visit: Visit, asked: PeopleView, **options: Any) -> str:
    """Bars of 100 % with the groups among each unit's new cases, as SVG."""
    language, view = visit.language, asked.of
    values = [value for value in codes(asked.attribute) if value not in WITHOUT_A_VALUE]
    names = {value: value_name(visit, asked.attribute, value) for value in (*values, NOT_STATED)}
    shades = SEQUENTIAL[:0:-1] if asked.attribute in ORDERED else PALETTE
    colours = dict(zip(values, shades, strict=False)) | {NOT_STATED: NEUTRAL}
    rows = [
        Stack(
            row[UNIT],
            row["label"],
            language.text("{count} new cases", count=language.number(row["cases"] or 0)),
            {value: row[value] for value in names if row[value]},
            no_parts(visit, row["cases"]),
        )
        for row in _counts_of_units(visit, asked, list(names))
    ]
    title = title_of_units(visit, asked)
    return stacked.render(rows, names, colours, language, title=title, selected=view.picked, **options)


def notes(visit: Visit, reading: list[str], files: frozenset[str] = frozenset()) -> list[str]:
    """How to read a picture that leaves the page, and whatever all such pictures carry. `files`: those of the population."""
    return notes_of_picture(visit, files_of(visit, "cases") | files, reading=reading)


def notes_of_chosen(visit: Visit, asked: PeopleView) -> list[str]:
    """The same for the picture of what is chosen."""
    found = of_what_is_chosen(visit, asked)
    return notes(visit, notes_on_chosen(visit, asked, found), found.population.files)


def place_name(visit: Visit, ags: str) -> str:
    """The municipality, or the district."""
    return labels_of(visit, "ags")[ags] if ags else str(visit.manifest["district"]["name"])


def _paired(visit: Visit, asked: PeopleView, found: Composition, options: dict[str, Any]) -> str:
    language, text = visit.language, visit.language.text
    rows = [
        Pair(
            row["value"],
            value_name(visit, asked.attribute, row["value"]),
            row["share"],
            row["lower"],
            row["upper"],
            row["population_share"],
            verdict_text(visit, row["verdict"]),
            _of_base(visit, row),
        )
        for row in found.groups.iter_rows(named=True)
    ]
    other = inhabitants_text(visit, found, place_name(visit, asked.of.ags))
    title = title_of_chosen(visit, asked)
    return paired.render(rows, text("new cases"), other, language, title=title, **options)


def _alone(visit: Visit, asked: PeopleView, found: Composition, options: dict[str, Any]) -> str:
    language = visit.language
    rows = [
        Whisker(
            row["value"],
            value_name(visit, asked.attribute, row["value"]),
            row["share"],
            row["lower"],
            row["upper"],
            _of_base(visit, row),
            language.text("too few cases"),
        )
        for row in found.groups.iter_rows(named=True)
    ]
    title = title_of_chosen(visit, asked)
    return whiskers.render(rows, definition(SHARE), language, title=title, picked=False, fitted=True, **options)


def _of_base(visit: Visit, row: dict[str, Any]) -> str:
    language, cases = visit.language, visit.language.number(row["cases"])
    if row["share"] is None:
        return language.text("{count} new cases", count=cases)
    return language.text("{count} of {base}", count=cases, base=language.number(row["base"]))


def _counts_of_units(visit: Visit, asked: PeopleView, values: list[str]) -> list[dict[str, Any]]:
    """unit, label, cases (begun in the counted time) and the cases of each value (null: none, or too few to tell)."""

    def build() -> list[dict[str, Any]]:
        begun = with_every_unit(visit, asked.of, of_units(visit, asked.of, "agreements").select(UNIT, "cases"))
        found = of_units(visit, asked.of, QUESTION, "value", attribute=asked.attribute)
        wide = found.pivot(on="value", on_columns=values, index=UNIT, values="cases")
        return begun.join(wide, on=UNIT, how="left", maintain_order="left").to_dicts()

    return kept(visit, "people_counts", asked, build)
