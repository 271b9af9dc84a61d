"""What a curve says aloud and on its hover card: its shares at the ticks and when it passes one half."""

from __future__ import annotations

from collections.abc import Sequence

from charts import survival_axis
from charts.survival_axis import DAYS
from charts.survival_curves import Curve, Row
from locales.language import Language


def lines(curve: Curve | None, days: Sequence[int], unit: str, language: Language) -> list[str]:
    """One line per tick within the curve after day 0, then the half."""
    if curve is None:
        return [language.text("too few for a curve")]
    rows = [row for row in (curve.at(day) for day in days) if row is not None and row.time > 0]
    said = [_at(row, unit, language) for row in rows or [curve.rows[-1]]]
    half = curve.half()
    return [*said, _half(half, unit, language, exact=curve.stepped)] if half is not None else said


def _at(row: Row, unit: str, language: Language) -> str:
    share, lower, upper = (language.percent(value, 0) for value in row[2:])
    people = language.number(row.at_risk)
    if unit == DAYS:
        return language.text(
            "day {number}: {share} ({lower} to {upper}), {people} under observation",
            number=language.number(row.time),
            share=share,
            lower=lower,
            upper=upper,
            people=people,
        )
    return language.text(
        "month {number}: {share} ({lower} to {upper}), {people} under observation",
        number=language.number(survival_axis.number(row.time, unit)),
        share=share,
        lower=lower,
        upper=upper,
        people=people,
    )


def _half(day: float, unit: str, language: Language, *, exact: bool) -> str:
    """Between the points of a grid nobody knows the day."""
    number = language.number(survival_axis.number(day, unit), 0 if unit == DAYS else 1)
    if unit != DAYS:
        return language.text("half after about {number} months", number=number)
    return language.text("half after {number} days" if exact else "half after about {number} days", number=number)
