"""Workspaces of one's own, and what scenarios in them are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from workspace import Scenario, Scenarios

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
