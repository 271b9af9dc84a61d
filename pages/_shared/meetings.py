"""The one place where pages meet the stored meetings: their agendas, the views sealed for them, and who may change what.

A view is sealed when it is put on the agenda: the page it comes from is run again on the meeting's edition, for the steering group,
in every language, and what it gives is stored with its sha256. What is shown and handed out later is that, and nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import streamlit as st

from locales import LANGUAGES
from locales.clock import today
from pages._shared import door, pinned
from pages._shared.exhibits import NotOffered, exhibit
from pages._shared.held_editions import EditionGone, held, hold
from pages._shared.permalink import on_edition
from pages._shared.visit import Visit
from report.exhibit_json import to_json
from report.from_workspace import sealed_assignments
from warehouse import data_folder
from workspace import (
    FILE,
    LONGEST_HEADLINE,
    LONGEST_TITLE,
    LONGEST_VIEW_NOTE,
    AgendaItem,
    ChangedMeanwhile,
    Meeting,
    MeetingLocked,
    Meetings,
    WorkspaceError,
)
from workspace.meeting import fit_title

__all__ = [
    "LONGEST_HEADLINE",
    "LONGEST_TITLE",
    "LONGEST_VIEW_NOTE",
    "AgendaItem",
    "ChangedMeanwhile",
    "EditionGone",
    "Meeting",
    "MeetingLocked",
    "today",
]

CHANGES = "sitzung?meet=changes&since={edition}"
PROBLEMS = (WorkspaceError,)
# The meeting that was looked at last in this session.
CHOSEN = "choice_meeting"
Progress = Callable[[int, int], None]
# Making a meeting takes a moment, and who clicks twice means one.
ONE_CLICK = dt.timedelta(seconds=10)


class NotOnEdition(LookupError):
    """A view on the agenda is not offered on another edition of the data. `position`: which one."""

    def __init__(self, position: int) -> None:
        super().__init__(f"view {position} is not offered on this edition")
        self.position = position


def all_meetings() -> list[Meeting]:
    """The meetings, the latest date first."""
    return _meetings().all()


def deleted_meetings() -> list[Meeting]:
    """Those that were deleted and can be brought back."""
    return [each for each in _meetings().all(with_deleted=True) if each.is_deleted]


def get(meeting_id: str) -> Meeting:
    """One meeting. Raises NoSuchMeeting."""
    return _meetings().get(meeting_id)


def agenda(meeting: Meeting) -> list[AgendaItem]:
    """The views of a meeting in their order."""
    return _meetings().agenda(meeting.id)


def in_preparation(today: dt.date) -> Meeting | None:
    """The meeting that views are put on the agenda of: the one looked at last in this session, else the next one to come; never
    one whose papers are final."""
    open_ones = [each for each in all_meetings() if not each.is_locked]
    chosen = st.session_state.get(CHOSEN)
    coming = sorted((each for each in open_ones if each.held_on >= today), key=lambda each: each.held_on)
    return next((each for each in open_ones if each.id == chosen), coming[0] if coming else None)


def before(meeting: Meeting) -> Meeting | None:
    """The meeting that was held before this one."""
    earlier = [each for each in all_meetings() if each.held_on < meeting.held_on]
    return max(earlier, key=lambda each: each.held_on, default=None)


def create(visit: Visit, title: str, held_on: dt.date) -> Meeting:
    """A new meeting on the edition that is shown, which is kept from now on; one that was stored like this a moment ago is that of
    a double click. Where the meeting before showed another edition, what changed since is the first view on the agenda, if that
    can be told. Raises UnfitValue, EditionGone."""
    at = _now()
    with held(visit.edition_id, title, held_on):
        if twin := _made_just_now(visit, title, held_on, at):
            return twin
        made = _meetings().create(title, held_on, visit.edition_id, visit.role, at)
    last = before(made)
    if last is not None and last.edition_id != made.edition_id:
        with suppress(NotOffered, WorkspaceError):  # that edition is gone, of another form, or not open to this role
            add(visit, made, CHANGES.format(edition=last.edition_id), "changes")
    return made


def rename(visit: Visit, meeting: Meeting, title: str, held_on: dt.date) -> Meeting:
    """Another title or date than in `meeting`, as it was read. Raises ChangedMeanwhile, MeetingLocked, UnfitValue,
    PermissionError."""
    _require(visit, meeting)
    changed = _meetings().change(meeting, at=_now(), title=title, held_on=held_on)
    hold(changed.edition_id)
    return changed


def delete(visit: Visit, meeting: Meeting) -> None:
    """Take a meeting out of sight; its edition stays kept. Raises MeetingLocked, PermissionError."""
    _require(visit, meeting)
    _meetings().delete(meeting.id, _now())


def restore(visit: Visit, meeting: Meeting) -> None:
    """Bring a deleted meeting back. Raises PermissionError."""
    _require(visit, meeting)
    _meetings().restore(meeting.id)


def add(visit: Visit, meeting: Meeting, address: str, figure: str) -> AgendaItem:
    """Seal a figure of the page at `address` and put it at the end of the agenda. Raises what `exhibits.exhibit` raises, EditionGone,
    MeetingLocked and PermissionError."""
    _require(visit, meeting)
    if meeting.is_locked:  # known before anything is drawn; storing looks again
        raise MeetingLocked(
            "The meeting «{title}» is locked: nothing of it can be changed any more.", title=meeting.title
        )
    _require_open(visit, meeting.edition_id)
    contents = _sealed(address, figure, meeting.edition_id)
    return _meetings().add(
        meeting.id,
        on_edition(address, meeting.edition_id),
        figure,
        contents,
        visit.role,
        _now(),
        edition_id=meeting.edition_id,
    )


def on_agenda(meeting: Meeting, address: str, figure: str) -> AgendaItem | None:
    """The view of this figure in this state of its page, where the agenda has it."""
    there = on_edition(address, meeting.edition_id)
    return next((item for item in agenda(meeting) if (item.address, item.figure) == (there, figure)), None)


def renew(visit: Visit, meeting: Meeting, item: AgendaItem) -> bool:
    """Seal a view of the agenda anew where its page shows something else by now on the same edition, as after a recount; says whether
    it did. Raises what `exhibits.exhibit` raises, EditionGone, ChangedMeanwhile, MeetingLocked and PermissionError."""
    _require(visit, meeting)
    _require_open(visit, meeting.edition_id)
    contents = _sealed(item.address, item.figure, meeting.edition_id)
    if all(_meetings().content(item.id, language) == text for language, text in contents.items()):
        return False
    _meetings().renew(item.id, contents, _now(), edition_id=meeting.edition_id)
    return True


def describe(visit: Visit, meeting: Meeting, item: AgendaItem, headline: str, note: str) -> None:
    """Another headline or note than in `item`, as it was read. Raises ChangedMeanwhile, MeetingLocked, UnfitValue, PermissionError."""
    _require(visit, meeting)
    _meetings().edit(item, headline, note, _now())


def move(visit: Visit, meeting: Meeting, item: AgendaItem, by: int) -> None:
    """So many places later on the agenda, earlier for less than 0, from where the view is by now. Raises NoSuchView, MeetingLocked,
    PermissionError."""
    _require(visit, meeting)
    there = next((each.position for each in agenda(meeting) if each.id == item.id), item.position)
    _meetings().move(item.id, there + by, _now())


def take_off(visit: Visit, meeting: Meeting, item: AgendaItem) -> None:
    """Take a view off the agenda; `put_back` brings it back. Raises MeetingLocked, PermissionError."""
    _require(visit, meeting)
    _meetings().remove(item.id, _now())


def taken_off(meeting: Meeting) -> list[AgendaItem]:
    """The views that were taken off a meeting's agenda and can be put back, the last one first."""
    return _meetings().taken_off(meeting.id)


def put_back(visit: Visit, meeting: Meeting, item: AgendaItem) -> None:
    """Bring a view of this meeting back that was taken off. Raises ChangedMeanwhile, MeetingLocked, PermissionError."""
    _require(visit, meeting)
    if item.meeting_id != meeting.id:
        raise PermissionError(f"view {item.id} is of another meeting than {meeting.id}")
    _meetings().put_back(item.id, _now())


def change_edition(visit: Visit, meeting: Meeting, edition_id: str, progress: Progress) -> Meeting:
    """Seal every view anew on another edition, all or none; that one is kept from now on, and the one before no longer for this
    meeting. Raises NotOnEdition, EditionGone, ChangedMeanwhile, MeetingLocked, PermissionError, and what a page raises."""
    _require(visit, meeting)
    _require_open(visit, edition_id)
    items, contents = agenda(meeting), dict[str, Mapping[str, str]]()
    for number, item in enumerate(items):
        progress(number, len(items))
        try:
            contents[item.id] = _sealed(item.address, item.figure, edition_id)
        except NotOffered as error:
            raise NotOnEdition(item.position) from error
    there = {item.id: on_edition(item.address, edition_id) for item in items}
    with held(edition_id, meeting.title, meeting.held_on):
        changed = _meetings().reseal(meeting.id, meeting.version, edition_id, contents, _now(), addresses=there)
    hold(meeting.edition_id)
    return changed


def lock(visit: Visit, meeting: Meeting) -> Meeting:
    """Make edition, agenda and list of assignments final. Raises ChangedMeanwhile, MeetingLocked, PermissionError."""
    if not may_make_final(meeting, visit.role):
        raise PermissionError(f"{visit.role} may not make meeting {meeting.id} final")
    hold(meeting.edition_id)
    return _meetings().lock(meeting.id, meeting.version, _now(), lambda: sealed_assignments(_path(), today()))


def may_change(meeting: Meeting, role: str) -> bool:
    """Whether a role may change a meeting: the one that made it, and the coordination."""
    return role == meeting.author_role or door.is_coordination(role)


def may_make_final(meeting: Meeting, role: str) -> bool:
    """Whether a role may make a meeting final. With real clients that opens the edition to everybody, so only the coordination may."""
    if not may_change(meeting, role):
        return False
    return door.is_coordination(role) or not (
        door.can_be_shown(meeting.edition_id) and door.has_real_clients(meeting.edition_id)
    )


def _sealed(address: str, figure: str, edition_id: str) -> dict[str, str]:
    there = on_edition(address, edition_id)
    return {language: to_json(exhibit(there, figure, edition_id, language)) for language in LANGUAGES}


def _made_just_now(visit: Visit, title: str, held_on: dt.date, at: dt.datetime) -> Meeting | None:
    wanted = fit_title(title), held_on, visit.edition_id, visit.role
    return next(
        (
            each
            for each in all_meetings()
            if (each.title, each.held_on, each.edition_id, each.author_role) == wanted
            and at - each.created_at < ONE_CLICK
        ),
        None,
    )


def _require_open(visit: Visit, edition_id: str) -> None:
    """Raises EditionGone where the visitor may not look at an edition: what is sealed on it would show it all the same."""
    if not pinned.may_be_opened(edition_id, sees_exact=door.is_coordination(visit.role)):
        raise EditionGone(
            "The edition of the data of this meeting cannot be opened here any more: it was removed, another version of the program "
            "made it, or newer data with real clients took its place. Show the newest data in the meeting, then add the view."
        )


def _require(visit: Visit, meeting: Meeting) -> None:
    if not may_change(meeting, visit.role):
        raise PermissionError(f"{visit.role} may not change meeting {meeting.id} of {meeting.author_role}")


def _meetings() -> Meetings:
    return Meetings(_path())


def _path() -> Path:
    return data_folder() / FILE


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
