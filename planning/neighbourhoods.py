"""Large problems bit by bit: a few posts at a time are placed anew, all others stay where they are.

Large neighbourhood search (Shaw 1998). It only ever finds better allocations; what is proven comes from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from planning.components import component
from planning.linear_model import Floats, Ints
from planning.objectives import measured, shortage
from planning.problem import RESIDUE_FTE, Problem
from planning.proposal import MISALLOCATED, MOVED, WORST, value_of
from planning.search import Search
from planning.solving import Watch

POSTS, PLACES = 6, 14
SEED = 1
SECONDS_OF_ONE = 1.0
BETTER = 1e-9
FRUITLESS_ROUNDS = 60


class Neighbourhoods:
    """Improves `placed` (FTE of posts in municipalities) in one objective at a time."""

    def __init__(self, problem: Problem, placed: Floats) -> None:
        self.problem, self.placed = problem, placed
        self._draw = np.random.default_rng(SEED)
        self._near = np.ones((len(problem.places),) * 2, dtype=bool) if problem.far is None else ~problem.far

    def improve(self, phase: int, bound: float, worst: float, watch: Watch, is_over: Callable[[], bool]) -> Floats:
        """Until the bound is reached, time is over or nothing helps any more."""
        fruitless = 0
        while not is_over() and fruitless < FRUITLESS_ROUNDS * (1 if phase == WORST else 4):
            value = self._value(phase)
            if value <= bound + BETTER:
                break
            posts, places = self._neighbourhood(phase)
            fruitless = 0 if self._replace(phase, posts, places, worst, watch) else fruitless + 1
        return self.placed

    def _value(self, phase: int) -> float:
        return value_of(phase, measured(self.problem, self.placed))

    def _replace(self, phase: int, posts: Ints, places: Ints, worst: float, watch: Watch) -> bool:
        problem = self.problem
        stays = np.ones(len(problem.posts), dtype=bool)
        stays[posts] = False
        units = (self.placed.sum(axis=1) - problem.remainder) / problem.step
        part = component(
            replace(
                problem,
                is_fixed=stays,
                today=np.where(stays[:, None], self.placed, problem.today),
                # Here every post keeps the FTE it has come to.
                resizable=np.zeros_like(stays),
                units=np.where(stays, problem.units, np.round(units).astype(np.int64)),
            ),
            set(range(len(problem.areas))),
            set(places.tolist()),
        )
        mine = np.flatnonzero(~part.problem.is_fixed)
        before = self.placed[np.ix_(part.posts, part.places)]
        search = Search(part.problem)
        search.placed = before
        held = measured(part.problem, before)
        seconds = lambda: SECONDS_OF_ONE  # noqa: E731
        if phase == WORST:
            search.worst_shortage(self._elsewhere(part.places), seconds, watch)
        elif phase == MISALLOCATED:
            search.misallocated(worst, seconds, watch)
        else:
            search.moved(worst, held.misallocated_fte, seconds, watch)
        after = search.placed
        if after is None:
            return False
        if value_of(phase, measured(part.problem, after)) > value_of(phase, held) - BETTER:
            return False
        self.placed = self.placed.copy()
        self.placed[np.ix_(part.posts[mine], part.places)] = after[mine]
        return True

    def _elsewhere(self, places: Ints) -> float:
        """The largest shortage outside of some municipalities."""
        gaps = shortage(self.problem, self.placed)
        gaps[:, places] = 0.0
        return max(0.0, float(gaps.max()))

    def _neighbourhood(self, phase: int) -> tuple[Ints, Ints]:
        """Posts to place anew and the municipalities they may go to: around one that lacks or has too much, or around a post that
        moves; and posts from where there is too much, however far."""
        problem, draw = self.problem, self._draw
        gaps = shortage(problem, self.placed)
        is_there = self.placed > RESIDUE_FTE
        chosen: list[int] = []
        if phase == MOVED:
            far_off = np.maximum(self.placed - problem.today, 0).sum(axis=1) * ~(problem.is_fixed | problem.is_new)
            chosen = [int(draw.choice(far_off.size, p=far_off / far_off.sum()))]
            area = int(problem.area[chosen[0]])
            target = int(np.argmax(problem.today[chosen[0]] + 1e-3 * draw.random(len(problem.places))))
        elif phase == WORST:
            area, target = (int(index) for index in np.unravel_index(gaps.argmax(), gaps.shape))
        else:
            weight = np.abs(gaps).ravel()
            area, target = (
                int(index) for index in np.unravel_index(draw.choice(weight.size, p=weight / weight.sum()), gaps.shape)
            )
        same = np.flatnonzero((problem.area == area) & ~problem.is_fixed & problem.allowed.any(axis=1))
        spare = np.array([gaps[area, is_there[p]].min(initial=0.0) for p in same])
        near = np.array([bool((is_there[p] & self._near[target]).any()) for p in same])
        score = spare + 0.3 * draw.random(same.size)
        close = same[near][np.argsort(score[near])]
        anywhere = same[np.argsort(score)]
        chosen += [int(p) for p in np.concatenate([draw.permutation(close[: 2 * POSTS])[: POSTS // 2 + 1], anywhere])]
        posts = np.array(list(dict.fromkeys(chosen))[:POSTS])
        wanted = [target, *np.flatnonzero(is_there[posts].any(axis=0))]
        if phase == MOVED:
            wanted += list(np.flatnonzero((problem.today[posts] > RESIDUE_FTE).any(axis=0)))
        lacking = np.flatnonzero(self._near[target])
        wanted += list(lacking[np.argsort(-gaps[area, lacking] - 0.1 * draw.random(lacking.size))][:PLACES])
        current = int(is_there[posts].any(axis=0).sum()) + 1
        return posts, np.array(list(dict.fromkeys(int(i) for i in wanted))[: max(PLACES, current)])
