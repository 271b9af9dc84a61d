"""Everything that is shown of one unit, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from pages._shared.kept import kept
from pages._shared.visit import Visit
from pages.caseload import details_counts as counts
from pages.caseload.course_trends import Course
from pages.caseload.details_counts import Unit
from pages.caseload.view import CaseloadView


@dataclass(frozen=True)
class Facts:
    """The answers of pages.caseload.details_counts for a unit; `areas` has no rows where the unit is a focus area, `chosen` is
    the row of the view's own measure."""

    chosen: dict[str, Any]
    measures: pl.DataFrame
    course: Course
    areas: pl.DataFrame
    parts: pl.DataFrame
    services: pl.DataFrame
    months: pl.DataFrame


def facts_of(visit: Visit, view: CaseloadView, unit: Unit) -> Facts:
    """What is shown of a unit."""
    return kept(visit, "details", (view, unit), lambda: _facts(visit, view, unit))


def _facts(visit: Visit, view: CaseloadView, unit: Unit) -> Facts:
    measures = counts.measures_of(visit, view, unit)
    (chosen,) = measures.filter(pl.col("measure") == view.measure).iter_rows(named=True)
    return Facts(
        chosen,
        measures,
        counts.course_of(visit, view, unit),
        pl.DataFrame() if unit.by == "focus_area" else counts.areas_of(visit, view, unit),
        counts.parts_of(visit, view, unit),
        counts.services_of(visit, view, unit),
        counts.months_of(visit, view, unit),
    )
