"""The sums of the table: of each focus area, of all posts, and what is due and missing by need."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from locales import Language
from metrics.coverage import coverage_by_municipality
from pages.planning.sheet.data import TOTAL, SheetSum
from pages.planning.sheet.words import RESIDUE_FTE, fte_text, sum_labels


def sums_of(before: pl.DataFrame, after: pl.DataFrame, need: pl.DataFrame, language: Language) -> tuple[SheetSum, ...]:
    """Posts of each municipality today and with the plan, those due to it by its share of need, and what is missing then.

    `before`, `after`: ags, fte. `need`: ags, need (people).
    """
    was, will = _fte_by_column(before), _fte_by_column(after)
    coverage = coverage_by_municipality(need.select("ags", "need"), after.select("ags", "fte"))
    places = coverage.select("ags", "fte", "gap_fte").rows()
    due = {ags: fte + gap for ags, fte, gap in places}
    missing = {ags: language.number(gap if abs(gap) > RESIDUE_FTE else 0.0, 2, signed=True) for ags, _, gap in places}
    changes = {
        column: language.text("today {figure}", figure=fte_text(was.get(column, 0.0), language) or language.number(0))
        for column in (*due, TOTAL)
        if abs(will.get(column, 0.0) - was.get(column, 0.0)) > RESIDUE_FTE
    }
    labels = sum_labels(language)
    return (
        SheetSum(labels["before"], _texts(was, language)),
        SheetSum(labels["after"], _texts(will, language), is_strong=True, changes=changes),
        SheetSum(labels["due"], _texts({**due, TOTAL: sum(due.values())}, language)),
        SheetSum(labels["gap"], missing, is_strong=True),
    )


def fte_texts(placed: pl.DataFrame, language: Language) -> dict[str, str]:
    """FTE of each municipality and of all, by column. `placed`: ags, fte."""
    return _texts(_fte_by_column(placed), language)


def _fte_by_column(placed: pl.DataFrame) -> dict[str, float]:
    by_place = placed.group_by("ags").agg(pl.col("fte").sum()).sort("ags")
    return {**dict(by_place.rows()), TOTAL: float(placed["fte"].sum())}


def _texts(figures: Mapping[str, float], language: Language) -> dict[str, str]:
    return {column: text for column, fte in figures.items() if (text := fte_text(fte, language))}
