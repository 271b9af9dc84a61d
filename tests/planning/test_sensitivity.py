"""How much a proposal depends on its figures: counted over runs, against a slow twin and by hand."""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from planning.constraints import Constraints
from planning.proposal import MOVES, Objectives, Proposal
from planning.propose import propose
from planning.sensitivity import Sensitivity, compared, sensitivity
from tests.planning.brute_force import random_problem

SAME = 1e-6
SEEDS = (2, 3, 5, 7, 8, 13, 14, 17, 22, 23, 25, 31, 40, 43)
A, B, C = "05358001", "05358002", "05358003"
NOTHING = Objectives(0.0, 0.0, 0.0)
ALLOCATION = ["post", "carrier", "focus_area", "post_fte", "ags", "fte"]

Variants = dict[str, tuple[pl.DataFrame, pl.DataFrame]]


@functools.cache
def varied(seed: int) -> tuple[Variants, Constraints, Proposal]:
    """Six variants of a random problem that has a solution."""
    posts, need, constraints = random_problem(seed)
    reference = propose(posts, need, constraints, is_explained=False)
    assert reference.allocation is not None, "choose another seed"
    draw = np.random.default_rng(seed)
    found = {}
    for name in "uvwxyz":
        factors = draw.choice([0.5, 1.0, 2.0], need.height)
        found[name] = (posts, need.with_columns(need=pl.col("need") * pl.Series(factors)))
    return found, constraints, reference


def slow_times(variants: Variants, runs: dict[str, Proposal], reference: Proposal) -> dict[tuple[str, ...], int]:
    """How often each move of the reference comes out, one row and one run after the other."""
    assert reference.allocation is not None
    today = set(next(iter(variants.values()))[0]["post"])
    area = dict(reference.allocation.select("post", "focus_area").rows())
    found: dict[tuple[str, ...], int] = defaultdict(int)
    for post, start, end, fte in reference.moves.rows():
        wanted = fte
        if post not in today:
            wanted = sum(
                f for p, _, e, f in reference.moves.rows() if p not in today and area[p] == area[post] and e == end
            )
        for run in runs.values():
            if run.allocation is None:
                continue
            of_run = dict(run.allocation.select("post", "focus_area").rows())
            there = 0.0
            for other, begin, to, more in run.moves.rows():
                is_same = (
                    other == post and begin == start
                    if post in today
                    else (other not in today and of_run[other] == area[post])
                )
                there += more if is_same and to == end else 0.0
            found[post, start, end] += there >= wanted - SAME
    return found


def amounts(allocation: pl.DataFrame, *keys: str) -> dict[object, float]:
    found: dict[object, float] = defaultdict(float)
    for row in allocation.iter_rows(named=True):
        found[tuple(row[key] for key in keys)] += row["fte"]
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_slow_twin(seed: int) -> None:
    variants, constraints, reference = varied(seed)
    runs = {name: propose(posts, need, constraints, is_explained=False) for name, (posts, need) in variants.items()}
    found = sensitivity(variants, constraints, reference)
    assert found.is_complete
    assert found.runs["variant"].to_list() == list(variants)
    assert found.moves.select("post", "from_ags", "to_ags", "fte").equals(reference.moves)
    times = slow_times(variants, runs, reference)
    for row in found.moves.iter_rows(named=True):
        assert row["times"] == times[row["post"], row["from_ags"], row["to_ags"]]
        assert row["of"] == sum(run.allocation is not None for run in runs.values())
    gains, loses = defaultdict(int), defaultdict(int)
    for name, run in runs.items():
        row = found.runs.row(by_predicate=pl.col("variant") == name, named=True)
        assert row["status"] == run.status
        if run.allocation is None or run.objectives is None:
            assert row["worst_shortage"] is row["same_fte_share"] is None
            continue
        assert row["worst_shortage"] == pytest.approx(run.objectives.worst_shortage)
        assert row["misallocated_fte"] == pytest.approx(run.objectives.misallocated_fte)
        assert row["moved_fte"] == pytest.approx(run.objectives.moved_fte)
        ours, theirs = (amounts(one, "focus_area", "ags") for one in (reference.allocation, run.allocation))
        same = sum(min(fte, theirs[key]) for key, fte in ours.items())
        assert row["same_fte_share"] == pytest.approx(same / reference.allocation["fte"].sum())
        before, after = amounts(variants[name][0], "ags"), amounts(run.allocation, "ags")
        for (ags,) in {*before, *after}:
            gains[ags] += after[ags,] > before[ags,] + SAME
            loses[ags] += after[ags,] < before[ags,] - SAME
    assert found.places["ags"].to_list() == sorted(gains)
    for row in found.places.iter_rows(named=True):
        assert (row["gains"], row["loses"]) == (gains[row["ags"]], loses[row["ags"]])


def proposal(*rows: tuple[str, float, str, float], moves: list[tuple[str, str | None, str | None, float]]) -> Proposal:
    """One whose allocation is these parts: post, FTE of the post, ags, fte."""
    parts = [(post, "Alpha", "welcome", whole, ags, fte) for post, whole, ags, fte in rows]
    allocation = pl.DataFrame(parts, schema=ALLOCATION, orient="row")
    changes = pl.DataFrame(moves, schema=MOVES, orient="row")
    return Proposal("optimal", allocation, NOTHING, NOTHING, NOTHING, 0.0, changes, (), 0.0)


def by_hand(reference: Proposal, *runs: Proposal, today: Proposal) -> Sensitivity:
    assert reference.allocation is not None
    assert today.allocation is not None
    named = {str(number): run for number, run in enumerate(runs)}
    variants = dict.fromkeys(named, (today.allocation, pl.DataFrame()))
    return compared(variants, named, reference, reference.allocation)


TODAY = proposal(("P", 1.0, A, 1.0), moves=[])


def test_as_many_fte_or_more_count_and_fewer_do_not() -> None:
    reference = proposal(("P", 1.0, A, 0.5), ("P", 1.0, B, 0.5), moves=[("P", A, B, 0.5)])
    more = proposal(("P", 1.0, A, 0.25), ("P", 1.0, B, 0.75), moves=[("P", A, B, 0.75)])
    less = proposal(("P", 1.0, A, 0.75), ("P", 1.0, B, 0.25), moves=[("P", A, B, 0.25)])
    elsewhere = proposal(("P", 1.0, A, 0.5), ("P", 1.0, C, 0.5), moves=[("P", A, C, 0.5)])
    found = by_hand(reference, reference, more, less, elsewhere, TODAY, today=TODAY)
    assert found.moves.rows() == [("P", A, B, 0.5, 2, 5)]
    assert found.runs["same_fte_share"].to_list() == pytest.approx([1.0, 0.75, 0.75, 0.5, 0.5])
    assert found.places.rows() == [(A, 0, 4, 5), (B, 3, 0, 5), (C, 1, 0, 5)]


def test_of_new_posts_it_is_the_same_which_stands_where() -> None:
    today = ("P", 1.0, A, 1.0)
    reference = proposal(
        today, ("NEU-1", 1.0, A, 1.0), ("NEU-2", 1.0, B, 1.0), moves=[("NEU-1", None, A, 1.0), ("NEU-2", None, B, 1.0)]
    )
    swapped = proposal(
        today, ("NEU-1", 1.0, B, 1.0), ("NEU-2", 1.0, A, 1.0), moves=[("NEU-1", None, B, 1.0), ("NEU-2", None, A, 1.0)]
    )
    both = proposal(
        today, ("NEU-1", 1.0, B, 1.0), ("NEU-2", 1.0, B, 1.0), moves=[("NEU-1", None, B, 1.0), ("NEU-2", None, B, 1.0)]
    )
    assert by_hand(reference, swapped, both, today=TODAY).moves["times"].to_list() == [1, 2]
    assert by_hand(both, swapped, both, today=TODAY).moves["times"].to_list() == [1, 1]


def test_a_post_that_grows_is_no_new_post() -> None:
    reference = proposal(("P", 1.5, A, 1.0), ("P", 1.5, B, 0.5), moves=[("P", None, B, 0.5)])
    other = proposal(("P", 1.0, A, 1.0), ("NEU-1", 0.5, B, 0.5), moves=[("NEU-1", None, B, 0.5)])
    assert by_hand(reference, other, reference, today=TODAY).moves["times"].to_list() == [1]


def test_runs_without_a_result_are_told_and_not_counted() -> None:
    nothing = replace(TODAY, status="infeasible", allocation=None, objectives=None)
    reference = proposal(("P", 1.0, B, 1.0), moves=[("P", A, B, 1.0)])
    found = by_hand(reference, nothing, reference, today=TODAY)
    assert found.runs.row(0) == ("0", "infeasible", None, None, None, None)
    assert found.moves.rows() == [("P", A, B, 1.0, 1, 1)]


def test_nothing_moves_and_nothing_is_tried() -> None:
    found = by_hand(TODAY, today=TODAY)
    assert found.moves.is_empty() and found.runs.is_empty() and found.places.is_empty()
    assert found.is_complete


def test_progress_counts_up_and_ends() -> None:
    variants, constraints, reference = varied(SEEDS[0])
    heard: list[tuple[int, int, str]] = []
    sensitivity(variants, constraints, reference, lambda *said: heard.append(said))
    assert heard == [*((number, 6, name) for number, name in enumerate("uvwxyz")), (6, 6, "")]


@pytest.mark.parametrize("runs", range(4))
def test_cancelled_between_runs_what_is_done_is_handed_back(runs: int) -> None:
    variants, constraints, reference = varied(SEEDS[0])
    begun: list[str] = []
    found = sensitivity(
        variants, constraints, reference, lambda *said: begun.append(said[2]), lambda: len(begun) > runs
    )
    assert not found.is_complete
    assert found.runs["variant"].to_list() == list("uvwxyz")[:runs]
    assert found.moves["of"].unique().to_list() in ([], [runs])
    whole = sensitivity(variants, constraints, reference)
    assert_frame_equal(found.runs, whole.runs.head(runs))


def test_the_same_question_has_the_same_answer() -> None:
    variants, constraints, reference = varied(SEEDS[0])
    first, second = (sensitivity(variants, constraints, reference) for _ in range(2))
    for name in ("runs", "moves", "places"):
        assert_frame_equal(getattr(first, name), getattr(second, name))


def test_there_must_be_something_to_compare_with() -> None:
    variants, constraints, reference = varied(SEEDS[0])
    with pytest.raises(ValueError, match="found no allocation"):
        sensitivity(variants, constraints, replace(reference, allocation=None))
