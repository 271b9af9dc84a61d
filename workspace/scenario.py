"""What a scenario is, and what its texts may be."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass

from workspace.errors import UnfitValue
from workspace.texts import FORMAT, fit_line, fit_lines

LONGEST_NAME = 100
LONGEST_NOTE = 2_000
LONGEST_CONTENT = 1_000_000


@dataclass(frozen=True)
class Scenario:
    """A scenario as it was stored. `version` counts its changes; who changes it names the version that was read.
    `content_version` counts those of its content alone: renaming a scenario does not make what began from it outdated.

    `name` is "" for a draft; `author_role`: the role of who made it; `parent_id` and `parent_content_version`: the scenario it
    began from, as it was then, None where it began from today's posts; `edition_id`: the edition of the data its content was last
    changed on; `valid_from`: the day from which its first edit is meant to hold; `content`: text in the form of the caller;
    `is_draft`: not saved under a name yet; `deleted_at`: None as long as it lives. Moments are UTC.
    """

    id: str
    name: str
    author_role: str
    note: str
    created_at: dt.datetime
    changed_at: dt.datetime
    parent_id: str | None
    parent_content_version: int | None
    edition_id: str
    valid_from: dt.date
    content: str
    content_version: int
    version: int
    is_draft: bool
    deleted_at: dt.datetime | None

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None


def fit_name(name: str) -> str:
    """A name with single blanks between its words. Raises UnfitValue for an empty or too long one, or one with signs that
    cannot be seen."""
    return fit_line("name", name, LONGEST_NAME)


def fit_note(note: str) -> str:
    """A note without blanks around it. Raises UnfitValue."""
    return fit_lines("note", note, LONGEST_NOTE)


def fit_content(content: str) -> str:
    """The content as it is. Raises UnfitValue for more than a megabyte."""
    if len(content) > LONGEST_CONTENT:
        raise UnfitValue("The scenario has too many changes to be stored.")
    return content


def name_key(name: str) -> str:
    """Two names with the same key are one name to a reader."""
    plain = unicodedata.normalize("NFKC", name)
    return "".join(sign for sign in plain if unicodedata.category(sign) != FORMAT).casefold()
