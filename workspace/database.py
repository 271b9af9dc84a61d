"""The SQLite file: opening it safely, and bringing an older one up to date."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path

from workspace.errors import FileUnusable

FILE = "workspace.sqlite"  # its name in the data folder
MIGRATIONS = Path(__file__).with_name("migrations")
APPLICATION = 0x4B494D41  # "KIMA": marks the file as ours
BUSY_SECONDS = 5.0
PAUSE = 0.02
# SQLite's names of results, without their extensions, by what a person can do about them.
BUSY = {"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL"}
CLOSED = {"SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"}
DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}
# What Python's own module says, without a result of SQLite, of a text that is no UTF-8.
UNREADABLE = "Could not decode to UTF-8"
NO_DISK = {"SQLITE_FULL", "SQLITE_IOERR"}


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for statements that change nothing: all of them see the file as the first one did. Raises FileUnusable."""
    with _explained(path), closing(_connected(path)) as connection:
        connection.execute("BEGIN")
        yield connection


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection whose changes are stored together when the body ends, or not at all when it fails. Raises FileUnusable.

    Who writes waits for others that write, at most BUSY_SECONDS. When this returns, the changes are on the disk.
    """
    with _explained(path), closing(_connected(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # the failure that counts is the first one
                connection.execute("ROLLBACK")
            raise


@cache
def migrations() -> tuple[tuple[str, ...], ...]:
    """The statements of each migration; the version of a file is how many of them it has seen."""
    return tuple(tuple(_statements(path.read_text(encoding="utf-8"))) for path in sorted(MIGRATIONS.glob("[0-9]*.sql")))


def _connected(path: Path) -> sqlite3.Connection:
    if not path.exists():
        # Only for the owner of the installation, from the first byte on; SQLite gives its side files the same rights.
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        # Not NORMAL, which in WAL mode may lose the last commits when the power fails: people save seldom, and count on it.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")  # what is removed for good does not linger in free pages
        _bring_up_to_date(connection, path)
        _let_readers_and_writers_alone(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    known = len(migrations())
    if _version(connection, path) == known:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Looked up anew under the lock: another process may have been faster.
        for number, statements in enumerate(migrations()[_version(connection, path) :], _version(connection, path) + 1):
            for statement in statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """How many migrations the file has seen. Raises FileUnusable where it is somebody else's, or has seen more than there are."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    is_ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION
    is_empty = version == 0 and connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if not is_ours and not is_empty:
        raise FileUnusable(
            "{file} is an SQLite file of another program. Move it elsewhere; KIM-Atlas then begins a new one.",
            file=path,
        )
    if version > len(migrations()):
        raise FileUnusable(
            "{file} was written by a newer version of KIM-Atlas (form {found}, this one knows up to {known}). Install that "
            "version, or move the file elsewhere to begin a new one.",
            file=path,
            found=version,
            known=len(migrations()),
        )
    return version


def _let_readers_and_writers_alone(connection: sqlite3.Connection) -> None:
    """Write-ahead log: readers never wait for a writer. It is a property of the file and set once; whoever is second while
    that happens is refused at once instead of waiting, hence the loop. Where it is impossible (network drives), the file
    still works, one at a time."""
    deadline = time.monotonic() + BUSY_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if _kind(error) not in BUSY or time.monotonic() > deadline:
                raise
            time.sleep(PAUSE)


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        raise ValueError(f"a migration ends in the middle of a statement: {statement.strip()[:60]}")


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _closed(path) from error
    except (UnicodeDecodeError, sqlite3.DataError) as error:  # texts of the file, or a row of it, that mean nothing
        raise _damaged(path) from error
    except sqlite3.Error as error:
        kind = _kind(error)
        if kind in BUSY:
            raise FileUnusable("{file} is being written by others. Try again in a moment.", file=path) from error
        if kind in CLOSED:
            raise _closed(path) from error
        if kind in DAMAGED or UNREADABLE in str(error):
            raise _damaged(path) from error
        if kind in NO_DISK:
            raise FileUnusable(
                "{file} could not be written: the disk is full or fails. Nothing was stored.", file=path
            ) from error
        raise


def _damaged(path: Path) -> FileUnusable:
    return FileUnusable(
        "{file} is damaged and cannot be read. Put a copy from your backup in its place, or move it elsewhere to begin "
        "a new one.",
        file=path,
    )


def _closed(path: Path) -> FileUnusable:
    return FileUnusable(
        "{file} cannot be opened for writing. Its folder must exist, and the account that runs KIM-Atlas must be allowed to "
        "write the file and its folder.",
        file=path,
    )


def _kind(error: sqlite3.Error) -> str:
    """SQLITE_READONLY of SQLITE_READONLY_DIRECTORY."""
    return "_".join(str(getattr(error, "sqlite_errorname", "")).split("_")[:2])
