"""The three objectives of one part of a problem, one after the other, each with the ones before it held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planning.exchanging import exchanged
from planning.linear_model import Floats, LinearModel
from planning.model import Model, model_of
from planning.model_grouped import GroupedModel, grouped_fte, grouped_model
from planning.objectives import (
    TOLERANCE_FTE,
    at_least,
    measured,
    minimise_misallocated,
    minimise_moved,
    minimise_worst_shortage,
    with_misallocated,
    with_worst_shortage,
)
from planning.placing import placed_fte
from planning.problem import Problem
from planning.proposal import MISALLOCATED, MOVED, WORST, value_of
from planning.solving import Solution, Watch, solve

INFINITE = float("inf")
NOTHING = -INFINITE


@dataclass(frozen=True)
class Found:
    """`bound`: proven to be the least. `is_feasible` False: no allocation obeys the constraints."""

    bound: float
    is_feasible: bool = True


class Search:
    """`placed`: the best allocation so far (FTE of posts in municipalities), None while there is none."""

    def __init__(self, problem: Problem, *, relaxed_only: bool = False) -> None:
        self.problem = problem
        self.relaxed = model_of(problem, relaxed=True)
        self.full: Model = self.relaxed if relaxed_only else model_of(problem)
        self.is_bound = bool(np.any(self.full.pair_y >= 0))
        # What the first two objectives are looked for in: they do not ask where a post was.
        self.alike: Model | GroupedModel = (grouped_model(problem) if self.is_bound else None) or self.full
        self.placed: Floats | None = None

    def worst_shortage(self, floor: float, seconds: Callable[[], float], watch: Watch) -> Found:
        """Makes the largest shortage as small as can be, or not larger than `floor`, which other parts have anyway."""
        if not self.relaxed.is_whole.all():
            return self._worst_of_any_size(floor, seconds, watch)
        ladder = self._ladder(floor)
        # Relaxed first: quick, and mostly no worse than the whole.
        low, tried = self._climb(self.relaxed, ladder, 0, seconds, watch, is_guess=False)
        if self.is_bound and low < ladder.size and tried:
            low, tried = self._climb(self.alike, ladder, low, seconds, watch, is_guess=True)
        if low == ladder.size:
            return Found(np.inf, is_feasible=False)
        return Found(float(ladder[low]))

    def _climb(
        self,
        model: Model | GroupedModel,
        ladder: Floats,
        low: int,
        seconds: Callable[[], float],
        watch: Watch,
        *,
        is_guess: bool,
    ) -> tuple[int, bool]:
        """The first step of the ladder that can be reached, as far as is proven, and whether there was time to tell.
        `is_guess`: it is probably not far above `low`."""
        high, reach = ladder.size - 1, 1
        while low <= high:
            middle = min(low + reach - 1, high) if is_guess else (low + high) // 2
            found = self._try(model, float(ladder[middle]), seconds(), watch)
            if found.status == "infeasible":
                low, reach = middle + 1, 2 * reach
            elif found.values is None:
                return low, False
            else:
                if model is not self.relaxed or not self.is_bound:
                    self._take(model, found, WORST)
                high, reach = middle - 1, 1
        return low, True

    def misallocated(self, worst: float, seconds: Callable[[], float], watch: Watch, known: float = NOTHING) -> Found:
        """Then the FTE that stand where another place needs them; `known`: a bound."""
        return self._minimise(MISALLOCATED, worst, INFINITE, seconds, watch, known)

    def moved(self, worst: float, misallocated: float, seconds: Callable[[], float], watch: Watch) -> Found:
        """Then the FTE that move from today."""
        if self.is_bound and self.placed is not None:
            self.placed = exchanged(self.problem, self.placed, seconds(), watch)
        return self._minimise(MOVED, worst, misallocated, seconds, watch)

    def quick_bound(self, phase: int, worst: float, misallocated: float, seconds: float, watch: Watch) -> float:
        """What the second or the third objective cannot be below, from fractions of steps."""
        found = solve(self._linear(phase, self.relaxed, worst, misallocated), seconds, watch, whole=False)
        return found.bound if found.status == "optimal" else NOTHING

    def _linear(self, phase: int, model: Model | GroupedModel, worst: float, misallocated: float) -> LinearModel:
        held = with_worst_shortage(self.problem, model, worst)
        if phase == MISALLOCATED or isinstance(model, GroupedModel):
            return minimise_misallocated(self.problem, model, held)
        return minimise_moved(self.problem, model, with_misallocated(self.problem, model, held, misallocated))

    def _minimise(
        self,
        phase: int,
        worst: float,
        misallocated: float,
        seconds: Callable[[], float],
        watch: Watch,
        known: float = NOTHING,
    ) -> Found:
        bound = known
        whole = self.full if phase == MOVED else self.alike
        full = self._linear(phase, whole, worst, misallocated)
        if self.is_bound:
            relaxed = solve(self._linear(phase, self.relaxed, worst, misallocated), seconds(), watch)
            # There is an allocation by now: what says there is none failed, and proves nothing.
            bound = known if relaxed.status == "infeasible" else max(known, relaxed.bound)
            if (
                self.placed is not None
                and value_of(phase, measured(self.problem, self.placed)) <= bound + TOLERANCE_FTE
            ):
                return Found(bound)
            full = at_least(full, bound) if np.isfinite(bound) else full
        # Begun with a known solution HiGHS 1.15 sometimes misses a better one (presolve cuts it off), so it begins without.
        found = solve(full, seconds(), watch)
        self._take(whole, found, phase)
        return Found(max(bound, found.bound) if found.status != "infeasible" else bound)

    def _take(self, model: Model | GroupedModel, found: Solution, phase: int) -> None:
        """Keeps an allocation unless the one so far is better."""
        if found.values is None:
            return
        if isinstance(model, GroupedModel):
            placed = grouped_fte(self.problem, model, found.values)
        else:
            placed = placed_fte(self.problem, model, found.values)
        if self.placed is None or value_of(phase, measured(self.problem, placed)) <= value_of(
            phase, measured(self.problem, self.placed)
        ):
            self.placed = placed

    def _try(self, model: Model | GroupedModel, worst: float, seconds: float, watch: Watch) -> Solution:
        linear = with_worst_shortage(self.problem, model, worst)
        return solve(linear, seconds, lambda _, __: watch(None, None))  # what is tried is not found yet

    def _ladder(self, floor: float) -> Floats:
        """The values the largest shortage can have, from `floor` up: what is due less the steps that may be there."""
        problem = self.problem
        lacking = (problem.due - problem.fixed_supply).ravel()
        steps = np.arange(int(max(lacking.max(initial=0.0), 0.0) / problem.step) + 1)
        values = (lacking[:, None] - problem.step * steps).ravel()
        return np.unique(np.concatenate([[floor], values[values > floor]]))

    def _worst_of_any_size(self, floor: float, seconds: Callable[[], float], watch: Watch) -> Found:
        bound = floor
        if self.is_bound:
            relaxed = solve(minimise_worst_shortage(self.problem, self.relaxed, floor), seconds(), watch)
            if relaxed.status == "infeasible":
                return Found(np.inf, is_feasible=False)
            bound = max(bound, relaxed.bound)
        found = solve(minimise_worst_shortage(self.problem, self.alike, bound - TOLERANCE_FTE / 10), seconds(), watch)
        self._take(self.alike, found, WORST)
        return Found(max(bound, found.bound), is_feasible=found.status != "infeasible")
