"""What the page asks the door, narrowed to what is chosen."""

from __future__ import annotations

from typing import Any

import polars as pl

from pages._shared import door
from pages._shared.units import column_of, labels_of
from pages._shared.visit import Visit
from pages.outcomes.view import OutcomeView

UNIT, LABEL = "unit", "label"


def of_units(visit: Visit, view: OutcomeView, question: str, *by: str, **named: Any) -> pl.DataFrame:
    """The answer for every unit that is told apart: unit, then the columns of the question, grouped `by` further columns.

    What is chosen of these units does not narrow it. A unit without anything to count has no row.
    """
    column = column_of(visit, view.by)
    found = door.read(
        visit.edition_id,
        visit.role,
        question,
        (column, *by),
        **{"year": view.year, **_narrowed(visit, view, but=view.by), **named},
    )
    return found.rename({column: UNIT})


def of_all(visit: Visit, view: OutcomeView, question: str, *by: str, **named: Any) -> pl.DataFrame:
    """The answer for all of the units together, narrowed as they are: what each of them is compared with."""
    narrowed = _narrowed(visit, view, but=view.by)
    return door.read(visit.edition_id, visit.role, question, by, **{"year": view.year, **narrowed, **named})


def of_chosen(visit: Visit, view: OutcomeView, question: str, *by: str, **named: Any) -> pl.DataFrame:
    """The answer for what is chosen, or for the district."""
    narrowed = _narrowed(visit, view)
    return door.read(visit.edition_id, visit.role, question, by, **{"year": view.year, **narrowed, **named})


def curves_of_units(visit: Visit, view: OutcomeView, process: str) -> pl.DataFrame:
    """The curves of a process, one of every unit that is told apart: unit and the columns of door.curves."""
    column = column_of(visit, view.by)
    narrowed = _narrowed(visit, view, but=view.by)
    return door.curves(visit.edition_id, visit.role, process, (column,), view.year, **narrowed).rename({column: UNIT})


def curves_of_all(visit: Visit, view: OutcomeView, process: str) -> pl.DataFrame:
    """The curves of a process for all of the units together, narrowed as they are."""
    return door.curves(visit.edition_id, visit.role, process, (), view.year, **_narrowed(visit, view, but=view.by))


def curves_of_chosen(visit: Visit, view: OutcomeView, process: str, *by: str) -> pl.DataFrame:
    """The curves of a process for what is chosen, or for the district, grouped `by` further columns."""
    return door.curves(visit.edition_id, visit.role, process, by, view.year, **_narrowed(visit, view))


def every_unit(visit: Visit, view: OutcomeView) -> pl.DataFrame:
    """The units that are told apart, in the order to show them: unit, label."""
    labels = labels_of(visit, view.by)
    ordered = labels if view.by == "focus_area" else dict(sorted(labels.items(), key=lambda entry: entry[1]))
    return pl.DataFrame(
        {UNIT: list(ordered), LABEL: list(ordered.values())}, schema={UNIT: pl.String, LABEL: pl.String}
    )


def _narrowed(visit: Visit, view: OutcomeView, but: str = "") -> dict[str, str]:
    return {column_of(visit, unit): key for unit, key in view.chosen.items() if key and unit != but}


def with_every_unit(visit: Visit, view: OutcomeView, found: pl.DataFrame) -> pl.DataFrame:
    """A row for every unit there is, with its label, in the order to show them; null where there was nothing to count."""
    return every_unit(visit, view).join(found, on=UNIT, how="left", maintain_order="left")
