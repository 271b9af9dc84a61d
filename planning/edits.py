"""What planners do to posts, from a day on, and what becomes of an allocation by it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from planning.allocation import COLUMNS, TOLERANCE_FTE
from planning.edit import Edit
from planning.edit_checks import impossible
from planning.refusal import Refusal

# Sums of parts carry residues of floating-point numbers behind this digit.
DIGITS = 9


@dataclass(frozen=True)
class Refused:
    """An edit that was impossible where it stood, and why."""

    edit: Edit
    refusal: Refusal


@dataclass(frozen=True)
class Applied:
    """`allocation`: after all edits that were possible; `refused`: the others, in the order they would have come."""

    allocation: pl.DataFrame
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class _Post:
    """`parts`: AGS -> FTE, or None in all of them where the split is not decided. `shares` belong to what is not decided."""

    carrier: str
    focus_area: str
    fte: float
    parts: dict[str, float | None]
    shares: dict[str, float | None]


def apply(
    allocation: pl.DataFrame,
    edits: Sequence[Edit],
    on: dt.date,
    *,
    places: Collection[str] | None = None,
) -> Applied:
    """The allocation on a day: the edits that hold by then, in the order of their first days, those of one day as listed.

    An edit that is impossible is left out and reported. `places`: the AGS there are, None where any may be.
    Without edits that hold, the allocation comes back as it is.
    """
    due = sorted((edit for edit in edits if edit.valid_from <= on), key=lambda edit: edit.valid_from)
    if not due:
        return Applied(allocation)
    posts, refused = _read(allocation), []
    for edit in due:
        refusal = impossible(edit, posts, places)
        if refusal:
            refused.append(Refused(edit, refusal))
        else:
            _make(edit, posts)
    changed = allocation if len(refused) == len(due) else _written(posts, allocation)
    return Applied(changed, tuple(refused))


def _read(allocation: pl.DataFrame) -> dict[str, _Post]:
    posts: dict[str, _Post] = {}
    has_share = "share" in allocation.columns
    for row in allocation.iter_rows(named=True):
        post = posts.setdefault(row["post"], _Post(row["carrier"], row["focus_area"], row["post_fte"], {}, {}))
        post.parts[row["ags"]] = row["fte"]
        post.shares[row["ags"]] = row["share"] if has_share else None
    return posts


def _written(posts: Mapping[str, _Post], like: pl.DataFrame) -> pl.DataFrame:
    """The posts as a frame with the columns of another."""
    rows = [
        (name, post.carrier, post.focus_area, post.fte, ags, fte, post.shares.get(ags))
        for name, post in posts.items()
        for ags, fte in post.parts.items()
    ]
    schema = {**{column: like.schema[column] for column in COLUMNS}, "share": pl.Float64()}
    return pl.DataFrame(rows, schema=schema, orient="row").select(like.columns).sort("post", "ags")


def _make(edit: Edit, posts: dict[str, _Post]) -> None:
    if edit.kind == "close":
        del posts[edit.post]
        return
    if edit.kind == "add":
        posts[edit.post] = _Post(edit.carrier, edit.focus_area, _sum(edit.parts), dict(edit.parts), {})
        return
    old = posts[edit.post]
    if edit.kind == "assign":
        new = _Post(edit.carrier or old.carrier, edit.focus_area or old.focus_area, old.fte, old.parts, old.shares)
    elif edit.kind == "parts":
        new = _Post(old.carrier, old.focus_area, _sum(edit.parts, old.fte), dict(edit.parts), {})
    else:
        new = _scaled(old, float(edit.fte or 0.0))
    posts[edit.post] = new


def _scaled(old: _Post, fte: float) -> _Post:
    # Not by the post's own FTE, which may be off by what is tolerated: that would grow, too.
    together = math.fsum(part for part in old.parts.values() if part is not None) or old.fte
    scaled = {ags: None if part is None else part * (fte / together) for ags, part in old.parts.items()}
    return _Post(old.carrier, old.focus_area, fte, scaled, old.shares)


def _sum(parts: Mapping[str, float], before: float = math.inf) -> float:
    """The sum of the parts; the FTE of before where only rounding lies between, so that totals stay what they were."""
    total = math.fsum(parts.values())
    return before if abs(total - before) <= TOLERANCE_FTE else round(total, DIGITS)
