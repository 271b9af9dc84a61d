"""What a proposal does to posts: as edits of a plan, and as moves in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

import polars as pl

from locales import Language
from planning.edit import Edit

# Parts worked out by proportion leave residues.
RESIDUE_FTE = 1e-6
DIGITS = 9
DECIMALS = 2
SMALLEST_SHOWN = 0.005


def edits_of(start: pl.DataFrame, proposed: pl.DataFrame, valid_from: dt.date) -> tuple[Edit, ...]:
    """What makes the proposed allocation of the one it started from, both with every FTE filled; a post that stays as it is gets
    no edit, so that a split that was left to the rule stays so."""
    before, after = _parts(start), _parts(proposed)
    told = {row["post"]: row for row in proposed.unique("post").iter_rows(named=True)}
    edits = [Edit("close", post, valid_from) for post in before if post not in after]
    for post, parts in after.items():
        if post not in before:
            carrier, area = told[post]["carrier"], told[post]["focus_area"]
            edits.append(Edit("add", post, valid_from, parts, carrier=carrier, focus_area=area))
        elif not _is_same(parts, before[post]):
            edits.append(Edit("parts", post, valid_from, parts))
    return tuple(edits)


def shown_moves(moves: pl.DataFrame) -> pl.DataFrame:
    """The moves that do not vanish when rounded, the largest first."""
    is_shown = pl.col("fte") >= SMALLEST_SHOWN
    return moves.filter(is_shown).sort(pl.col("fte").round(DECIMALS), "post", "to_ags", descending=[True, False, False])


def move_sentence(
    move: Mapping[str, object], names: Mapping[str, str], known: Collection[str], language: Language
) -> str:
    """«CARITAS-1: 0,25 von Kreuzau nach Heimbach»; `move` as planning.proposal has them, `known` are the posts there were."""
    text, start, end = language.text, move["from_ags"], move["to_ags"]
    told = {"post": move["post"], "fte": language.number(float(str(move["fte"])), DECIMALS)}
    if start is None and move["post"] in known:
        return text("{post}: {fte} more in {to}", to=names[str(end)], **told)
    if start is None:
        return text("{post}: {fte} new in {to}", to=names[str(end)], **told)
    if end is None:
        return text("{post}: {fte} less in {start}", start=names[str(start)], **told)
    return text("{post}: {fte} from {start} to {to}", start=names[str(start)], to=names[str(end)], **told)


def move_sentences(
    moves: pl.DataFrame, names: Mapping[str, str], known: Collection[str], language: Language
) -> Sequence[str]:
    """One sentence for each move, the largest first."""
    return [move_sentence(move, names, known, language) for move in shown_moves(moves).iter_rows(named=True)]


def _parts(allocation: pl.DataFrame) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for post, ags, fte in allocation.filter(pl.col("fte") > RESIDUE_FTE).select("post", "ags", "fte").iter_rows():
        found.setdefault(post, {})[ags] = round(fte, DIGITS)
    return found


def _is_same(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    return all(abs(one.get(ags, 0.0) - other.get(ags, 0.0)) <= RESIDUE_FTE for ags in {*one, *other})
