"""Storing and finding scenarios. Every call is one transaction of its own: any number of threads and processes may call."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from workspace.database import reading, writing
from workspace.errors import NoSuchScenario
from workspace.ids import new_id
from workspace.moments import moment
from workspace.rows import (
    CHANGE,
    INSERT,
    KEEP_OVERWRITTEN,
    OVERWRITE,
    TAKEN,
    changed_meanwhile,
    living,
    name_values,
    no_such,
    returned,
    scenario_of,
    stored,
)
from workspace.scenario import Scenario, fit_content, fit_name, fit_note


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
            return [scenario_of(row) for row in rows]

    def get(self, scenario_id: str) -> Scenario:
        """One scenario, also a draft or a deleted one. Raises NoSuchScenario."""
        if not self.path.exists():
            raise no_such(scenario_id)
        with reading(self.path) as connection:
            return stored(connection, scenario_id)

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
            **name_values(name if is_draft and not name.strip() else fit_name(name)),
        }
        with writing(self.path) as connection:
            if parent_id is not None:
                stored(connection, parent_id)
            return scenario_of(returned(connection, INSERT, {**values, "id": new_id(connection, TAKEN)}))

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
        named = {"name": None, "name_key": None} if name is None else name_values(fit_name(name))
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
            found = living(connection, scenario_id, version)
            if is_draft is False and name is None:
                fit_name(found.name)
            return scenario_of(returned(connection, CHANGE, values))

    def copy(self, scenario_id: str, name: str, author_role: str, at: dt.datetime) -> Scenario:
        """Store the same content under another name, as a child. Raises NoSuchScenario, NameTaken, UnfitValue."""
        with writing(self.path) as connection:
            found = living(connection, scenario_id)
            values: dict[str, object] = {
                "id": new_id(connection, TAKEN),
                "author_role": author_role,
                "note": found.note,
                "parent_id": found.id,
                "edition_id": found.edition_id,
                "valid_from": found.valid_from.isoformat(),
                "content": found.content,
                "is_draft": False,
                "at": moment(at),
                **name_values(fit_name(name)),
            }
            return scenario_of(returned(connection, INSERT, values))

    def overwrite_parent(self, draft_id: str, version: int, at: dt.datetime) -> Scenario:
        """Put the content of a draft into the scenario it began from, and remove the draft. The parent as it was stays among
        the deleted ones. Raises ChangedMeanwhile when the draft, or the parent since the draft began, was changed; and
        NoSuchScenario when either is not there any more."""
        with writing(self.path) as connection:
            draft = living(connection, draft_id, version)
            if draft.parent_id is None:
                raise NoSuchScenario("The scenario from which this draft began is not there any more.")
            parent = living(connection, draft.parent_id)
            if parent.content_version != draft.parent_content_version:
                raise changed_meanwhile()
            ids = {"id": parent.id, "draft": draft.id, "at": moment(at)}
            connection.execute(KEEP_OVERWRITTEN, {**ids, "new_id": new_id(connection, TAKEN)})
            row = returned(connection, OVERWRITE, ids)
            connection.execute("DELETE FROM scenario WHERE id = ?", (draft.id,))
            return scenario_of(row)

    def delete(self, scenario_id: str, at: dt.datetime) -> Scenario:
        """Take a scenario or draft out of sight; `restore` brings it back. Raises NoSuchScenario."""
        with writing(self.path) as connection:
            living(connection, scenario_id)
            sql = "UPDATE scenario SET deleted_at = :at, version = version + 1 WHERE id = :id RETURNING *"
            return scenario_of(returned(connection, sql, {"id": scenario_id, "at": moment(at)}))

    def restore(self, scenario_id: str, name: str | None = None) -> Scenario:
        """Bring a deleted scenario back, under another name if wanted. One that lives stays as it is.

        Raises NoSuchScenario, UnfitValue, and NameTaken when its name was given to another one meanwhile.
        """
        with writing(self.path) as connection:
            found = stored(connection, scenario_id)
            if not found.is_deleted:
                return found
            named = name_values(found.name if name is None else fit_name(name))
            sql = (
                "UPDATE scenario SET deleted_at = NULL, name = :name, name_key = :name_key, version = version + 1 "
                "WHERE id = :id RETURNING *"
            )
            return scenario_of(returned(connection, sql, {"id": scenario_id, **named}))

    def remove(self, scenario_id: str) -> None:
        """Remove a deleted scenario for good, with its name and note. Its children stay, without a parent.

        Raises NoSuchScenario when there is none among the deleted ones.
        """
        with writing(self.path) as connection:
            if not stored(connection, scenario_id).is_deleted:
                raise NoSuchScenario("Only a deleted scenario can be removed for good.")
            connection.execute("DELETE FROM scenario WHERE id = ?", (scenario_id,))

    def remove_drafts(self, before: dt.datetime) -> int:
        """Remove for good the drafts that nobody has changed since `before`; returns how many."""
        if not self.path.exists():
            return 0
        with writing(self.path) as connection:
            sql = "DELETE FROM scenario WHERE is_draft AND changed_at < ?"
            return connection.execute(sql, (moment(before),)).rowcount
