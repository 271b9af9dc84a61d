"""On small made-up problems a proposal is as good as the best of all allocations there are."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from planning.feasibility import feasible
from planning.proposal import Proposal
from planning.propose import propose
from tests.planning.brute_force import broken, everything, random_problem

SEEDS_OF_A_BATCH, BATCHES = 30, 8
KINDS = ("step", "minimum_fte", "max_places", "fixed_posts", "carrier_fte", "focus_area_fte", "allowed", "extra")


@pytest.mark.parametrize("batch", range(BATCHES))
def test_as_good_as_trying_everything(batch: int) -> None:
    for seed in range(batch * SEEDS_OF_A_BATCH, (batch + 1) * SEEDS_OF_A_BATCH):
        posts, need, constraints = random_problem(seed)
        best = everything(posts, need, constraints)
        found = propose(posts, need, constraints, is_explained=False)
        if best is None:
            assert found.status == "infeasible", seed
            assert found.allocation is None
            continue
        assert found.status == "optimal", seed
        assert found.objectives is not None and found.allocation is not None
        reached = tuple(vars(found.objectives).values())
        np.testing.assert_allclose(reached, best, atol=1e-6, err_msg=str(seed))
        assert broken(posts, constraints, found.allocation) == [], seed
        assert_moves_lead_there(posts, found)


def assert_moves_lead_there(posts: pl.DataFrame, found: Proposal) -> None:
    """Moves add up to the proposal less today, and come from and go to no place twice."""
    assert found.allocation is not None
    change: dict[tuple[str, str], float] = {}
    for frame, sign in ((found.allocation, 1.0), (posts, -1.0)):
        for post, ags, fte in frame.select("post", "ags", "fte").rows():
            change[post, ags] = change.get((post, ags), 0.0) + sign * fte
    for post, start, end, fte in found.moves.rows():
        assert fte > 0 and start != end
        if start is not None:
            change[post, start] += fte
        if end is not None:
            change[post, end] -= fte
    assert max(abs(value) for value in change.values()) < 1e-5
    assert not found.moves.select(pl.struct("post", "from_ags", "to_ags").is_duplicated().any()).item()


@pytest.mark.parametrize("batch", range(4))
def test_feasible_as_trying_everything_says(batch: int) -> None:
    for seed in range(1000 + 20 * batch, 1000 + 20 * (batch + 1)):
        posts, need, constraints = random_problem(seed)
        assert feasible(posts, need, constraints) is (everything(posts, need, constraints) is not None), seed


def test_the_random_problems_have_constraints_of_every_kind() -> None:
    problems = [random_problem(seed) for seed in range(SEEDS_OF_A_BATCH * BATCHES)]
    for kind in KINDS:
        assert sum(bool(getattr(constraints, kind)) for _, _, constraints in problems) >= 15, kind
    assert sum(constraints.distance_limit is not None for _, _, constraints in problems) >= 50
    assert sum(constraints.may_resize for _, _, constraints in problems) >= 30
    assert sum(everything(*problem) is None for problem in problems) >= 20
