"""What a meeting is, the views on its agenda and what is sealed of them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from workspace.errors import UnfitValue
from workspace.texts import fit_line, fit_lines

LONGEST_TITLE = 120
LONGEST_HEADLINE = 160
LONGEST_VIEW_NOTE = 1_000
LONGEST_FIGURE = 100
# The part under which the list of assignments is sealed; no id of an agenda item can be this.
ASSIGNMENTS = "assignments"


@dataclass(frozen=True)
class Meeting:
    """A meeting as it was stored. `version` counts its changes and those of its agenda; who changes it names the version that was
    read.

    `edition_id`: the edition of the data that everything on its agenda shows; `author_role`: the role of who made it;
    `locked_at`: since when nothing of it can change, None while it still can; `deleted_at`: None as long as it lives;
    `digest`: `sealing.digest` of everything it consists of, "" until it is locked. Moments are UTC.
    """

    id: str
    title: str
    held_on: dt.date
    edition_id: str
    author_role: str
    created_at: dt.datetime
    changed_at: dt.datetime
    version: int
    locked_at: dt.datetime | None
    deleted_at: dt.datetime | None
    digest: str

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None


@dataclass(frozen=True)
class AgendaItem:
    """A view on the agenda of a meeting. `position`: 1 for the first, without gaps; for a view that was taken off, the one it had.

    `address`: the state of the page the view comes from, such as "versorgung?part=map"; `figure`: the key of the figure on it;
    `headline`, `note`: what whoever prepares the meeting wrote over and below it, "" for nothing; `added_at`: UTC;
    `author_role`: the role of who added it.
    """

    id: str
    meeting_id: str
    position: int
    address: str
    figure: str
    headline: str
    note: str
    added_at: dt.datetime
    author_role: str


@dataclass(frozen=True)
class Sealed:
    """A text of a meeting that does not change. `part`: the id of an agenda item, or ASSIGNMENTS; `language`: "de" or "en";
    `sha256`: of the content in UTF-8, in hexadecimal digits."""

    part: str
    language: str
    content: str
    sha256: str


def fit_title(title: str) -> str:
    """A title with single blanks between its words. Raises UnfitValue."""
    return fit_line("title", title, LONGEST_TITLE)


def fit_headline(headline: str) -> str:
    """A headline with single blanks between its words, or "". Raises UnfitValue."""
    return fit_line("headline", headline, LONGEST_HEADLINE)


def fit_view_note(note: str) -> str:
    """A note without blanks around it, or "". Raises UnfitValue."""
    return fit_lines("note", note, LONGEST_VIEW_NOTE)


def fit_figure(figure: str) -> str:
    """The key of a figure as it is. Raises UnfitValue."""
    if len(figure) > LONGEST_FIGURE or not re.fullmatch(r"[a-z0-9_]+", figure):
        raise UnfitValue("The view names no figure.")
    return figure
