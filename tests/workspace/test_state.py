"""Whatever is done in whatever order, the workspace holds what a plain dict would."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from workspace import ChangedMeanwhile, NameTaken, NoSuchScenario, Scenario, Scenarios

BEGINNING = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
names = st.sampled_from(["Nord", "NORD", "Süd", "Straße", "STRASSE", "Ost"])
contents = st.sampled_from(["[]", "[1]", "[2]"])


class Workspace(RuleBasedStateMachine):
    """`model` is the dict: what each id must hold."""

    known = Bundle("known")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        self.scenarios = Scenarios(self.folder / "workspace.sqlite")
        self.model: dict[str, Scenario] = {}
        self.hours = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def now(self) -> dt.datetime:
        self.hours += 1
        return BEGINNING + dt.timedelta(hours=self.hours)

    def is_free(self, name: str, beside: str = "") -> bool:
        living = (
            each for each in self.model.values() if not each.is_draft and not each.is_deleted and each.id != beside
        )
        return name.casefold() not in {each.name.casefold() for each in living}

    def lives(self, scenario_id: str) -> bool:
        return scenario_id in self.model and not self.model[scenario_id].is_deleted

    def refused(self, error: type[Exception], call) -> None:
        try:
            call()
        except error:
            return
        raise AssertionError(f"expected {error.__name__}")

    @rule(target=known, name=names, content=contents, parent=st.one_of(st.none(), known))
    def save_new(self, name: str, content: str, parent: str | None) -> object:
        return self._create(name, content, parent, is_draft=False)

    @rule(target=known, content=contents, parent=st.one_of(st.none(), known))
    def begin_draft(self, content: str, parent: str | None) -> object:
        return self._create("", content, parent, is_draft=True)

    def _create(self, name: str, content: str, parent: str | None, *, is_draft: bool) -> object:
        def create() -> Scenario:
            return self.scenarios.create(
                name=name,
                author_role="planning",
                edition_id="e",
                valid_from=BEGINNING.date(),
                content=content,
                at=self.now(),
                parent_id=parent,
                is_draft=is_draft,
            )

        if parent is not None and parent not in self.model:
            self.refused(NoSuchScenario, create)
            return multiple()
        if not is_draft and not self.is_free(name):
            self.refused(NameTaken, create)
            return multiple()
        made = create()
        assert (made.name, made.content, made.parent_id, made.version) == (name, content, parent, 1)
        self.model[made.id] = made
        return made.id

    @rule(scenario_id=known, content=contents, is_stale=st.booleans())
    def change_content(self, scenario_id: str, content: str, is_stale: bool) -> None:
        before = self.model.get(scenario_id)
        version = (before.version if before else 1) - is_stale
        at = self.now()

        def change() -> Scenario:
            return self.scenarios.change(scenario_id, version, at=at, content=content)

        if not self.lives(scenario_id) or before is None:
            self.refused(NoSuchScenario, change)
        elif is_stale:
            self.refused(ChangedMeanwhile, change)
        else:
            after = change()
            is_other = before.content != content
            assert after == replace(
                before,
                content=content,
                content_version=before.content_version + is_other,
                version=before.version + 1,
                changed_at=at,
            )
            self.model[scenario_id] = after

    @rule(scenario_id=known, name=names)
    def name_it(self, scenario_id: str, name: str) -> None:
        before, at = self.model.get(scenario_id), self.now()

        def change() -> Scenario:
            version = before.version if before else 1
            return self.scenarios.change(scenario_id, version, at=at, name=name, is_draft=False)

        if not self.lives(scenario_id) or before is None:
            self.refused(NoSuchScenario, change)
        elif not self.is_free(name, beside=scenario_id):
            self.refused(NameTaken, change)
        else:
            after = change()
            assert after == replace(before, name=name, is_draft=False, version=before.version + 1, changed_at=at)
            self.model[scenario_id] = after

    @rule(scenario_id=known)
    def delete(self, scenario_id: str) -> None:
        at = self.now()
        if not self.lives(scenario_id):
            self.refused(NoSuchScenario, lambda: self.scenarios.delete(scenario_id, at))
            return
        before = self.model[scenario_id]
        self.model[scenario_id] = self.scenarios.delete(scenario_id, at)
        assert self.model[scenario_id] == replace(before, deleted_at=at, version=before.version + 1)

    @rule(scenario_id=known)
    def restore(self, scenario_id: str) -> None:
        before = self.model.get(scenario_id)
        if before is None:
            self.refused(NoSuchScenario, lambda: self.scenarios.restore(scenario_id))
        elif before.is_deleted and not before.is_draft and not self.is_free(before.name):
            self.refused(NameTaken, lambda: self.scenarios.restore(scenario_id))
        else:
            after = self.scenarios.restore(scenario_id)
            assert after == (
                replace(before, deleted_at=None, version=before.version + 1) if before.is_deleted else before
            )
            self.model[scenario_id] = after

    @rule(scenario_id=consumes(known))
    def remove(self, scenario_id: str) -> None:
        if scenario_id not in self.model or self.lives(scenario_id):
            self.refused(NoSuchScenario, lambda: self.scenarios.remove(scenario_id))
            return
        self.scenarios.remove(scenario_id)
        del self.model[scenario_id]
        for each in self.model.values():
            if each.parent_id == scenario_id:
                self.model[each.id] = replace(each, parent_id=None)

    @rule(scenario_id=known)
    def overwrite(self, scenario_id: str) -> None:
        draft, at = self.model.get(scenario_id), self.now()

        def overwrite() -> Scenario:
            return self.scenarios.overwrite_parent(scenario_id, draft.version if draft else 1, at)

        if draft is None or not self.lives(scenario_id) or not draft.parent_id or not self.lives(draft.parent_id):
            self.refused(NoSuchScenario, overwrite)
            return
        parent = self.model[draft.parent_id]
        if parent.content_version != draft.parent_content_version:
            self.refused(ChangedMeanwhile, overwrite)
            return
        after = overwrite()
        assert after == replace(
            parent,
            content=draft.content,
            content_version=parent.content_version + 1,
            version=parent.version + 1,
            changed_at=at,
        )
        stored = self.scenarios.all(with_deleted=True, with_drafts=True)
        (kept,) = [each for each in stored if each.id not in self.model]
        assert kept == replace(parent, id=kept.id, version=1, is_draft=parent.is_draft, deleted_at=at)
        del self.model[draft.id]
        self.model |= {after.id: after, kept.id: kept}
        for each in self.model.values():
            if each.parent_id == draft.id:
                self.model[each.id] = replace(each, parent_id=None)

    @invariant()
    def holds_what_the_dict_holds(self) -> None:
        stored = self.scenarios.all(with_deleted=True, with_drafts=True)
        assert {each.id: each for each in stored} == self.model


TestWorkspace = Workspace.TestCase
TestWorkspace.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
