"""Storing and finding scenarios. Every call is one transaction of its own: any number of threads and processes may call."""

from __future__ import annotations

import datetime as dt
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workspace.database import reading, writing
from workspace.errors import ChangedMeanwhile, NameTaken, NoSuchScenario
from workspace.scenario import Scenario, fit_content, fit_name, fit_note, moment, name_key

# Without signs that are taken for each other when read out.
ID_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
ID_LENGTH = 10
INSERT = """
INSERT INTO scenario (
  id, name, name_key, author_role, note, created_at, changed_at, parent_id, parent_content_version, edition_id, valid_from,
  content, content_version, version, is_draft
) VALUES (
  :id, :name, :name_key, :author_role, :note, :at, :at, :parent_id,
  (SELECT content_version FROM scenario WHERE id = :parent_id), :edition_id, :valid_from, :content, 1, 1, :is_draft
) RETURNING *
"""
CHANGE = """
UPDATE scenario SET
  name = coalesce(:name, name), name_key = coalesce(:name_key, name_key), note = coalesce(:note, note),
  content_version = content_version + (:content IS NOT NULL AND :content <> content),
  content = coalesce(:content, content), valid_from = coalesce(:valid_from, valid_from),
  edition_id = coalesce(:edition_id, edition_id), is_draft = coalesce(:is_draft, is_draft),
  version = version + 1, changed_at = :at
WHERE id = :id AND version = :version AND deleted_at IS NULL
RETURNING *
"""
# What is overwritten stays among the deleted ones, so that it can be restored.
KEEP_OVERWRITTEN = """
INSERT INTO scenario (
  id, name, name_key, author_role, note, created_at, changed_at, parent_id, parent_content_version, edition_id, valid_from,
  content, content_version, version, is_draft, deleted_at
) SELECT
  :new_id, name, name_key, author_role, note, created_at, changed_at, parent_id, parent_content_version, edition_id, valid_from,
  content, content_version, 1, is_draft, :at
FROM scenario WHERE id = :id
"""
OVERWRITE = """
UPDATE scenario SET (content, valid_from, edition_id) = (
    SELECT content, valid_from, edition_id FROM scenario WHERE id = :draft
  ), content_version = content_version + 1, version = version + 1, changed_at = :at
WHERE id = :id
RETURNING *
"""


@dataclass(frozen=True)
class Scenarios:
    """The scenarios in the file at `path`, which is made when something is first stored.

    Every method raises FileUnusable when the file cannot be read or written. `at` is the moment of the call, with its zone.
    """

    path: Path

    def all(self, *, with_deleted: bool = False, with_drafts: bool = False) -> list[Scenario]:
        """The scenarios, the last changed first; drafts and deleted ones only if asked for."""
        if not self.path.exists():
            return []
        with reading(self.path) as connection:
            rows = connection.execute(
                "SELECT * FROM scenario WHERE (:drafts OR NOT is_draft) AND (:deleted OR deleted_at IS NULL) "
                "ORDER BY changed_at DESC, id",
                {"drafts": with_drafts, "deleted": with_deleted},
            ).fetchall()
        return [_scenario(row) for row in rows]

    def get(self, scenario_id: str) -> Scenario:
        """One scenario, also a draft or a deleted one. Raises NoSuchScenario."""
        if not self.path.exists():
            raise _no_such(scenario_id)
        with reading(self.path) as connection:
            return _get(connection, scenario_id)

    def create(
        self,
        *,
        name: str,
        author_role: str,
        edition_id: str,
        valid_from: dt.date,
        content: str,
        at: dt.datetime,
        note: str = "",
        parent_id: str | None = None,
        is_draft: bool = False,
    ) -> Scenario:
        """Store a new scenario. A draft needs no name. Raises NameTaken, UnfitValue, and NoSuchScenario for the parent."""
        values: dict[str, object] = {
            "author_role": author_role,
            "note": fit_note(note),
            "parent_id": parent_id,
            "edition_id": edition_id,
            "valid_from": valid_from.isoformat(),
            "content": fit_content(content),
            "is_draft": is_draft,
            "at": moment(at),
            **_named(name if is_draft and not name.strip() else fit_name(name)),
        }
        with writing(self.path) as connection:
            if parent_id is not None:
                _get(connection, parent_id)
            return _scenario(_one(connection, INSERT, {**values, "id": _new_id(connection)}))

    def change(
        self,
        scenario_id: str,
        version: int,
        *,
        at: dt.datetime,
        name: str | None = None,
        note: str | None = None,
        content: str | None = None,
        valid_from: dt.date | None = None,
        edition_id: str | None = None,
        is_draft: bool | None = None,
    ) -> Scenario:
        """Change what is not None of the version that was read. To save a draft, give it a name and `is_draft=False`.

        Raises ChangedMeanwhile when another version is stored, NoSuchScenario (also for a deleted one), NameTaken, UnfitValue.
        """
        named = {"name": None, "name_key": None} if name is None else _named(fit_name(name))
        values: dict[str, object] = {
            "id": scenario_id,
            "version": version,
            "note": None if note is None else fit_note(note),
            "content": None if content is None else fit_content(content),
            "valid_from": None if valid_from is None else valid_from.isoformat(),
            "edition_id": edition_id,
            "is_draft": is_draft,
            "at": moment(at),
            **named,
        }
        with writing(self.path) as connection:
            found = _living(connection, scenario_id, version)
            if is_draft is False and name is None:
                fit_name(found.name)
            return _scenario(_one(connection, CHANGE, values))

    def copy(self, scenario_id: str, name: str, author_role: str, at: dt.datetime) -> Scenario:
        """Store the same content under another name, as a child. Raises NoSuchScenario, NameTaken, UnfitValue."""
        with writing(self.path) as connection:
            found = _living(connection, scenario_id)
            values: dict[str, object] = {
                "id": _new_id(connection),
                "author_role": author_role,
                "note": found.note,
                "parent_id": found.id,
                "edition_id": found.edition_id,
                "valid_from": found.valid_from.isoformat(),
                "content": found.content,
                "is_draft": False,
                "at": moment(at),
                **_named(fit_name(name)),
            }
            return _scenario(_one(connection, INSERT, values))

    def overwrite_parent(self, draft_id: str, version: int, at: dt.datetime) -> Scenario:
        """Put the content of a draft into the scenario it began from, and remove the draft. The parent as it was stays among
        the deleted ones. Raises ChangedMeanwhile when the draft, or the parent since the draft began, was changed; and
        NoSuchScenario when either is not there any more."""
        with writing(self.path) as connection:
            draft = _living(connection, draft_id, version)
            if draft.parent_id is None:
                raise NoSuchScenario("The scenario from which this draft began is not there any more.")
            parent = _living(connection, draft.parent_id)
            if parent.content_version != draft.parent_content_version:
                raise _changed()
            ids = {"id": parent.id, "draft": draft.id, "at": moment(at)}
            connection.execute(KEEP_OVERWRITTEN, {**ids, "new_id": _new_id(connection)})
            row = _one(connection, OVERWRITE, ids)
            connection.execute("DELETE FROM scenario WHERE id = ?", (draft.id,))
            return _scenario(row)

    def delete(self, scenario_id: str, at: dt.datetime) -> Scenario:
        """Take a scenario or draft out of sight; `restore` brings it back. Raises NoSuchScenario."""
        with writing(self.path) as connection:
            _living(connection, scenario_id)
            sql = "UPDATE scenario SET deleted_at = :at, version = version + 1 WHERE id = :id RETURNING *"
            return _scenario(_one(connection, sql, {"id": scenario_id, "at": moment(at)}))

    def restore(self, scenario_id: str, name: str | None = None) -> Scenario:
        """Bring a deleted scenario back, under another name if wanted. One that lives stays as it is.

        Raises NoSuchScenario, UnfitValue, and NameTaken when its name was given to another one meanwhile.
        """
        with writing(self.path) as connection:
            found = _get(connection, scenario_id)
            if not found.is_deleted:
                return found
            named = _named(found.name if name is None else fit_name(name))
            sql = (
                "UPDATE scenario SET deleted_at = NULL, name = :name, name_key = :name_key, version = version + 1 "
                "WHERE id = :id RETURNING *"
            )
            return _scenario(_one(connection, sql, {"id": scenario_id, **named}))

    def remove(self, scenario_id: str) -> None:
        """Remove a deleted scenario for good, with its name and note. Its children stay, without a parent.

        Raises NoSuchScenario when there is none among the deleted ones.
        """
        with writing(self.path) as connection:
            if not _get(connection, scenario_id).is_deleted:
                raise NoSuchScenario("Only a deleted scenario can be removed for good.")
            connection.execute("DELETE FROM scenario WHERE id = ?", (scenario_id,))

    def remove_drafts(self, before: dt.datetime) -> int:
        """Remove for good the drafts that nobody has changed since `before`; returns how many."""
        if not self.path.exists():
            return 0
        with writing(self.path) as connection:
            sql = "DELETE FROM scenario WHERE is_draft AND changed_at < ?"
            return connection.execute(sql, (moment(before),)).rowcount


def _scenario(row: sqlite3.Row) -> Scenario:
    values = dict(row)
    del values["name_key"]
    deleted = values["deleted_at"]
    return Scenario(
        **values
        | {
            "created_at": dt.datetime.fromisoformat(values["created_at"]),
            "changed_at": dt.datetime.fromisoformat(values["changed_at"]),
            "valid_from": dt.date.fromisoformat(values["valid_from"]),
            "is_draft": bool(values["is_draft"]),
            "deleted_at": None if deleted is None else dt.datetime.fromisoformat(deleted),
        }
    )


def _get(connection: sqlite3.Connection, scenario_id: str) -> Scenario:
    row = connection.execute("SELECT * FROM scenario WHERE id = ?", (scenario_id,)).fetchone()
    if row is None:
        raise _no_such(scenario_id)
    return _scenario(row)


def _living(connection: sqlite3.Connection, scenario_id: str, version: int | None = None) -> Scenario:
    """The scenario, if it is not deleted and still has the version that was read."""
    found = _get(connection, scenario_id)
    if found.is_deleted and found.is_draft:
        raise NoSuchScenario("This draft has been discarded meanwhile. It can be brought back.")
    if found.is_deleted:
        raise NoSuchScenario("The scenario «{name}» has been deleted. It can be brought back.", name=found.name)
    if version is not None and found.version != version:
        raise _changed()
    return found


def _one(connection: sqlite3.Connection, sql: str, values: Mapping[str, object]) -> sqlite3.Row:
    """The row a statement returns. The one thing that can clash in the table is a name."""
    try:
        row: sqlite3.Row = connection.execute(sql, values).fetchone()
    except sqlite3.IntegrityError as error:
        if "scenario.name_key" not in str(error):
            raise
        name = values.get("name") or _get(connection, str(values["id"])).name
        raise NameTaken("There is a scenario called «{name}» already. Choose another name.", name=name) from error
    return row


def _named(name: str) -> dict[str, object]:
    return {"name": name, "name_key": name_key(name)}


def _new_id(connection: sqlite3.Connection) -> str:
    while True:
        found = "".join(secrets.choice(ID_SIGNS) for _ in range(ID_LENGTH))
        if connection.execute("SELECT 1 FROM scenario WHERE id = ?", (found,)).fetchone() is None:
            return found


def _changed() -> ChangedMeanwhile:
    return ChangedMeanwhile(
        "Somebody else has changed this scenario meanwhile. Nothing was stored; load the page again to see its new state."
    )


def _no_such(scenario_id: str) -> NoSuchScenario:
    return NoSuchScenario("There is no scenario {id} here. It may have been removed.", id=scenario_id)
