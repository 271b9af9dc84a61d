"""The plan that is being looked at: the edits of a draft or a saved scenario, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planning.edits import Edit


@dataclass(frozen=True)
class Plan:
    """`edits` in the order they were made, `undone` those taken back, the last one first to come again. `name` as shown.
    `scenario_id` is "" until something was changed: then the posts are as they stand."""

    name: str
    edits: Sequence[Edit] = ()
    undone: Sequence[Edit] = ()
    scenario_id: str = ""

    def with_edits(self, *more: Edit) -> Plan:
        """The plan with further edits; what was taken back cannot come again after that."""
        return Plan(self.name, (*self.edits, *more), (), self.scenario_id)

    def without_last(self) -> Plan:
        """The plan without its last edit, which can be brought back."""
        *before, last = self.edits
        return Plan(self.name, tuple(before), (*self.undone, last), self.scenario_id)

    def with_last_undone(self) -> Plan:
        """The plan with the edit that was taken back last."""
        *before, last = self.undone
        return Plan(self.name, (*self.edits, last), tuple(before), self.scenario_id)
