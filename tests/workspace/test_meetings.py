"""Meetings are stored, found, changed, deleted and brought back, and so are the views on their agendas."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest

from workspace import (
    LONGEST_HEADLINE,
    LONGEST_TITLE,
    LONGEST_VIEW_NOTE,
    AgendaItem,
    ChangedMeanwhile,
    Meeting,
    MeetingLocked,
    Meetings,
    NoSuchMeeting,
    NoSuchView,
    UnfitValue,
)

MONDAY = dt.datetime(2026, 11, 2, 8, 30, tzinfo=dt.UTC)
TUESDAY, WEDNESDAY = MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=2)

Convene, Show = Callable[..., Meeting], Callable[..., AgendaItem]


def order(meetings: Meetings, meeting: Meeting) -> list[str]:
    """Which views stand on the agenda; their positions are 1, 2, 3, …"""
    items = meetings.agenda(meeting.id)
    assert [item.position for item in items] == list(range(1, len(items) + 1))
    return [item.address.partition("=")[2] for item in items]


def test_what_is_stored_is_found_again(meetings: Meetings, convene: Convene) -> None:
    made = convene("  Lenkungsgruppe\tHerbst ")
    assert made == Meeting(
        id=made.id,
        title="Lenkungsgruppe Herbst",
        held_on=dt.date(2026, 11, 23),
        edition_id="20261102T083000Z-0123456789ab",
        author_role="coordination",
        created_at=MONDAY,
        changed_at=MONDAY,
        version=1,
        locked_at=None,
        deleted_at=None,
        digest="",
    )
    assert not made.is_locked and not made.is_deleted
    assert Meetings(meetings.path).get(made.id) == made
    assert meetings.all() == [made]
    assert meetings.agenda(made.id) == meetings.whole(made.id)[2] == []


def test_nothing_is_made_by_looking(meetings: Meetings) -> None:
    assert meetings.all() == []
    for look in (meetings.get, meetings.agenda, meetings.whole, meetings.verify, meetings.taken_off):
        with pytest.raises(NoSuchMeeting, match="no meeting xyz here"):
            look("xyz")
    with pytest.raises(NoSuchView):
        meetings.content("xyz", "de")
    assert not meetings.path.exists()


def test_ids_nobody_has_are_refused_and_not_repeated_at_length(meetings: Meetings, convene: Convene) -> None:
    convene()
    for look in (meetings.get, meetings.agenda, meetings.whole, meetings.verify, meetings.restore):
        with pytest.raises(NoSuchMeeting, match=r"^There is no meeting x{20} here"):
            look("x" * 5000)
    with pytest.raises(NoSuchView, match=r"^There is no view x{20} in any"):
        meetings.move("x" * 5000, 1, TUESDAY)
    with pytest.raises(NoSuchMeeting):
        meetings.add("nobody", "versorgung", "map", {"de": "x"}, "planning", TUESDAY, edition_id="none")


def test_the_latest_date_stands_first(meetings: Meetings, convene: Convene) -> None:
    spring, autumn = convene(held_on=dt.date(2026, 5, 4)), convene(held_on=dt.date(2026, 11, 23))
    same_day = convene(held_on=dt.date(2026, 5, 4), at=TUESDAY)
    assert meetings.all() == [autumn, same_day, spring]


def test_a_change_changes_only_what_it_names(meetings: Meetings, convene: Convene) -> None:
    made = convene()
    renamed = meetings.change(made, at=TUESDAY, title="Fachgruppe")
    assert renamed == replace(made, title="Fachgruppe", changed_at=TUESDAY, version=2)
    moved = meetings.change(renamed, at=WEDNESDAY, held_on=dt.date(2026, 12, 1))
    assert moved == replace(renamed, held_on=dt.date(2026, 12, 1), changed_at=WEDNESDAY, version=3)
    assert meetings.get(made.id) == moved


def test_who_read_an_older_version_changes_nothing(meetings: Meetings, convene: Convene, show: Show) -> None:
    made = convene()
    show(made, "a")  # what stands on the agenda is part of what was read
    theirs = meetings.get(made.id)
    assert theirs.version == made.version + 1
    for call in (
        lambda: meetings.reseal(made.id, made.version, "neu", {}, WEDNESDAY),
        lambda: meetings.lock(made.id, made.version, WEDNESDAY, lambda: {"de": "[]"}),
    ):
        with pytest.raises(ChangedMeanwhile, match="Somebody else has changed this meeting"):
            call()
    assert meetings.get(made.id) == theirs


def test_title_and_date_are_changed_from_what_was_read_whatever_the_agenda_shows_by_now(
    meetings: Meetings, convene: Convene, show: Show
) -> None:
    made = convene()
    show(made, "a")
    theirs = meetings.change(made, at=TUESDAY, title="von ihnen")
    with pytest.raises(ChangedMeanwhile, match="Somebody else has changed this meeting"):
        meetings.change(made, at=WEDNESDAY, title="von mir")
    assert meetings.get(made.id) == theirs


def test_the_list_that_is_locked_is_read_while_nobody_can_write(meetings: Meetings, convene: Convene) -> None:
    made = convene()

    def read() -> dict[str, str]:
        other = sqlite3.connect(meetings.path, timeout=0)
        with closing(other), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        assert Meetings(meetings.path).get(made.id) == made  # reading goes on
        return {"de": "[]"}

    assert meetings.lock(made.id, made.version, WEDNESDAY, read).is_locked


def test_deleting_can_be_undone(meetings: Meetings, convene: Convene, show: Show) -> None:
    made = convene()
    show(made, "a")
    made = meetings.get(made.id)
    gone = meetings.delete(made.id, TUESDAY)
    assert gone == replace(made, deleted_at=TUESDAY, version=made.version + 1)
    assert gone.is_deleted
    assert meetings.all() == []
    assert meetings.all(with_deleted=True) == [gone]
    assert meetings.get(made.id) == gone
    back = meetings.restore(made.id)
    assert back == replace(made, version=made.version + 2)
    assert meetings.restore(made.id) == back  # it lives already
    assert order(meetings, back) == ["a"]


def test_what_is_deleted_is_not_changed(meetings: Meetings, convene: Convene, show: Show) -> None:
    made = convene()
    item, off = show(made, "a"), show(made, "b")
    meetings.remove(off.id, TUESDAY)
    gone = meetings.delete(made.id, TUESDAY)
    for call in every_change(meetings, gone, item, off):
        with pytest.raises(NoSuchMeeting, match=r"«Lenkungsgruppe» has been deleted\. It can be brought back"):
            call()
    assert meetings.get(made.id) == gone
    assert meetings.agenda(made.id) == [item]


def test_a_locked_meeting_refuses_every_change_but_can_be_read(
    meetings: Meetings, convene: Convene, show: Show
) -> None:
    made = convene()
    item, off = show(made, "a"), show(made, "b")
    meetings.remove(off.id, TUESDAY)
    locked = meetings.lock(made.id, meetings.get(made.id).version, WEDNESDAY, lambda: {"de": "[]", "en": "[ ]"})
    assert locked.is_locked and locked.locked_at == WEDNESDAY and locked.changed_at == WEDNESDAY
    sealed = meetings.whole(made.id)[2]
    for call in every_change(meetings, locked, item, off):
        with pytest.raises(MeetingLocked, match="«Lenkungsgruppe» is locked"):
            call()
    assert meetings.restore(made.id) == locked  # it lives
    assert meetings.get(made.id) == locked
    assert meetings.all() == [locked]
    assert meetings.agenda(made.id) == [item]
    assert meetings.whole(made.id)[2] == sealed
    assert meetings.content(item.id, "en") == "a in English"
    assert meetings.verify(made.id)


def every_change(meetings: Meetings, meeting: Meeting, item: AgendaItem, off: AgendaItem) -> list[Callable[[], object]]:
    """Everything that would change a meeting with one view, from which another one was taken off."""
    return [
        lambda: meetings.change(meeting, at=WEDNESDAY, title="x"),
        lambda: meetings.change(meeting, at=WEDNESDAY, held_on=dt.date(2027, 1, 1)),
        lambda: meetings.delete(meeting.id, WEDNESDAY),
        lambda: meetings.add(
            meeting.id, "versorgung", "map", {"de": "x"}, "planning", WEDNESDAY, edition_id=meeting.edition_id
        ),
        lambda: meetings.edit(item, "x", "", WEDNESDAY),
        lambda: meetings.move(item.id, 1, WEDNESDAY),
        lambda: meetings.remove(item.id, WEDNESDAY),
        lambda: meetings.put_back(off.id, WEDNESDAY),
        lambda: meetings.reseal(meeting.id, meeting.version, "neu", {item.id: {"de": "x"}}, WEDNESDAY),
        lambda: meetings.lock(meeting.id, meeting.version, WEDNESDAY, lambda: {"de": "[]"}),
    ]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("", "needs a title"),
        ("x" * (LONGEST_TITLE + 1), "121 characters; at most 120"),
        ("a\u202eb", "cannot be shown"),
    ],
)
def test_titles_that_do_not_fit_are_refused(meetings: Meetings, convene: Convene, title: str, said: str) -> None:
    made = convene("x" * LONGEST_TITLE)
    with pytest.raises(UnfitValue, match=said):
        convene(title)
    with pytest.raises(UnfitValue, match=said):
        meetings.change(made, at=TUESDAY, title=title)
    assert meetings.all() == [made]


def test_moments_need_a_zone(meetings: Meetings, convene: Convene) -> None:
    made = convene()
    for call in (
        lambda: convene(at=dt.datetime(2026, 11, 2)),
        lambda: meetings.change(made, at=dt.datetime(2026, 11, 2), title="x"),
        lambda: meetings.delete(made.id, dt.datetime(2026, 11, 2)),
    ):
        with pytest.raises(ValueError, match="needs its time zone"):
            call()
    assert meetings.all() == [made]


# The agenda


def test_a_view_is_found_again(meetings: Meetings, convene: Convene, show: Show) -> None:
    made = convene()
    item = show(made, "map", headline=" Wo  fehlt\tes ", note="eins\r\nzwei ", author_role="planning", at=TUESDAY)
    assert item == AgendaItem(
        id=item.id,
        meeting_id=made.id,
        position=1,
        address="versorgung?part=map",
        figure="map",
        headline="Wo fehlt es",
        note="eins\nzwei",
        added_at=TUESDAY,
        author_role="planning",
    )
    assert meetings.agenda(made.id) == [item]
    assert meetings.get(made.id) == replace(made, version=3, changed_at=TUESDAY)


def test_views_stand_in_the_order_they_were_added_and_of_one_meeting(
    meetings: Meetings, convene: Convene, show: Show
) -> None:
    made, other = convene(), convene()
    for word in "abc":
        show(made, word)
        show(other, word.upper())
    assert order(meetings, made) == ["a", "b", "c"]
    assert order(meetings, other) == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("moved", "to", "expected"),
    [("a", 3, "bcad"), ("d", 1, "dabc"), ("b", 2, "abcd"), ("c", 2, "acbd"), ("a", 99, "bcda"), ("d", -5, "dabc")],
)
def test_a_moved_view_is_made_room_for(
    meetings: Meetings, convene: Convene, show: Show, moved: str, to: int, expected: str
) -> None:
    made, other = convene(), convene()
    items = {word: show(made, word) for word in "abcd"}
    show(other, "x")
    item = meetings.move(items[moved].id, to, TUESDAY)
    assert order(meetings, made) == list(expected)
    assert item == replace(items[moved], position=expected.index(moved) + 1)
    assert order(meetings, other) == ["x"]


def test_headline_and_note_can_be_changed(meetings: Meetings, convene: Convene, show: Show) -> None:
    item = show(convene(), "a", headline="alt", note="alt")
    assert meetings.edit(item, " neu ", "", TUESDAY) == replace(item, headline="neu", note="")
    assert meetings.agenda(item.meeting_id) == [replace(item, headline="neu", note="")]


def test_what_others_wrote_is_not_overwritten_unseen(meetings: Meetings, convene: Convene, show: Show) -> None:
    item = show(convene(), "a")
    show(meetings.get(item.meeting_id), "b")
    meetings.move(item.id, 2, TUESDAY)  # the texts are as they were seen
    theirs = meetings.edit(item, "von anderen", "", TUESDAY)
    with pytest.raises(ChangedMeanwhile):
        meetings.edit(item, "", "von mir", WEDNESDAY)
    assert meetings.agenda(item.meeting_id)[1] == theirs


def test_a_view_that_was_taken_off_can_be_put_back_where_it_was(
    meetings: Meetings, convene: Convene, show: Show
) -> None:
    made = convene()
    items = {word: show(made, word) for word in "abcd"}
    assert meetings.remove(items["b"].id, TUESDAY) == items["b"]
    assert order(meetings, made) == ["a", "c", "d"]
    assert meetings.taken_off(made.id) == [items["b"]]
    assert meetings.content(items["b"].id, "de") == "b auf Deutsch: äöü"
    assert meetings.put_back(items["b"].id, TUESDAY) == items["b"]
    assert meetings.taken_off(made.id) == []
    assert order(meetings, made) == ["a", "b", "c", "d"]
    version = meetings.get(made.id).version
    assert meetings.put_back(items["b"].id, TUESDAY) == items["b"]  # it is there already
    assert meetings.get(made.id).version == version


def test_a_view_that_is_put_back_on_a_shorter_agenda_is_the_last_one(
    meetings: Meetings, convene: Convene, show: Show
) -> None:
    made = convene()
    items = {word: show(made, word) for word in "abcd"}
    for word in "dbc":
        meetings.remove(items[word].id, TUESDAY)
    assert meetings.put_back(items["d"].id, TUESDAY).position == 2
    assert order(meetings, made) == ["a", "d"]


def test_what_was_taken_off_is_not_changed(meetings: Meetings, convene: Convene, show: Show) -> None:
    made = convene()
    item = show(made, "a")
    meetings.remove(item.id, TUESDAY)
    for call in (
        lambda: meetings.remove(item.id, WEDNESDAY),
        lambda: meetings.move(item.id, 1, WEDNESDAY),
        lambda: meetings.edit(item, "", "x", WEDNESDAY),
    ):
        with pytest.raises(NoSuchView, match="taken off the agenda meanwhile"):
            call()
    assert order(meetings, made) == []


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"headline": "x" * (LONGEST_HEADLINE + 1)}, "161 characters; at most 160"),
        ({"note": "x" * (LONGEST_VIEW_NOTE + 1)}, "1001 characters; at most 1000"),
        ({"headline": "a\x00b"}, "cannot be shown"),
        ({"address": "https://example.org/versorgung"}, "none of this app"),
        ({"figure": "Karte 1"}, "names no figure"),
        ({"figure": ""}, "names no figure"),
        ({"contents": {}}, "nothing to be stored"),
        ({"contents": {"de": "x", "en": "\ud800"}}, "no file can hold"),
    ],
)
def test_views_that_do_not_fit_are_refused_as_a_whole(
    meetings: Meetings, convene: Convene, show: Show, values: dict[str, object], said: str
) -> None:
    made = convene()
    item = show(made, "a", headline="x" * LONGEST_HEADLINE, note="x" * LONGEST_VIEW_NOTE)
    before = meetings.get(made.id), meetings.whole(made.id)[2]
    is_about_words = set(values) <= {"headline", "note"}
    words = {"headline": "", "note": "", **values}
    with pytest.raises(UnfitValue, match=said):
        _ = meetings.edit(item, **words, at=TUESDAY) if is_about_words else show(made, "b", **values)
    assert (meetings.get(made.id), meetings.whole(made.id)[2]) == before
    assert meetings.agenda(made.id) == [item]
