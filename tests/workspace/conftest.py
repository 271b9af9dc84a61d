"""Workspaces of one's own, and what scenarios, meetings and assignments in them are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from workspace import AgendaItem, Assignment, Assignments, Meeting, Meetings, Scenario, Scenarios

MONDAY = dt.datetime(2026, 11, 2, 8, 30, tzinfo=dt.UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a workspace may be made."""
    return tmp_path / "workspace.sqlite"


@pytest.fixture
def scenarios(path: Path) -> Scenarios:
    """An empty workspace."""
    return Scenarios(path)


@pytest.fixture
def make(scenarios: Scenarios) -> Callable[..., Scenario]:
    """Makes scenarios; all but their names can be left out."""

    def made(name: str = "", **values: object) -> Scenario:
        usual = {
            "author_role": "planning",
            "edition_id": "20261102T083000Z-0123456789ab",
            "valid_from": dt.date(2027, 1, 1),
            "content": "{}",
            "at": MONDAY,
        }
        return scenarios.create(name=name, **{**usual, **values})

    return made


@pytest.fixture
def meetings(path: Path) -> Meetings:
    """The meetings of an empty workspace."""
    return Meetings(path)


@pytest.fixture
def convene(meetings: Meetings) -> Callable[..., Meeting]:
    """Makes meetings; everything can be left out."""

    def made(title: str = "Lenkungsgruppe", **values: object) -> Meeting:
        usual = {
            "held_on": dt.date(2026, 11, 23),
            "edition_id": "20261102T083000Z-0123456789ab",
            "author_role": "coordination",
            "at": MONDAY,
        }
        return meetings.create(title, **{**usual, **values})

    return made


@pytest.fixture
def show(meetings: Meetings) -> Callable[..., AgendaItem]:
    """Puts views on agendas: `show(meeting, "a")` one whose texts, in two languages, hold that word."""

    def added(meeting: Meeting, word: str, **values: object) -> AgendaItem:
        usual = {"figure": "map", "author_role": "coordination", "at": MONDAY}
        usual["edition_id"] = meetings.get(meeting.id).edition_id
        words = {name: values.pop(name) for name in ("headline", "note") if name in values}
        contents = {"de": f"{word} auf Deutsch: äöü", "en": f"{word} in English"}
        item = meetings.add(
            meeting.id, **{"address": f"versorgung?part={word}", "contents": contents, **usual, **values}
        )
        return (
            meetings.edit(item, **{"headline": "", "note": "", **words}, at=values.get("at", MONDAY)) if words else item
        )

    return added


@pytest.fixture
def assignments(path: Path) -> Assignments:
    """The assignments of an empty workspace."""
    return Assignments(path)


@pytest.fixture
def assign(assignments: Assignments) -> Callable[..., Assignment]:
    """Makes assignments; everything can be left out."""

    def made(text: str = "Sprechstunde in Titz prüfen", **values: object) -> Assignment:
        usual = {
            "office": "Amt für Integration",
            "due_on": dt.date(2027, 3, 31),
            "author_role": "coordination",
            "at": MONDAY,
        }
        return assignments.create(text, **{**usual, **values})

    return made
