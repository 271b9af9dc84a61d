"""A stored meeting as papers: read from what users write, and from the command line."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from locales import LANGUAGES, Language
from metrics.protection import ROLE_NAMES
from report.__main__ import main
from report.assignment_words import ASSIGNMENT_STATUS_NAMES, FIELD_NAMES
from report.exhibit_json import to_json
from report.from_workspace import in_words, pack_of, sealed_assignments
from tests.report.packs import EDITION, exhibit
from workspace import STATUSES, Assignments, Damaged, Meeting, Meetings, NoSuchMeeting

PROJECT = Path(__file__).parents[2]
AT = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)
TODAY = AT.date()
HELD_ON = dt.date(2026, 12, 3)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIM_DATA_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def path(data: Path) -> Path:
    return data / "workspace.sqlite"


@pytest.fixture
def stored(path: Path) -> Meeting:
    """A meeting of two views and one assignment."""
    meetings = Meetings(path)
    made = meetings.create("Lenkungsgruppe", HELD_ON, EDITION, "coordination", AT)
    for title in ("Lücke in Stellen", "Fallzahlen"):
        contents = {language: to_json(exhibit(f"{title} ({language})", language=language)) for language in LANGUAGES}
        meetings.add(
            made.id, f"versorgung?part=map&edition={EDITION}", "map", contents, "coordination", AT, edition_id=EDITION
        )
    first, _ = meetings.agenda(made.id)
    meetings.edit(first, "Im Norden fehlt Beratung", "Düren erläutert", AT)
    Assignments(path).create("Stelle ausschreiben", "Amt", dt.date(2026, 11, 1), "coordination", AT)
    return meetings.get(made.id)


def lock(path: Path, meeting: Meeting) -> Meeting:
    lists = sealed_assignments(path, TODAY)
    return Meetings(path).lock(meeting.id, meeting.version, AT, lambda: lists)


def damage(path: Path, statement: str) -> None:
    """Change the file past the program and past its triggers."""
    connection = sqlite3.connect(path)
    with connection:
        triggers = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        assert connection.execute(statement).rowcount > 0
    connection.close()


def test_a_meeting_comes_as_it_was_sealed(path: Path, stored: Meeting) -> None:
    for language in LANGUAGES:
        found = pack_of(path, stored.id, language, TODAY)
        assert [view.heading for view in found.views] == ["Im Norden fehlt Beratung", f"Fallzahlen ({language})"]
        assert found.views[0].exhibit == exhibit(f"Lücke in Stellen ({language})", language=language)
        assert found.views[0].note == "Düren erläutert"
        assert found.meeting is not None
        assert (found.meeting.title, found.meeting.held_on, found.meeting.locked_at) == (
            "Lenkungsgruppe",
            HELD_ON,
            None,
        )
        assert [each.text for each in found.assignments] == ["Stelle ausschreiben"]


def test_the_digest_before_the_lock_is_that_of_the_lock_when_nothing_changes(path: Path, stored: Meeting) -> None:
    before = {language: pack_of(path, stored.id, language, TODAY).meeting for language in LANGUAGES}
    locked = lock(path, stored)
    assert {each.digest for each in before.values() if each} == {locked.digest}
    after = pack_of(path, stored.id, "de", TODAY).meeting
    assert after is not None and (after.digest, after.locked_at) == (locked.digest, AT)


def test_a_locked_meeting_keeps_the_assignments_of_then(path: Path, stored: Meeting) -> None:
    lock(path, stored)
    then = pack_of(path, stored.id, "de", TODAY)
    assignments = Assignments(path)
    (known,) = assignments.all()
    assignments.change(known.id, known.version, at=AT, role="coordination", status="done")
    assignments.create("Neu", "Amt", None, "coordination", AT)
    assert pack_of(path, stored.id, "de", TODAY + dt.timedelta(days=400)) == then


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agenda_item SET headline = 'Alles gut' WHERE position = 1",
        "UPDATE meeting SET title = 'Anders'",
        "UPDATE meeting SET edition_id = 'another'",
        "UPDATE sealed SET content = replace(content, '0.907', '0.007') WHERE language = 'en'",
        "UPDATE sealed SET content = '[]' WHERE part = 'assignments' AND language = 'de'",
        "DELETE FROM sealed WHERE part = 'assignments' AND language = 'en'",
    ],
)
def test_what_was_changed_after_the_lock_is_not_shown(path: Path, stored: Meeting, statement: str) -> None:
    lock(path, stored)
    damage(path, statement)
    with pytest.raises(Damaged):
        pack_of(path, stored.id, "de", TODAY)


def test_a_view_that_is_no_exhibit_is_damage(path: Path) -> None:
    meetings = Meetings(path)
    made = meetings.create("Lenkungsgruppe", HELD_ON, EDITION, "coordination", AT)
    meetings.add(
        made.id, "versorgung", "map", dict.fromkeys(LANGUAGES, "{}"), "coordination", AT, edition_id=made.edition_id
    )
    with pytest.raises(Damaged):
        pack_of(path, made.id, "de", TODAY)


def test_what_is_over_comes_last_and_leaves_after_a_year(path: Path) -> None:
    assignments = Assignments(path)
    done = assignments.create("Erledigtes", "Amt", dt.date(2026, 1, 1), "coordination", AT)
    assignments.change(done.id, done.version, at=AT, role="coordination", status="done")
    assignments.create("Später", "Amt", dt.date(2027, 1, 1), "coordination", AT)
    assignments.create("Überfälliges", "Amt", TODAY - dt.timedelta(days=1), "coordination", AT)
    assignments.create("Heute", "Amt", TODAY, "coordination", AT)
    found = in_words(Assignments(path).with_histories(), "de", TODAY)
    assert [(each.text, each.is_overdue) for each in found] == [
        ("Überfälliges", True),
        ("Heute", False),
        ("Später", False),
        ("Erledigtes", False),
    ]
    assert "Erledigtes" in [
        each.text for each in in_words(Assignments(path).with_histories(), "de", TODAY + dt.timedelta(days=365))
    ]
    assert "Erledigtes" not in [
        each.text for each in in_words(Assignments(path).with_histories(), "de", TODAY + dt.timedelta(days=366))
    ]


def test_the_history_says_when_who_and_from_what_to_what(path: Path) -> None:
    assignments = Assignments(path)
    made = assignments.create("Stelle ausschreiben", "Amt", dt.date(2026, 12, 1), "coordination", AT)
    later = AT + dt.timedelta(days=2)
    made = assignments.change(
        made.id, made.version, at=later, role="planning", status="under_way", due_on=None, note="Rat hat zugestimmt"
    )
    made = assignments.change(made.id, made.version, at=later, role="planning", note="Nachgefragt")
    assignments.change(made.id, made.version, at=later, role="planning", address="planung?plan=edit")
    (german,) = in_words(Assignments(path).with_histories(), "de", TODAY)
    assert german.status == "in Arbeit"
    assert german.history == (
        "20.11.2026, Koordination: angelegt",
        "22.11.2026, Planung: Fällig am von «01.12.2026» auf «–»; Stand der Arbeit von «offen» auf «in Arbeit» – Rat hat zugestimmt",
        "22.11.2026, Planung: Nachgefragt",
        "22.11.2026, Planung: mit einer anderen Ansicht verknüpft",
    )
    (english,) = in_words(Assignments(path).with_histories(), "en", TODAY)
    assert english.history[0] == "20 Nov 2026, Coordination: created"
    assert "Status from «open» to «under way»" in english.history[1]


def test_every_status_and_role_has_a_word() -> None:
    assert set(ASSIGNMENT_STATUS_NAMES) == set(STATUSES)
    for name in (*ASSIGNMENT_STATUS_NAMES.values(), *FIELD_NAMES.values(), *ROLE_NAMES.values()):
        assert Language("de").text(name) != name


def test_the_command_writes_the_papers_of_both_languages(
    path: Path, stored: Meeting, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock(path, stored)
    out = tmp_path / "unterlagen"
    assert main(["--meeting", stored.id, "--out", str(out)]) == 0
    names = [
        f"Beispieldaten_Sitzung_2026-12-03_{stored.id}_{code}{end}"
        for code in LANGUAGES
        for end in (".pdf", ".pptx", ".xlsx")
    ]
    assert sorted(path.name for path in out.iterdir()) == sorted(names)
    said = capsys.readouterr()
    assert said.out.split() == [str(out / name) for name in names]
    assert "de: 0 of 3, Papier (PDF)" in said.err and "en: all 3 written" in said.err


def test_one_language_can_be_chosen(stored: Meeting, tmp_path: Path) -> None:
    assert main(["--meeting", stored.id, "--out", str(tmp_path / "out"), "--language", "en"]) == 0
    assert {path.stem[-3:] for path in (tmp_path / "out").iterdir()} == {"_en"}


def test_an_unknown_meeting_lists_those_there_are(
    path: Path, stored: Meeting, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--meeting", "nobody", "--out", str(tmp_path / "out")]) == 1
    assert f"{stored.id}  2026-12-03  Lenkungsgruppe" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    with pytest.raises(NoSuchMeeting):
        pack_of(path, "nobody", "de", TODAY)


def test_without_meetings_no_file_is_made(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--meeting", "nobody", "--out", str(data / "out")]) == 1
    assert "There are no meetings" in capsys.readouterr().err
    assert list(data.iterdir()) == []


def test_a_meeting_without_views_is_said_to_have_none(
    path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Meetings(path).create("Leer", HELD_ON, EDITION, "coordination", AT)
    assert main(["--meeting", made.id, "--out", str(data / "out")]) == 1
    assert "nothing is on the agenda" in capsys.readouterr().err


def test_damage_is_said_in_a_sentence(path: Path, stored: Meeting, capsys: pytest.CaptureFixture[str]) -> None:
    lock(path, stored)
    damage(path, "UPDATE sealed SET content = '{}'")
    assert main(["--meeting", stored.id, "--out", str(path.parent / "out")]) == 1
    assert "The papers could not be made: " in capsys.readouterr().err


def test_help_explains_with_an_example() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "report", "--help"], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert "python -m report --meeting" in done.stdout
    assert "--language {de,en,both}" in done.stdout
