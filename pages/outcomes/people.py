"""Who is reached: the composition of the cases newly begun, beside that of the population, and how many had just arrived."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from charts.labelled_rows import WIDTH
from charts.sentences import as_html, note_as_html
from metrics.definitions import definition
from pages._shared.explain import explain
from pages._shared.frame import files_of
from pages._shared.kept import kept
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.visit import Visit
from pages.outcomes import people_arrivals as arrivals
from pages.outcomes import people_figures as figures
from pages.outcomes import people_newcomers as newcomers
from pages.outcomes import people_table
from pages.outcomes.people_composition import of_every_unit, of_what_is_chosen
from pages.outcomes.people_findings import composition_finding
from pages.outcomes.people_sheets import meanings, sheets, sheets_of, workbook_title
from pages.outcomes.people_view import PeopleView, choose_people
from pages.outcomes.people_words import notes_on_chosen, notes_on_units, title_of_chosen, title_of_units
from pages.outcomes.picture import HALF, show_picture
from pages.outcomes.view import CLOCKS, EVERY, PICKED_BY, choose_view, key_of


def show(visit: Visit) -> set[str]:
    asked = choose_people(visit, choose_view(visit))
    view = asked.of
    # Each picture has its own sentence; where there is none, it has all of them.
    composed, newly, arrived = kept(visit, "people_findings", asked, lambda: _findings(visit, asked))
    said = [sentence for sentence in (composed, newly, arrived) if sentence]
    st.html(as_html(said))
    left, right = st.columns(2, gap="medium")
    with left:
        _chosen(visit, asked, [composed] if composed else said)
    with right:
        _units(visit, asked, [composed] if composed else said)
    with right if view.by == "focus_area" else left:  # whichever is shorter
        _newcomers(visit, asked, [newly] if newly else said)
    pickable(people_table.markup(visit, asked), "people_table", visit, PICKED_BY[view.by])
    st.html(note_as_html(" ".join(notes_on_units(visit, asked, of_every_unit(visit, asked)))))
    if arrivals.reached(visit, view).height:
        _arrivals(visit, asked, [arrived] if arrived else said)
    take_away(
        visit,
        workbook_title(visit, asked),
        key=key_of(view, "people_table"),
        sheets=lambda: sheets(visit, asked),
        findings=said,
        uses_clients=True,
    )
    explain([definition(meaning) for meaning in meanings(visit, asked)], visit.language)
    return files_of(visit, "cases", *_kinds(visit, asked)) | of_what_is_chosen(visit, asked).population.files


def _findings(visit: Visit, asked: PeopleView) -> tuple[str, str, str]:
    return composition_finding(visit, asked), newcomers.finding(visit, asked.of), arrivals.finding(visit, asked.of)


def _kinds(visit: Visit, asked: PeopleView) -> tuple[str, ...]:
    return ("arrivals",) if arrivals.reached(visit, asked.of).height else ()


def _chosen(visit: Visit, asked: PeopleView, findings: Sequence[str]) -> None:
    show_picture(
        visit,
        "people_chosen",
        asked.of,
        asked,
        title_of_chosen(visit, asked),
        partial(figures.picture_of_chosen, visit, asked),
        lambda: figures.notes_of_chosen(visit, asked),
        picked_by=PICKED_BY[asked.of.by],
        sheets=lambda: sheets_of(visit, asked, "people_chosen"),
        findings=findings,
        reading=notes_on_chosen(visit, asked, of_what_is_chosen(visit, asked)),
        width=HALF,
    )


def _units(visit: Visit, asked: PeopleView, findings: Sequence[str]) -> None:
    reading = [visit.language.text("Counted: {clock}.", clock=visit.language.text(CLOCKS["interview"]))]
    _picture(
        visit,
        asked,
        "people_units",
        title_of_units(visit, asked),
        lambda **options: figures.picture_of_units(visit, asked, **options),
        reading,
        findings,
        PICKED_BY[asked.of.by],
    )


def _newcomers(visit: Visit, asked: PeopleView, findings: Sequence[str]) -> None:
    text, meaning = visit.language.text, newcomers.NEWCOMER.meaning
    reading = [
        text("Line: 95 % interval. Counted: {clock}.", clock=text(CLOCKS[newcomers.NEWCOMER.clock])),
        meaning.explanation[visit.language.code],
    ]
    _picture(
        visit,
        asked,
        "people_newcomers",
        newcomers.title(visit, asked.of),
        lambda **options: newcomers.picture(visit, asked.of, **options),
        reading,
        findings,
        PICKED_BY[asked.of.by],
    )


def _arrivals(visit: Visit, asked: PeopleView, findings: Sequence[str]) -> None:
    reading = [definition(arrivals.MEANING).explanation[visit.language.code]]
    if arrivals.is_narrowed(visit, asked.of):
        reading.append(visit.language.text("All focus areas and carriers together."))
    _picture(
        visit,
        asked,
        "people_arrivals",
        arrivals.title(visit, asked.of.of(ags=EVERY)),
        lambda **options: arrivals.picture(visit, asked.of, **options),
        reading,
        findings,
        PICKED_BY["ags"],
        "arrivals",
        width=WIDTH,
    )


def _picture(
    visit: Visit,
    asked: PeopleView,
    key: str,
    name: str,
    draw: Callable[..., str],
    reading: Sequence[str],
    findings: Sequence[str],
    picked_by: str,
    *kinds: str,
    width: int = HALF,
) -> None:
    """A picture with the files of some `kinds` beside those of cases."""
    show_picture(
        visit,
        key,
        asked.of,
        asked,
        name,
        draw,
        lambda: figures.notes(visit, list(reading), frozenset(files_of(visit, *kinds))),
        picked_by=picked_by,
        sheets=lambda: sheets_of(visit, asked, key),
        findings=findings,
        reading=reading,
        width=width,
    )
