"""Assignments are stored, changed, deleted and brought back, and their history tells all of it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workspace import (
    LONGEST_OFFICE,
    LONGEST_REMARK,
    LONGEST_TEXT,
    Assignment,
    Assignments,
    Change,
    ChangedMeanwhile,
    Meeting,
    NoSuchAssignment,
    NoSuchMeeting,
    UnfitValue,
)

MONDAY = dt.datetime(2026, 11, 2, 8, 30, tzinfo=dt.UTC)
TUESDAY, WEDNESDAY = MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=2)
DAY = dt.date(2027, 3, 31)

Assign = Callable[..., Assignment]


def told(history: list[Change]) -> list[tuple[object, ...]]:
    return [(each.version, each.field, each.before, each.after, each.note) for each in history]


def as_told(history: list[Change], at: dt.datetime) -> dict[str, str]:
    """What the history says that an assignment consisted of at a moment: field -> text, those that were empty left out."""
    fields = {each.field: each.after for each in history if each.at <= at and each.field != "note"}
    return {name: text for name, text in fields.items() if text}


def as_seen(assignment: Assignment) -> dict[str, str]:
    """The same of an assignment that was looked at."""
    due_on, gone = assignment.due_on, assignment.deleted_at
    dates = {"due_on": due_on and due_on.isoformat(), "deleted_at": gone and gone.isoformat(timespec="microseconds")}
    texts = {name: getattr(assignment, name) for name in ("text", "office", "status", "address", "meeting_id")}
    return {name: text for name, text in (texts | dates).items() if text}


def test_what_is_stored_is_found_again(
    assignments: Assignments, assign: Assign, convene: Callable[..., Meeting]
) -> None:
    meeting = convene()
    made = assign(" Sprechstunde\r\nin Titz ", office=" Amt  50 ", address="versorgung?part=map", meeting_id=meeting.id)
    assert made == Assignment(
        id=made.id,
        text="Sprechstunde\nin Titz",
        office="Amt 50",
        due_on=DAY,
        status="open",
        address="versorgung?part=map",
        meeting_id=meeting.id,
        author_role="coordination",
        created_at=MONDAY,
        changed_at=MONDAY,
        version=1,
        deleted_at=None,
    )
    assert assignments.get(made.id) == made
    assert Assignments(assignments.path).all() == [made]


def test_nothing_is_made_by_looking(assignments: Assignments) -> None:
    assert assignments.all() == assignments.with_histories() == []
    for look in (assignments.get, assignments.history):
        with pytest.raises(NoSuchAssignment, match="no assignment xyz here"):
            look("xyz")
    assert not assignments.path.exists()


def test_ids_nobody_has_are_refused(assignments: Assignments, assign: Assign) -> None:
    assign()
    for call in (
        lambda: assignments.get("x" * 5000),
        lambda: assignments.history("x" * 5000),
        lambda: assignments.change("x" * 5000, 1, at=TUESDAY, role="planning", text="x"),
        lambda: assignments.delete("x" * 5000, at=TUESDAY, role="planning"),
        lambda: assignments.restore("x" * 5000, at=TUESDAY, role="planning"),
    ):
        with pytest.raises(NoSuchAssignment, match=r"^There is no assignment x{20} here"):
            call()
    with pytest.raises(NoSuchMeeting):
        assign(meeting_id="nobody")
    assert len(assignments.all()) == 1


def test_what_is_due_first_stands_first(assignments: Assignments, assign: Assign) -> None:
    never, late, soon = assign(due_on=None), assign(due_on=dt.date(2028, 1, 1)), assign(due_on=DAY)
    later = assign(due_on=DAY, at=TUESDAY)
    assert assignments.all() == [soon, later, late, never]
    assert assignments.with_histories() == [(each, assignments.history(each.id)) for each in assignments.all()]


def test_the_history_says_who_changed_what_when(assignments: Assignments, assign: Assign) -> None:
    made = assign(due_on=None, office="")
    changed = assignments.change(
        made.id,
        1,
        at=TUESDAY,
        role="planning",
        status="under_way",
        due_on=DAY,
        office="Amt 50",
        note="  mit Titz besprochen ",
    )
    assert changed == replace(made, status="under_way", due_on=DAY, office="Amt 50", version=2, changed_at=TUESDAY)
    assignments.change(made.id, 2, at=WEDNESDAY, role="steering", due_on=None, text=made.text)
    history = assignments.history(made.id)
    assert told(history) == [
        (1, "text", "", "Sprechstunde in Titz prüfen", ""),
        (1, "status", "", "open", ""),
        (2, "office", "", "Amt 50", "mit Titz besprochen"),
        (2, "due_on", "", "2027-03-31", ""),
        (2, "status", "open", "under_way", ""),
        (3, "due_on", "2027-03-31", "", ""),
    ]
    assert [(each.version, each.role, each.at) for each in history] == [
        (1, "coordination", MONDAY),
        (1, "coordination", MONDAY),
        *[(2, "planning", TUESDAY)] * 3,
        (3, "steering", WEDNESDAY),
    ]
    assert {each.assignment_id for each in history} == {made.id}


def test_a_remark_can_stand_alone_and_nothing_is_no_change(assignments: Assignments, assign: Assign) -> None:
    made = assign()
    same = assignments.change(
        made.id, 1, at=TUESDAY, role="planning", text=made.text, office=made.office, due_on=DAY, status="open", note=" "
    )
    assert same == made == assignments.get(made.id)
    after = assignments.change(made.id, 1, at=TUESDAY, role="planning", note="Termin ist angefragt")
    assert after == replace(made, version=2, changed_at=TUESDAY)
    assert told(assignments.history(made.id))[-1] == (2, "note", "", "", "Termin ist angefragt")


def test_who_read_an_older_version_changes_nothing(assignments: Assignments, assign: Assign) -> None:
    made = assign()
    theirs = assignments.change(made.id, 1, at=TUESDAY, role="planning", status="done")
    history = assignments.history(made.id)
    for values in ({"text": "von mir"}, {"note": "von mir"}, {}):
        with pytest.raises(ChangedMeanwhile, match="Somebody else has changed this assignment"):
            assignments.change(made.id, 1, at=WEDNESDAY, role="steering", **values)
    assert assignments.get(made.id) == theirs
    assert assignments.history(made.id) == history


def test_deleting_can_be_undone_and_is_told(assignments: Assignments, assign: Assign) -> None:
    made = assign()
    gone = assignments.delete(made.id, at=TUESDAY, role="planning")
    assert gone == replace(made, deleted_at=TUESDAY, changed_at=TUESDAY, version=2) and gone.is_deleted
    assert assignments.all() == []
    assert assignments.all(with_deleted=True) == [gone]
    for call in (
        lambda: assignments.change(made.id, 2, at=WEDNESDAY, role="planning", text="x"),
        lambda: assignments.delete(made.id, at=WEDNESDAY, role="planning"),
    ):
        with pytest.raises(NoSuchAssignment, match=r"has been deleted\. It can be brought back"):
            call()
    back = assignments.restore(made.id, at=WEDNESDAY, role="coordination")
    assert back == replace(made, changed_at=WEDNESDAY, version=3)
    assert assignments.restore(made.id, at=WEDNESDAY, role="coordination") == back  # it lives already
    deleted_at = "2026-11-03T08:30:00.000000+00:00"
    assert told(assignments.history(made.id))[-2:] == [
        (2, "deleted_at", "", deleted_at, ""),
        (3, "deleted_at", deleted_at, "", ""),
    ]
    assert [each.role for each in assignments.history(made.id)[-2:]] == ["planning", "coordination"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": " "}, "needs a text"),
        ({"text": "x" * (LONGEST_TEXT + 1)}, "1001 characters; at most 1000"),
        ({"text": "a\x00"}, "cannot be shown"),
        ({"office": "x" * (LONGEST_OFFICE + 1)}, "121 characters; at most 120"),
        ({"office": "a\u202eb"}, "cannot be shown"),
        ({"address": "https://example.org"}, "none of this app"),
        ({"status": "finished"}, "cannot have this status"),
        ({"note": "x" * (LONGEST_REMARK + 1)}, "1001 characters; at most 1000"),
    ],
)
def test_values_that_do_not_fit_are_refused(
    assignments: Assignments, assign: Assign, values: dict[str, str], said: str
) -> None:
    made = assign("x" * LONGEST_TEXT, office="x" * LONGEST_OFFICE)
    with pytest.raises(UnfitValue, match=said):
        assignments.change(made.id, 1, at=TUESDAY, role="planning", **values)
    if not set(values) & {"status", "note"}:
        with pytest.raises(UnfitValue, match=said):
            assign(**values)
    assert assignments.all() == [made]


def test_moments_need_a_zone(assignments: Assignments, assign: Assign) -> None:
    made, bare = assign(), dt.datetime(2026, 11, 2)
    for call in (
        lambda: assign(at=bare),
        lambda: assignments.change(made.id, 1, at=bare, role="planning", text="x"),
        lambda: assignments.delete(made.id, at=bare, role="planning"),
    ):
        with pytest.raises(ValueError, match="needs its time zone"):
            call()
    assert assignments.all() == [made]


def test_a_clock_that_was_put_back_does_not_turn_the_history_around(assignments: Assignments, assign: Assign) -> None:
    made = assign(at=TUESDAY)
    changed = assignments.change(made.id, 1, at=MONDAY, role="planning", status="done")
    gone = assignments.delete(made.id, at=MONDAY, role="planning")
    assert changed.changed_at == gone.changed_at == gone.deleted_at == TUESDAY
    assert {each.at for each in assignments.history(made.id)} == {TUESDAY}


@pytest.mark.parametrize(
    "statement",
    ["UPDATE assignment_change SET role = 'x'", "DELETE FROM assignment_change", "DELETE FROM assignment"],
)
def test_the_file_itself_keeps_the_history(assignments: Assignments, assign: Assign, statement: str) -> None:
    made = assign()
    history = assignments.history(made.id)
    with (
        closing(sqlite3.connect(assignments.path, isolation_level=None)) as connection,
        pytest.raises(sqlite3.IntegrityError, match=r"never (changed|removed)"),
    ):
        connection.execute(statement)
    assert assignments.history(made.id) == history


hours = st.integers(0, 3)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("create"), hours, st.fixed_dictionaries({"due_on": st.sampled_from([None, DAY])})),
        st.tuples(
            st.sampled_from([0, 1, 2]),
            hours,
            st.fixed_dictionaries(
                {},
                optional={
                    "text": st.sampled_from(["eins", "zwei"]),
                    "due_on": st.sampled_from([None, DAY]),
                    "status": st.sampled_from(["open", "done"]),
                    "note": st.just("Hinweis"),
                },
            ),
        ),
        st.tuples(st.sampled_from([0, 1, 2]), hours, st.sampled_from(["delete", "restore"])),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(steps)
def test_the_history_tells_every_moment_of_the_past(tmp_path_factory: pytest.TempPathFactory, steps) -> None:
    """The twin looks at the list after every step and writes down what it saw."""
    assignments = Assignments(tmp_path_factory.mktemp("past") / "workspace.sqlite")
    now, ids = MONDAY, []
    seen: dict[dt.datetime, list[Assignment]] = {MONDAY - dt.timedelta(hours=1): []}
    for which, later, what in steps:
        now += dt.timedelta(hours=later)
        if which == "create":
            ids.append(assignments.create("eins", "Amt 50", at=now, author_role="planning", **what).id)
        elif which < len(ids):
            found = assignments.get(ids[which])
            if what == "delete" and not found.is_deleted:
                assignments.delete(found.id, at=now, role="steering")
            elif what == "restore":
                assignments.restore(found.id, at=now, role="steering")
            elif isinstance(what, dict) and not found.is_deleted:
                assignments.change(found.id, found.version, at=now, role="coordination", **what)
        seen[now] = assignments.all(with_deleted=True)
    for moment, all_then in seen.items():
        there = {each.id: as_seen(each) for each in all_then}
        for later in (moment, moment + dt.timedelta(minutes=59)):
            told_then = {each: as_told(assignments.history(each), later) for each in ids}
            assert {each: fields for each, fields in told_then.items() if fields} == there
    for assignment_id in ids:
        versions = [each.version for each in assignments.history(assignment_id)]
        assert sorted(set(versions)) == list(range(1, assignments.get(assignment_id).version + 1))
        assert versions == sorted(versions)
