"""What a plan does, in two or three sentences: what it brings, what it costs others, whether the posts in all change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from locales import Language
from metrics.definitions import definition
from planning.effects import effects
from planning.evaluate import Evaluation

MOST_NAMES = 4


def finding(found: Evaluation, names: Mapping[str, str], language: Language, *, has_edits: bool = False) -> list[str]:
    """The largest gap before and after with its place; who has less missing, and where more is; another total."""
    changed = effects(found)
    if changed.is_empty() and has_edits:
        return [
            language.text(
                "This plan changes no gap in this view: most is missing in {place}.",
                place=_largest(found, "after", names, language),
            ),
            language.text(
                "What it changes shows in another focus area, in the totals of the carriers or in a later month."
            ),
        ]
    if changed.is_empty():
        return [
            language.text(
                "Posts as they stand: most is missing in {place}.", place=_largest(found, "before", names, language)
            ),
            language.text("Write into the table to move posts; every change shows its consequences at once."),
        ]
    decimals = definition("gap_in_posts").decimals
    before, after = (round(state.totals.worst_shortage, decimals) for state in (found.before, found.after))
    places = {
        "before": _largest(found, "before", names, language),
        "after": _largest(found, "after", names, language),
    }
    if after < before:
        first = language.text("The largest gap shrinks: from {before} to {after}.", **places)
    elif after > before:
        first = language.text("The largest gap grows: from {before} to {after}.", **places)
    else:
        first = language.text("The largest gap stays as it is: {after}.", **places)
    less = changed.filter(pl.col("shortage_change").round(decimals) < 0).sort("shortage_change", "ags")
    more = changed.filter(pl.col("shortage_change").round(decimals) > 0).sort(
        "shortage_change", "ags", descending=[True, False]
    )
    return [
        first,
        language.text(
            "Less is missing in {gain}; more is missing in {pay}.",
            gain=_named(less["ags"].to_list(), names, language),
            pay=_named(more["ags"].to_list(), names, language),
        ),
        *_total(found, language),
    ]


def _total(found: Evaluation, language: Language) -> list[str]:
    """That gaps before and after are measured against different totals, where they are."""
    decimals = definition("gap_in_posts").decimals
    before, after = (language.number(state.totals.fte, decimals) for state in (found.before, found.after))
    if before == after:
        return []
    return [
        language.text(
            "Posts in all: {before} → {after}. Every share changes with them, and so do gaps where nothing moves.",
            before=before,
            after=after,
        )
    ]


def _largest(found: Evaluation, side: str, names: Mapping[str, str], language: Language) -> str:
    """Gap and name of the place where most is missing."""
    worst = getattr(found, side).places.sort("gap_fte", "ags", descending=[True, False]).row(0, named=True)
    digits = definition("gap_in_posts").decimals
    gap = language.number(worst["gap_fte"], digits, signed=True)
    return language.text("{place} ({gap} posts)", place=names[worst["ags"]], gap=gap)


def _named(ags: Sequence[str], names: Mapping[str, str], language: Language) -> str:
    if not ags:
        return language.text("no municipality")
    shown = ", ".join(names[each] for each in ags[:MOST_NAMES])
    more = len(ags) - MOST_NAMES
    return shown if more <= 0 else language.text("{places} and {number} more", places=shown, number=more)
