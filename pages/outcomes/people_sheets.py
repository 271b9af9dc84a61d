"""Who is reached as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from metrics.definitions import definition
from pages._shared.downloads import explained
from pages._shared.frame import date_of, files_of
from pages._shared.visit import Visit
from pages.outcomes import people_arrivals as arrivals
from pages.outcomes import people_newcomers as newcomers
from pages.outcomes.asking import LABEL, UNIT
from pages.outcomes.people_composition import Composition, of_every_unit, of_what_is_chosen
from pages.outcomes.people_view import AGES, PeopleView, attribute_heading, value_name
from pages.outcomes.people_words import (
    NEWCOMERS,
    OF_POPULATION,
    SHARE,
    notes_on_chosen,
    notes_on_units,
    title_of_chosen,
    title_of_units,
    verdict_text,
)
from pages.outcomes.services_sheets import unit_columns
from pages.outcomes.view import CLOCKS, choices_in_words
from report.sheets import Cell, Column, Explanation, Sheet, number_format

WIDE, NARROW = 38, 14
SHARES = ("share", "lower", "upper", "population_share", "difference", "difference_lower", "difference_upper")


def workbook_title(visit: Visit, asked: PeopleView) -> str:
    """What the workbook holds."""
    return visit.language.text("Who is reached: {title}", title=title_of_units(visit, asked))


def meanings(visit: Visit, asked: PeopleView) -> list[str]:
    """The definitions of the figures that are shown."""
    is_compared = of_what_is_chosen(visit, asked).is_compared
    has_arrivals = arrivals.reached(visit, asked.of).height > 0
    return [SHARE, *([OF_POPULATION] if is_compared else []), NEWCOMERS, *([arrivals.MEANING] if has_arrivals else [])]


def sheets(visit: Visit, asked: PeopleView) -> Sequence[Sheet | Explanation]:
    """What is chosen, what explains all, every unit, the newcomers, and the arrivals where they are known."""
    has_arrivals = arrivals.reached(visit, asked.of).height > 0
    return [
        _of_chosen(visit, asked),
        _about(visit, asked, workbook_title(visit, asked), meanings(visit, asked)),
        _by_unit(visit, asked),
        _newcomers(visit, asked),
        *([_arrivals(visit, asked)] if has_arrivals else []),
    ]


def sheets_of(visit: Visit, asked: PeopleView, key: str) -> Sequence[Sheet | Explanation]:
    """The sheet of the figure with this key, one of FIGURES, and what explains it."""
    fill, shown = FIGURES[key]
    sheet = fill(visit, asked)
    known = meanings(visit, asked)
    return [sheet, _about(visit, asked, sheet.title, [meaning for meaning in shown if meaning in known])]


def _about(visit: Visit, asked: PeopleView, name: str, shown: Sequence[str]) -> Explanation:
    text, view = visit.language.text, asked.of
    chosen, has_arrivals = of_what_is_chosen(visit, asked), arrivals.reached(visit, view).height > 0
    choices = dict(choices_in_words(visit, view, "interview"))
    choices[text("Characteristic")] = attribute_heading(visit, asked.attribute)
    if asked.attribute == "age_band":
        choices[text("Compared at")] = text(AGES[asked.ages])
    return explained(
        visit,
        name,
        meanings=[definition(meaning) for meaning in shown],
        choices=choices,
        dates={text("Cases until"): date_of(visit, "caseload_on")}
        | {text("Inhabitants as of"): day for day in chosen.population.on},
        files=files_of(visit, "cases", *(["arrivals"] if has_arrivals else [])) | chosen.population.files,
        uses_clients=True,
    )


def _of_chosen(visit: Visit, asked: PeopleView) -> Sheet:
    text, chosen = visit.language.text, of_what_is_chosen(visit, asked)
    return Sheet(
        text("Groups"),
        title_of_chosen(visit, asked),
        [Column(text("Group"), WIDE), *_columns(visit)],
        [tuple(cells) for cells in _rows(visit, asked, chosen)],
        notes_on_chosen(visit, asked, chosen),
    )


def _by_unit(visit: Visit, asked: PeopleView) -> Sheet:
    text, units = visit.language.text, of_every_unit(visit, asked)
    head, fields = unit_columns(visit, asked.of)
    rows = [
        (*([one.key] if UNIT in fields else []), one.label, *cells)
        for one in units
        for cells in _rows(visit, asked, one)
    ]
    columns = [*head, Column(text("Group"), WIDE), *_columns(visit)]
    notes = notes_on_units(visit, asked, units)
    return Sheet(text("Groups by unit"), title_of_units(visit, asked), columns, rows, notes)


def _rows(visit: Visit, asked: PeopleView, one: Composition) -> list[list[Cell]]:
    """The cells of each group of a unit, those without a value last."""
    compared = [
        [
            value_name(visit, asked.attribute, row["value"]),
            row["cases"],
            row["base"],
            *(row[name] for name in SHARES),
            _verdict(visit, one, row),
        ]
        for row in one.groups.iter_rows(named=True)
    ]
    return [*compared, [value_name(visit, asked.attribute, "not_stated"), one.not_stated, *[None] * (len(SHARES) + 2)]]


def _verdict(visit: Visit, one: Composition, row: dict[str, Any]) -> str | None:
    return verdict_text(visit, row["verdict"]) if one.is_compared else None


def _columns(visit: Visit) -> list[Column]:
    text = visit.language.text
    share = number_format(1, percent=True)
    return [
        Column(text("New cases"), NARROW, number_format(0)),
        Column(text("New cases that state it"), NARROW, number_format(0)),
        Column(text("Share of the new cases"), NARROW, share),
        Column(text("at least (95 %)"), NARROW, share),
        Column(text("at most (95 %)"), NARROW, share),
        Column(text("Share of the inhabitants"), NARROW, share),
        Column(text("Difference of the shares"), NARROW, share),
        Column(text("difference at least (95 %)"), NARROW, share),
        Column(text("difference at most (95 %)"), NARROW, share),
        Column(text("Verdict"), WIDE),
    ]


def _newcomers(visit: Visit, asked: PeopleView) -> Sheet:
    text = visit.language.text
    head, fields = unit_columns(visit, asked.of)
    shown = number_format(newcomers.NEWCOMER.meaning.decimals, percent=True)
    columns = [
        *head,
        Column(newcomers.NEWCOMER.meaning.label[visit.language.code], WIDE, shown),
        Column(text("at least (95 %)"), NARROW, shown),
        Column(text("at most (95 %)"), NARROW, shown),
        Column(text("counted"), NARROW, number_format(0)),
        Column(text("out of"), NARROW, number_format(0)),
    ]
    found = newcomers.of_every_unit(visit, asked.of)
    rows = found.select(*fields, "value", "lower", "upper", "count", "base").rows()
    notes = [text("Counted: {clock}.", clock=text(CLOCKS["interview"]))]
    return Sheet(text("Newcomers"), newcomers.title(visit, asked.of), columns, rows, notes)


def _arrivals(visit: Visit, asked: PeopleView) -> Sheet:
    text, meaning = visit.language.text, definition(arrivals.MEANING)
    shown = number_format(meaning.decimals)
    columns = [
        Column("AGS", NARROW),
        Column(text("Municipality"), WIDE),
        Column(text("Newcomers counselled"), NARROW, number_format(0)),
        Column(text("Arrivals from abroad"), NARROW, number_format(0)),
        Column(meaning.unit[visit.language.code], NARROW, shown),
        Column(text("at least (95 %)"), NARROW, shown),
        Column(text("at most (95 %)"), NARROW, shown),
    ]
    rows = (
        arrivals.reached(visit, asked.of).select(UNIT, LABEL, "newcomers", "arrivals", "value", "lower", "upper").rows()
    )
    return Sheet(
        text("Arrivals"),
        arrivals.title(visit, asked.of.of(ags="")),
        columns,
        rows,
        [meaning.explanation[visit.language.code]],
    )


# Key of a figure -> what fills its sheet, and the definitions of what it shows.
FIGURES: dict[str, tuple[Callable[[Visit, PeopleView], Sheet], tuple[str, ...]]] = {
    "people_chosen": (_of_chosen, (SHARE, OF_POPULATION)),
    "people_units": (_by_unit, (SHARE,)),
    "people_newcomers": (_newcomers, (NEWCOMERS,)),
    "people_arrivals": (_arrivals, (arrivals.MEANING,)),
}
