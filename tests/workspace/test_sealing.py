"""What a meeting shows is stored as it was, is found to be that, and is final once the meeting is locked."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace import (
    ASSIGNMENTS,
    AgendaItem,
    ChangedMeanwhile,
    Damaged,
    Meeting,
    Meetings,
    NoSuchView,
    Sealed,
    UnfitValue,
    sealing,
)
from workspace.sealing import digest

MONDAY = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
LIST = {"de": "[]", "en": "[ ]"}

Convene, Show = Callable[..., Meeting], Callable[..., AgendaItem]


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@pytest.fixture
def locked(meetings: Meetings, convene: Convene, show: Show) -> Meeting:
    """A locked meeting with two views, and a third one that was taken off."""
    made = convene()
    show(made, "a", headline="Wo fehlt «es»", note='eins\n"zwei"')
    meetings.remove(show(made, "b").id, MONDAY)
    show(made, "c")
    return meetings.lock(made.id, meetings.get(made.id).version, TUESDAY, lambda: LIST)


@pytest.fixture
def damage(meetings: Meetings) -> Callable[..., None]:
    """Changes the file past the program and the guards in it."""

    def change(statement: str, *values: object) -> None:
        with closing(sqlite3.connect(meetings.path, isolation_level=None)) as connection:
            triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
            for name, _ in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            assert connection.execute(statement, values).rowcount > 0
            for _, sql in triggers:
                connection.execute(sql)

    return change


def test_what_was_sealed_comes_back_to_the_letter(meetings: Meetings, convene: Convene, show: Show) -> None:
    texts = {"de": ' {"ä": "\u00e4 a\u0308 \x00 \r\n"}\n', "en": "x" * 3_000_000}
    item = show(convene(), "a", contents=texts)
    assert {language: meetings.content(item.id, language) for language in texts} == texts
    assert meetings.whole(item.meeting_id)[2] == [
        Sealed(item.id, language, text, sha256(text)) for language, text in texts.items()
    ]


def test_sealed_texts_come_in_the_order_of_the_agenda_and_the_assignments_last(
    meetings: Meetings, locked: Meeting
) -> None:
    first, second = meetings.agenda(locked.id)
    expected = [
        (first.id, "de", "a auf Deutsch: äöü"),
        (first.id, "en", "a in English"),
        (second.id, "de", "c auf Deutsch: äöü"),
        (second.id, "en", "c in English"),
        (ASSIGNMENTS, "de", "[]"),
        (ASSIGNMENTS, "en", "[ ]"),
    ]
    assert meetings.whole(locked.id)[2] == [Sealed(*each, sha256(each[2])) for each in expected]


def test_texts_that_are_too_large_are_refused(
    meetings: Meetings, convene: Convene, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "LONGEST_CONTENT", 10)
    made = convene()
    show(made, "a", contents={"de": "x" * 10})
    with pytest.raises(UnfitValue, match="too large"):
        show(made, "b", contents={"de": "x" * 11})
    with pytest.raises(ValueError, match="is no language"):
        show(made, "b", contents={"deutsch": "x"})
    assert len(meetings.agenda(made.id)) == 1


def test_a_text_in_a_language_that_was_not_sealed_is_not_made_up(meetings: Meetings, locked: Meeting) -> None:
    with pytest.raises(Damaged):
        meetings.content(meetings.agenda(locked.id)[0].id, "fr")
    with pytest.raises(NoSuchView):
        meetings.content("nobody", "de")


# Another edition


def test_all_views_go_to_another_edition_together(meetings: Meetings, convene: Convene, show: Show) -> None:
    made = convene()
    first, second = show(made, "a", headline="bleibt"), show(made, "b")
    before = meetings.get(made.id)
    new = {first.id: {"de": "A", "en": "A."}, second.id: {"de": "B", "en": "B."}}
    after = meetings.reseal(
        made.id, before.version, "neu", new, TUESDAY, addresses={second.id: "versorgung?part=b&edition=neu"}
    )
    assert after == replace(before, edition_id="neu", version=before.version + 1, changed_at=TUESDAY)
    assert meetings.agenda(made.id) == [first, replace(second, address="versorgung?part=b&edition=neu")]
    assert [(each.part, each.language, each.content) for each in meetings.whole(made.id)[2]] == [
        (item_id, language, text) for item_id, texts in new.items() for language, text in texts.items()
    ]


def test_nothing_goes_to_another_edition_unless_all_views_do(meetings: Meetings, convene: Convene, show: Show) -> None:
    made = convene()
    first, second = show(made, "a"), show(made, "b")
    before = meetings.get(made.id), meetings.agenda(made.id), meetings.whole(made.id)[2]
    texts = {"de": "x"}
    for error, contents, addresses in (
        (ValueError, {first.id: texts}, {}),
        (ValueError, {first.id: texts, second.id: texts, "other": texts}, {}),
        (ValueError, {first.id: texts, second.id: texts}, {"other": "versorgung"}),
        (UnfitValue, {first.id: texts, second.id: {}}, {}),
        (UnfitValue, {first.id: texts, second.id: texts}, {second.id: "http://x"}),
    ):
        with pytest.raises(error):
            meetings.reseal(made.id, before[0].version, "neu", contents, TUESDAY, addresses=addresses)
        assert (meetings.get(made.id), meetings.agenda(made.id), meetings.whole(made.id)[2]) == before


def test_no_view_of_one_edition_gets_into_a_meeting_on_another(
    meetings: Meetings, convene: Convene, show: Show
) -> None:
    made = convene(edition_id="alt")
    item, off = show(made, "a", edition_id="alt"), show(made, "b")
    meetings.remove(off.id, TUESDAY)
    changed = meetings.reseal(made.id, meetings.get(made.id).version, "neu", {item.id: {"de": "A"}}, TUESDAY)
    with pytest.raises(ChangedMeanwhile, match="changed this meeting"):
        show(made, "c", edition_id="alt")
    with pytest.raises(ChangedMeanwhile, match="another edition of the data since"):
        meetings.put_back(off.id, TUESDAY)
    assert meetings.agenda(made.id) == [item]
    meetings.reseal(made.id, changed.version, "alt", {item.id: {"de": "a"}}, TUESDAY)
    assert meetings.put_back(off.id, TUESDAY) == off  # its texts are of this edition
    assert show(made, "c", edition_id="alt").position == 3


# Locking


def test_the_digest_can_be_made_again_by_hand(meetings: Meetings, locked: Meeting) -> None:
    """A twin that writes the JSON letter by letter, from the rows of the file."""
    with closing(sqlite3.connect(meetings.path)) as connection:
        texts = connection.execute("SELECT part, language, content FROM sealed").fetchall()
        agenda = connection.execute(
            "SELECT id, address, figure, headline, note FROM agenda_item WHERE removed_at IS NULL ORDER BY position"
        ).fetchall()

    def hashes(part: str) -> str:
        found = sorted((language, sha256(text)) for each, language, text in texts if each == part)
        return "{" + ",".join(f'"{language}":"{value}"' for language, value in found) + "}"

    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

    views = ",".join(
        f'{{"address":{quoted(address)},"figure":{quoted(figure)},"headline":{quoted(headline)},"note":{quoted(note)},'
        f'"position":{position},"sealed":{hashes(item_id)}}}'
        for position, (item_id, address, figure, headline, note) in enumerate(agenda, 1)
    )
    content = (
        f'{{"agenda":[{views}],"assignments":{hashes("assignments")},"edition_id":"{locked.edition_id}",'
        f'"held_on":"2026-11-23","title":"Lenkungsgruppe"}}'
    )
    assert json.loads(content)["agenda"][0]["headline"] == "Wo fehlt «es»"
    assert locked.digest == sha256(content)


def test_a_digest_does_not_depend_on_when_and_under_which_ids_things_were_stored(
    meetings: Meetings, convene: Convene, show: Show
) -> None:
    digests = set()
    for number in range(2):
        made = convene(at=MONDAY + timedelta(days=number), author_role=f"role {number}")
        items = [show(made, word, at=MONDAY + timedelta(hours=number)) for word in ("ab" if number else "ba")]
        meetings.move(items[number].id, 2, TUESDAY)
        if number == 0:
            meetings.move(items[0].id, 2, TUESDAY)
        assert [item.address[-1] for item in meetings.agenda(made.id)] == ["a", "b"]
        digests.add(meetings.lock(made.id, meetings.get(made.id).version, TUESDAY, lambda: LIST).digest)
    assert len(digests) == 1


words = st.text('ä",{}', max_size=2)
items = st.builds(
    AgendaItem,
    id=st.sampled_from(["i", "j"]),
    meeting_id=st.just("m"),
    position=st.integers(1, 3),
    address=words,
    figure=words,
    headline=words,
    note=words,
    added_at=st.just(MONDAY),
    author_role=st.just("planning"),
)
parts = st.builds(
    lambda part, language, content: Sealed(part, language, content, ""),
    st.sampled_from(["i", "j", ASSIGNMENTS]),
    st.sampled_from(["de", "en"]),
    words,
)
one_of_each = st.lists(parts, max_size=4, unique_by=lambda each: (each.part, each.language))
contents = st.tuples(
    words,
    st.dates(date(2020, 1, 1)),
    st.sampled_from(["e", "f"]),
    st.lists(items, max_size=2, unique_by=lambda i: i.id),
)


@given(contents, one_of_each, contents, one_of_each)
def test_two_contents_have_one_digest_only_if_they_are_the_same(one, of_one, other, of_other) -> None:
    def texts_of(part, texts) -> list[str | None]:
        return [texts.get((part, language)) for language in ("de", "en")]

    def told(content, parts) -> object:
        title, held_on, edition_id, agenda = content
        texts = {(each.part, each.language): each.content for each in parts}
        return (
            title,
            held_on,
            edition_id,
            [
                (item.position, item.address, item.figure, item.headline, item.note, texts_of(item.id, texts))
                for item in agenda
            ],
            texts_of(ASSIGNMENTS, texts),
        )

    def made(content, parts) -> str:
        title, held_on, edition_id, agenda = content
        meeting = Meeting("m", title, held_on, edition_id, "planning", MONDAY, MONDAY, 1, None, None, "")
        return digest(meeting, agenda, parts)

    assert (made(one, of_one) == made(other, of_other)) == (told(one, of_one) == told(other, of_other))
    assert made(one, of_one) == made(one, of_one[::-1])


def test_a_meeting_that_is_not_locked_proves_nothing(meetings: Meetings, convene: Convene, show: Show) -> None:
    made = convene()
    show(made, "a")
    assert not meetings.verify(made.id)


TEXT = "SELECT rowid FROM sealed WHERE content = 'a in English'"
DAMAGES = {
    "text": f"UPDATE sealed SET content = content || ' ' WHERE rowid = ({TEXT})",
    "no UTF-8": f"UPDATE sealed SET content = CAST(x'61FF' AS TEXT) WHERE rowid = ({TEXT})",
    "hash": f"UPDATE sealed SET sha256 = '{'0' * 64}' WHERE rowid = ({TEXT})",
    "hash no UTF-8": f"UPDATE sealed SET sha256 = CAST(x'{'FF' * 64}' AS TEXT) WHERE rowid = ({TEXT})",
    "view without a text": "DELETE FROM sealed WHERE part IN (SELECT id FROM agenda_item WHERE position = 1)",
}
CHANGES = {
    "title": "UPDATE meeting SET title = 'x'",
    "date": "UPDATE meeting SET held_on = '2026-11-24'",
    "edition": "UPDATE meeting SET edition_id = 'x'",
    "digest": f"UPDATE meeting SET digest = '{'0' * 64}'",
    "headline": "UPDATE agenda_item SET headline = 'x' WHERE position = 1",
    "note": "UPDATE agenda_item SET note = 'x' WHERE position = 1",
    "address": "UPDATE agenda_item SET address = 'x' WHERE position = 1",
    "figure": "UPDATE agenda_item SET figure = 'x' WHERE position = 1",
    "position": "UPDATE agenda_item SET position = 7 WHERE position = 1",
    "view gone": "UPDATE agenda_item SET removed_at = changed_at FROM meeting WHERE position = 1",
    "view back": "UPDATE agenda_item SET removed_at = NULL, position = 3 WHERE removed_at IS NOT NULL",
    "assignments": "DELETE FROM sealed WHERE part = 'assignments'",
    "language gone": f"DELETE FROM sealed WHERE rowid = ({TEXT})",
}


@pytest.mark.parametrize("statement", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_text_is_not_shown(
    meetings: Meetings, locked: Meeting, damage: Callable[..., None], statement: str
) -> None:
    item, sound = meetings.agenda(locked.id)
    assert meetings.verify(locked.id)
    damage(statement)
    with pytest.raises(Damaged, match="changed or damaged since, so it is not shown"):
        meetings.content(item.id, "en")
    with pytest.raises(Damaged):
        meetings.whole(locked.id)[2]
    assert not meetings.verify(locked.id)
    assert meetings.content(sound.id, "en") == "c in English"
    assert meetings.get(locked.id) == locked


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES)
def test_whatever_is_changed_past_the_program_is_found_out(
    meetings: Meetings, locked: Meeting, damage: Callable[..., None], statement: str
) -> None:
    assert meetings.verify(locked.id)
    damage(statement)
    assert not meetings.verify(locked.id)


def test_a_text_and_its_hash_changed_together_are_found_out(
    meetings: Meetings, locked: Meeting, damage: Callable[..., None]
) -> None:
    damage(f"UPDATE sealed SET content = 'x', sha256 = ? WHERE rowid = ({TEXT})", sha256("x"))
    assert meetings.content(meetings.agenda(locked.id)[0].id, "en") == "x"
    assert not meetings.verify(locked.id)


def test_one_flipped_letter_in_the_file_is_found_out(meetings: Meetings, locked: Meeting) -> None:
    with closing(sqlite3.connect(meetings.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = meetings.path.read_bytes()
    assert stored.count(b"a in English") == 1
    meetings.path.write_bytes(stored.replace(b"a in English", b"a in Inglish"))
    assert not meetings.verify(locked.id)


def test_what_is_damaged_is_not_locked(
    meetings: Meetings, convene: Convene, show: Show, damage: Callable[..., None]
) -> None:
    made = convene()
    show(made, "a")
    damage(DAMAGES["text"])
    before = meetings.get(made.id)
    with pytest.raises(Damaged):
        meetings.lock(made.id, before.version, TUESDAY, lambda: LIST)
    assert meetings.get(made.id) == before


@pytest.mark.parametrize(
    "statement",
    [
        *CHANGES.values(),
        "UPDATE meeting SET deleted_at = changed_at",
        "UPDATE meeting SET locked_at = NULL, digest = ''",
        "DELETE FROM meeting",
        "DELETE FROM agenda_item",
        "UPDATE sealed SET content = 'x'",
        "INSERT INTO sealed SELECT meeting_id, part, 'fr', content, sha256 FROM sealed WHERE language = 'de'",
        "INSERT INTO agenda_item SELECT 'x', meeting_id, 9, address, figure, headline, note, added_at, author_role, "
        "edition_id, NULL FROM agenda_item",
    ],
)
def test_the_file_itself_refuses_to_change_a_locked_meeting(
    meetings: Meetings, locked: Meeting, statement: str
) -> None:
    with (
        closing(sqlite3.connect(meetings.path, isolation_level=None)) as connection,
        pytest.raises(sqlite3.IntegrityError, match=r"locked|never removed|is sealed"),
    ):
        connection.execute(statement)
    assert meetings.verify(locked.id)
