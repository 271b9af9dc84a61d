"""Why an edit is not made: a code and the values its sentence needs. Words are made by the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# Code -> the values that belong to it.
REFUSALS: Mapping[str, tuple[str, ...]] = {
    # What an edit says is not there, or is there already.
    "no_such_post": ("post",),
    "no_name": (),
    "name_taken": ("post",),
    "unknown_place": ("ags",),
    "unknown_focus_area": ("focus_area",),
    "nothing_to_assign": ("post",),
    "not_served": ("post", "ags"),
    "same_place": ("ags",),
    # A post is somewhere, with FTE above zero.
    "no_place": ("post",),
    "only_place": ("post", "ags"),
    "nowhere_to_go": ("post", "ags", "post_fte"),
    "not_positive": ("post",),
    "close_instead": ("post",),
    # What was typed.
    "not_a_number": ("entry",),
    "negative": ("entry",),
    "too_fine": ("entry", "least"),
    "too_fine_share": ("entry", "least"),
    "per_cent_meant": ("entry",),
    "too_much": ("fte", "most"),
    # More than there is.
    "more_than_post": ("post", "fte", "post_fte"),
    "more_than_there": ("post", "ags", "fte", "there"),
    "nothing_left": ("post", "fte", "post_fte"),
}


@dataclass(frozen=True)
class Refusal:
    """`code`: one of REFUSALS; `values`: what its sentence names. Raises ValueError where they do not fit each other."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.code not in REFUSALS:
            raise ValueError(f"unknown refusal {self.code!r}; known are {', '.join(REFUSALS)}")
        if set(self.values) != set(REFUSALS[self.code]):
            raise ValueError(
                f"{self.code} wants the values {', '.join(REFUSALS[self.code])}, found {', '.join(self.values)}"
            )
