"""The three objectives over all parts of a problem: what is found, and what is proven."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from planning.components import Component
from planning.large_search import search_of
from planning.linear_model import Floats
from planning.objectives import TOLERANCE_FTE, measured
from planning.problem import Problem
from planning.proposal import MISALLOCATED, MOVED, WORST, Objectives, value_of
from planning.search import Search
from planning.stopwatch import Stopwatch

INFINITE = float("inf")
# A part may take so many times its share of the time: few are hard. Those left unproven have a second turn.
GENEROSITY = (4.0, 1.5)


class Rounds:
    """`placed`: FTE of posts in municipalities, None where a part has none yet. `bounds`: proven to be the least: the first for all
    allocations, each other one for those that do as well, part by part, in the ones before it. `is_feasible`: False where it
    is proven that nothing obeys the constraints. `obeys`: FTE of municipalities below which there is no use in going on;
    `known`: bounds of the same problem without minimums."""

    def __init__(
        self,
        problem: Problem,
        parts: list[Component],
        stopwatch: Stopwatch,
        *,
        obeys: Floats | None = None,
        known: list[float] | None = None,
    ) -> None:
        self.problem, self.parts, self.stopwatch = problem, parts, stopwatch
        self._obeys, self._known = obeys, known or [0.0, 0.0, 0.0]
        self.searches: list[Search] = []
        for part in parts:
            stopwatch.tell(None, None)
            self.searches.append(search_of(part.problem))
        self.settled = self._settled_gaps()
        self.bounds = [0.0, 0.0, 0.0]
        self.is_feasible = True

    def run(self) -> None:
        if not self.stopwatch.is_over():
            self._worst_shortage()
        if self.placed is None or self.stopwatch.is_over():
            return
        self._sum_up(MISALLOCATED, float(np.abs(self.settled).sum()) / 2)
        if self.is_obeyed and not self.stopwatch.is_over():
            self._sum_up(MOVED, 0.0)

    @property
    def is_obeyed(self) -> bool:
        """Whether the allocation reaches `obeys`."""
        placed = self.placed
        return placed is not None and (self._obeys is None or bool(np.all(placed.sum(axis=0) >= self._obeys)))

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

    def _reached(self, phase: int) -> float | None:
        """An objective of the allocation found so far, None while a part has none."""
        found = self.objectives
        return None if found is None else value_of(phase, found)

    def _worst_shortage(self) -> None:
        self.stopwatch.begin(WORST)
        floor = max(self._known[0], float(self.settled.max(initial=0.0)))
        self.bounds[0] = floor
        watch = self.stopwatch.watch(lambda _: self._reached(WORST), lambda _: self.bounds[0])
        for number, search in enumerate(self.searches):
            found = search.worst_shortage(floor, self._patience(len(self.searches) - number, GENEROSITY[0]), watch)
            if not found.is_feasible:
                self.is_feasible = False
                return
            if found.bound > floor + TOLERANCE_FTE:
                self.bounds[0] = max(self.bounds[0], found.bound)
            if search.placed is not None:
                floor = max(floor, measured(search.problem, search.placed).worst_shortage)
            self.stopwatch.tell(self._reached(WORST), self.bounds[0])
            if self.stopwatch.is_over():
                return

    def _sum_up(self, phase: int, settled: float) -> None:
        """The second or the third objective: the parts' values add up, and so do their bounds."""
        self.stopwatch.begin(phase)
        reached = self.objectives
        worst = 0.0 if reached is None else reached.worst_shortage
        bounds = np.zeros(len(self.searches))
        # With a larger shortage allowed than without minimums, less may be misallocated.
        is_known = phase == MISALLOCATED and worst <= self._known[0] + TOLERANCE_FTE
        known = self._known[1] - settled if is_known and len(self.searches) == 1 else 0.0

        watch = self.stopwatch.watch(lambda _: self._reached(phase), lambda _: float(bounds.sum()) + settled)
        if len(self.searches) > 1:
            for number, search in enumerate(self.searches):
                left = self.stopwatch.left(len(self.searches) - number, GENEROSITY[0])
                bounds[number] = max(search.quick_bound(phase, worst, _misallocated(search), left, watch), 0.0)
        self.bounds[phase - 1] = float(bounds.sum()) + settled
        for generosity in GENEROSITY:
            gaps = np.array([_value(phase, search) for search in self.searches]) - bounds
            waiting = [int(number) for number in np.argsort(-gaps, kind="stable") if gaps[number] > TOLERANCE_FTE]
            for done, number in enumerate(waiting):
                if self.stopwatch.is_over():
                    return
                search, seconds = self.searches[number], self._patience(len(waiting) - done, generosity)
                if phase == MISALLOCATED:
                    found = search.misallocated(worst, seconds, watch, known)
                else:
                    found = search.moved(worst, _misallocated(search), seconds, watch)
                bounds[number] = max(found.bound, bounds[number])
                self.bounds[phase - 1] = float(bounds.sum()) + settled
                self.stopwatch.tell(self._reached(phase), self.bounds[phase - 1])

    def _patience(self, parts: int, generosity: float) -> Callable[[], float]:
        """Seconds for one of so many parts, asked anew for every step of its search."""
        return lambda: self.stopwatch.left(parts, generosity)

    def _settled_gaps(self) -> Floats:
        """Gaps of the municipalities and focus areas that no post to place can serve."""
        is_open = np.zeros(self.problem.due.shape, dtype=bool)
        for part in self.parts:
            is_open[np.ix_(part.areas, part.places)] = True
        found: Floats = (self.problem.due - self.problem.fixed_supply)[~is_open]
        return found


def _value(phase: int, search: Search) -> float:
    return INFINITE if search.placed is None else value_of(phase, measured(search.problem, search.placed))


def _misallocated(search: Search) -> float:
    return _value(MISALLOCATED, search)
