"""Which unit differs from the rest beyond chance. Never from a whole that contains it: a large part pulls that towards itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from locales import Language
from metrics.against_rest import against_rest
from metrics.shares import Difference
from pages._shared.kept import kept
from pages._shared.trends import SINGLE_POST, TOO_FEW
from pages._shared.visit import Visit
from pages.outcomes.measures import Measure, scale_of, slack_of
from pages.outcomes.overview_figures import of_every_unit, whole
from pages.outcomes.single_post import not_to_be_judged
from pages.outcomes.view import OutcomeView, years

HIGHER, LOWER, AS_REST = "higher", "lower", "as_rest"
# What these count as reached, each focus area settles for itself.
BY_OWN_FRAME = ("goals_reached_share", "cases_reached_share")


@dataclass(frozen=True)
class Against:
    """A unit's share beside that of all others together. `found`: how they differ, with limits at 99.8 %, None where there is none to
    tell; `verdict`: HIGHER, LOWER or AS_REST, or why there is none."""

    key: str
    label: str
    value: float | None
    count: int | None
    base: int | None
    rest: float | None
    found: Difference | None
    verdict: str


def compared(visit: Visit, view: OutcomeView, measure: Measure) -> list[Against]:
    """Every unit against the others in the chosen time, in the order to show them; nothing for what is no share (of the days that
    others waited there is no median to work out from those of all), nor where each has terms of its own."""
    return kept(visit, f"compared_{measure.id}", view, lambda: _compared(visit, view, measure))


def has_own_terms(view: OutcomeView, measure: Measure) -> bool:
    """Whether the units are focus areas and the figure means something else in each of them."""
    return view.by == "focus_area" and measure.id in BY_OWN_FRAME


def own_terms_text(language: Language) -> str:
    """Why focus areas are not compared with each other."""
    return language.text(
        "Focus areas are not judged against each other by goals reached: each has goals of its own and settles what counts as reached."
    )


def _compared(visit: Visit, view: OutcomeView, measure: Measure) -> list[Against]:
    together = whole(visit, view, measure)
    if not measure.is_share or together is None or has_own_terms(view, measure):
        return []
    rows = of_every_unit(visit, view, measure).rows(named=True)
    single = not_to_be_judged(visit, view, years(visit) if view.year is None else [view.year])
    counted = {row["unit"] for row in rows if row["base"]}
    return [_of_unit(visit, measure, row, together, is_single=_is_single(row["unit"], counted, single)) for row in rows]


def _is_single(key: str, counted: set[str], single: set[str]) -> bool:
    """Whether the unit, or all that it would be compared with, is the work of one employee."""
    others = counted - {key}
    return key in single or (len(others) == 1 and others <= single)


def _of_unit(
    visit: Visit, measure: Measure, row: dict[str, Any], together: dict[str, Any], *, is_single: bool
) -> Against:
    key, label, value, count, base = (row[name] for name in ("unit", "label", "value", "count", "base"))
    if value is None:
        return Against(key, label, None, count, base, None, None, TOO_FEW)
    numbers = (count, base, together["count"], together["base"])
    found = against_rest(*numbers, slack_of(visit, measure), scale_of(visit, measure))
    if found is None:
        return Against(key, label, value, count, base, None, None, TOO_FEW)
    if is_single:
        return Against(key, label, value, count, base, found.rest, None, SINGLE_POST)
    return Against(key, label, value, count, base, found.rest, found.difference, found.verdict)
