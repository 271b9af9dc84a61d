"""Rows of the table of scenarios: the statements that write them, and what they mean."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping

from workspace.errors import ChangedMeanwhile, NameTaken, NoSuchScenario
from workspace.ids import shown_id
from workspace.scenario import Scenario, name_key

TAKEN = "SELECT 1 FROM scenario WHERE id = ?"
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


def scenario_of(row: sqlite3.Row) -> Scenario:
    """What a row means. Raises sqlite3.DataError for one of a damaged file."""
    values = dict(row)
    del values["name_key"]
    deleted = values["deleted_at"]
    try:
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
    except (TypeError, ValueError) as error:
        raise sqlite3.DataError(f"the row of scenario {values['id']} cannot be read") from error


def stored(connection: sqlite3.Connection, scenario_id: str) -> Scenario:
    """The scenario of an id, also a draft or a deleted one. Raises NoSuchScenario."""
    row = connection.execute("SELECT * FROM scenario WHERE id = ?", (scenario_id,)).fetchone()
    if row is None:
        raise no_such(scenario_id)
    return scenario_of(row)


def living(connection: sqlite3.Connection, scenario_id: str, version: int | None = None) -> Scenario:
    """The scenario, if it is not deleted and still has the version that was read. Raises NoSuchScenario, ChangedMeanwhile."""
    found = stored(connection, scenario_id)
    if found.is_deleted and found.is_draft:
        raise NoSuchScenario("This draft has been discarded meanwhile. It can be brought back.")
    if found.is_deleted:
        raise NoSuchScenario("The scenario «{name}» has been deleted. It can be brought back.", name=found.name)
    if version is not None and found.version != version:
        raise changed_meanwhile()
    return found


def returned(connection: sqlite3.Connection, sql: str, values: Mapping[str, object]) -> sqlite3.Row:
    """The row a statement returns. Raises NameTaken; a name is the one thing that can clash in the table."""
    try:
        row: sqlite3.Row = connection.execute(sql, values).fetchone()
    except sqlite3.IntegrityError as error:
        if "scenario.name_key" not in str(error):
            raise
        name = values.get("name") or stored(connection, str(values["id"])).name
        raise NameTaken("There is a scenario called «{name}» already. Choose another name.", name=name) from error
    return row


def name_values(name: str) -> dict[str, object]:
    """The columns that a name fills."""
    return {"name": name, "name_key": name_key(name)}


def changed_meanwhile() -> ChangedMeanwhile:
    """The error for who read an older version."""
    return ChangedMeanwhile(
        "Somebody else has changed this scenario meanwhile. Nothing was stored; load the page again to see its new state."
    )


def no_such(scenario_id: str) -> NoSuchScenario:
    """The error for an id that nobody has."""
    return NoSuchScenario("There is no scenario {id} here. It may have been removed.", id=shown_id(scenario_id))
