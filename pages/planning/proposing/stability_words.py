"""How often a proposal's moves come out under other figures, in sentences and tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import polars as pl

from locales import Language
from pages.planning.proposing.moves import DECIMALS, RESIDUE_FTE, move_sentence, shown_moves
from planning.evaluate import Evaluation
from planning.sensitivity import Sensitivity

# From which part of the runs on a move is called frequent, and up to which rare.
OFTEN, RARELY = 0.9, 0.5


def finding(found: Sensitivity, evaluation: Evaluation, names: Mapping[str, str], language: Language) -> list[str]:
    """Who gains and loses in nearly every run as in the proposal, how many of its moves come out often, how much of it stays; and
    what that does not mean."""
    text = language.text
    runs = found.runs.drop_nulls("same_fte_share")
    if runs.is_empty():
        return [text("Under none of the other figures was an allocation found.")]
    stopped = [] if found.is_complete else [text("Stopped: not all runs were made.")]
    return [
        _certain_places(found, evaluation, names, runs.height, language),
        *_certain_moves(found, runs.height, language),
        text(
            "Of the proposal's posts, {middle} stand in the same municipality in the middle run, at least {least} in every run.",
            middle=_percent(runs["same_fte_share"].median(), language),
            least=_percent(runs["same_fte_share"].min(), language),
        ),
        *stopped,
        text(
            "What comes out often depends little on these figures. That does not make it right: what the rules and figures leave out "
            "is left out in every run."
        ),
    ]


def _certain_places(
    found: Sensitivity, evaluation: Evaluation, names: Mapping[str, str], runs: int, language: Language
) -> str:
    text, places = language.text, _places(found, evaluation)
    least = OFTEN * runs
    gain = places.filter(pl.col("change") > RESIDUE_FTE, pl.col("gains") >= least)["ags"]
    lose = places.filter(pl.col("change") < -RESIDUE_FTE, pl.col("loses") >= least)["ags"]
    return text(
        "As in the proposal, in at least nine of ten runs ({runs} in all) more posts go to: {gain}; fewer to: {lose}.",
        runs=runs,
        gain=", ".join(names[ags] for ags in gain) or text("no municipality"),
        lose=", ".join(names[ags] for ags in lose) or text("no municipality"),
    )


def _certain_moves(found: Sensitivity, runs: int, language: Language) -> list[str]:
    moves = shown_moves(found.moves)
    if moves.is_empty():
        return []
    return [
        language.text(
            "Of the {all} single moves, {often} come out in at least nine of ten runs and {rarely} in fewer than half: often several "
            "ways lead to an allocation that is as good.",
            all=moves.height,
            often=moves.filter(pl.col("times") >= OFTEN * runs).height,
            rarely=moves.filter(pl.col("times") < RARELY * runs).height,
        )
    ]


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
    rows = _places(found, evaluation)
    return [
        [
            names[row["ags"]],
            _of(row["gains"], row["of"], language),
            _of(row["loses"], row["of"], language),
            language.number(row["change"], DECIMALS, signed=True),
        ]
        for row in rows.iter_rows(named=True)
    ]


def _places(found: Sensitivity, evaluation: Evaluation) -> pl.DataFrame:
    """The sensitivity's places with change (FTE of the proposal, less today's), those that gain most often first."""
    before = evaluation.before.places.select("ags", before="fte")
    after = evaluation.after.places.select("ags", change="fte")
    return (
        found.places.join(before, on="ags", maintain_order="left")
        .join(after, on="ags", maintain_order="left")
        .with_columns(change=pl.col("change") - pl.col("before"), balance=pl.col("gains") - pl.col("loses"))
        .sort("balance", "ags", descending=[True, False])
    )


def run_rows(found: Sensitivity, named: Callable[[str], str], language: Language) -> list[list[str]]:
    """Each run: what is different, its largest gap, what moves, and how much stands as in the proposal; dashes without result."""
    return [
        [
            named(row["variant"]),
            _number(row["worst_shortage"], language),
            _number(row["moved_fte"], language),
            "–" if row["same_fte_share"] is None else _percent(row["same_fte_share"], language),
        ]
        for row in found.runs.iter_rows(named=True)
    ]


def _percent(share: object, language: Language) -> str:
    return language.percent(float(str(share)), 0)


def _of(times: int, of: int, language: Language) -> str:
    return language.text("{times} of {of}", times=times, of=of)


def _number(fte: float | None, language: Language) -> str:
    return "–" if fte is None else language.number(fte, DECIMALS)
