"""The compared plans with what each of them comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from pages._shared.kept import kept
from pages._shared.view import ALL_AREAS, View
from pages._shared.visit import Visit
from pages.planning.comparing.moves import moved_fte
from pages.planning.comparing.plans import Compared
from pages.planning.evaluated import clients_evaluated, evaluated, frames, planned, today
from planning.allocation import of_area, placed
from planning.edit import Edit
from planning.edits import Applied
from planning.evaluate import Evaluation


@dataclass(frozen=True)
class Evaluated:
    """A plan and its figures: `found` of the view's focus area, `clients` with the clients that a visitor may see, `moved_fte`
    that change places against the posts as they stand. `applied`: posts of all focus areas, and edits that are impossible."""

    plan: Compared
    found: Evaluation
    clients: Evaluation
    moved_fte: float
    applied: Applied


def evaluate_all(visit: Visit, view: View, plans: Sequence[Compared]) -> tuple[Evaluated, ...]:
    """Every plan on the data of the visit, whatever edition it was made on."""
    return tuple(
        Evaluated(
            plan,
            evaluated(visit, view, plan.edits),
            clients_evaluated(visit, view, plan.edits),
            _moved(visit, view, plan.edits),
            planned(visit, view, plan.edits),
        )
        for plan in plans
    )


def parts_of(visit: Visit, view: View, allocation: pl.DataFrame) -> pl.DataFrame:
    """The posts of the view's focus area with their FTE in every municipality (planning.allocation), split by its rule."""
    known = frames(visit, view)
    area = None if view.focus_area == ALL_AREAS else view.focus_area
    return placed(of_area(allocation, area), known.need, view.rule, known.hours)


def _moved(visit: Visit, view: View, edits: Sequence[Edit]) -> float:
    def build() -> float:
        before = parts_of(visit, view, today(visit, view))
        return moved_fte(before, parts_of(visit, view, planned(visit, view, edits).allocation))

    return kept(visit, "plan_moved", (view, tuple(edits)), build) if edits else 0.0
