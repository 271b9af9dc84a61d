"""Rows of sealed texts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from workspace.errors import damaged
from workspace.meeting import ASSIGNMENTS, AgendaItem, Sealed
from workspace.sealing import sealed, sha256_of

INSERT = "INSERT INTO sealed (meeting_id, part, language, content, sha256) VALUES (?, ?, ?, ?, ?)"
# As bytes: a text that is no UTF-8 any more is to be told from a file that cannot be read at all.
SELECT = "SELECT part, language, CAST(content AS BLOB) AS content, CAST(sha256 AS BLOB) AS sha256 FROM sealed"


def seal(connection: sqlite3.Connection, meeting_id: str, part: str, contents: Mapping[str, str]) -> None:
    """Store the contents of a part, language -> text, in the place of what was there. Raises UnfitValue."""
    rows = sealed(part, contents)
    connection.execute("DELETE FROM sealed WHERE meeting_id = ? AND part = ?", (meeting_id, part))
    connection.executemany(INSERT, [(meeting_id, each.part, each.language, each.content, each.sha256) for each in rows])


def sealed_of(connection: sqlite3.Connection, meeting_id: str, agenda: Sequence[AgendaItem]) -> list[Sealed]:
    """What is sealed of the views of an agenda in their order, then the assignments; languages by name. Raises Damaged where a
    text is not what was sealed, or is not there."""
    rows = connection.execute(f"{SELECT} WHERE meeting_id = ? ORDER BY part, language", (meeting_id,)).fetchall()
    of_part: dict[str, list[Sealed]] = {}
    for row in rows:
        of_part.setdefault(row["part"], [])
    parts = [item.id for item in agenda]
    for row in rows:
        if row["part"] in (*parts, ASSIGNMENTS):
            of_part[row["part"]].append(_checked(row))
    if any(not of_part.get(part) for part in parts):
        raise damaged()
    return list(_in_order(of_part, [*parts, ASSIGNMENTS]))


def one_sealed(connection: sqlite3.Connection, part: str, meeting_id: str, language: str) -> Sealed:
    """One text. Raises Damaged where it is not what was sealed, or is not there."""
    row = connection.execute(
        f"{SELECT} WHERE meeting_id = ? AND part = ? AND language = ?", (meeting_id, part, language)
    ).fetchone()
    if row is None:
        raise damaged()
    return _checked(row)


def _in_order(of_part: Mapping[str, Iterable[Sealed]], parts: Sequence[str]) -> Iterable[Sealed]:
    for part in parts:
        yield from of_part.get(part, ())


def _checked(row: sqlite3.Row) -> Sealed:
    try:
        found = Sealed(row["part"], row["language"], row["content"].decode(), row["sha256"].decode())
    except UnicodeDecodeError as error:
        raise damaged() from error
    if sha256_of(found.content) != found.sha256:
        raise damaged()
    return found
