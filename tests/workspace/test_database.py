"""The file itself: made, brought up to date, refused with a reason, and never half written."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp

import pytest

from workspace import FileUnusable, Meetings, Scenarios, WorkspaceError, database
from workspace.database import APPLICATION, migrations, reading, writing

NOBODY = 65534
NOW = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)


def schema(path: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name").fetchall()
    connection.close()
    return found


def run(statements: str, path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(statements)
    connection.close()


def at_version(path: Path, version: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file as a program left it that knew only so many migrations."""
    with monkeypatch.context() as patch:
        older = migrations()[:version]
        patch.setattr(database, "migrations", lambda: older)
        with writing(path):
            pass


@pytest.mark.parametrize("version", range(len(migrations()) + 1))
def test_every_older_file_becomes_like_a_new_one(
    path: Path, tmp_path: Path, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_version(path, version, monkeypatch)
    Scenarios(path).remove_drafts(NOW)
    new = tmp_path / "new.sqlite"
    with writing(new) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == len(migrations())
        assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION
    assert schema(path) == schema(new) != []


@pytest.mark.parametrize("version_0", [b"", None])
def test_an_empty_file_and_one_of_version_0_are_begun(path: Path, version_0: bytes | None, scenarios, make) -> None:
    if version_0 is None:
        run("PRAGMA journal_mode = DELETE; VACUUM;", path)
    else:
        path.write_bytes(version_0)
    assert scenarios.all() == []
    assert [each.id for each in scenarios.all()] == []
    made = make("Süd stärken")
    assert scenarios.all() == [made]


def test_nothing_is_made_by_looking(scenarios: Scenarios, path: Path) -> None:
    assert scenarios.all() == []
    with pytest.raises(WorkspaceError, match="no scenario xyz"):
        scenarios.get("xyz")
    assert not path.exists()


def test_only_its_owner_reads_the_file(path: Path, make) -> None:
    make("Nord")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_connections_are_set_up_to_lose_nothing(path: Path) -> None:
    with writing(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL
        assert connection.execute("PRAGMA busy_timeout").fetchone()[0] == 5000


def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path, make, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = make("Nord")
    before = schema(path)
    broken = (*migrations(), ("CREATE TABLE photo (id TEXT)", "INSERT INTO scenario (id) VALUES ('half')"))
    with monkeypatch.context() as patch:
        patch.setattr(database, "migrations", lambda: broken)
        with pytest.raises(sqlite3.IntegrityError):
            Scenarios(path).all()
    assert schema(path) == before
    assert Scenarios(path).all() == [kept]


def test_what_fails_in_the_middle_is_not_stored_at_all(path: Path, scenarios, make) -> None:
    kept = make("Nord")

    def halfway() -> None:
        with writing(path) as connection:
            connection.execute("UPDATE scenario SET name = 'halb'")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        halfway()
    assert scenarios.all() == [kept]


def test_a_newer_file_is_refused_and_left_alone(path: Path, scenarios, make) -> None:
    make("Nord")
    run(f"PRAGMA user_version = {len(migrations()) + 1}", path)
    for call in (scenarios.all, lambda: make("Süd")):
        with pytest.raises(FileUnusable, match=r"workspace\.sqlite was written by a newer version") as refused:
            call()
        assert refused.value.values["found"] == len(migrations()) + 1
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT name FROM scenario").fetchall() == [("Nord",)]
    connection.close()


def test_the_file_of_another_program_is_refused(path: Path, scenarios) -> None:
    run("CREATE TABLE photos (id)", path)
    with pytest.raises(FileUnusable, match=r"of another program\. Move it elsewhere"):
        scenarios.all()
    assert [row[1] for row in schema(path)] == ["photos"]


def test_a_file_that_is_no_database_is_refused(path: Path, scenarios) -> None:
    path.write_bytes(b"Stelle;Gemeinde\n" * 500)
    with pytest.raises(FileUnusable, match=r"workspace\.sqlite is damaged.*backup"):
        scenarios.all()
    assert path.read_bytes() == b"Stelle;Gemeinde\n" * 500


def test_a_damaged_file_is_refused(path: Path, scenarios, make) -> None:
    for number in range(50):
        make(f"Variante {number}", content="x" * 3000)
    content = path.read_bytes()
    path.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))
    with pytest.raises(FileUnusable, match="is damaged"):
        scenarios.all()


@pytest.mark.parametrize(
    ("read", "wrong"), [(b"2026-11-02T08:30", b"2026-11-02T0x:30"), (b"unversehrt", b"unvers\xffhrt")]
)
def test_a_damaged_row_is_refused(path: Path, scenarios, make, read: bytes, wrong: bytes) -> None:
    made = make("Nord", note="unversehrt")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert read in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(read, wrong))
    for call in (
        scenarios.all,
        lambda: scenarios.get(made.id),
        lambda: scenarios.change(made.id, 1, at=NOW, content=""),
    ):
        with pytest.raises(FileUnusable, match="is damaged and cannot be read"):
            call()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match=r"nowhere/workspace\.sqlite cannot be opened for writing"):
        Scenarios(tmp_path / "nowhere" / "workspace.sqlite").restore("x")


def test_a_folder_in_the_place_of_the_file_is_refused(path: Path, scenarios) -> None:
    path.mkdir()
    with pytest.raises(FileUnusable, match="cannot be opened for writing"):
        scenarios.all()


@pytest.fixture
def for_others() -> Iterator[Path]:
    """A folder that other accounts can enter, unlike those of pytest."""
    folder = Path(mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_file_that_may_only_be_read_says_so(for_others: Path, project: Path) -> None:
    path = for_others / "workspace.sqlite"
    Scenarios(path).remove_drafts(NOW)
    with writing(path):
        pass
    path.chmod(0o444)
    for_others.chmod(0o555)
    attempt = f"""
import os, sys, datetime as dt
from pathlib import Path
from workspace import FileUnusable, Scenarios
if os.geteuid() == 0:  # rights do not bind this account
    os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY})
try:
    Scenarios(Path(sys.argv[1])).restore("x")
except FileUnusable as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", attempt, path], capture_output=True, text=True, cwd=project, check=False, timeout=60
    )
    assert "cannot be opened for writing" in done.stdout, done.stderr
    assert "must be allowed to write" in done.stdout


def test_a_full_disk_is_named(path: Path, scenarios, make) -> None:
    make("Nord")
    with writing(path) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]

    def too_much() -> None:
        with writing(path) as connection:
            connection.execute(f"PRAGMA max_page_count = {pages}")
            connection.execute("UPDATE scenario SET note = ?", ("x" * 100_000,))

    with pytest.raises(FileUnusable, match="disk is full"):
        too_much()
    assert [each.note for each in scenarios.all()] == [""]


def test_who_waits_too_long_for_others_is_told(path: Path, make, monkeypatch: pytest.MonkeyPatch) -> None:
    make("Nord")
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with writing(path), pytest.raises(FileUnusable, match="being written by others"):
        make("Süd")


def test_readers_do_not_wait_for_a_writer(path: Path, scenarios, make) -> None:
    kept = make("Nord")
    with writing(path) as connection:
        connection.execute("UPDATE scenario SET name = 'halb'")
        assert scenarios.all() == [kept]


def test_what_is_removed_for_good_is_not_left_in_the_file(path: Path, scenarios, make) -> None:
    made = make("Nord", note="Dieser Hinweis gehört nicht hierher")
    assert "gehört nicht".encode() in b"".join(each.read_bytes() for each in path.parent.iterdir())
    scenarios.delete(made.id, NOW)
    scenarios.remove(made.id)
    assert "gehört nicht".encode() not in b"".join(each.read_bytes() for each in path.parent.iterdir())


def test_a_statement_of_a_migration_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "0001_half.sql").write_text("CREATE TABLE a (x);\nCREATE TABLE b (", encoding="utf-8")
    monkeypatch.setattr(database, "MIGRATIONS", tmp_path)
    with pytest.raises(ValueError, match=r"in the middle of a statement: CREATE TABLE b \("):
        migrations.__wrapped__()


def test_other_errors_are_not_hidden(path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table: photo"), reading(path) as connection:
        connection.execute("SELECT * FROM photo")


def test_the_scenarios_of_a_file_without_meetings_are_kept(
    path: Path, scenarios: Scenarios, make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        older = migrations()[:1]
        patch.setattr(database, "migrations", lambda: older)
        kept = make("Nord", note="Hinweis", content="[1]")
        scenarios.delete(make("Süd").id, NOW)
        before = scenarios.all(with_deleted=True)
        with reading(path) as connection:
            assert connection.execute("PRAGMA user_version").fetchone()[0] == 1
    made = Meetings(path).create("Lenkungsgruppe", NOW.date(), "e", "planning", NOW)
    assert scenarios.all(with_deleted=True) == before
    assert scenarios.all() == [kept]
    assert Meetings(path).all() == [made]
