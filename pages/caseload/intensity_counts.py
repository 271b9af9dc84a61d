"""Weighted cases of every unit compared with what is expected, and whose verdict the weights change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import NamedTuple

import polars as pl

from metrics.intensity import scale, weighted
from metrics.protection import SMALLEST_BASE, sees_exact
from pages._shared.kept import kept
from pages._shared.units import column_of
from pages._shared.visit import Visit
from pages.caseload.comparison import Comparison, Counts, at_month, compared, comparison, of_a_year, slack_of
from pages.caseload.intensity_weights import KINDS, Weights
from pages.caseload.view import CaseloadView

FIGURES = ("per_fte", "lower", "upper", "shrunken")
LARGE_ENOUGH = ("alone", "high", "low", "as_expected", "single_post")
COMPARABLE = {"high", "low", "as_expected"}
HALF, DOUBLE = 0.5, 2.0
# What all that is counted has in common where cases need not be told apart by it.
ALIKE = "alike"


class Move(NamedTuple):
    """A unit whose verdict two sets of weights give differently."""

    key: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """`changed`: the units that the weights move. `by_rounding`: those whose verdict changes only because counts put together of
    rounded parts are less certain."""

    changed: tuple[Move, ...]
    by_rounding: tuple[Move, ...]

    @property
    def judged(self) -> tuple[Move, ...]:
        """Those that are judged before and after, but not alike."""
        return tuple(one for one in self.changed if {one.before, one.after} <= COMPARABLE)

    @property
    def at_the_edge(self) -> tuple[Move, ...]:
        """Those that have enough cases for a verdict before or after only."""
        return tuple(one for one in self.changed if one not in self.judged)


def weighted_comparison(
    visit: Visit, view: CaseloadView, weights: Weights, told_by: tuple[str, ...] = ()
) -> Comparison:
    """As pages.caseload.comparison.comparison, of weighted cases; figures of units with fewer than ten cases that count are null.

    `told_by`: what cases are told apart by even where their weights are alike, which for rounded counts makes verdicts more
    careful.
    """
    columns = tuple(dict.fromkeys((*weights.columns, *told_by)))
    if not columns and weights.is_neutral:
        return comparison(visit, view)
    return kept(visit, "weighted", (view, weights, columns), lambda: _weighted(visit, view, weights, columns))


def changes(visit: Visit, view: CaseloadView, before: Weights, after: Weights) -> Changes:
    """Whose verdict differs between two sets of weights."""
    return kept(visit, "changes", (view, before, after), lambda: _changes(visit, view, before, after))


def sensitivity(visit: Visit, view: CaseloadView, weights: Weights) -> dict[str, tuple[Changes, Changes]]:
    """Code of each weight above zero -> whose verdict changes when it alone is halved, and when it alone is doubled."""
    return kept(visit, "sensitivity", (view, weights), lambda: _sensitivity(visit, view, weights))


def weighted_counts(visit: Visit, view: CaseloadView, weights: Weights, columns: tuple[str, ...]) -> Counts:
    """The weighted cases of a view as the visitor may see them; `columns` are what cases are told apart by."""
    unit = column_of(visit, view.by)
    units, areas, whole = (_sums(visit, view, weights, columns, by) for by in ((unit,), ("focus_area",), ()))
    slack = slack_of(view.measure)
    total = float(whole["weighted"].sum())
    return Counts(
        units.select(unit=unit, observed="weighted"),
        areas.select("focus_area", observed="weighted"),
        total,
        scale(float(whole["squared"].sum()), total),
        slack * max(_cells(weights, columns, unit), _cells(weights, columns, "focus_area")),
        slack * _cells(weights, columns, ""),
        {
            area: scale(squared, total)
            for area, squared, total in areas.select("focus_area", "squared", "weighted").iter_rows()
        },
    )


def bases(visit: Visit, view: CaseloadView, weights: Weights, columns: tuple[str, ...]) -> dict[str, float]:
    """Unit -> cases that have a weight above zero; never more than the unit's own count, which is rounded once."""
    unit = column_of(visit, view.by)
    own = at_month(of_a_year(visit, (unit,), view.focus_area), view.month)
    once = Weights(
        {code: float(weight > 0) for code, weight in weights.areas.items()},
        {code: float(weight > 0) for code, weight in weights.kinds.items()},
    )
    counted = dict(_sums(visit, view, once, columns, (unit,)).select(unit, "weighted").rows())
    return {key: min(float(count), counted.get(key, 0.0)) for key, count in own.select(unit, view.measure).rows()}


def _changes(visit: Visit, view: CaseloadView, before: Weights, after: Weights) -> Changes:
    told_by = () if sees_exact(visit.role) else tuple(dict.fromkeys((*before.columns, *after.columns)))
    first, last = (weighted_comparison(visit, view, weights) for weights in (before, after))
    alike = [_verdicts(weighted_comparison(visit, view, weights, told_by)) for weights in (before, after)]
    other = _verdicts(last)
    moved = [
        Move(key, label, verdict, other[key])
        for key, label, verdict in first.frame.select("key", "label", "verdict").iter_rows()
        if verdict != other[key]
    ]
    by_rounding = tuple(one for one in moved if alike[0][one.key] == alike[1][one.key])
    return Changes(tuple(one for one in moved if one not in by_rounding), by_rounding)


def _sensitivity(visit: Visit, view: CaseloadView, weights: Weights) -> dict[str, tuple[Changes, Changes]]:
    return {
        code: (
            changes(visit, view, weights, weights.of(code, weight * HALF)),
            changes(visit, view, weights, weights.of(code, weight * DOUBLE)),
        )
        for code, weight in weights.every.items()
        if weight
    }


def _weighted(visit: Visit, view: CaseloadView, weights: Weights, columns: tuple[str, ...]) -> Comparison:
    found = compared(visit, view, weighted_counts(visit, view, weights, columns), by_other_rules=False)
    enough = {key for key, base in bases(visit, view, weights, columns).items() if base >= SMALLEST_BASE}
    is_small = ~pl.col("key").is_in(list(enough))
    frame = found.frame.with_columns(
        pl.when(is_small).then(None).otherwise(pl.col(name)).alias(name) for name in FIGURES
    )
    if not sees_exact(visit.role):
        too_small = is_small & pl.col("verdict").is_in(LARGE_ENOUGH)
        frame = frame.with_columns(
            ratio=pl.when(~too_small).then("ratio"),
            missing_fte=pl.when(~too_small).then("missing_fte"),
            verdict=pl.when(too_small).then(pl.lit("too_small")).otherwise("verdict"),
        )
    return replace(found, frame=frame)


def _sums(
    visit: Visit, view: CaseloadView, weights: Weights, columns: tuple[str, ...], by: tuple[str, ...]
) -> pl.DataFrame:
    """The columns of metrics.intensity.weighted, grouped `by` columns (one row without any)."""
    told = tuple(dict.fromkeys((*by, *columns)))
    counted = at_month(of_a_year(visit, told, view.focus_area), view.month).rename({view.measure: "count"})
    alike = {name: pl.lit(ALIKE) for name in ("focus_area", "case_kind") if name not in told}
    by_area, by_kind = _of(weights.areas, columns, "focus_area"), _of(weights.kinds, columns, "case_kind")
    return weighted(counted.with_columns(group=pl.lit(""), **alike), [*by] or ["group"], by_area, by_kind)


def _of(weights: Mapping[str, float], columns: tuple[str, ...], column: str) -> dict[str, float]:
    """The weights of codes, or the one that all have where they are not told apart."""
    if column in columns or not weights:
        return dict(weights)
    one = next(iter(weights.values()))
    return {ALIKE: one} | dict.fromkeys(weights, one)


def _cells(weights: Weights, columns: tuple[str, ...], unit: str) -> float:
    """The sum of the weights of all counts that a unit's figure is put together of, for the unit with most."""
    by_area = weights.areas or {ALIKE: 1.0}
    by_kind = weights.kinds or dict.fromkeys(KINDS, 1.0)
    areas = list(by_area.values()) if "focus_area" in columns else [max(by_area.values())]
    if unit == "focus_area":
        areas = [max(by_area.values())]
    kinds = list(by_kind.values()) if "case_kind" in columns else [max(by_kind.values())]
    return sum(area * kind for area, kind in product(areas, kinds))


def _verdicts(found: Comparison) -> dict[str, str]:
    return dict(found.frame.select("key", "verdict").rows())
