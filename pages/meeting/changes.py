"""Seit der letzten Sitzung: what moved the headline figures since an earlier edition, and what only looks like it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from charts import bridge
from charts.bridge_figure import Figure
from charts.medium import SLIDE_SIZE, Medium
from charts.sentences import as_html, note_as_html
from metrics.protection import ROUNDED_BY
from pages._shared import door, pinned
from pages._shared.drawing import options_for
from pages._shared.earlier import moment_of, moment_text
from pages._shared.frame import notes_on_figures
from pages._shared.kept_editions import Comparable
from pages._shared.meetings import Meeting
from pages._shared.offered import is_shown
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.visit import Visit
from pages.meeting import changes_inputs, changes_places, changes_recompute
from pages.meeting.changes_figures import changes
from pages.meeting.changes_findings import findings
from pages.meeting.changes_since import choose_since
from pages.meeting.changes_table import meanings, order_of_steps, sheets, table


def on_edition_of(visit: Visit, meeting: Meeting | None) -> Visit:
    """The visit on the edition of the meeting, which is what it is about; on its own where the address names one, where nobody looks
    (a sealed view is of the edition it is sealed on), and where that edition may not be opened."""
    if meeting is None or not is_shown() or st.query_params.get(pinned.NAME):
        return visit
    if not pinned.may_be_opened(meeting.edition_id, sees_exact=door.is_coordination(visit.role)):
        return visit
    return replace(visit, edition_id=meeting.edition_id, manifest=door.manifest(meeting.edition_id))


def show(visit: Visit, meeting: Meeting | None = None) -> None:
    """The choice of the earlier edition, findings, picture, table, what the columns mean, and what was read differently."""
    language, text = visit.language, visit.language.text
    since = choose_since(visit, meeting)
    if since is None:
        st.info(text("There is no edition of the data before this one to compare with."))
        return
    if meeting is not None and meeting.edition_id != visit.edition_id:
        st.html(note_as_html(text("What is compared is another edition than that of the meeting.")))
    found = changes(visit, since.id)
    title = _title(visit, since)
    said = findings(found.figures, language) + changes_places.findings(visit, found.moved)
    st.html(as_html(said))
    if not found.method_is_known:
        changes_recompute.offer(visit, since.id)
    if not found.figures:
        return
    inputs = changes_inputs.differences(visit, since.id)
    st.header(title, anchor=False)
    draw = partial(_draw, visit, found.drawn, title)
    pickable(draw(Medium.PAGE), "changes", visit)
    take_away(
        visit,
        title,
        key="changes",
        picture=draw,
        sheets=lambda: sheets(visit, found, title, inputs, _choices(visit, since)),
        findings=said,
        uses_clients=visit.has_clients,
    )
    st.html(table(found.drawn, title, language))
    st.html(note_as_html(" ".join(_notes(visit))))
    if not found.moved.is_empty():
        st.html(changes_places.table(visit, found.moved))
    with st.expander(text("What the columns mean")):
        st.html(as_html(meanings(language)))
    st.html(
        changes_inputs.table(inputs, language)
        if inputs
        else note_as_html(text("Both editions read the same files by the same method."))
    )


def _draw(visit: Visit, figures: Sequence[Figure], title: str, medium: Medium) -> str:
    notes = partial(_notes_of_file, visit)
    if medium is not Medium.SLIDE:
        return bridge.render(figures, visit.language, title=title, **options_for(medium, notes))
    # A slide is low: what stays as it is takes one line below the bars, and the table has its numbers.
    moved = [figure for figure in figures if not figure.is_unchanged]
    text, same = visit.language.text, [figure for figure in figures if moved and figure.is_unchanged]
    exact = ", ".join(figure.label for figure in same if not figure.is_protected)
    rounded = ", ".join(figure.label for figure in same if figure.is_protected)
    said = [text("Unchanged: {figures}.", figures=exact)] if exact else []
    said += [text("The same when rounded: {figures}.", figures=rounded)] if rounded else []
    return bridge.render(moved or figures, visit.language, title=title, notes=said, **SLIDE_SIZE)


def _notes(visit: Visit) -> list[str]:
    """How exact the steps are."""
    text = visit.language.text
    notes = [text("A step is the difference of two printed figures, so it can be off by one in its last digit.")]
    if visit.has_clients and not door.is_coordination(visit.role):
        notes.append(
            text(
                "Cases are rounded to a multiple of 5 at each stage: a step of them can be off by up to {most}, and 0 need not mean "
                "that nothing changed.",
                most=2 * ROUNDED_BY,
            )
        )
    return notes


def _notes_of_file(visit: Visit) -> list[str]:
    return [*_notes(visit), order_of_steps(visit.language), *notes_on_figures(visit, uses_clients=visit.has_clients)]


def _title(visit: Visit, since: Comparable) -> str:
    moment = moment_text(since.made_at, visit.language)
    return visit.language.text(
        "What changed: edition of {before} and of {after}", before=moment, after=moment_of(visit)
    )


def _choices(visit: Visit, since: Comparable) -> dict[str, str]:
    text = visit.language.text
    return {
        text("Compared with the edition of"): f"{moment_text(since.made_at, visit.language)} ({since.id})",
        text("Edition shown"): f"{moment_of(visit)} ({visit.edition_id})",
    }
