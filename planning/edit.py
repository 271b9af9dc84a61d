"""One change that a planner makes to one post."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

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
