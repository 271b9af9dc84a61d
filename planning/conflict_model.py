"""A planning problem in which every part of it can be given up, or given in to, at a cost.

As `planning.model`, but a column of 0 or 1 for each part says whether it is given up, and further columns say by how much a part
is relaxed: FTE below a minimum, municipalities above the limit per post, FTE beyond a total, municipalities allowed beside
the others. All of them are held at zero until somebody asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planning.conflict_parts import POSTS_KEEP_FTE, TOTAL, Part
from planning.linear_model import Floats, Ints, LinearModel
from planning.model_places import cliques
from planning.problem import RESIDUE_FTE, Problem

INFINITE = float("inf")


@dataclass(frozen=True)
class SoftModel:
    """`dropped`: the column of each part, 1 where it is given up. `relaxed`: the columns by which a part gives in; for totals FTE
    below and FTE above, for allowed areas one per municipality of `barred`, for minimums FTE, for places whole ones.
    `resized`: steps by which posts (by index) grow and shrink."""

    linear: LinearModel
    dropped: Mapping[Part, int]
    relaxed: Mapping[Part, Ints]
    barred: Mapping[Part, Ints]
    grown: Ints
    shrunk: Ints


class _Builder:
    """Adds one kind of rows after the other; `dropped` has no column for a part that the problem does not have."""

    def __init__(self, problem: Problem, parts: tuple[Part, ...]) -> None:
        self.problem = problem
        self.linear = LinearModel()
        self.size = len(problem.posts), len(problem.places)
        self.dropped = dict(zip(parts, self.linear.add_columns(len(parts), 0, 1, whole=True).tolist(), strict=True))
        self.relaxed: dict[Part, Ints] = {}
        self.barred: dict[Part, Ints] = {}
        floors = float(problem.least.sum()) + sum(least for least, _ in problem.carrier_fte.values())
        wanted = float(problem.fte.sum()) + floors + sum(problem.area_fte.values())
        self.most = float(np.ceil(wanted / problem.step)) + 1
        self.free = self._columns_of_fixed()

    def _columns_of_fixed(self) -> Ints:
        """For each post the column that is 1 when it may be placed anew, -1 for one that is never fixed."""
        return np.array([self.dropped.get(Part("fixed_posts", name), -1) for name in self.problem.posts], dtype=np.int64)
