"""A process that is killed after each statement of a task in turn, on a file that is the same each time."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from workspace import Assignments, Meetings, database
from workspace.ids import ID_LENGTH, ID_SIGNS

NOW = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
TEXTS = {"de": "neu", "en": "new"}
TABLES = ("meeting", "agenda_item", "sealed", "assignment", "assignment_change")


def kill_again_and_again(path: Path, task: str) -> str:
    """Numbers of kills, of those that left the file as it was, and whether the run that nobody killed did all of it."""
    run = _prepared(path, task)
    before, copy = _content(path), path.with_name("copy.sqlite")
    shutil.copy(path, copy)
    run(copy)
    after = _without_ids(_content(copy))
    kills = untouched = 0
    while True:
        for left in copy.parent.glob("copy.sqlite*"):
            left.unlink()
        shutil.copy(path, copy)
        child = os.fork()
        if child == 0:
            _kill_after(kills + 1)
            run(copy)
            os._exit(0)
        is_alive = os.waitpid(child, 0)[1] == 0
        found = _content(copy)
        if is_alive:
            return f"{kills} {untouched} {int(_without_ids(found) == after != _without_ids(before))}"
        kills += 1
        untouched += found == before


def _prepared(path: Path, task: str) -> Callable[[Path], object]:
    meetings = Meetings(path)
    made = meetings.create("Lenkungsgruppe", NOW.date(), "e", "planning", NOW)
    items = [
        meetings.add(made.id, "versorgung", "map", TEXTS, "planning", NOW, edition_id=made.edition_id).id
        for _ in range(4)
    ]
    meetings.remove(items[1], NOW)
    version = meetings.get(made.id).version
    kept = [items[0], *items[2:]]
    assigned = Assignments(path).create("prüfen", "Amt", None, "planning", NOW).id
    tasks: dict[str, Callable[[Path], object]] = {
        "add": lambda file: Meetings(file).add(
            made.id, "versorgung", "map", TEXTS, "planning", NOW, edition_id=made.edition_id
        ),
        "move": lambda file: Meetings(file).move(items[3], 1, NOW),
        "remove": lambda file: Meetings(file).remove(items[0], NOW),
        "put_back": lambda file: Meetings(file).put_back(items[1], NOW),
        "reseal": lambda file: Meetings(file).reseal(made.id, version, "f", {key: {"de": "f"} for key in kept}, NOW),
        "lock": lambda file: Meetings(file).lock(made.id, version, NOW, lambda: TEXTS),
        "create": lambda file: Assignments(file).create("melden", "Amt", NOW.date(), "planning", NOW),
        "change": lambda file: Assignments(file).change(
            assigned, 1, at=NOW, role="planning", status="done", office="Kreis", note="fertig"
        ),
    }
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return tasks[task]


def _kill_after(statements: int) -> None:
    """The process dies when it begins the statement behind so many."""
    connect, left = sqlite3.connect, [statements]

    def count(_: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def connected(*arguments: object, **named: object) -> sqlite3.Connection:
        connection = connect(*arguments, **named)
        connection.set_trace_callback(count)
        return connection

    database.sqlite3.connect = connected


def _content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        return {name: connection.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall() for name in TABLES}


def _without_ids(content: dict[str, list[tuple[object, ...]]]) -> dict[str, list[tuple[object, ...]]]:
    """Ids are drawn by lot each time."""
    known: dict[object, str] = {}
    return {
        name: [
            tuple(known.setdefault(value, f"id {len(known)}") if _is_id(value) else value for value in row)
            for row in rows
        ]
        for name, rows in content.items()
    }


def _is_id(value: object) -> bool:
    return isinstance(value, str) and len(value) == ID_LENGTH and set(value) <= set(ID_SIGNS)
