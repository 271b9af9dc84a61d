"""Assignments in the words of a language: how far they are, and what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Protocol

from locales.clock import local_day
from locales.language import Language
from metrics.protection import ROLE_NAMES

ASSIGNMENT_STATUS_NAMES = {"open": "open", "under_way": "under way", "done": "done", "dropped": "dropped"}
FIELD_NAMES = {"text": "Assignment", "office": "Responsible office", "due_on": "Due", "status": "Status"}
NOTHING = "–"


class Change(Protocol):
    """One field of an assignment in one version, as what users write keeps it."""

    @property
    def version(self) -> int: ...
    @property
    def at(self) -> dt.datetime: ...
    @property
    def role(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...
    @property
    def note(self) -> str: ...


def status_text(status: str, language: Language) -> str:
    """How far an assignment is, in a word."""
    return language.text(ASSIGNMENT_STATUS_NAMES[status])


def history_sentences(changes: Iterable[Change], language: Language) -> tuple[str, ...]:
    """One sentence per version: when, who, what; the oldest first as in `changes`."""
    versions = groupby(changes, key=lambda change: change.version)
    return tuple(_sentence(list(rows), language) for _, rows in versions)


def _sentence(rows: list[Change], language: Language) -> str:
    first = rows[0]
    role = language.text(ROLE_NAMES[first.role]) if first.role in ROLE_NAMES else first.role
    done = language.text("created") if first.version == 1 else _told(rows, language)
    remark = next((row.note for row in rows if row.note), "")
    what = " – ".join(part for part in (done, remark) if part)
    return f"{language.day(local_day(first.at))}, {role}: {what}"


def _told(rows: Iterable[Change], language: Language) -> str:
    return "; ".join(said for row in rows if (said := _change(row, language)))


def _change(change: Change, language: Language) -> str:
    text = language.text
    if change.field in FIELD_NAMES:
        name = text(FIELD_NAMES[change.field])
        before, after = _value(change.field, change.before, language), _value(change.field, change.after, language)
        return text("{field} from «{before}» to «{after}»", field=name, before=before, after=after)
    match change.field:
        case "address":
            return text("linked with another view")
        case "deleted_at":
            return text("deleted") if change.after else text("brought back")
        case _:  # a remark alone
            return ""


def _value(field: str, value: str, language: Language) -> str:
    if not value:
        return NOTHING
    if field == "status":
        return status_text(value, language) if value in ASSIGNMENT_STATUS_NAMES else value
    return language.day(dt.date.fromisoformat(value)) if field == "due_on" else value
