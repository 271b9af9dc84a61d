"""Whose caseload rose because posts are empty: what moved the cases per filled post within a year."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import polars as pl

from charts.wording import value_text
from metrics.change import LEAST_CHANGE, MOST_OF_IT, Change, beyond_chance, explained
from metrics.protection import SMALLEST_BASE, sees_exact
from metrics.staffing import RESIDUE
from pages._shared.kept import kept
from pages._shared.units import column_of, labels_of
from pages._shared.visit import Visit
from pages.caseload.comparison import at_month, of_a_year, scale_of
from pages.caseload.course_trends import periods_until
from pages.caseload.supply import fte_of_units
from pages.caseload.view import CaseloadView

# English messages: what is counted, as the subject of a sentence.
COUNTED_NAMES = {
    "open_cases": "open cases",
    "mean_open_cases": "open cases (mean of twelve months)",
    "new_cases": "new cases in twelve months",
    "accompanied_cases": "cases reached in twelve months",
    "services": "services in twelve months",
    "hours": "hours of services in twelve months",
}
REASON_NAMES = {
    "steady": "hardly changed",
    "chance": "within what chance explains",
    "more_cases": "more cases",
    "fewer_cases": "fewer cases",
    "posts_vacant": "posts that are not filled",
    "posts_cut": "fewer posts that are granted",
    "posts_filled": "posts that are filled again",
    "posts_added": "more posts that are granted",
    "more_cases_posts_vacant": "more cases, and posts that are not filled",
    "more_cases_posts_cut": "more cases, and fewer posts that are granted",
    "fewer_cases_posts_filled": "fewer cases, and posts that are filled again",
    "fewer_cases_posts_added": "fewer cases, and more posts that are granted",
    "unknown": "too few cases or posts to tell",
}
# A change by less is written as 0 per cent.
NO_PERCENT = 0.005
BECAUSE_OF_VACANCY = ("posts_vacant", "more_cases_posts_vacant")
NUMBER_MOVED = {
    "rose": "Their number rose by {percent}",
    "fell": "Their number fell by {percent}",
    "same": "Their number stayed the same",
}


@dataclass(frozen=True)
class Year:
    """A unit in twelve months, or at their end: what is counted, and the posts (FTE) granted and filled."""

    counted: float
    granted: float
    filled: float


@dataclass(frozen=True)
class Moved:
    """What moved a unit's cases per filled post from one year to the next. `reason`: a key of REASON_NAMES. `smallest`: on fewer of
    what is counted there is no rate; ten cases, or what ten of them bring at once."""

    key: str
    label: str
    before: Year | None
    after: Year
    change: Change
    reason: str
    smallest: float


def moved(visit: Visit, view: CaseloadView) -> list[Moved]:
    """Every unit of a view that has posts or cases, by name; nobody for those who may not see what is filled."""
    if not sees_exact(visit.role):
        return []
    return kept(visit, "moved", view.of(fte="filled"), lambda: _moved(visit, view))


def vacancy_findings(visit: Visit, view: CaseloadView) -> list[str]:
    """A sentence for every unit whose cases per filled post rose by a tenth or more within a year because posts are empty, and
    for every one that has cases and granted posts of which none is filled."""
    text = visit.language.text
    lines = []
    for unit in moved(visit, view):
        if unit.reason in BECAUSE_OF_VACANCY:
            lines.append(_risen(unit, visit, view))
        elif unit.after.counted > 0 and unit.after.granted > RESIDUE and unit.after.filled <= RESIDUE:
            facts = {"unit": unit.label, "number": visit.language.number(unit.after.counted)}
            counted = text(COUNTED_NAMES[view.measure])
            lines.append(text("{unit}: {number} {counted}, and no post is filled.", **facts, counted=counted))
    return lines


def _moved(visit: Visit, view: CaseloadView) -> list[Moved]:
    *_, year_before, now = (None, None, *periods_until(visit, view.month))
    after = _year(visit, view.of(month=now))
    before = {} if year_before is None else _year(visit, view.of(month=year_before))
    labels = labels_of(visit, view.by)
    units = [_of_unit(key, labels.get(key, key), before.get(key), after[key], scale_of(visit, view)) for key in after]
    return sorted(units, key=lambda unit: unit.label)


def _year(visit: Visit, view: CaseloadView) -> dict[str, Year]:
    """Every unit with posts or cases in the view's time."""
    unit = column_of(visit, view.by)
    counts = at_month(of_a_year(visit, (unit,), view.focus_area), view.month)
    found = counts.select(unit=unit, counted=pl.col(view.measure).cast(pl.Float64))
    for kind in ("granted", "filled"):
        posts = at_month(fte_of_units(visit, view.of(fte=kind)), view.month)
        fte = posts.group_by("unit").agg(pl.col("fte").sum().alias(kind))
        found = found.join(fte, on="unit", how="full", coalesce=True)
    numbers = ("counted", "granted", "filled")
    there = found.with_columns(pl.col(numbers).fill_null(0.0)).filter(pl.any_horizontal(pl.col(numbers) > RESIDUE))
    return {key: Year(*values) for key, *values in there.select("unit", *numbers).rows()}


def _of_unit(key: str, label: str, before: Year | None, after: Year, scale: float) -> Moved:
    smallest = SMALLEST_BASE * scale
    if before is None or min(before.counted, after.counted) < smallest:
        return Moved(key, label, before, after, Change(None, None, None, "none"), "unknown", smallest)
    change = explained(before.counted, before.filled, after.counted, after.filled)
    return Moved(key, label, before, after, change, _reason(before, after, change, scale), smallest)


def _reason(before: Year, after: Year, change: Change, scale: float = 1.0) -> str:
    """Filled posts are granted posts times the part that is filled: whichever explains most of their change is named. More or fewer
    cases are a reason only beyond chance; a post is empty or it is not, and moved enough by itself or not."""
    if change.ratio is None or change.from_posts is None:
        return "unknown"
    if change.cause == "none":
        return "steady"
    rose = change.ratio > 1
    cases = "more_cases" if rose else "fewer_cases"
    is_beyond_chance = beyond_chance(before.counted, after.counted, scale)
    if change.cause == "cases":
        return cases if is_beyond_chance else "chance"
    by_vacancy = (
        min(before.granted, after.granted) > RESIDUE
        and (log(before.filled / before.granted) - log(after.filled / after.granted)) / change.from_posts
        >= MOST_OF_IT - RESIDUE
    )
    posts = (
        ("posts_vacant" if by_vacancy else "posts_cut") if rose else ("posts_filled" if by_vacancy else "posts_added")
    )
    if change.cause == "posts":
        return posts
    if is_beyond_chance:
        return f"{cases}_{posts}"
    return posts if abs(change.from_posts) >= log(LEAST_CHANGE) else "chance"


def _risen(unit: Moved, visit: Visit, view: CaseloadView) -> str:
    language, text, before, after = visit.language, visit.language.text, unit.before, unit.after
    if before is None:
        raise ValueError(f"{unit.key}: nothing rises without a year before")
    cases = after.counted / before.counted - 1
    way = "same" if abs(cases) < NO_PERCENT else "rose" if cases > 0 else "fell"
    return text(
        "{unit}: {after} {counted} per filled full-time post, a year before {before} ({change}). {number}, the filled posts fell by "
        "{posts}. Cause: {reason}.",
        unit=unit.label,
        after=value_text(after.counted / after.filled, view.meaning, language),
        before=value_text(before.counted / before.filled, view.meaning, language),
        counted=text(COUNTED_NAMES[view.measure]),
        change=change_text(unit, visit),
        number=text(NUMBER_MOVED[way], percent=language.percent(abs(cases), 0)),
        posts=language.percent(1 - after.filled / before.filled, 0),
        reason=text(REASON_NAMES[unit.reason]),
    )


def change_text(unit: Moved, visit: Visit) -> str:
    """The change of cases per filled post within a year, signed."""
    if unit.change.ratio is None:
        return "–"
    share = unit.change.ratio - 1
    sign = "" if abs(share) < NO_PERCENT else "+" if share > 0 else "\u2212"
    return sign + visit.language.percent(abs(share), 0)
