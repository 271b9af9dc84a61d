"""The three objectives over all parts of a problem: what is found, and what is proven."""

from __future__ import annotations

import numpy as np

from planning.components import Component
from planning.large_search import search_of
from planning.linear_model import Floats
from planning.objectives import TOLERANCE_FTE, measured, shortage
from planning.problem import Problem
from planning.proposal import Objectives
from planning.search import Found, Search
from planning.stopwatch import Stopwatch


class Rounds:
    """`placed`: FTE of posts in municipalities, None where a part has none yet. `bounds`: proven to be the least: the first for all
    allocations, each other one for those that do as well, part by part, in the ones before it. `is_feasible`: False where it
    is proven that nothing obeys the constraints."""

    def __init__(self, problem: Problem, parts: list[Component], stopwatch: Stopwatch) -> None:
        self.problem, self.parts, self.stopwatch = problem, parts, stopwatch
        self.searches = [search_of(part.problem) for part in parts]
        self.settled = self._settled_gaps()
        self.bounds = [0.0, 0.0, 0.0]
        self.is_feasible = True

    def run(self) -> None:
        if not self.stopwatch.is_over():
            self._worst_shortage()
        if self.placed is None or self.stopwatch.is_over():
            return
        self._sum_up(2, float(np.abs(self.settled).sum()) / 2)
        if not self.stopwatch.is_over():
            self._sum_up(3, 0.0)

    @property
    def placed(self) -> Floats | None:
        found = np.where(self.problem.is_fixed[:, None], self.problem.today, 0.0)
        for part, search in zip(self.parts, self.searches, strict=True):
            if search.placed is None:
                return None
            free = ~part.problem.is_fixed
            found[np.ix_(part.posts[free], part.places)] = search.placed[free]
        return found

    @property
    def objectives(self) -> Objectives | None:
        placed = self.placed
        return None if placed is None else measured(self.problem, placed)

    def _worst_shortage(self) -> None:
        self.stopwatch.begin(1)
        floor = max(0.0, float(self.settled.max(initial=0.0)))
        self.bounds[0] = floor
        for number, search in enumerate(self.searches):
            watch = self.stopwatch.watch(lambda best: best, lambda _: self.bounds[0])
            left = len(self.searches) - number
            found = search.worst_shortage(floor, lambda left=left: self.stopwatch.left(left), watch)
            if not found.is_feasible:
                self.is_feasible = False
                return
            if found.bound > floor + TOLERANCE_FTE:
                self.bounds[0] = max(self.bounds[0], found.bound)
            if search.placed is not None:
                floor = max(floor, measured(search.problem, search.placed).worst_shortage)
            self.stopwatch.tell(floor, self.bounds[0])
            if self.stopwatch.is_over():
                return

    def _sum_up(self, phase: int, settled: float) -> None:
        """The second or the third objective: the parts' values add up, and so do their bounds."""
        self.stopwatch.begin(phase)
        worst = measured(self.problem, self.placed).worst_shortage if self.placed is not None else 0.0
        bounds = [0.0] * len(self.searches)
        self.bounds[phase - 1] = settled
        for number, search in enumerate(self.searches):
            others = sum(bounds) + settled
            watch = self.stopwatch.watch(
                lambda _: self._value(phase), lambda bound, others=others: others + (bound or 0.0)
            )
            left = len(self.searches) - number
            found = self._next(search, phase, worst, lambda left=left: self.stopwatch.left(left), watch)
            bounds[number] = max(found.bound, 0.0)
            self.bounds[phase - 1] = sum(bounds) + settled
            self.stopwatch.tell(self._value(phase), self.bounds[phase - 1])
            if self.stopwatch.is_over():
                return

    def _next(self, search: Search, phase: int, worst: float, seconds, watch) -> Found:
        if phase == 2:
            return search.misallocated(worst, seconds, watch)
        held = measured(search.problem, search.placed).misallocated_fte
        return search.moved(worst, held, seconds, watch)

    def _value(self, phase: int) -> float | None:
        found = self.objectives
        return None if found is None else (found.misallocated_fte, found.moved_fte)[phase - 2]

    def _settled_gaps(self) -> Floats:
        """Gaps of the municipalities and focus areas that no post to place can serve."""
        is_open = np.zeros(self.problem.due.shape, dtype=bool)
        for part in self.parts:
            is_open[np.ix_(part.areas, part.places)] = True
        found: Floats = (self.problem.due - self.problem.fixed_supply)[~is_open]
        return found
