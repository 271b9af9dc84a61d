"""Tagesordnung: the views of a meeting in their order, with headline and note."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import streamlit as st

from charts.sentences import note_as_html, notices_as_html
from charts.table import plain
from pages._shared import door, meetings, sealed
from pages._shared.choices import choice, set_choice
from pages._shared.frame import literal
from pages._shared.meetings import LONGEST_HEADLINE, LONGEST_VIEW_NOTE, AgendaItem, Meeting
from pages._shared.stored_words import edition_text
from pages._shared.visit import Visit
from pages._shared.wording import PAGE_NAMES
from pages.meeting.attempts import attempt, keeping, tell_unsaved
from report.exhibit import Exhibit


def show(visit: Visit, meeting: Meeting | None) -> None:
    """The agenda as a table, and what can be done with the chosen view. Raises Damaged."""
    if meeting is None:
        return
    text = visit.language.text
    sealed.check(meeting)
    views = sealed.agenda(meeting, visit.language.code)
    items, exhibits = [item for item, _ in views], [exhibit for _, exhibit in views]
    _edition(visit, meeting, items)
    if not items:
        st.info(
            text(
                "Nothing is on the agenda yet. Go to the page and the choices you want to show, and press «Add to meeting» below the "
                "map, chart or table."
            )
        )
        _gone(visit, meeting)
        return
    st.html(table(visit, items, exhibits))
    names = {
        item.id: f"{item.position}. {item.headline or exhibit.title}"
        for item, exhibit in zip(items, exhibits, strict=True)
    }
    chosen = choice(text("View"), "item", names, default=items[0].id)
    found = next(number for number, item in enumerate(items) if item.id == chosen)
    left, right = st.columns([1, 1.15], gap="medium")
    with left:
        _change(visit, meeting, items[found], exhibits[found], len(items))
    with right:
        _preview(visit, exhibits[found])
    _gone(visit, meeting)


def table(visit: Visit, items: Sequence[AgendaItem], exhibits: Sequence[Exhibit]) -> str:
    """HTML: one row per view."""
    text = visit.language.text
    headings = ["", text("Headline"), text("What is shown"), text("Kind"), text("Note on it")]
    rows = [
        [
            str(item.position),
            item.headline or exhibit.title,
            _shown(item, exhibit, visit),
            _kind(exhibit, visit),
            item.note or "–",
        ]
        for item, exhibit in zip(items, exhibits, strict=True)
    ]
    return plain(text("Agenda, in the order in which the views are shown"), headings, rows)


def _shown(item: AgendaItem, exhibit: Exhibit, visit: Visit) -> str:
    """The page that the view is of, and its title where a headline stands in the place of that."""
    path = item.address.partition("?")[0]
    page = visit.language.text(PAGE_NAMES[path]) if path in PAGE_NAMES else path
    return f"{page}: {exhibit.title}" if item.headline else page


def _kind(exhibit: Exhibit, visit: Visit) -> str:
    if not exhibit.picture:
        return visit.language.text("table")
    return visit.language.text("picture and table") if exhibit.table else visit.language.text("picture")


def _edition(visit: Visit, meeting: Meeting, items: Sequence[AgendaItem]) -> None:
    """That newer data have been loaded, with the way to show these instead."""
    current, text = door.current_edition(), visit.language.text
    if meeting.is_locked or current == meeting.edition_id:
        return
    words = text(
        "Newer data have been loaded ({moment}). This meeting keeps showing those of {kept} until you say otherwise.",
        moment=edition_text(current, visit.language),
        kept=edition_text(meeting.edition_id, visit.language),
    )
    st.html(notices_as_html([words]))
    pressed = st.button(
        text("Show the newest data in this meeting"),
        key="meeting_newest",
        disabled=not meetings.may_change(meeting, visit.role),
    )
    if not pressed:
        return
    bar = st.progress(0.0, text=text("The views are being stored …"))

    def told(done: int, total: int) -> None:
        bar.progress(done / max(total, 1), text=text("View {number} of {total}", number=done + 1, total=total))

    attempt(
        visit,
        lambda: meetings.change_edition(visit, meeting, current, told),
        text("All {number} views now show the newest data.", number=len(items)),
    )
    st.rerun()


def _change(visit: Visit, meeting: Meeting, item: AgendaItem, exhibit: Exhibit, number: int) -> None:
    """Headline and note, place on the agenda, and taking off."""
    text = visit.language.text
    may = meetings.may_change(meeting, visit.role) and not meeting.is_locked
    # Fields that show what is stored now: with other words of somebody else they are other fields.
    stored = crc32(f"{item.headline}\n{item.note}".encode())
    headline, note = f"item_headline_{item.id}_{stored}", f"item_note_{item.id}_{stored}"

    def described() -> None:
        texts = st.session_state[headline], st.session_state[note]
        with keeping(item.id, *texts):
            meetings.describe(visit, meeting, item, *texts)

    def taken_off() -> None:
        meetings.take_off(visit, meeting, item)
        left = meetings.agenda(meeting)
        if left:  # the one that takes its place stays in sight
            set_choice("item", left[min(item.position, len(left)) - 1].id)

    if not may and not meeting.is_locked:
        st.caption(text("Only the role that created the meeting, and the coordination, may change it."))
    tell_unsaved(visit, item.id)
    with st.form(f"item_{item.id}_{stored}", border=False):
        st.text_input(
            text("Headline (empty: «{title}»)", title=literal(exhibit.title)),
            item.headline,
            max_chars=LONGEST_HEADLINE,
            key=headline,
            disabled=not may,
        )
        st.text_area(
            text(
                "Note for the papers (PDF, speaker notes of the slides), up to {most} characters",
                most=visit.language.number(LONGEST_VIEW_NOTE),
            ),
            item.note,
            key=note,
            disabled=not may,
        )
        st.form_submit_button(
            text("Save headline and note"),
            key="item_save",
            type="primary",
            on_click=attempt,
            args=(visit, described, text("Saved.")),
            disabled=not may,
        )
    place = f"item_place_{item.id}_{item.position}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            text("Position on the agenda"),
            range(1, number + 1),
            item.position - 1,
            key=place,
            on_change=attempt,
            args=(
                visit,
                lambda: meetings.move(visit, meeting, item, st.session_state[place] - item.position),
            ),
            disabled=not may,
            width=150,
        )
        for label, icon, key, step in (
            (text("Earlier"), "arrow_upward", "earlier", -1),
            (text("Later"), "arrow_downward", "later", 1),
        ):
            st.button(
                label,
                key=f"item_{key}",
                icon=f":material/{icon}:",
                on_click=attempt,
                args=(visit, lambda step=step: meetings.move(visit, meeting, item, step)),
                disabled=not may or not 1 <= item.position + step <= number,
            )
        st.button(
            text("Take off"),
            key="item_remove",
            icon=":material/delete:",
            on_click=attempt,
            args=(
                visit,
                taken_off,
                text("The view was taken off the agenda. It can be brought back below."),
            ),
            disabled=not may,
        )
        st.link_button(text("Open the view"), f"./{item.address}", icon=":material/open_in_new:")


def _gone(visit: Visit, meeting: Meeting) -> None:
    """Views that were taken off, each with a button that brings it back."""
    gone = [] if meeting.is_locked else meetings.taken_off(meeting)
    if not gone:
        return
    with st.expander(visit.language.text("Views taken off the agenda")):
        for item in gone:
            name = item.headline or sealed.exhibit_of(item, visit.language.code).title
            st.button(
                literal(visit.language.text("Bring back: {what}", what=name)),
                key=f"item_back_{item.id}",
                on_click=attempt,
                args=(visit, lambda item=item: meetings.put_back(visit, meeting, item)),
                disabled=not meetings.may_change(meeting, visit.role),
            )


def _preview(visit: Visit, exhibit: Exhibit) -> None:
    """What the steering group will see."""
    st.html(note_as_html(visit.language.text("As the steering group will see it:")))
    if exhibit.example:
        st.html(notices_as_html([exhibit.example.sentence]))
    if exhibit.picture:
        st.image(exhibit.picture, width="stretch", alt=" ".join((exhibit.title, *exhibit.findings[:1])))
    for finding in exhibit.findings[:1]:
        st.markdown(literal(finding))
    if not exhibit.picture and exhibit.table:
        st.caption(
            literal(f"{exhibit.table.title}: {visit.language.text('{number} rows', number=len(exhibit.table.rows))}")
        )
