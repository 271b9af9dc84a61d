"""The axis of time below curves: days in steps of weeks, or months of 30 days."""

from __future__ import annotations

from itertools import chain, count
from math import ceil

from charts.axes import Axis
from locales.language import Language

DAYS, MONTHS = "days", "months"
# Unit -> days in one, and the steps between ticks in units.
LENGTH = {DAYS: 1, MONTHS: 30}
STEPS = {DAYS: (7, 14, 28, 56, 112, 224), MONTHS: (1, 2, 3, 6, 12, 24, 60, 120)}
# Curves no longer than this are read in days.
LONGEST_IN_DAYS = 120


def unit_for(last: float) -> str:
    """The unit for curves that end at a day."""
    return DAYS if last <= LONGEST_IN_DAYS else MONTHS


def axis(unit: str, last: float, start: float, end: float) -> Axis:
    """From day 0 to the end of the week or month of the last day."""
    whole = STEPS[unit][0] * LENGTH[unit]
    return Axis(0.0, max(ceil(last / whole), 1) * float(whole), start, end)


def ticks(unit: str, time: Axis, least: float) -> list[int]:
    """Days from 0 on at which the axis has a tick, at least `least` pixels apart."""
    # After the last step that readers are used to, only ever more of them.
    longer = (STEPS[unit][-1] * times for times in count(2))
    step = next(
        days
        for days in (step * LENGTH[unit] for step in chain(STEPS[unit], longer))
        if time.at(days) - time.at(0) >= least
    )
    return list(range(0, int(time.high) + 1, step))


def number(day: float, unit: str) -> float:
    """A day in units."""
    return day / LENGTH[unit]


def title(x_title: str, unit: str, language: Language) -> str:
    """What the axis counts: "Time since the first interview (days)"."""
    return f"{x_title} ({language.text('days' if unit == DAYS else 'months of 30 days')})"
