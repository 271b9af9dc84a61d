"""Proposals: what the planner asked for holds, and the figures are those of hand-made cases."""

from __future__ import annotations

import itertools
import threading
import time

import polars as pl
import pytest

from planning.constraints import Constraints
from planning.proposal import Objectives, Progress
from planning.propose import _sound, propose
from tests.planning.brute_force import broken

NEED = pl.DataFrame({"ags": ["05358004", "05358008", "05358012"], "need": [100, 200, 100]})
SCHEMA = {
    "post": pl.String,
    "carrier": pl.String,
    "focus_area": pl.String,
    "post_fte": pl.Float64,
    "ags": pl.String,
    "fte": pl.Float64,
}


def allocation(*rows: tuple[str, str, str, float, str, float]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row")


ONE_PLACE = allocation(
    ("A-1", "Alpha", "welcome", 1.0, "05358008", 1.0),
    ("B-1", "Beta", "welcome", 1.0, "05358008", 1.0),
)


def test_posts_go_where_need_is_and_no_more_than_that() -> None:
    found = propose(ONE_PLACE, NEED)
    assert found.status == "optimal" and found.gap == 0.0
    # Due: 0.5, 1.0 and 0.5 FTE. Half of both posts has to move.
    assert found.before.worst_shortage == pytest.approx(0.5)
    assert found.before.misallocated_fte == pytest.approx(1.0)
    assert found.objectives is not None
    assert found.objectives.worst_shortage == pytest.approx(0.0)
    assert found.objectives.misallocated_fte == pytest.approx(0.0)
    assert found.objectives.moved_fte == pytest.approx(1.0)
    assert found.bounds == found.objectives
    assert found.conflicts == ()


def test_moves_lead_from_today_to_the_proposal() -> None:
    found = propose(ONE_PLACE, NEED)
    assert found.moves.columns == ["post", "from_ags", "to_ags", "fte"]
    assert found.moves["from_ags"].unique().to_list() == ["05358008"]
    assert found.moves["fte"].sum() == pytest.approx(1.0)
    to = found.moves.group_by("to_ags").agg(pl.col("fte").sum()).sort("to_ags")
    assert to.rows() == [("05358004", 0.5), ("05358012", 0.5)]


def test_nothing_moves_where_all_is_well() -> None:
    posts = allocation(
        ("A-1", "Alpha", "welcome", 1.0, "05358004", 0.5),
        ("A-1", "Alpha", "welcome", 1.0, "05358012", 0.5),
        ("B-1", "Beta", "welcome", 1.0, "05358008", 1.0),
    )
    found = propose(posts, NEED)
    assert found.moves.is_empty()
    assert found.allocation is not None and found.allocation.equals(posts)


def test_the_worst_shortage_comes_before_the_sum() -> None:
    """One post of half an FTE, in one place: 0.3, 0.4 or 0.3 of need. The largest gets it."""
    need = pl.DataFrame({"ags": NEED["ags"], "need": [30, 40, 30]})
    posts = allocation(("A-1", "Alpha", "welcome", 0.5, "05358004", 0.5))
    found = propose(posts, need, Constraints(step=0.5))
    assert found.objectives is not None
    assert found.objectives.worst_shortage == pytest.approx(0.15)
    assert found.objectives.misallocated_fte == pytest.approx(0.3)
    assert found.allocation is not None and found.allocation["ags"].to_list() == ["05358008"]


def test_a_remainder_stays_in_one_place() -> None:
    posts = allocation(("A-1", "Alpha", "welcome", 0.65, "05358008", 0.65))
    found = propose(posts, NEED)
    assert found.allocation is not None
    assert sorted(round(fte, 9) for fte in found.allocation["fte"]) == [0.15, 0.25, 0.25]


def test_extra_posts_get_names_and_do_not_count_as_moved() -> None:
    found = propose(ONE_PLACE, NEED, Constraints(extra={"welcome": 1.5, "labour_market": 0.5}))
    assert found.allocation is not None and found.objectives is not None
    new = found.allocation.filter(pl.col("post").str.starts_with("NEU-"))
    sizes = new.group_by("post").agg(pl.col("focus_area").first(), pl.col("fte").sum()).sort("post").rows()
    assert sizes == [("NEU-1", "labour_market", 0.5), ("NEU-2", "welcome", 1.0), ("NEU-3", "welcome", 0.5)]
    assert new["carrier"].unique().to_list() == [""]
    moved = found.moves.filter(~pl.col("post").str.starts_with("NEU-"))["fte"].sum()
    assert moved == pytest.approx(found.objectives.moved_fte)
    assert found.moves.filter(pl.col("post").str.starts_with("NEU-"))["from_ags"].null_count() == new.height


def test_names_of_new_posts_avoid_those_in_use() -> None:
    posts = ONE_PLACE.with_columns(post=pl.col("post").replace({"A-1": "NEU-1"})).sort("post")
    found = propose(posts, NEED, Constraints(extra={"welcome": 0.5}))
    assert found.allocation is not None and "NEU-2" in found.allocation["post"].to_list()


def test_posts_may_grow_at_the_cost_of_others() -> None:
    allowed = {"Alpha": frozenset({"05358008"}), "Beta": frozenset({"05358004", "05358012"})}
    posts = allocation(
        ("A-1", "Alpha", "welcome", 1.5, "05358008", 1.5),
        ("B-1", "Beta", "welcome", 0.5, "05358004", 0.5),
    )
    kept = propose(posts, NEED, Constraints(allowed=allowed))
    resized = propose(posts, NEED, Constraints(allowed=allowed, may_resize=True))
    assert kept.objectives is not None and kept.objectives.misallocated_fte == pytest.approx(0.5)
    assert resized.objectives is not None and resized.objectives.misallocated_fte == pytest.approx(0.0)
    assert resized.moves.sort("post").rows() == [("A-1", "05358008", None, 0.5), ("B-1", None, "05358012", 0.5)]


def test_what_cannot_be_is_infeasible() -> None:
    found = propose(ONE_PLACE, NEED, Constraints(minimum_fte=dict.fromkeys(NEED["ags"], 1.0)))
    assert found.status == "infeasible"
    assert found.allocation is None and found.objectives is None and found.gap is None
    assert found.moves.is_empty()


def test_a_part_without_need_is_no_part() -> None:
    """A rule by need gives a place without need 0 FTE of a post that serves it."""
    need = NEED.with_columns(need=pl.Series([0, 200, 100]))
    posts = allocation(
        ("A-1", "Alpha", "welcome", 1.0, "05358004", 0.0),
        ("A-1", "Alpha", "welcome", 1.0, "05358008", 1.0),
    )
    found = propose(posts, need, Constraints(fixed_posts=frozenset({"A-1"})))
    assert found.allocation is not None and found.allocation["ags"].to_list() == ["05358008"]


def test_need_may_differ_between_focus_areas() -> None:
    need = pl.DataFrame(
        {
            "ags": [*NEED["ags"], *NEED["ags"]],
            "focus_area": ["welcome"] * 3 + ["labour_market"] * 3,
            "need": [1, 0, 0, 0, 0, 1],
        }
    )
    posts = allocation(
        ("A-1", "Alpha", "welcome", 1.0, "05358008", 1.0),
        ("B-1", "Beta", "labour_market", 1.0, "05358008", 1.0),
    )
    found = propose(posts, need)
    assert found.allocation is not None
    assert found.allocation.select("post", "ags").rows() == [("A-1", "05358004"), ("B-1", "05358012")]


def test_the_same_question_has_the_same_answer() -> None:
    constraints = Constraints(max_places=2, minimum_fte=dict.fromkeys(NEED["ags"], 0.25))
    first, second = propose(ONE_PLACE, NEED, constraints), propose(ONE_PLACE, NEED, constraints)
    assert first.allocation is not None and second.allocation is not None
    assert first.allocation.equals(second.allocation)
    assert first.moves.equals(second.moves)


def test_progress_tells_all_three_phases() -> None:
    told: list[Progress] = []
    propose(ONE_PLACE, NEED, progress=told.append)
    assert [progress.phase for progress in told] == sorted(progress.phase for progress in told)
    assert {progress.name for progress in told} == {"worst_shortage", "misallocated_fte", "moved_fte"}
    assert all(earlier.seconds <= later.seconds for earlier, later in itertools.pairwise(told))


def test_cancelled_before_anything_is_found() -> None:
    found = propose(ONE_PLACE, NEED, is_cancelled=lambda: True)
    assert found.status == "cancelled"
    assert found.allocation is None and found.moves.is_empty()


def test_no_time_is_no_claim() -> None:
    found = propose(ONE_PLACE, NEED, seconds=0.0)
    assert found.status == "limit"


def many_posts(count: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    places = [f"05358{number:03}" for number in range(40)]
    need = pl.DataFrame({"ags": places, "need": [(7 * number) % 41 + 3 for number in range(40)]})
    rows = [
        (f"P-{p:03}", "Alpha", "welcome", 1.0, places[(p * 11 + 3 * part) % 40], 0.2)
        for p in range(count)
        for part in range(5)
    ]
    return allocation(*rows).sort("post", "ags"), need


def test_cancelling_ends_a_long_search_within_a_second_or_so() -> None:
    """From another thread, as the page does it; what is found so far is handed out and obeys the constraints."""
    posts, need = many_posts(60)
    constraints = Constraints(max_places=3)
    cancel = threading.Event()
    told: list[Progress] = []
    result = []

    def run() -> None:
        result.append(propose(posts, need, constraints, seconds=60, progress=told.append, is_cancelled=cancel.is_set))

    thread = threading.Thread(target=run)
    thread.start()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not (told and told[-1].phase >= 2):
        time.sleep(0.05)
    cancel.set()
    asked = time.monotonic()
    thread.join(timeout=20)
    assert time.monotonic() - asked < 5  # a second on a machine with nothing else to do
    assert result[0].status in ("cancelled", "optimal")
    if result[0].allocation is not None:
        assert broken(posts, constraints, result[0].allocation) == []


def test_progress_tells_nothing_better_than_what_is_found_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planning.stopwatch.REPORT_EVERY_SECONDS", 0.0)
    told: list[Progress] = []
    posts = pl.DataFrame(
        {
            "post": ["A", "B", "C"],
            "carrier": ["X", "X", "Y"],
            "focus_area": ["welcome"] * 3,
            "post_fte": [1.0, 0.5, 1.0],
            "ags": ["05358004", "05358004", "05358008"],
            "fte": [1.0, 0.5, 1.0],
        }
    )
    need = pl.DataFrame({"ags": ["05358004", "05358008", "05358012"], "need": [310.0, 290.0, 170.0]})
    found = propose(posts, need, Constraints(step=0.5, max_places=2), progress=told.append)
    assert found.objectives is not None
    best = [each.best for each in told if each.phase == 1 and each.best is not None]
    assert min(best, default=found.objectives.worst_shortage) >= found.objectives.worst_shortage - 1e-9
    assert len(told) > 3


def test_a_bound_above_what_was_reached_proves_nothing() -> None:
    reached = Objectives(0.5, 1.0, 2.0)
    assert _sound(Objectives(float("inf"), 0.75, 2.0), reached, 1e-7) == Objectives(0.0, 0.75, 2.0)
