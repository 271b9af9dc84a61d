"""The time that one full-time person has for work, and which part of it goes into something.

After World Health Organization: Workload indicators of staffing need, User's manual, Geneva 2010, chapter on available working
time. No time is built in: contracts, leave and sickness are the user's own.
"""

from __future__ import annotations

import math
from typing import NamedTuple

MINUTES = 60.0  # of an hour
# How an allowance may be given, see `allowance_share`.
UNITS = ("share", "minutes_per_day", "hours_per_week", "days_per_year", "hours_per_year")


class AvailableTime(NamedTuple):
    """What one full-time person has for work in a year: `days` and `hours`; `hours_per_day` and `hours_per_week` by contract."""

    days: float
    hours: float
    hours_per_day: float
    hours_per_week: float


def available_time(
    *,
    weeks: float,
    days_per_week: float,
    hours_per_week: float,
    annual_leave_days: float,
    public_holidays: float,
    sick_days: float,
    training_days: float,
    other_days: float = 0.0,
) -> AvailableTime:
    """Available working time of one full-time person: working days of a year less all days of absence, which are counted in
    working days (a holiday on a Sunday is none).

    Raises ValueError for a number that is negative or not finite, no week, day or hour to work, or absences that leave no time.
    """
    absences = {
        "annual_leave_days": annual_leave_days,
        "public_holidays": public_holidays,
        "sick_days": sick_days,
        "training_days": training_days,
        "other_days": other_days,
    }
    contract = {"weeks": weeks, "days_per_week": days_per_week, "hours_per_week": hours_per_week}
    for name, value in (contract | absences).items():
        check_amount(name, value)
    if not all(contract.values()):
        raise ValueError("weeks, days per week and hours per week must be above zero")
    days = weeks * days_per_week - sum(absences.values())
    if days <= 0:
        raise ValueError(f"absences leave no time to work: {sum(absences.values())} of {weeks * days_per_week} days")
    hours_per_day = hours_per_week / days_per_week
    return AvailableTime(days, days * hours_per_day, hours_per_day, hours_per_week)


def allowance_share(amount: float, unit: str, time: AvailableTime) -> float:
    """An allowance as the share of working time it takes. `unit`: one of UNITS; what is given per day or week is compared with a
    day or week of the contract, what is given per year with the available time.

    Raises ValueError for an unknown unit or an amount that is negative or not finite.
    """
    check_amount(unit, amount)
    wholes = (1.0, time.hours_per_day * MINUTES, time.hours_per_week, time.days, time.hours)
    if unit not in UNITS:
        raise ValueError(f"unknown unit {unit!r}; there are {', '.join(UNITS)}")
    return amount / dict(zip(UNITS, wholes, strict=True))[unit]


def check_amount(name: str, value: float) -> None:
    """Raises ValueError for an amount that is negative or not finite, by what it is called."""
    if not 0 <= value < math.inf:
        raise ValueError(f"{name} must be zero or more, found {value}")
