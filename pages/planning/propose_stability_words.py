"""How often a proposal's moves come out under other figures, in sentences and tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import polars as pl

from locales import Language
from pages.planning.propose_moves import DECIMALS, move_sentence, shown_moves
from planning.evaluate import Evaluation
from planning.sensitivity import Sensitivity

# From which part of the runs on a move is called frequent, and up to which rare.
OFTEN, RARELY = 0.9, 0.5
PERCENT_OF_SAME = 0


def finding(found: Sensitivity, language: Language) -> list[str]:
    """How many moves come out often, and how much of the proposal stays where it is; and what that does not mean."""
    text = language.text
    moves, runs = shown_moves(found.moves), found.runs.drop_nulls("same_fte_share")
    if runs.is_empty():
        return [text("Under none of the other figures was an allocation found.")]
    least, middle = runs["same_fte_share"].min(), runs["same_fte_share"].median()
    of = runs.height
    often = moves.filter(pl.col("times") >= OFTEN * of).height
    rarely = moves.filter(pl.col("times") < RARELY * of).height
    if moves.is_empty():
        first = text("In {runs} runs with other figures:", runs=of)
    else:
        first = text(
            "{often} of {all} moves come out in at least nine of ten runs, {rarely} in fewer than half ({runs} runs).",
            often=often,
            all=moves.height,
            rarely=rarely,
            runs=of,
        )
    same = text(
        "Of the proposal's posts, {middle} stand in the same municipality in the middle run, at least {least} in every run.",
        middle=language.percent(float(str(middle)), PERCENT_OF_SAME),
        least=language.percent(float(str(least)), PERCENT_OF_SAME),
    )
    meaning = text(
        "A move that comes out often depends little on these figures. That does not make it right: what the rules and figures leave "
        "out is left out in every run."
    )
    stopped = [] if found.is_complete else [text("Stopped: not all runs were made.")]
    return [first, same, *stopped, meaning]


def move_rows(
    found: Sensitivity, names: Mapping[str, str], known: Collection[str], language: Language
) -> list[list[str]]:
    """Each move and in how many of the runs it comes out with at least as many FTE, the most frequent first."""
    ordered = shown_moves(found.moves).sort("times", descending=True, maintain_order=True)
    return [
        [move_sentence(row, names, known, language), _of(row["times"], row["of"], language)]
        for row in ordered.iter_rows(named=True)
    ]


def place_rows(
    found: Sensitivity, evaluation: Evaluation, names: Mapping[str, str], language: Language
) -> list[list[str]]:
    """Each municipality, in how many runs it has more and fewer posts than today, and its change in the proposal."""
    before = evaluation.before.places.select("ags", before="fte")
    after = evaluation.after.places.select("ags", after="fte")
    rows = (
        found.places.join(before, on="ags", maintain_order="left")
        .join(after, on="ags", maintain_order="left")
        .with_columns(change=pl.col("after") - pl.col("before"), balance=pl.col("gains") - pl.col("loses"))
        .sort("balance", "ags", descending=[True, False])
    )
    return [
        [
            names[row["ags"]],
            _of(row["gains"], row["of"], language),
            _of(row["loses"], row["of"], language),
            language.number(row["change"], DECIMALS, signed=True),
        ]
        for row in rows.iter_rows(named=True)
    ]


def run_rows(found: Sensitivity, named: Callable[[str], str], language: Language) -> list[list[str]]:
    """Each run: what is different, its largest gap, what moves, and how much stands as in the proposal; dashes without result."""
    return [
        [
            named(row["variant"]),
            _number(row["worst_shortage"], language),
            _number(row["moved_fte"], language),
            "–" if row["same_fte_share"] is None else language.percent(row["same_fte_share"], PERCENT_OF_SAME),
        ]
        for row in found.runs.iter_rows(named=True)
    ]


def _of(times: int, of: int, language: Language) -> str:
    return language.text("{times} of {of}", times=times, of=of)


def _number(fte: float | None, language: Language) -> str:
    return "–" if fte is None else language.number(fte, DECIMALS)
