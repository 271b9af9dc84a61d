"""The groups of every unit as a table: shares with their intervals, marked where they differ from the population."""

from __future__ import annotations

from charts import table
from pages._shared.kept import kept
from pages._shared.visit import Visit
from pages.outcomes.people_composition import Composition, of_all_together, of_every_unit
from pages.outcomes.people_view import NOT_STATED, PeopleView, value_name
from pages.outcomes.people_words import SIGNS, share_text, title_of_units
from pages.outcomes.view import UNITS


def markup(visit: Visit, asked: PeopleView) -> str:
    """HTML of the table."""
    return kept(visit, "people_table", asked, lambda: _markup(visit, asked))


def _markup(visit: Visit, asked: PeopleView) -> str:
    text = visit.language.text
    units, whole = of_every_unit(visit, asked), of_all_together(visit, asked)
    headings = [
        text(UNITS[asked.of.by]),
        text("New cases that state it"),
        *(value_name(visit, asked.attribute, value) for value in whole.groups["value"]),
        value_name(visit, asked.attribute, NOT_STATED),
    ]
    return table.render(
        title_of_units(visit, asked),
        headings,
        [(one.key, _cells(visit, one)) for one in units],
        selected=asked.of.picked,
        total=_cells(visit, whole),
    )


def _cells(visit: Visit, one: Composition) -> list[str]:
    language = visit.language
    groups = [
        "–"
        if row["share"] is None
        else f"{share_text(row['share'], language)} ({share_text(row['lower'], language)}–{share_text(row['upper'], language)})"
        + SIGNS.get(row["verdict"], "")
        for row in one.groups.iter_rows(named=True)
    ]
    return [one.label, language.number(one.base), *groups, language.number(one.not_stated)]
