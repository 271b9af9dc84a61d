"""Scenarios as text: what the workspace keeps of them, and files that go from one installation to another."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

from planning.edit import Edit
from planning.edit_form import edits_at, written
from planning.scenario_error import ScenarioFileError, unexpected
from planning.strict_json import day_at, object_at, parsed, text_at

FORMAT, VERSION = "kim-atlas-scenario", 1
CONTENT_VERSION = 1
SUFFIX, MEDIA_TYPE = "json", "application/json"
LONGEST_NAME, LONGEST_NOTE, LONGEST_CODE = 100, 2_000, 60

__all__ = [
    "MEDIA_TYPE",
    "SUFFIX",
    "ScenarioFile",
    "ScenarioFileError",
    "from_content",
    "from_file",
    "to_content",
    "to_file",
]


@dataclass(frozen=True)
class ScenarioFile:
    """A scenario on its way. `district`: the AGS of the Kreis it was made for; `author_role`, `edition_id`: who made it on which
    edition of the data there; `valid_from`: the day from which it holds."""

    name: str
    note: str
    author_role: str
    district: str
    edition_id: str
    valid_from: dt.date
    edits: tuple[Edit, ...]


def to_content(edits: Sequence[Edit], undone: Sequence[Edit] = ()) -> str:
    """Edits, and those taken back, as text for the workspace. Raises ValueError for an edit that could not be read back, as
    ScenarioFileError for what people can cause: too many edits, names too long."""
    content = {"version": CONTENT_VERSION, "edits": written(edits), "undone": written(undone)}
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    from_content(text)  # what was stored and could not be read again would be lost
    return text


def from_content(text: str) -> tuple[tuple[Edit, ...], tuple[Edit, ...]]:
    """Edits and those taken back. Raises ScenarioFileError for a text that `to_content` did not make."""
    content = parsed(text)
    _check_version(content, CONTENT_VERSION)
    fields = object_at(content, "", ("version", "edits", "undone"))
    return edits_at(fields["edits"], "edits"), edits_at(fields["undone"], "undone")


def to_file(scenario: ScenarioFile) -> bytes:
    """A file to read, keep or send: JSON in UTF-8, one value a line. Raises ValueError for an edit that could not be read back."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "name": scenario.name,
        "note": scenario.note,
        "author_role": scenario.author_role,
        "district": scenario.district,
        "edition": scenario.edition_id,
        "valid_from": scenario.valid_from.isoformat(),
        "edits": written(scenario.edits),
    }
    return (json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()


def from_file(content: bytes) -> ScenarioFile:
    """The scenario in a file. Raises ScenarioFileError, with the place in the file, for anything that is not as `to_file` writes
    it; a field that is not known is refused, for it may be a known one misspelt."""
    value = parsed(content)
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise ScenarioFileError(
            'This is not a scenario of KIM-Atlas: its field «format» would be "{format}".', format=FORMAT
        )
    _check_version(value, VERSION)
    fields = object_at(
        value, "", ("format", "version", "name", "district", "valid_from", "edits"), ("note", "author_role", "edition")
    )
    return ScenarioFile(
        name=text_at(fields["name"], "name", LONGEST_NAME),
        note=text_at(fields.get("note", ""), "note", LONGEST_NOTE, may_be_empty=True, has_lines=True),
        author_role=text_at(fields.get("author_role", ""), "author_role", LONGEST_CODE, may_be_empty=True),
        district=text_at(fields["district"], "district", LONGEST_CODE),
        edition_id=text_at(fields.get("edition", ""), "edition", LONGEST_CODE, may_be_empty=True),
        valid_from=day_at(fields["valid_from"], "valid_from"),
        edits=edits_at(fields["edits"], "edits"),
    )


def _check_version(value: object, known: int) -> None:
    """Looked at before anything else: what a newer version knows may look wrong to this one."""
    version = value.get("version") if isinstance(value, dict) else None
    if isinstance(version, int) and not isinstance(version, bool) and version > known:
        raise ScenarioFileError(
            "It was made by a newer version of KIM-Atlas (form {found}, this one knows up to {known}).",
            "version",
            found=version,
            known=known,
        )
    if isinstance(version, bool) or version != known:
        raise unexpected("the number 1", "version", version)
