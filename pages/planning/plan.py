"""The plan that is being looked at: the edits of a draft or a saved scenario, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pages._shared.scenarios import Opened
from planning.edit import Edit


@dataclass(frozen=True)
class Plan:
    """`edits` in the order they were made, `undone` those taken back, the last one first to come again. `name` as shown. `opened`:
    the draft or scenario they are kept in, None until something was changed: then the posts are as they stand."""

    name: str
    edits: tuple[Edit, ...] = ()
    undone: tuple[Edit, ...] = ()
    opened: Opened | None = None

    @property
    def scenario_id(self) -> str:
        """The id of the draft or scenario, "" without one."""
        return self.opened.scenario.id if self.opened else ""

    def with_edits(self, more: Sequence[Edit]) -> Plan:
        """The plan with further edits; what was taken back cannot come again after that."""
        return replace(self, edits=(*self.edits, *more), undone=())

    def without(self, position: int) -> Plan:
        """The plan without one of its edits, which can be brought back as the last."""
        edits = list(self.edits)
        taken = edits.pop(position)
        return replace(self, edits=tuple(edits), undone=(*self.undone, taken))

    def undo(self) -> Plan:
        """The plan without its last edit; the plan itself when it has none."""
        return self.without(len(self.edits) - 1) if self.edits else self

    def redo(self) -> Plan:
        """The plan with the edit that was taken back last; the plan itself when there is none."""
        if not self.undone:
            return self
        *before, last = self.undone
        return replace(self, edits=(*self.edits, last), undone=tuple(before))
