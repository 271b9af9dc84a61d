"""Problems that are searched bit by bit: what is claimed to be proven is, and what is found obeys the constraints."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning import large_search
from planning.components import components_of
from planning.exchanging import exchanged
from planning.model_places import cliques
from planning.objectives import measured
from planning.problem import problem_of
from planning.propose import propose
from tests.planning.brute_force import broken, everything, random_problem

SAME = 1e-6
SEEDS = [seed for seed in range(2000, 2050) if random_problem(seed)[2].max_places is not None]


def test_bounds_hold_and_nothing_is_called_best_that_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_search, "MOST_PAIRS", 0)
    proven = 0
    for seed in SEEDS:
        posts, need, constraints = random_problem(seed)
        best = everything(posts, need, constraints)
        found = propose(posts, need, constraints, seconds=2, is_explained=False)
        if best is None:
            assert found.status in ("infeasible", "limit") and found.allocation is None, seed
            continue
        assert found.bounds is not None and found.bounds.worst_shortage <= best[0] + SAME, seed
        if found.allocation is None:
            assert found.status == "limit", seed
            continue
        assert found.objectives is not None and found.gap is not None
        assert broken(posts, constraints, found.allocation) == [], seed
        reached, bounds = tuple(vars(found.objectives).values()), tuple(vars(found.bounds).values())
        assert found.gap == pytest.approx(max(0.0, *(a - b for a, b in zip(reached, bounds, strict=True))), abs=SAME)
        assert reached > tuple(value - SAME for value in best), seed
        if abs(reached[0] - best[0]) < SAME:
            assert bounds[1] <= best[1] + SAME, seed
            if abs(reached[1] - best[1]) < SAME:
                assert bounds[2] <= best[2] + SAME, seed
        if found.status == "optimal":
            np.testing.assert_allclose(reached, best, atol=SAME, err_msg=str(seed))
            proven += 1
    assert proven >= len(SEEDS) // 4


def test_exchanging_keeps_what_municipalities_have_and_moves_less() -> None:
    fewer = 0
    for seed in range(40):
        problem = problem_of(*random_problem(seed))
        turned = np.roll(problem.today, 1, axis=1)
        placed = np.where(problem.is_fixed[:, None], problem.today, turned)
        found = exchanged(problem, placed, 10)
        for f in range(len(problem.areas)):
            rows = problem.area == f
            np.testing.assert_allclose(found[rows].sum(axis=0), placed[rows].sum(axis=0), atol=1e-9)
        np.testing.assert_allclose(found.sum(axis=1), placed.sum(axis=1), atol=1e-5)
        before, after = measured(problem, placed).moved_fte, measured(problem, found).moved_fte
        assert after <= before + 1e-9
        fewer += after < before - 1e-9
    assert fewer > 0


def test_parts_have_nothing_to_do_with_each_other() -> None:
    """Every post to place is in one part with all its municipalities, and no part shares a cell with another."""
    for seed in range(120):
        problem = problem_of(*random_problem(seed))
        cells = np.zeros(problem.due.shape, dtype=int)
        homes = np.zeros(len(problem.posts), dtype=int)
        for part in components_of(problem):
            cells[np.ix_(part.areas, part.places)] += 1
            mine = part.posts[~part.problem.is_fixed]
            homes[mine] += 1
            for p in mine:
                assert set(np.flatnonzero(problem.allowed[p])) <= set(part.places), seed
        assert cells.max(initial=0) <= 1
        if problem.allowed.any(axis=1).all():
            assert (homes == ~problem.is_fixed).all(), seed


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9), st.integers(0, 10_000))
def test_cliques_cover_exactly_the_pairs_too_far_apart(count: int, seed: int) -> None:
    draw = np.random.default_rng(seed).random((count, count)) < 0.4
    far = np.triu(draw, 1) | np.triu(draw, 1).T
    covered = np.zeros_like(far)
    for clique in cliques(far):
        covered[np.ix_(clique, clique)] = True
    np.fill_diagonal(covered, val=False)
    assert (covered == far).all()
