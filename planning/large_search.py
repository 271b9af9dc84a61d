"""Parts of a problem that are too large to be searched as a whole: bounds from a relaxation, allocations found bit by bit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from planning.beginning import gathered
from planning.exchanging import exchanged
from planning.model import Model, model_of
from planning.model_grouped import GroupedModel
from planning.model_places import needs_counting
from planning.neighbourhoods import Neighbourhoods
from planning.objectives import minimise_misallocated, with_worst_shortage
from planning.placing import placed_fte
from planning.problem import RESIDUE_FTE, Flags, Problem
from planning.proposal import MISALLOCATED, MOVED, WORST
from planning.search import NOTHING, Found, Search
from planning.solving import Solution, Watch, solve

# Posts times municipalities where places are counted; up to here the whole is searched, and mostly proven, in seconds.
MOST_PAIRS = 800
CANDIDATES = 6
SHARE_OF_BEGINNING, SHARE_OF_BOUND = 0.6, 0.3


def search_of(problem: Problem) -> Search:
    """The way to search that fits the size of a part."""
    bound = needs_counting(problem) & ~problem.is_fixed
    return LargeSearch(problem) if problem.allowed[bound].sum() > MOST_PAIRS else Search(problem)


class LargeSearch(Search):
    """Every bound is one of the model in which posts may have any number of municipalities at any distance, so it holds always,
    but may not be reached."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem, relaxed_only=True)

    def worst_shortage(self, floor: float, seconds: Callable[[], float], watch: Watch) -> Found:
        found = super().worst_shortage(floor, seconds, watch)
        if found.is_feasible and not watch(None, None):
            self._begin(max(found.bound, floor), seconds, watch)
            self._improve(WORST, max(found.bound, floor), np.inf, seconds, watch)
        return found

    def misallocated(self, worst: float, seconds: Callable[[], float], watch: Watch, known: float = NOTHING) -> Found:
        found = super().misallocated(worst, lambda: SHARE_OF_BOUND * seconds(), watch, known)
        self._improve(MISALLOCATED, found.bound, worst, seconds, watch)
        return found

    def moved(self, worst: float, misallocated: float, seconds: Callable[[], float], watch: Watch) -> Found:
        found = super().moved(worst, misallocated, lambda: SHARE_OF_BOUND * seconds(), watch)
        if self.placed is not None:
            self.placed = exchanged(self.problem, self.placed, seconds(), watch)
        self._improve(MOVED, found.bound, worst, seconds, watch)
        return found

    def _take(self, model: Model | GroupedModel, found: Solution, phase: int) -> None:
        """What the relaxation finds may break limits of places and distance."""

    def _begin(self, worst: float, seconds: Callable[[], float], watch: Watch) -> None:
        """An allocation that obeys the constraints, each post in a few municipalities only: gathered towards the supply that
        the relaxation aims at, or, where that misses a minimum, whatever the solver finds near to it and to today."""
        held = with_worst_shortage(self.problem, self.relaxed, worst)
        aim = solve(minimise_misallocated(self.problem, self.relaxed, held), seconds(), watch)
        if aim.values is None:
            return
        first = gathered(self.problem, self.problem.step * aim.values[self.relaxed.supply])
        if not self.problem.resizable.any() and np.all(first.sum(axis=0) >= self.problem.least - RESIDUE_FTE):
            self.placed = first
            return
        near_by = candidates_of(self.problem) | (first > RESIDUE_FTE)
        model = model_of(self.problem, candidates=near_by)
        known = None
        for linear, share in (
            (model.linear, 1.0),
            (minimise_misallocated(self.problem, model, model.linear), SHARE_OF_BEGINNING),
        ):
            found = solve(linear, share * seconds(), watch, known)
            if found.values is None:
                return
            known = np.arange(model.linear.columns), found.values[: model.linear.columns]
            self.placed = placed_fte(self.problem, model, known[1])

    def _improve(self, phase: int, bound: float, worst: float, seconds: Callable[[], float], watch: Watch) -> None:
        if self.placed is not None:
            found = Neighbourhoods(self.problem, self.placed)
            self.placed = found.improve(phase, bound, worst, watch, lambda: seconds() <= 0 or watch(None, None))


def candidates_of(problem: Problem) -> Flags:
    """For each post the municipalities it has today and a few more: those near to them that are due most, or where nothing is too
    far, ever other ones of those that lack most."""
    supply = np.zeros_like(problem.due)
    np.add.at(supply, problem.area, problem.today)
    gaps = problem.due - supply
    found = problem.today > RESIDUE_FTE
    for p in problem.free.tolist():
        lacking = np.argsort(-gaps[problem.area[p]])
        lacking = lacking[problem.allowed[p, lacking]]
        if problem.far is not None and found[p].any():
            lacking = lacking[~problem.far[int(problem.today[p].argmax()), lacking]]
            found[p, lacking[:CANDIDATES]] = True
        else:
            found[p, np.roll(lacking, -p * (CANDIDATES // 2))[:CANDIDATES]] = True
    return found
