"""The one door's rules: what each role may see of counts of people, of figures derived from them and of staff.

Counts are rounded to a multiple of 5, each on its own (the 5er-Rundung of German official statistics, as published for
the AZR); rates are computed from rounded counts, and there is none on a base below 10.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

STEERING_GROUP = "steering"
# What each role is called, in English; locales translates it.
ROLE_NAMES = {STEERING_GROUP: "Steering group", "planning": "Planning", "coordination": "Coordination"}
ROLES = tuple(ROLE_NAMES)
SMALLEST_BASE = 10
ROUNDED_BY = 2  # a multiple of 5 stands for whole counts up to 2 below and above it


class StaffFiguresWithheld(PermissionError):
    """Figures that describe single posts, and so single employees, were asked for by a role that may not see them."""


def sees_exact(role: str) -> bool:
    """Whether a role sees exact counts and figures per post. Raises ValueError for an unknown role."""
    if role not in ROLES:
        raise ValueError(f"unknown role {role!r}; roles are {', '.join(ROLES)}")
    return role == "coordination"


def round_to_five(count: Any) -> Any:
    """The nearest multiple of 5 of a whole count: 2 -> 0, 3 -> 5. Takes a number, an array, a polars series or expression."""
    return (count + 2) // 5 * 5


def protect(
    frame: pl.DataFrame,
    classes: Mapping[str, str],
    role: str,
    bases: Mapping[str, str] | None = None,
    least: Mapping[str, int] | None = None,
) -> pl.DataFrame:
    """The frame as `role` may see it, with the same columns.

    `classes` names the protection class of each column: "public" stays; "people" (a count of people) is rounded;
    "derived" (a figure computed from people, such as a median) is null where its base, a column of counts named in
    `bases`, is below 10 after rounding, or below what `least` says for it; "staff" is refused. A count that is no whole number,
    such as a mean of counts or hours, is rounded to one first (halves up): it lies at most 2.5 from its multiple of 5. Rows of
    groups (those that have public columns too) in which every count is rounded to 0 are left out: beside rows that are not
    there at all, their 0 would tell of one or two people. The coordination sees everything as it is.

    Raises StaffFiguresWithheld, and KeyError for a column without a class: what is not classified is not shown.
    """
    unclassified = [column for column in frame.columns if column not in classes]
    if unclassified:
        raise KeyError(f"columns without a protection class: {', '.join(unclassified)}")
    if sees_exact(role):
        return frame
    by_class = {kind: [c for c in frame.columns if classes[c] == kind] for kind in ("people", "derived", "staff")}
    if by_class["staff"]:
        raise StaffFiguresWithheld(f"figures per post are for the coordination: {', '.join(by_class['staff'])}")
    rounded = frame.with_columns(round_to_five(_whole(column, frame.schema[column])) for column in by_class["people"])
    if by_class["people"] and len(by_class["people"]) + len(by_class["derived"]) < len(frame.columns):
        rounded = rounded.filter(pl.any_horizontal((pl.col(by_class["people"]) > 0).fill_null(True)))
    return rounded.with_columns(
        pl.when(pl.col((bases or {})[column]) >= (least or {}).get(column, SMALLEST_BASE)).then(pl.col(column))
        for column in by_class["derived"]
    )


def _whole(column: str, dtype: pl.DataType) -> pl.Expr:
    count = pl.col(column)
    return count.round(mode="half_away_from_zero") if dtype.is_float() else count


def rate(count: pl.Expr, base: pl.Expr, role: str, per: float = 1.0) -> pl.Expr:
    """`count` per `per` of `base` (people both); null on a base of 0 and, unless the role sees exact counts, below 10."""
    return pl.when(base >= (1 if sees_exact(role) else SMALLEST_BASE)).then(count * per / base)
