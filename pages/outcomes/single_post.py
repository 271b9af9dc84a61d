"""Which units' figures are the work of one employee, whom only the coordination may judge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from metrics.protection import sees_exact
from pages._shared.units import with_a_single_post
from pages._shared.visit import Visit
from pages.outcomes.view import OutcomeView


def not_to_be_judged(visit: Visit, view: OutcomeView, counted: Iterable[int]) -> set[str]:
    """Units whose figures rest on one post in any of the years `counted`; none for the coordination."""
    if sees_exact(visit.role):
        return set()
    area = view.focus_area if view.focus_area and view.by != "focus_area" else None
    days = [(dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in counted]
    return {unit for first, last in days for unit in with_a_single_post(visit, view.by, first, last, area)}
