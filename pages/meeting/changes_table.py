"""The bridges as a table and as a workbook, with what each column means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from charts.bridge_figure import COLUMN_NAMES, Figure, level_text, step_text
from charts.table import plain
from locales import Language
from metrics.definitions import definition
from pages._shared.downloads import explained
from pages._shared.frame import files_of
from pages._shared.visit import Visit
from pages.meeting import changes_places
from pages.meeting.changes_figures import Changes
from pages.meeting.changes_inputs import Difference
from report.sheets import Cell, Column, Explanation, Sheet, number_format

COLUMN_MEANINGS = {
    "before": "as the earlier edition told it then",
    "method": "the inputs of then, read and counted by the method of now: other definitions, settings or program",
    "data": "what arrived late or was corrected since, for the same dates",
    "posts": "posts as of the new date instead of the old one",
    "development": "what happened between the old and the new reference dates",
    "after": "as the present edition tells it",
}


def table(figures: Sequence[Figure], caption: str, language: Language) -> str:
    """HTML of figure, before, the four steps, now."""
    text = language.text
    headings = [text("Figure"), text("Unit"), *_headings(language)]
    rows = [[_label(figure), figure.unit, *_cells(figure, language)] for figure in figures]
    return plain(caption, headings, rows, numeric=range(2, 8))


def meanings(language: Language) -> list[str]:
    """One sentence for each column, and one for their order."""
    text = language.text
    told = [
        text("{column}: {meaning}.", column=text(COLUMN_NAMES[column]), meaning=text(COLUMN_MEANINGS[column]))
        for column in COLUMN_NAMES
    ]
    return [*told, order_of_steps(language)]


def order_of_steps(language: Language) -> str:
    """What hangs on the order of the steps."""
    return language.text(
        "The steps are taken in this order and add up exactly. In another order they would share out differently what two of "
        "them bring about together."
    )


def sheets(
    visit: Visit, found: Changes, title: str, inputs: Sequence[Difference], choices: Mapping[str, str]
) -> list[Sheet | Explanation]:
    """The table with numbers, what was read differently, and what explains them."""
    language, text = visit.language, visit.language.text
    columns = [Column(text("Figure"), 44), Column(text("Unit"), 14), Column(text("As of"), 26)]
    first, *steps, last = _headings(language)
    level, step = number_format(0), number_format(0, signed=True)  # with the decimals of each row
    columns += [Column(first, 16, level), *(Column(heading, 16, step) for heading in steps), Column(last, 16, level)]
    rows = [[_label(figure), figure.unit, figure.dates, *_numbers(figure, language)] for figure in found.drawn]
    notes = meanings(language)
    files = [[each.name, each.date, each.change] for each in inputs]
    about = explained(
        visit,
        title,
        meanings=[definition("hoover"), definition("gap_in_posts"), definition("fte_per_1000")],
        choices=choices,
        dates=found.dates,
        files=files_of(visit, "indicators", "posts", "post_areas", "cases"),
        uses_clients=visit.has_clients,
    )
    aid = (text("How to read the steps"), " ".join(notes))
    about = replace(about, facts=replace(about.facts, meanings=(aid, *about.facts.meanings)))
    decimals = [figure.decimals for figure in found.drawn]
    made: list[Sheet | Explanation] = [Sheet(text("Bridge"), title, columns, rows, notes, decimals)]
    if not found.moved.is_empty():
        made.append(changes_places.sheet(visit, found.moved))
    if files:
        heads = [Column(text("File or setting"), 60), Column(text("As of"), 14), Column(text("Change"), 14)]
        made.append(Sheet(text("Inputs"), text("What was read differently"), heads, files))
    return [*made, about]


def _headings(language: Language) -> list[str]:
    return [language.text(COLUMN_NAMES[column]) for column in COLUMN_NAMES]


def _label(figure: Figure) -> str:
    return f"{figure.label}, {figure.scope}" if figure.scope else figure.label


def _cells(figure: Figure, language: Language) -> list[str]:
    """The six numbers as text; steps that are told together stand in the first of their columns, and the others refer to it."""
    found = figure.bridge
    cells = [_with_place(level_text(found.before, figure.decimals, language), figure.place_before)]
    for part in found.parts:
        cells.append(step_text(part, figure.decimals, language))
        name = language.text(COLUMN_NAMES[part.steps[0]])
        instead = step_text(part, figure.decimals, language) if part.amount is None else None
        cells += [instead or language.text("part of «{column}»", column=name) for _ in part.steps[1:]]
    return [*cells, _with_place(level_text(found.after, figure.decimals, language), figure.place_after)]


def _numbers(figure: Figure, language: Language) -> list[Cell]:
    """The same as numbers, where there is one."""
    found = figure.bridge
    unknown = language.text("not known")
    steps: list[Cell] = []
    for part in found.parts:
        name = language.text(COLUMN_NAMES[part.steps[0]])
        steps.append(unknown if part.amount is None else round(part.amount, figure.decimals))
        steps += [
            unknown if part.amount is None else language.text("part of «{column}»", column=name) for _ in part.steps[1:]
        ]
    ends = [unknown if level is None else round(level, figure.decimals) for level in (found.before, found.after)]
    return [ends[0], *steps, ends[1]]


def _with_place(words: str, place: str) -> str:
    return f"{words} ({place})" if place else words
