"""Figures of time as the cells of tables: waiting as counted, cases and first goals as read off their curves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from locales import Language
from pages._shared.visit import Visit
from pages.outcomes.time_clocks import A_YEAR, CASE, HALF_A_YEAR, MONTH, MONTHS, WAITING, Clock
from pages.outcomes.time_curves import QUARTERS, Days, Read, Share
from pages.outcomes.view import OutcomeView

NOTHING = "–"


def headings(visit: Visit, view: OutcomeView, clock: Clock) -> list[str]:
    """Headings of what `cells` gives."""
    text = visit.language.text
    if clock == WAITING:
        return [
            text("First interviews"),
            text("Half waited at most (days)"),
            text("95 % interval"),
            text("The middle half waited (days)"),
            text("First interview within {days} days", days=view.target_days),
            text("Still waiting"),
            text("Left without an interview"),
        ]
    if clock == CASE:
        return [
            text("Cases"),
            text("Half had ended after (days)"),
            text("95 % interval"),
            text("A quarter had ended after (days)"),
            text("Three quarters had ended after (days)"),
            *(text("Still running after {months} months", months=day // MONTH) for day in (HALF_A_YEAR, A_YEAR)),
        ]
    return [
        text("Cases with goals agreed"),
        *(text("First goal reached within {months} months", months=months) for months in MONTHS),
        text("Case ended before that within {months} months", months=A_YEAR // MONTH),
    ]


def waiting_cells(row: Mapping[str, Any], language: Language) -> list[str]:
    """A row of pages.outcomes.time_figures.waiting_by_unit."""
    share = None if row["value"] is None else Share(row["value"], row["lower"], row["upper"])
    return [
        _number(row["cases"], language),
        _number(row["median_days"], language),
        between(row["median_lower_days"], row["median_upper_days"], language),
        between(row["lower_quartile_days"], row["upper_quartile_days"], language),
        share_cell(share, language),
        _number(row["still_waiting"], language),
        _number(row["left"], language),
    ]


def curve_cells(found: Read, clock: Clock, language: Language) -> list[str]:
    """What the curves of a unit say."""
    if clock == CASE:
        quarter, half, three_quarters = (found.times.get(share) for share in QUARTERS)
        return [
            _number(found.cases, language),
            days_cell(half, language),
            NOTHING if half is None else between(half.lower, half.upper, language),
            days_cell(quarter, language),
            days_cell(three_quarters, language),
            *(share_cell(found.share(clock.ending, day), language) for day in (HALF_A_YEAR, A_YEAR)),
        ]
    return [
        _number(found.cases, language),
        *(share_cell(found.share("reached", months * MONTH), language) for months in MONTHS),
        share_cell(found.share("ended", A_YEAR), language),
    ]


def days_cell(found: Days | None, language: Language) -> str:
    """147, or 120 to 150 where only the points of a grid are known."""
    if found is None:
        return NOTHING
    if found.first == found.last:
        return language.number(found.last)
    return between(found.first, found.last, language)


def between(lower: float | None, upper: float | None, language: Language) -> str:
    """8 to 11; an end that is not known is left open."""
    if lower is None and upper is None:
        return NOTHING
    if upper is None:
        return language.text("{lower} or more", lower=_number(lower, language))
    if lower is None:
        return language.text("up to {upper}", upper=_number(upper, language))
    return language.text("{lower} to {upper}", lower=_number(lower, language), upper=_number(upper, language))


def share_cell(share: Share | None, language: Language) -> str:
    """41 % (36–46)."""
    if share is None:
        return NOTHING
    value, lower, upper = (language.percent(part, 0) for part in share)
    return f"{value} ({lower}–{upper})"


def _number(value: float | None, language: Language) -> str:
    return NOTHING if value is None else language.number(value)
