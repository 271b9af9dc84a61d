"""Whatever is done to an agenda in whatever order, its positions are 1, 2, 3, … and it stands as a plain list would."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule

from workspace import ChangedMeanwhile, Meetings, NoSuchView

NOW = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)


class Agenda(RuleBasedStateMachine):
    """`order` is the list: which views must stand where; `off` has those that were taken off, with the position they had, and the
    edition of each; `texts` what must be sealed of each."""

    known = Bundle("known")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        self.meetings = Meetings(self.folder / "workspace.sqlite")
        self.meeting = self.meetings.create("Lenkungsgruppe", NOW.date(), "e0", "planning", NOW)
        self.order: list[str] = []
        self.off: dict[str, int] = {}
        self.edition: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.version = 1

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def refused(self, error: type[Exception], call) -> None:
        try:
            call()
        except error:
            return
        raise AssertionError(f"expected {error.__name__}")

    @rule(target=known)
    def add(self) -> str:
        text = f"text {len(self.texts)}"
        edition_id = self.meetings.get(self.meeting.id).edition_id
        item = self.meetings.add(
            self.meeting.id, "versorgung", "map", {"de": text}, "planning", NOW, edition_id=edition_id
        )
        self.order.append(item.id)
        self.texts[item.id], self.edition[item.id] = text, self.meetings.get(self.meeting.id).edition_id
        self.version += 1
        return item.id

    @rule(item_id=known, to=st.integers(-1, 7))
    def move(self, item_id: str, to: int) -> None:
        if item_id in self.off:
            self.refused(NoSuchView, lambda: self.meetings.move(item_id, to, NOW))
            return
        self.meetings.move(item_id, to, NOW)
        self.order.remove(item_id)
        self.order.insert(max(to - 1, 0), item_id)
        self.version += 1

    @rule(item_id=known)
    def remove(self, item_id: str) -> None:
        if item_id in self.off:
            self.refused(NoSuchView, lambda: self.meetings.remove(item_id, NOW))
            return
        self.meetings.remove(item_id, NOW)
        self.off[item_id] = self.order.index(item_id)
        self.order.remove(item_id)
        self.version += 1

    @rule(item_id=known)
    def put_back(self, item_id: str) -> None:
        if item_id in self.off and self.edition[item_id] != self.meetings.get(self.meeting.id).edition_id:
            self.refused(ChangedMeanwhile, lambda: self.meetings.put_back(item_id, NOW))
            return
        self.meetings.put_back(item_id, NOW)
        if item_id in self.off:
            self.order.insert(self.off.pop(item_id), item_id)
            self.version += 1

    @rule(edition_id=st.sampled_from(["e0", "e1"]), is_stale=st.booleans())
    def reseal(self, edition_id: str, is_stale: bool) -> None:
        new = {item_id: {"de": f"{self.texts[item_id]} {edition_id}"} for item_id in self.order}

        def call() -> None:
            self.meetings.reseal(self.meeting.id, self.version - is_stale, edition_id, new, NOW)

        if is_stale:
            self.refused(ChangedMeanwhile, call)
            return
        call()
        self.version += 1
        for item_id in self.order:
            self.texts[item_id], self.edition[item_id] = new[item_id]["de"], edition_id

    @precondition(lambda self: self.order)
    @rule()
    def delete_and_restore(self) -> None:
        self.meetings.delete(self.meeting.id, NOW)
        self.meetings.restore(self.meeting.id)
        self.version += 2

    @invariant()
    def stands_as_the_list(self) -> None:
        agenda = self.meetings.agenda(self.meeting.id)
        assert [item.id for item in agenda] == self.order
        assert [item.position for item in agenda] == list(range(1, len(self.order) + 1))
        assert [each.content for each in self.meetings.whole(self.meeting.id)[2]] == [
            self.texts[item_id] for item_id in self.order
        ]
        assert self.meetings.get(self.meeting.id).version == self.version


TestAgenda = Agenda.TestCase
TestAgenda.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
