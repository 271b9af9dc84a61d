"""Whether a figure differs from that of the year before, and how to say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from locales import Language
from metrics import medians
from metrics.shares import difference
from pages._shared.visit import Visit
from pages.outcomes.measures import WAITING, Ask, Measure, figures, scale_of, slack_of
from pages.outcomes.single_post import not_to_be_judged
from pages.outcomes.view import OutcomeView, is_fresh, years


@dataclass(frozen=True)
class Change:
    """`difference`: the figure less that of `year`, as a share from -1 to 1 or in days; `is_beyond_chance`: whether more than chance
    and rounding may have brought."""

    year: int
    difference: float
    is_beyond_chance: bool


def year_before(visit: Visit, view: OutcomeView) -> int | None:
    """The year to compare with: none for all years together, for the first one, and for one that is still running or has just
    ended, of which interviews and goals are yet to come."""
    if view.year is None or is_fresh(visit, view.year) or view.year - 1 not in years(visit):
        return None
    return view.year - 1


def change(visit: Visit, measure: Measure, now: dict[str, Any], before: dict[str, Any], year: int) -> Change | None:
    """How rows of pages.outcomes.measures.figures differ; None where one of them has no value."""
    if now["value"] is None or before["value"] is None:
        return None
    if measure.id == WAITING:
        limits = [(row["value"], row["lower"], row["upper"]) for row in (now, before)]
        in_days = medians.difference(*limits[0], *limits[1])
        return Change(year, in_days.difference, in_days.is_beyond_chance)
    scale, slack = scale_of(visit, measure), slack_of(visit, measure)
    found = difference(now["count"], now["base"], before["count"], before["base"], slack, scale)
    if found is None:
        return None
    holds = all(
        other is not None and other.is_beyond_chance and (other.difference > 0) == (found.difference > 0)
        for other in (
            # Settled and open ones are the sum of two rounded counts.
            difference(*_settled(now, reached=reached), *_settled(before, reached=not reached), 2 * slack, scale)
            for reached in (True, False)
        )
    )
    return Change(year, found.difference, found.is_beyond_chance and holds)


def _settled(row: dict[str, Any], *, reached: bool) -> tuple[float, float]:
    """Count and base if all that is still open were reached, or none of it: an older year has had more time, and a change that
    hangs on what became of the open ones is none."""
    still_open = row.get("still_open", 0)
    return row["count"] + (still_open if reached else 0), row["base"] + still_open


def change_of_chosen(visit: Visit, view: OutcomeView, measure: Measure, ask: Ask) -> Change | None:
    """How the one row that `ask` gives differs from that of the year before; None where that would judge one employee."""
    year = year_before(visit, view)
    if year is None or view.picked in not_to_be_judged(visit, view, [year, year + 1]):
        return None
    now, before = (figures(visit, asked, measure, ask) for asked in (view, view.of(year=year)))
    if now.is_empty() or before.is_empty():
        return None
    return change(visit, measure, now.row(0, named=True), before.row(0, named=True), year)


def change_text(found: Change | None, measure: Measure, language: Language) -> str:
    """The change as the end of a clause: ", 3 days longer than in 2024"; nothing where there is none to tell."""
    return difference_text(found, language, in_days=measure.id == WAITING)


def difference_text(found: Change | None, language: Language, *, in_days: bool) -> str:
    """The same for a figure `in_days`, or for a share."""
    if found is None:
        return ""
    if not found.is_beyond_chance:
        return language.text(", no change from {year} beyond chance", year=found.year)
    if in_days:
        days = {"days": language.number(abs(found.difference)), "year": found.year}
        if found.difference > 0:
            return language.text(", {days} days longer than in {year}", **days)
        return language.text(", {days} days shorter than in {year}", **days)
    points = {"points": language.number(abs(found.difference) * 100), "year": found.year}
    if found.difference > 0:
        return language.text(", {points} percentage points more than in {year}", **points)
    return language.text(", {points} percentage points less than in {year}", **points)
