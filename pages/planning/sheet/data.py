"""What the table of posts and municipalities shows: ready texts, in the order to show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

# The column after the municipalities, which says how large a whole post is.
TOTAL = "total"


@dataclass(frozen=True)
class SheetRow:
    """A post. `cells` are texts by the key of their column (an AGS or TOTAL), nothing where there is none.

    `changes` say by column what differs from today ("today 0.50"). A post that is not `is_decided` is split by a rule. One that
    `is_gone` can only be looked at.
    """

    post: str
    carrier: str
    focus_area: str
    cells: Mapping[str, str]
    is_decided: bool = False
    is_changed: bool = False
    is_new: bool = False
    is_gone: bool = False
    note: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetGroup:
    """The posts of a focus area, below their sums."""

    label: str
    cells: Mapping[str, str]
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True)
class SheetSum:
    """A row below all posts. `is_strong`: the one to look at first."""

    label: str
    cells: Mapping[str, str]
    is_strong: bool = False
    changes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetCarrier:
    """FTE of a carrier today and with the plan; `change` is nothing where there is none."""

    name: str
    before: str
    after: str
    change: str


@dataclass(frozen=True)
class RefusedEntry:
    """The last entry, if it could not be accepted. `column` is an AGS or TOTAL, `entry` what was typed."""

    post: str
    column: str
    entry: str
    reason: str


@dataclass(frozen=True)
class SheetData:
    """The whole table. `columns`: (AGS, name). `granted` compares all posts with those granted; `exceeds_granted`: they are more.

    `words` are the texts around the figures by their keys, see pages.planning.sheet.words.
    """

    columns: tuple[tuple[str, str], ...]
    groups: tuple[SheetGroup, ...]
    sums: tuple[SheetSum, ...]
    carriers: tuple[SheetCarrier, ...]
    granted: str
    exceeds_granted: bool
    words: Mapping[str, str]
    refusal: RefusedEntry | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain dictionaries and lists."""
        return asdict(self)
