"""What the optimiser hands back: an allocation, how good it is, what is proven, and how to get there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

Status = Literal["optimal", "limit", "cancelled", "infeasible"]
PHASES = ("worst_shortage", "misallocated_fte", "moved_fte")
WORST, MISALLOCATED, MOVED = 1, 2, 3
MOVES = {"post": pl.String, "from_ags": pl.String, "to_ags": pl.String, "fte": pl.Float64}


@dataclass(frozen=True)
class Objectives:
    """In the order in which they count, all in FTE: the largest shortage of a municipality in a focus area, the FTE that stand
    where another place needs them (half the sum of the absolute gaps), and the FTE that move from today."""

    worst_shortage: float
    misallocated_fte: float
    moved_fte: float


def value_of(phase: int, objectives: Objectives) -> float:
    """The objective that counts first, second or third."""
    return (objectives.worst_shortage, objectives.misallocated_fte, objectives.moved_fte)[phase - 1]


@dataclass(frozen=True)
class Progress:
    """Where the search is: `phase` 1 to 3 (`name` is one of PHASES), the best value found and the proven bound (FTE, None
    while there is none), seconds since the start. Where minimum presence is missed without
    being asked for, the search begins anew with it, from phase 1."""

    phase: int
    name: str
    best: float | None
    bound: float | None
    seconds: float


@dataclass(frozen=True)
class Conflict:
    """One constraint of a smallest set that cannot hold together: its kind and subject as in `planning.groups`, and values
    that its sentence is made from."""

    kind: str
    subject: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Proposal:
    """`allocation`: every FTE decided, None where none was found. `before`: today's objectives (moved: 0), measured against what is
    due today, without extra posts. `bounds`: proven to be the least that is possible, each objective with the ones before it
    as they are in `objectives` (part by part, where a problem falls into parts). `gap`: the largest distance of an
    objective to its bound (FTE), 0.0 when optimal. `moves`: post, from_ags, to_ags, fte; from_ags is null for FTE that were
    nowhere before, to_ags for FTE given up."""

    status: Status
    allocation: pl.DataFrame | None
    objectives: Objectives | None
    before: Objectives
    bounds: Objectives | None
    gap: float | None
    moves: pl.DataFrame
    conflicts: tuple[Conflict, ...]
    seconds: float
