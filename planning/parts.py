"""One post out of an allocation, and its parts taken together."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from planning.refusal import Refusal


@dataclass(frozen=True)
class Parts:
    """A post's FTE in all, whose it is, what for, and its FTE by AGS."""

    post_fte: float
    carrier: str
    focus_area: str
    parts: Mapping[str, float]


def parts_of(placed: pl.DataFrame, post: str) -> Parts | Refusal:
    """The parts of a post, from an allocation with every FTE filled; a refusal where there is no such post."""
    rows = placed.filter(pl.col("post") == post)
    if rows.is_empty():
        return Refusal("no_such_post", {"post": post})
    first = rows.row(0, named=True)
    return Parts(first["post_fte"], first["carrier"], first["focus_area"], dict(rows.select("ags", "fte").iter_rows()))


def scaled(parts: Mapping[str, float], fte: float) -> dict[str, float]:
    """The parts in the same proportions, summing to `fte`."""
    total = math.fsum(parts.values())
    return {ags: part * (fte / total) for ags, part in parts.items()}
