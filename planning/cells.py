"""What typing into the table of posts and municipalities means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

import polars as pl

from planning.edit import MOST_FTE, Edit
from planning.entries import LEAST_FTE, Amount, read_entry
from planning.parts import Parts, parts_of, scaled
from planning.refusal import Refusal

# An entry that is the number shown in the cell, with so many digits, changes nothing.
SHOWN_FTE_DIGITS = 2
SHOWN_SHARE_DIGITS = 3
# Numbers that differ by less are the same.
RESIDUE = 1e-9


def edit_of_cell(
    placed: pl.DataFrame,
    post: str,
    ags: str,
    entry: str,
    valid_from: dt.date,
    *,
    unit: str = "fte",
    keeps_total: bool = True,
    places: Collection[str],
) -> Edit | Refusal | None:
    """The edit that an entry in the cell of a post and a municipality means; None where it changes nothing.

    `placed`: the plan with every FTE filled, as the cells show it. `unit` as in planning.entries.read_entry;
    "" and "0" mean that the post no longer serves the place. With `keeps_total` the post keeps its FTE, and its other
    municipalities give or take in proportion to what they have; else this cell changes alone, and the post's FTE with it. A
    share always keeps the total. `places`: all AGS of the district.
    """
    if ags not in places:
        return Refusal("unknown_place", {"ags": ags})
    amount = read_entry(entry, unit)
    found = parts_of(placed, post)
    if isinstance(found, Refusal):
        return found
    if isinstance(amount, Refusal):
        return amount
    wanted, there = amount.of(found.post_fte), found.parts.get(ags, 0.0)
    if _is_as_shown(amount, there, found.post_fte):
        return None
    if 0 < wanted < float(LEAST_FTE) - RESIDUE:
        return Refusal("too_fine", {"entry": entry.strip(), "least": float(LEAST_FTE)})
    if amount.is_share or keeps_total:
        parts = _with_total_kept(found, post, ags, wanted)
    else:
        parts = _with_cell_alone(found, post, ags, wanted)
    return parts if isinstance(parts, Refusal) else Edit("parts", post, valid_from, parts)


def edit_of_total(
    placed: pl.DataFrame,
    post: str,
    entry: str,
    valid_from: dt.date,
) -> Edit | Refusal | None:
    """The edit that an entry in the total of a post means; None where it changes nothing. A percentage is one of its present FTE.

    Decided parts grow or shrink together; where a post is not decided, it stays so. A post of nothing is to be closed.
    """
    amount = read_entry(entry)
    found = parts_of(placed, post)
    if isinstance(found, Refusal):
        return found
    if isinstance(amount, Refusal):
        return amount
    fte = round(amount.of(found.post_fte), SHOWN_FTE_DIGITS)
    if amount.value == 0:
        return Refusal("close_instead", {"post": post})
    if fte > MOST_FTE:
        return Refusal("too_much", {"fte": fte, "most": MOST_FTE})
    if fte < float(LEAST_FTE):
        return Refusal("too_fine", {"entry": entry.strip(), "least": float(LEAST_FTE)})
    if fte == round(found.post_fte, SHOWN_FTE_DIGITS):
        return None
    return Edit("fte", post, valid_from, fte=fte)


def _is_as_shown(amount: Amount, there: float, post_fte: float) -> bool:
    if amount.value == 0 or there == 0:
        return amount.value == 0 and there == 0
    if amount.is_share:
        return abs(float(amount.value) - round(there / post_fte, SHOWN_SHARE_DIGITS)) < RESIDUE
    return abs(float(amount.value) - round(there, SHOWN_FTE_DIGITS)) < RESIDUE


def _with_total_kept(found: Parts, post: str, ags: str, wanted: float) -> Mapping[str, float] | Refusal:
    others = {place: fte for place, fte in found.parts.items() if place != ags}
    if wanted > found.post_fte + RESIDUE:
        return Refusal("more_than_post", {"post": post, "fte": wanted, "post_fte": found.post_fte})
    if not others and wanted == 0:
        return Refusal("only_place", {"post": post, "ags": ags})
    if not others:
        return Refusal("nowhere_to_go", {"post": post, "ags": ags, "post_fte": found.post_fte})
    if wanted >= found.post_fte - RESIDUE:
        return {ags: found.post_fte}
    kept = scaled(others, found.post_fte - wanted)
    return dict(sorted((kept | ({ags: wanted} if wanted else {})).items()))


def _with_cell_alone(found: Parts, post: str, ags: str, wanted: float) -> Mapping[str, float] | Refusal:
    others = {place: fte for place, fte in found.parts.items() if place != ags}
    total = sum(others.values()) + wanted
    if not others and wanted == 0:
        return Refusal("only_place", {"post": post, "ags": ags})
    if total > MOST_FTE + RESIDUE:
        return Refusal("too_much", {"fte": total, "most": MOST_FTE})
    return dict(sorted((others | ({ags: wanted} if wanted else {})).items()))
