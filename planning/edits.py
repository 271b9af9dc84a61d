"""What planners do to posts, from a day on, and what becomes of an allocation by it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from metrics.codes import codes
from planning.allocation import COLUMNS, TOLERANCE_FTE
from planning.refusal import Refusal

KINDS = ("parts", "fte", "assign", "add", "close")
# A single post is one or two people; more is a slip of the keyboard.
MOST_FTE = 20.0


@dataclass(frozen=True)
class Edit:
    """One change of one post, from `valid_from` on. By `kind`:

    "parts": split like `parts` (AGS -> FTE, all above zero); their sum is the post's FTE. "fte": the post has `fte`; decided parts
    scale, what is not decided stays so. "assign": it belongs to `carrier`, to `focus_area`, or both ("" = as before). "add": a
    new post with all of these but `fte`. "close": it is no longer there.

    Raises ValueError for an unknown kind.
    """

    kind: str
    post: str
    valid_from: dt.date
    parts: Mapping[str, float] = field(default_factory=dict, hash=False)
    fte: float | None = None
    carrier: str = ""
    focus_area: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of edit {self.kind!r}; kinds are {', '.join(KINDS)}")


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
    carriers: Collection[str] | None = None,
) -> Applied:
    """The allocation on a day: the edits that hold by then, in the order of their first days, those of one day as listed.

    An edit that is impossible is left out and reported. `places`: the AGS there are, `carriers`: their names; None where any may be.
    Without edits that hold, the allocation comes back as it is.
    """
    due = sorted((edit for edit in edits if edit.valid_from <= on), key=lambda edit: edit.valid_from)
    if not due:
        return Applied(allocation)
    posts, refused = _read(allocation), []
    for edit in due:
        refusal = _impossible(edit, posts, places, carriers)
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


def _impossible(
    edit: Edit, posts: Mapping[str, _Post], places: Collection[str] | None, carriers: Collection[str] | None
) -> Refusal | None:
    if edit.kind == "add" and not edit.post.strip():
        return Refusal("no_name")
    if edit.kind == "add" and edit.post in posts:
        return Refusal("name_taken", {"post": edit.post})
    if edit.kind != "add" and edit.post not in posts:
        return Refusal("no_such_post", {"post": edit.post})
    if edit.kind in ("parts", "add") and (refusal := _impossible_parts(edit, places)):
        return refusal
    if edit.kind == "fte" and (refusal := _impossible_fte(edit.post, edit.fte)):
        return refusal
    return _impossible_assignment(edit, carriers) if edit.kind in ("assign", "add") else None


def _impossible_parts(edit: Edit, places: Collection[str] | None) -> Refusal | None:
    if not edit.parts:
        return Refusal("no_place", {"post": edit.post})
    unknown = [ags for ags in edit.parts if places is not None and ags not in places]
    if unknown:
        return Refusal("unknown_place", {"ags": unknown[0]})
    if not all(_is_amount(fte) for fte in edit.parts.values()):
        return Refusal("not_positive", {"post": edit.post})
    return _impossible_fte(edit.post, math.fsum(edit.parts.values()))


def _impossible_fte(post: str, fte: float | None) -> Refusal | None:
    if fte is None or not _is_amount(fte):
        return Refusal("not_positive", {"post": post})
    return Refusal("too_much", {"fte": fte, "most": MOST_FTE}) if fte > MOST_FTE + TOLERANCE_FTE else None


def _impossible_assignment(edit: Edit, carriers: Collection[str] | None) -> Refusal | None:
    if edit.kind == "assign" and not (edit.carrier or edit.focus_area):
        return Refusal("nothing_to_assign", {"post": edit.post})
    if edit.carrier and carriers is not None and edit.carrier not in carriers:
        return Refusal("unknown_carrier", {"carrier": edit.carrier})
    # A new post may have no carrier yet, but what it is for must be known.
    if (edit.focus_area or edit.kind == "add") and edit.focus_area not in codes("focus_area"):
        return Refusal("unknown_focus_area", {"focus_area": edit.focus_area})
    return None


def _make(edit: Edit, posts: dict[str, _Post]) -> None:
    if edit.kind == "close":
        del posts[edit.post]
        return
    if edit.kind == "add":
        posts[edit.post] = _Post(edit.carrier, edit.focus_area, math.fsum(edit.parts.values()), dict(edit.parts), {})
        return
    old = posts[edit.post]
    if edit.kind == "assign":
        new = _Post(edit.carrier or old.carrier, edit.focus_area or old.focus_area, old.fte, old.parts, old.shares)
    elif edit.kind == "parts":
        new = _Post(old.carrier, old.focus_area, _sum_near(edit.parts, old.fte), dict(edit.parts), {})
    else:
        new = _scaled(old, float(edit.fte or 0.0))
    posts[edit.post] = new


def _scaled(old: _Post, fte: float) -> _Post:
    scaled = {ags: None if part is None else part * (fte / old.fte) for ags, part in old.parts.items()}
    return _Post(old.carrier, old.focus_area, fte, scaled, old.shares)


def _sum_near(parts: Mapping[str, float], fte: float) -> float:
    """The sum of the parts; the FTE themselves where only rounding lies between, so that totals stay whole numbers."""
    total = math.fsum(parts.values())
    return fte if abs(total - fte) <= TOLERANCE_FTE else total


def _is_amount(fte: float) -> bool:
    return math.isfinite(fte) and fte > 0
