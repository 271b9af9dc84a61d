"""Moving a part of a post to another municipality, and making two posts of one."""

from __future__ import annotations

import datetime as dt
import math

import polars as pl

from planning.edit import Edit
from planning.entries import LEAST_FTE
from planning.parts import parts_of, scaled
from planning.refusal import Refusal

RESIDUE = 1e-9


def move(
    placed: pl.DataFrame,
    post: str,
    from_ags: str,
    to_ags: str,
    fte: float,
    valid_from: dt.date,
) -> Edit | Refusal:
    """The edit that moves `fte` of a post from one municipality to another; what would be left below 0.01 FTE goes along.

    `placed`: the plan with every FTE filled.
    """
    found = parts_of(placed, post)
    if isinstance(found, Refusal):
        return found
    if from_ags == to_ags:
        return Refusal("same_place", {"ags": from_ags})
    if from_ags not in found.parts:
        return Refusal("not_served", {"post": post, "ags": from_ags})
    if not (math.isfinite(fte) and fte > 0):
        return Refusal("not_positive", {"post": post})
    there, least = found.parts[from_ags], float(LEAST_FTE)
    if fte >= there + least:
        return Refusal("more_than_there", {"post": post, "ags": from_ags, "fte": fte, "there": there})
    moved = there if there - fte < least - RESIDUE else fte
    left = {ags: part for ags, part in found.parts.items() if ags != from_ags}
    left |= {to_ags: left.get(to_ags, 0.0) + moved} | ({from_ags: there - moved} if moved < there else {})
    return Edit("parts", post, valid_from, dict(sorted(left.items())))


def split(placed: pl.DataFrame, post: str, fte: float, name: str, valid_from: dt.date) -> tuple[Edit, ...] | Refusal:
    """The edits that make two posts of one: a new one, called `name`, of the same carrier and focus area with `fte`, in the same
    municipalities in the same proportions; the old one keeps the rest.

    `placed`: the plan with every FTE filled.
    """
    found = parts_of(placed, post)
    if isinstance(found, Refusal):
        return found
    if not name.strip():
        return Refusal("no_name")
    if name in placed["post"]:
        return Refusal("name_taken", {"post": name})
    if not (math.isfinite(fte) and fte > 0):
        return Refusal("not_positive", {"post": name})
    rest = found.post_fte - fte
    if rest < float(LEAST_FTE) - RESIDUE:
        return Refusal("nothing_left", {"post": post, "fte": fte, "post_fte": found.post_fte})
    new = Edit("add", name, valid_from, scaled(found.parts, fte), carrier=found.carrier, focus_area=found.focus_area)
    return Edit("fte", post, valid_from, fte=rest), new
