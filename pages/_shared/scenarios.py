"""The one place where pages meet the stored scenarios: scenarios and drafts as visitors read, change, save, delete and share them.

    load(scenario_id) -> Opened                                 one to look at, also a draft or a deleted one
    begin_draft(visit, parent, edits, valid_from, undone) -> Opened
    store(visit, draft, edits, undone) -> Opened                every edit, undo and redo at once
    save(visit, draft, name, note) -> Opened                    the draft becomes a saved scenario, with the same id
    overwrite(visit, draft) -> Opened                           its content goes into its parent, which is returned
    discard(visit, draft)
    may_change(scenario, role), may_store(draft, role), overwriting(visit, draft) -> Overwriting
    saved(), drafts(visit), deleted(), edits_of(scenario)
    rename(…), copy(…), delete(…), restore(…), remove(…), take_in(visit, file, name); files: pages._shared.scenario_files

All raise one of PROBLEMS, which `pages._shared.stored_words.problem_sentence` says in the language of the reader. Nothing is
kept between runs: another visitor may write at any moment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from pages._shared import door
from pages._shared.visit import Visit
from planning.edit import Edit
from planning.scenario_file import ScenarioFile, ScenarioFileError, from_content, to_content
from warehouse import data_folder
from workspace import (
    FILE,
    LONGEST_NAME,
    LONGEST_NOTE,
    ChangedMeanwhile,
    NameTaken,
    NoSuchScenario,
    Scenario,
    Scenarios,
    WorkspaceError,
)

__all__ = [
    "LONGEST_NAME",
    "LONGEST_NOTE",
    "ChangedMeanwhile",
    "NameTaken",
    "NoSuchScenario",
    "Scenario",
    "ScenarioFile",
    "ScenarioFileError",
    "WorkspaceError",
]

PROBLEMS = (WorkspaceError, ScenarioFileError)
# Drafts that nobody has touched for so long are removed when the app starts.
DAYS_OF_DRAFTS = 90


@dataclass(frozen=True)
class Opened:
    """A scenario or draft with its edits in the order they were made, those taken back (the last one first to come again), and
    the scenario it began from, None when that is gone or there was none."""

    scenario: Scenario
    edits: tuple[Edit, ...]
    undone: tuple[Edit, ...]
    parent: Scenario | None


@dataclass(frozen=True)
class Overwriting:
    """Whether a draft may take the place of what it began from. `reason` is "" when it may, else one of "no_parent", "deleted",
    "not_yours", "changed"."""

    parent: Scenario | None
    reason: str


def load(scenario_id: str) -> Opened:
    """A scenario or draft, also a deleted one. Raises one of PROBLEMS."""
    return _opened(_scenarios().get(scenario_id))


def begin_draft(
    visit: Visit, parent: Scenario | None, edits: Sequence[Edit], valid_from: dt.date, undone: Sequence[Edit] = ()
) -> Opened:
    """Store edits as a draft of their own. `parent` is the scenario they began from, if it is a saved one; `valid_from` counts
    as long as there are no edits."""
    is_saved = parent is not None and not parent.is_draft
    begun = _scenarios().create(
        name="",
        author_role=visit.role,
        edition_id=visit.edition_id,
        valid_from=_begins(edits, valid_from),
        content=to_content(edits, undone),
        at=_now(),
        parent_id=parent.id if parent is not None and is_saved else None,
        is_draft=True,
    )
    return _opened(begun)


def store(visit: Visit, draft: Scenario, edits: Sequence[Edit], undone: Sequence[Edit] = ()) -> Opened:
    """Put edits in the place of those of a draft, as it was read. Raises ChangedMeanwhile when another window stored it since,
    NoSuchScenario when it was discarded, PermissionError for whom `may_store` denies it."""
    _require_draft(draft, visit)
    changed = _scenarios().change(
        draft.id,
        draft.version,
        at=_now(),
        content=to_content(edits, undone),
        edition_id=visit.edition_id,
        valid_from=_begins(edits, draft.valid_from),
    )
    return _opened(changed)


def save(visit: Visit, draft: Scenario, name: str, note: str) -> Opened:
    """Give a draft its name; it is a scenario from then on, and keeps its id. Raises NameTaken, PermissionError."""
    _require_draft(draft, visit)
    return _opened(_scenarios().change(draft.id, draft.version, at=_now(), name=name, note=note, is_draft=False))


def overwrite(visit: Visit, draft: Scenario) -> Opened:
    """Put the draft into the scenario it began from, which is returned; as it was it stays among the deleted ones.

    Raises ChangedMeanwhile, NoSuchScenario, and PermissionError for whom `overwriting` gives a reason.
    """
    if overwriting(visit, draft).reason == "not_yours":
        raise PermissionError(f"{visit.role} may not overwrite what {draft.id} began from")
    return _opened(_scenarios().overwrite_parent(draft.id, draft.version, _now()))


def overwriting(visit: Visit, draft: Scenario) -> Overwriting:
    """Whether a draft may be put into the scenario it began from, as things stand now."""
    parent = _parent_of(draft)
    if parent is None:
        return Overwriting(None, "no_parent")
    if parent.is_deleted:
        return Overwriting(parent, "deleted")
    if not may_change(parent, visit.role):
        return Overwriting(parent, "not_yours")
    is_same = parent.content_version == draft.parent_content_version
    return Overwriting(parent, "" if is_same else "changed")


def discard(visit: Visit, draft: Scenario) -> None:
    """Take a draft out of sight; `restore` brings it back. Raises PermissionError."""
    _require_draft(draft, visit)
    _scenarios().delete(draft.id, _now())


def may_change(scenario: Scenario, role: str) -> bool:
    """Whether a role may rename, overwrite or delete it: the one that made it, and the coordination."""
    return role == scenario.author_role or door.is_coordination(role)


def may_store(scenario: Scenario, role: str) -> bool:
    """Whether edits go into this one itself: a living draft that the role may change. Else a draft of one's own begins."""
    return scenario.is_draft and not scenario.is_deleted and may_change(scenario, role)


def saved() -> list[Scenario]:
    """The saved scenarios, the last changed first."""
    return _scenarios().all()


def drafts(visit: Visit) -> list[Opened]:
    """The drafts of the visitor's role that have a change in them, the last changed first; not those that cannot be read."""
    found = []
    for each in _scenarios().all(with_drafts=True):
        if each.is_draft and each.author_role == visit.role:
            with suppress(ScenarioFileError):
                found.append(_opened(each))
    return [opened for opened in found if opened.edits or opened.undone]


def edits_of(scenario: Scenario) -> tuple[Edit, ...]:
    """The changes of a scenario in their order. Raises ScenarioFileError."""
    return from_content(scenario.content)[0]


def deleted() -> list[Scenario]:
    """Saved scenarios that were deleted or overwritten, the last one first."""
    found = [each for each in _scenarios().all(with_deleted=True) if each.deleted_at is not None]
    return sorted(found, key=lambda each: each.deleted_at or each.changed_at, reverse=True)


def rename(visit: Visit, scenario: Scenario, name: str, note: str) -> Scenario:
    """Change name and note. Raises ChangedMeanwhile, NameTaken, PermissionError."""
    _require(scenario, visit)
    return _scenarios().change(scenario.id, scenario.version, at=_now(), name=name, note=note)


def copy(visit: Visit, scenario: Scenario, name: str) -> Scenario:
    """The same content under another name, the visitor's own. Raises NameTaken."""
    return _scenarios().copy(scenario.id, name, visit.role, _now())


def delete(visit: Visit, scenario: Scenario) -> Scenario:
    """Take a scenario out of sight. Raises PermissionError."""
    _require(scenario, visit)
    return _scenarios().delete(scenario.id, _now())


def restore(visit: Visit, scenario: Scenario, name: str | None = None) -> Scenario:
    """Bring a deleted one back, under another name if its own was given away. Raises NameTaken, PermissionError."""
    _require(scenario, visit)
    return _scenarios().restore(scenario.id, name)


def remove(visit: Visit, scenario: Scenario) -> None:
    """Remove a deleted one for good, name and note with it. Raises PermissionError."""
    _require(scenario, visit)
    _scenarios().remove(scenario.id)


def take_in(visit: Visit, found: ScenarioFile, name: str) -> Scenario:
    """Save the scenario of a file, as the visitor's. Raises NameTaken, UnfitValue."""
    return _scenarios().create(
        name=name,
        author_role=visit.role,
        note=found.note,
        edition_id=found.edition_id or visit.edition_id,
        valid_from=found.valid_from,
        content=to_content(found.edits),
        at=_now(),
    )


def _scenarios() -> Scenarios:
    path = data_folder() / FILE
    _remove_old_drafts_once(str(path))
    return Scenarios(path)


@st.cache_resource(show_spinner=False)
def _remove_old_drafts_once(path: str) -> None:
    """When the app starts; keeps no row."""
    Scenarios(Path(path)).remove_drafts(_now() - dt.timedelta(days=DAYS_OF_DRAFTS))


def _opened(scenario: Scenario) -> Opened:
    edits, undone = from_content(scenario.content)
    return Opened(scenario, edits, undone, _parent_of(scenario))


def _parent_of(scenario: Scenario) -> Scenario | None:
    if scenario.parent_id is None:
        return None
    try:
        return _scenarios().get(scenario.parent_id)
    except NoSuchScenario:  # removed for good between two looks
        return None


def _begins(edits: Sequence[Edit], otherwise: dt.date) -> dt.date:
    return min((edit.valid_from for edit in edits), default=otherwise)


def _require(scenario: Scenario, visit: Visit) -> None:
    if not may_change(scenario, visit.role):
        raise PermissionError(f"{visit.role} may not change scenario {scenario.id} of {scenario.author_role}")


def _require_draft(draft: Scenario, visit: Visit) -> None:
    if not may_store(draft, visit.role):
        raise PermissionError(f"{draft.id} is no draft that {visit.role} may change")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
