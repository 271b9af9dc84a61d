"""Evaluation of plans: nothing changes without edits, a slow twin for everything else, and the limits of what can be said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import planning
from locales import Language
from metrics.coverage import RESIDUE_FTE
from metrics.equity import gini, hoover
from pages._shared import door
from pages._shared.coverage import coverage
from pages._shared.travel import access, default_travel
from pages._shared.view import ALL_AREAS, View
from pages._shared.visit import Visit
from planning.allocation import placed
from planning.demand import at_constant_demand
from planning.edit import Edit
from planning.edition_frames import frames_of
from planning.edits import apply
from planning.evaluate import State, evaluate
from planning.frames import Frames
from tests.planning.plans import (
    ALDENHOVEN,
    AREAS,
    DUEREN,
    FIRST,
    HEIMBACH,
    HUERTGENWALD,
    NEED,
    PLACES,
    allocation_of,
    allocations,
    edits,
    need_of,
    needs,
    today,
)
from tests.planning.slow_evaluation import places_by_hand, totals_by_hand
from warehouse import Edition, Store

# Düren and Heimbach are far apart; from Hürtgenwald nobody gets anywhere.
COST = pl.DataFrame(
    [
        (ALDENHOVEN, ALDENHOVEN, 3.0),
        (ALDENHOVEN, DUEREN, 10.0),
        (ALDENHOVEN, HEIMBACH, 30.0),
        (DUEREN, ALDENHOVEN, 10.0),
        (DUEREN, DUEREN, 4.0),
        (DUEREN, HEIMBACH, 20.0),
        (HEIMBACH, ALDENHOVEN, 30.0),
        (HEIMBACH, DUEREN, 20.0),
        (HUERTGENWALD, DUEREN, None),
    ],
    schema=["from_ags", "to_ags", "cost"],
    orient="row",
)
CASES = pl.DataFrame({"ags": PLACES[:3], "new_cases": [20, 60, 10], "open_cases": [12, 30, 6]})
FRAMES = Frames(today(), NEED, COST, CASES)


def figures(state: State, column: str) -> dict[str, object]:
    return dict(state.places.select("ags", column).iter_rows())


def plan(*made: Edit, allocation: pl.DataFrame | None = None) -> pl.DataFrame:
    found = apply(today() if allocation is None else allocation, made, FIRST, places=PLACES)
    assert found.refused == ()
    return found.allocation


def assert_no_digit_differs(one: State, other: State) -> None:
    for column in one.places.columns:
        assert one.places[column].to_list() == other.places[column].to_list(), column
    assert one.totals == other.totals


@settings(max_examples=40)
@given(allocations(), needs(), st.sampled_from([None, *AREAS]), st.sampled_from(["need", "equal"]))
def test_a_plan_without_edits_changes_no_figure_by_a_digit(
    allocation: pl.DataFrame, need: pl.DataFrame, focus_area: str | None, rule: str
) -> None:
    frames = Frames(allocation, need, COST, CASES)
    unchanged = apply(allocation, [], FIRST).allocation.clone()
    found = evaluate(frames, unchanged, focus_area=focus_area, rule=rule)
    assert_no_digit_differs(found.before, found.after)
    assert_no_digit_differs(found.before, evaluate(frames, focus_area=focus_area, rule=rule).after)


@settings(max_examples=40)
@given(allocations())
def test_edits_that_are_undone_by_others_change_no_figure(allocation: pl.DataFrame) -> None:
    """An edit and its reverse go through the reading and writing of all posts."""
    new = Edit("add", "NEU-1", FIRST, {DUEREN: 1.0}, focus_area="welcome")
    there_and_back = plan(new, Edit("close", "NEU-1", FIRST), allocation=allocation)
    found = evaluate(Frames(allocation, NEED, COST, CASES), there_and_back)
    assert_no_digit_differs(found.before, found.after)


@settings(max_examples=60)
@given(
    allocations(),
    needs(),
    st.lists(edits(), max_size=4),
    st.sampled_from(["need", "equal"]),
    st.lists(st.integers(0, 300), min_size=4, max_size=4),
)
def test_evaluation_equals_plain_loops(
    allocation: pl.DataFrame, need: pl.DataFrame, made: list[Edit], rule: str, counts: list[int]
) -> None:
    cases = pl.DataFrame({"ags": PLACES, "new_cases": counts, "open_cases": counts[::-1]})
    frames = Frames(allocation, need, COST, cases)
    after = apply(allocation, made, FIRST + dt.timedelta(days=9), places=PLACES).allocation
    found = evaluate(frames, after, rule=rule)
    before = places_by_hand(frames, allocation, rule)
    expected = {
        "before": before,
        "after": places_by_hand(frames, after, rule, {ags: place["fte"] for ags, place in before.items()}),
    }
    for when, by_hand in expected.items():
        state: State = getattr(found, when)
        for row in state.places.rows(named=True):
            for column, value in by_hand[row["ags"]].items():
                assert row[column] == (pytest.approx(value, abs=1e-9) if isinstance(value, float) else value), column
        totals = asdict(state.totals)
        for name, value in totals_by_hand(by_hand, dict(need.iter_rows())).items():
            assert totals[name] == (pytest.approx(value, abs=1e-9) if isinstance(value, float) else value), name
        beyond = [place for place in by_hand.values() if place["lower"] > RESIDUE_FTE]
        assert totals["beyond_doubt"] == len(beyond)


@pytest.fixture
def visit(loaded: Store, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """The coordination's visit to the shipped data."""
    monkeypatch.setenv("KIM_DATA_DIR", str(loaded.data))
    edition_id = loaded.current_id()
    return Visit(edition_id, door.manifest(edition_id), Language("de"), "coordination", "")


@pytest.mark.parametrize("rule", ["need", "equal"])
@pytest.mark.parametrize("focus_area", ["welcome", "labour_market", "psychosocial", ALL_AREAS])
def test_today_is_what_the_page_on_coverage_shows(visit: Visit, edition: Edition, focus_area: str, rule: str) -> None:
    view = View(focus_area=focus_area, rule=rule)
    area = None if focus_area == ALL_AREAS else focus_area
    state = planning.evaluate(edition, focus_area=area, rule=rule).before
    columns = ("ags", "need", "fte", "gap_fte", "fte_per_1000", "lower", "upper", "is_beyond_doubt")
    shown = coverage(visit, view).sort("ags")
    assert state.places.select(columns).rows() == shown.select(columns).rows()
    assert state.places["is_served"].to_list() == (shown["state"] == "value").to_list()
    ways = access(visit, view, default_travel(visit)).sort("ags").select("nearest_ags", "cost")
    assert state.places.select("nearest_ags", "cost").rows() == ways.rows()
    need, fte = shown["need"].to_numpy(), shown["fte"].to_numpy()
    assert (state.totals.hoover, state.totals.gini) == (hoover(need, fte), gini(fte / need, need))


def test_today_of_the_shipped_district(edition: Edition) -> None:
    found = evaluate(edition).before
    assert found.totals.fte == pytest.approx(12.0)
    assert found.totals.unserved == found.totals.unreachable == 0
    assert figures(evaluate(edition, focus_area="psychosocial").before, "is_served")["05358024"] is False


def test_a_decided_post_narrows_the_interval() -> None:
    """CARITAS-1 may be in Düren with anything between 0 and 1; decided at 0.4 it is no longer in doubt."""
    decided = plan(Edit("parts", "CARITAS-1", FIRST, {ALDENHOVEN: 0.1, DUEREN: 0.4, HEIMBACH: 0.5}))
    found = evaluate(FRAMES, decided, focus_area="welcome")
    due = 1.5 * 0.7
    widths = [
        (figures(state, "lower")[DUEREN], figures(state, "upper")[DUEREN]) for state in (found.before, found.after)
    ]
    assert widths == [pytest.approx((due - 1.5, due - 0.5)), pytest.approx((due - 0.9, due - 0.9))]
    assert figures(found.after, "is_beyond_doubt") == dict.fromkeys(PLACES, True)
    # Due are 0.15, 1.05, 0.075 and 0.225 FTE, there are 0.1, 0.9, 0.5 and none: three places lack posts.
    assert found.after.totals.beyond_doubt == 3


@settings(max_examples=40)
@given(allocations(), needs(least=1))
def test_deciding_a_post_as_the_rule_splits_it_changes_only_what_is_in_doubt(
    allocation: pl.DataFrame, need: pl.DataFrame
) -> None:
    frames = Frames(allocation, need, None, CASES)
    parts = evaluate(frames).before.places
    after = evaluate(frames, placed(allocation, need)).after.places
    assert after["gap_fte"].to_list() == pytest.approx(parts["gap_fte"].to_list(), abs=1e-9)
    assert (after["upper"] - after["lower"]).to_list() == pytest.approx([0.0] * 4, abs=1e-9)
    assert (parts["lower"] <= after["lower"] + 1e-9).all() and (parts["upper"] >= after["upper"] - 1e-9).all()


def test_where_a_post_goes_clients_go_too() -> None:
    """90 clients come to 3.0 FTE, 30 to each: 0.5 FTE moved take 15 along."""
    rows = allocation_of(("A", "C", "welcome", 2.0, DUEREN, None), ("B", "C", "welcome", 1.0, HEIMBACH, None))
    frames = Frames(rows, NEED, None, CASES)
    moved = plan(Edit("fte", "A", FIRST, fte=1.5), Edit("fte", "B", FIRST, fte=1.5), allocation=rows)
    found = evaluate(frames, moved)
    assert figures(found.before, "new_cases") == {ALDENHOVEN: 20, DUEREN: 60, HEIMBACH: 10, HUERTGENWALD: 0}
    assert figures(found.after, "new_cases") == {ALDENHOVEN: 20, DUEREN: 45, HEIMBACH: 25, HUERTGENWALD: 0}
    assert figures(found.after, "reach_per_1000")[HEIMBACH] == 25 / 50 * 1000
    assert figures(found.after, "open_per_fte") == {
        ALDENHOVEN: None,
        DUEREN: 30 / 1.5,
        HEIMBACH: 6 / 1.5,
        HUERTGENWALD: None,
    }


FTE_LISTS = st.lists(st.integers(0, 40).map(lambda steps: steps / 8), min_size=4, max_size=4)


@given(st.lists(st.integers(0, 500), min_size=4, max_size=4), FTE_LISTS, FTE_LISTS)
def test_demand_stays_in_the_district(cases: list[int], before: list[float], after: list[float]) -> None:
    found = at_constant_demand(cases, before, after)
    assert (found >= 0).all()
    assert at_constant_demand(cases, before, before).tolist() == cases
    if any(after):
        assert found.sum() == pytest.approx(sum(cases))
    elif before != after:
        assert found.tolist() == [0.0] * 4


def test_demand_wants_numbers_for_every_place() -> None:
    with pytest.raises(ValueError, match="found 2, 2 and 1"):
        at_constant_demand([1, 2], [1.0, 1.0], [1.0])
    for wrong in (-1.0, np.nan, np.inf):
        with pytest.raises(ValueError, match="zero or more"):
            at_constant_demand([1, 2], [1.0, wrong], [1.0, 1.0])


def test_small_counts_have_no_rates_for_who_sees_rounded_ones() -> None:
    found = evaluate(replace(FRAMES, smallest_base=15.0)).before
    assert figures(found, "reach_per_1000") == {
        ALDENHOVEN: 200.0,
        DUEREN: 60 / 700 * 1000,
        HEIMBACH: None,
        HUERTGENWALD: None,
    }
    loads = figures(found, "open_per_fte")
    assert [ags for ags in PLACES if loads[ags] is not None] == [DUEREN]
    few = replace(FRAMES, district_open_cases=5.0)
    assert evaluate(few).before.totals.open_per_fte == pytest.approx(5 / 3.0)
    assert evaluate(replace(few, smallest_base=10.0)).before.totals.open_per_fte is None


def test_the_caseload_of_the_district_is_its_own_count_where_parts_are_rounded() -> None:
    assert evaluate(FRAMES).before.totals.open_per_fte == pytest.approx(48 / 3.0)
    assert evaluate(replace(FRAMES, district_open_cases=51)).before.totals.open_per_fte == pytest.approx(51 / 3.0)


def test_ways_to_the_nearest_place() -> None:
    """Without CARITAS-1 and SOZIALWERK-1 only Düren is served; Hürtgenwald cannot reach it."""
    after = plan(Edit("close", "CARITAS-1", FIRST), Edit("close", "SOZIALWERK-1", FIRST))
    found = evaluate(FRAMES, after).after
    assert figures(found, "nearest_ags") == {ALDENHOVEN: DUEREN, DUEREN: DUEREN, HEIMBACH: DUEREN, HUERTGENWALD: None}
    assert figures(found, "cost") == {ALDENHOVEN: 10.0, DUEREN: 4.0, HEIMBACH: 20.0, HUERTGENWALD: None}
    totals = found.totals
    assert (totals.unserved, totals.unreachable, totals.farthest) == (3, 1, 20.0)
    assert totals.mean_cost == pytest.approx((100 * 10 + 700 * 4 + 50 * 20) / 850)


def test_without_posts_costs_or_clients_there_are_no_such_figures() -> None:
    empty = plan(*(Edit("close", post, FIRST) for post in ("CARITAS-1", "SKF-1", "SOZIALWERK-1")))
    found = evaluate(FRAMES, empty).after
    assert (found.totals.fte, found.totals.hoover, found.totals.gini, found.totals.worst_shortage) == (0, 0, 0, 0)
    assert (found.totals.mean_cost, found.totals.unserved, found.totals.open_per_fte) == (None, 4, None)
    assert figures(found, "new_cases") == dict.fromkeys(PLACES, 0.0)
    bare = evaluate(Frames(today(), NEED)).before
    assert (bare.totals.mean_cost, bare.totals.unreachable, bare.totals.open_per_fte) == (None, None, None)
    for column in ("nearest_ags", "cost", "new_cases", "reach_per_1000", "open_cases", "open_per_fte"):
        assert figures(bare, column) == dict.fromkeys(PLACES)


def test_no_cases_anywhere_stay_none() -> None:
    none = CASES.with_columns(new_cases=0, open_cases=0)
    found = evaluate(replace(FRAMES, cases=none), plan(Edit("close", "SKF-1", FIRST))).after
    assert figures(found, "reach_per_1000") == dict.fromkeys(PLACES, 0.0)
    assert found.totals.open_per_fte == 0.0


def test_an_earlier_state_need_not_be_worked_out_again() -> None:
    after = plan(Edit("fte", "SKF-1", FIRST, fte=2.0))
    before = evaluate(FRAMES, focus_area="welcome").before
    again, whole = (evaluate(FRAMES, after, focus_area="welcome", before=known) for known in (before, None))
    assert again.before is before
    assert_no_digit_differs(again.after, whole.after)


def wrong_needs() -> Sequence[tuple[pl.DataFrame, str]]:
    return [
        (need_of(0, 0, 0, 0), "need is zero everywhere"),
        (need_of(1, -1, 1, 1), "need"),
        (NEED.filter(pl.col("ags") != DUEREN), DUEREN),
        (pl.concat([NEED, NEED.filter(ags=DUEREN)]), f"named twice: {DUEREN}"),
    ]


@pytest.mark.parametrize(("need", "reason"), wrong_needs())
def test_needs_that_cannot_be_used_are_refused(need: pl.DataFrame, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        evaluate(replace(FRAMES, need=need))


def test_a_part_in_a_place_without_figures_is_refused() -> None:
    stranger = allocation_of(("A", "C", "welcome", 1.0, "05334002", 1.0))
    with pytest.raises(ValueError, match="without a figure of need: 05334002"):
        evaluate(FRAMES, stranger)
    with pytest.raises(ValueError, match="do not sum to their FTE: A"):
        evaluate(FRAMES, allocation_of(("A", "C", "welcome", 1.0, DUEREN, 0.5)))
    with pytest.raises(ValueError, match="unknown rule 'fair'"):
        evaluate(FRAMES, rule="fair")


def test_frames_of_an_edition_can_be_handed_over_instead(edition: Edition) -> None:
    frames = frames_of(edition)
    assert_no_digit_differs(evaluate(edition).before, evaluate(frames).before)
