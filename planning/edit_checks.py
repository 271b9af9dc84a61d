"""Whether an edit can be made where it stands."""

from __future__ import annotations

import math
from collections.abc import Collection

from metrics.codes import codes
from planning.allocation import TOLERANCE_FTE
from planning.edit import MOST_FTE, Edit
from planning.refusal import Refusal


def impossible(edit: Edit, posts: Collection[str], places: Collection[str] | None) -> Refusal | None:
    """Why an edit cannot be made to these posts (names); None where it can.

    `places`: the AGS there are, None where any may be."""
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
    return _impossible_assignment(edit) if edit.kind in ("assign", "add") else None


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


def _impossible_assignment(edit: Edit) -> Refusal | None:
    if edit.kind == "assign" and not (edit.carrier or edit.focus_area):
        return Refusal("nothing_to_assign", {"post": edit.post})
    # A new post may have no carrier yet, but what it is for must be known.
    if (edit.focus_area or edit.kind == "add") and edit.focus_area not in codes("focus_area"):
        return Refusal("unknown_focus_area", {"focus_area": edit.focus_area})
    return None


def _is_amount(fte: float) -> bool:
    # What is smaller is lost where sums are rounded, and a post without FTE is none.
    return math.isfinite(fte) and fte >= TOLERANCE_FTE
