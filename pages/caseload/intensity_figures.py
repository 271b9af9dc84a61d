"""Sentences and tables of the weighting of cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from charts.verdicts import VERDICT_WORDS, verdict_text
from locales import Language
from metrics.protection import SMALLEST_BASE
from pages._shared.view import begun
from pages._shared.visit import Visit
from pages.caseload.comparison import Comparison
from pages.caseload.intensity_counts import Changes, Move
from pages.caseload.intensity_weights import Weights, weight_name
from pages.caseload.view import UNITS, CaseloadView, span_text, title

ARROW = "→"
WORDS_AT = (4, 8, 9)


def findings(
    visit: Visit, found: Changes, weights: Weights, if_one_moves: Mapping[str, tuple[Changes, Changes]]
) -> list[str]:
    """Whose verdict the weights change; without weights, whose would change if a single one were halved or doubled."""
    language, text = visit.language, visit.language.text
    lines = []
    if weights.is_neutral:
        lines.append(
            text("All weights are 1: every case counts once, and nothing differs from the comparison without weights.")
        )
    elif not weights.columns:
        lines.append(
            text("All weights are alike: the weighted cases grow or shrink everywhere, and nobody's verdict changes.")
        )
    elif found.judged:
        lines.append(text("With these weights the verdict changes: {units}.", units=_moves(found.judged, language)))
    else:
        lines.append(text("With these weights nobody's verdict changes."))
    if found.at_the_edge:
        lines.append(text("Just enough cases, or just too few: {units}.", units=_moves(found.at_the_edge, language)))
    if found.by_rounding:
        lines.append(
            text(
                "Not because of the weights, but because the counts are put together of rounded ones and so less certain: {units}.",
                units=", ".join(one.label for one in found.by_rounding),
            )
        )
    moved = sorted({move.label for pair in if_one_moves.values() for one in pair for move in one.judged})
    if moved:
        lines.append(
            text(
                "If a single weight were halved or doubled, the verdict would change: {units}.", units=", ".join(moved)
            )
        )
    elif if_one_moves:
        lines.append(_if_nobody_is_judged_otherwise(if_one_moves, language))
    return lines


def _if_nobody_is_judged_otherwise(if_one_moves: Mapping[str, tuple[Changes, Changes]], language: Language) -> str:
    """That no single weight changes what anybody is judged to be, and whom it would move over the edge of what can be judged."""
    edge = sorted({move.label for pair in if_one_moves.values() for one in pair for move in one.at_the_edge})
    if not edge:
        return language.text("If any single weight were halved or doubled, nobody's verdict would change.")
    return language.text(
        "If any single weight were halved or doubled, nobody would be judged otherwise; only whether there are enough cases for "
        "a verdict would change: {units}.",
        units=", ".join(edge),
    )


def table_title(view: CaseloadView, language: Language) -> str:
    """What the table shows."""
    return language.text(
        "Weighted and unweighted: {figure}, {span}", figure=title(view, language), span=span_text(view, language)
    )


def headings(view: CaseloadView, language: Language) -> list[str]:
    """Headings of the table: unweighted, then weighted."""
    text = language.text
    return [
        text(UNITS[view.by]),
        text("Cases per FTE"),
        text("Range (95 %)"),
        text("Evened out"),
        text("Verdict"),
        text("Weighted cases per FTE"),
        text("Range, weighted (95 %)"),
        text("Evened out, weighted"),
        text("Verdict, weighted"),
        text("Changed"),
    ]


def rows(before: Comparison, after: Comparison, found: Changes, language: Language) -> list[tuple[str, list[str]]]:
    """Key and cells of every unit."""
    return [
        (
            key,
            [
                label,
                *_figures(one, language),
                verdict_text(one["verdict"], language),
                *_figures(other, language),
                verdict_text(other["verdict"], language),
                changed_text(key, found, language),
            ],
        )
        for key, label, one, other in both(before, after)
    ]


def total(before: Comparison, after: Comparison, language: Language) -> list[str]:
    """Cells of the district's row; its counts are its own."""
    enough = before.total >= SMALLEST_BASE
    each = [_number(found.per_fte if enough else None, language) for found in (before, after)]
    return [language.text("District"), each[0], "–", "–", "–", each[1], "–", "–", "–", "–"]


def both(before: Comparison, after: Comparison) -> list[tuple[str, str, dict[str, Any], dict[str, Any]]]:
    """Key, label, unweighted and weighted figures of every unit that has posts or cases."""
    other = {row["key"]: row for row in after.frame.iter_rows(named=True)}
    shown = before.frame.filter(pl.col("verdict") != "none")
    return [(row["key"], row["label"], row, other[row["key"]]) for row in shown.iter_rows(named=True)]


def changed_text(key: str, found: Changes, language: Language) -> str:
    """Whether the weights move a unit's verdict."""
    if key in {one.key for one in found.by_rounding}:
        return language.text("by rounding alone")
    return language.text("yes") if key in {one.key for one in found.changed} else language.text("no")


def sensitivity_title(language: Language) -> str:
    """What the second table shows."""
    return language.text("Whose verdict would change if a single weight were another?")


def sensitivity_headings(language: Language) -> list[str]:
    text = language.text
    return [text("Weight"), text("now"), text("halved"), text("doubled")]


def sensitivity_rows(
    weights: Weights, if_one_moves: Mapping[str, tuple[Changes, Changes]], language: Language
) -> list[list[str]]:
    """One row for each weight above zero."""
    return [
        [group, language.number(weight, 2), *moves]
        for group, weight, *moves in if_each_moves(weights, if_one_moves, language)
    ]


def if_each_moves(
    weights: Weights, if_one_moves: Mapping[str, tuple[Changes, Changes]], language: Language
) -> list[tuple[str, float, str, str]]:
    """What each weight above zero is of, the weight, and whose verdict would change if it were halved, and if doubled."""

    def moves(found: Changes) -> str:
        return _moves(found.changed, language) or language.text("nobody")

    return [
        (begun(weight_name(code, language)), weights.every[code], moves(halved), moves(doubled))
        for code, (halved, doubled) in if_one_moves.items()
    ]


def weights_in_words(weights: Weights, language: Language) -> dict[str, str]:
    """The weights by what they are of, for the sheet that explains a workbook."""
    return {
        language.text("Weight: {group}", group=weight_name(code, language)): language.number(weight, 2)
        for code, weight in weights.every.items()
    }


def _moves(moved: tuple[Move, ...], language: Language) -> str:
    """Names with their verdicts before and after, those with the same ones together."""
    labels: dict[tuple[str, str], list[str]] = {}
    for one in moved:
        labels.setdefault((one.before, one.after), []).append(one.label)
    return "; ".join(
        f"{', '.join(names)} ({language.text(VERDICT_WORDS[old])} {ARROW} {language.text(VERDICT_WORDS[new])})"
        for (old, new), names in labels.items()
    )


def _figures(row: Mapping[str, Any], language: Language) -> list[str]:
    """Ratio per FTE, its range, and evened out."""
    if row["per_fte"] is None:
        return ["–", "–", "–"]
    lower, upper = (language.number(row[limit], 1) for limit in ("lower", "upper"))
    return [language.number(row["per_fte"], 1), f"{lower}–{upper}", _number(row["shrunken"], language)]


def _number(value: float | None, language: Language) -> str:
    return "–" if value is None else language.number(value, 1)
