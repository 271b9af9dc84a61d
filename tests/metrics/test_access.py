"""Floating catchment areas against published values, a slow twin, and what must hold for any places and costs."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.access import balanced_fca, enhanced_two_step_fca, two_step_fca

# R package catchment (M. Iserman), catchment_ratio() with consumers 5, 10, 50 and providers 5, 10; bands and weights as in
# the examples of its documentation, the threshold exclusive and the bands inclusive as described there.
DEMAND, SUPPLY = [5, 10, 50], [5, 10]
COST = [[5, 55], [35, 15], [40, 25]]
BANDS, WEIGHTS = [20, 40, 60], [1, 0.68, 0.22]

Method = Callable[[Any, Any, Any], Any]
METHODS: dict[str, Method] = {
    "two-step": lambda demand, supply, cost: two_step_fca(demand, supply, cost, 41),
    "enhanced": lambda demand, supply, cost: enhanced_two_step_fca(demand, supply, cost, BANDS, WEIGHTS),
    "balanced": lambda demand, supply, cost: balanced_fca(demand, supply, cost, BANDS, WEIGHTS),
}
every_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


def test_two_steps_are_the_published_ones() -> None:
    assert two_step_fca(DEMAND, SUPPLY, COST, 30) == pytest.approx([1, 0.1666667, 0.1666667], abs=5e-8)


def test_enhanced_two_steps_are_the_published_ones() -> None:
    found = enhanced_two_step_fca(DEMAND, SUPPLY, COST, BANDS, WEIGHTS)
    assert found == pytest.approx([0.15795079, 0.2959653, 0.22501186], abs=5e-9)


def test_balanced_catchments_are_the_published_ones() -> None:
    found = balanced_fca(DEMAND, SUPPLY, COST, BANDS, WEIGHTS)
    assert found == pytest.approx([0.10026862, 0.20869207, 0.15581929], abs=5e-9)


def test_the_threshold_is_beyond_reach_and_the_end_of_a_band_within() -> None:
    assert two_step_fca([10], [1], [[30]], 30).tolist() == [0.0]
    assert two_step_fca([10], [1], [[30]], 30.1).tolist() == [0.1]
    assert enhanced_two_step_fca([10, 10], [1], [[20], [20.1]], BANDS, WEIGHTS) == pytest.approx(
        [1 / 16.8, 0.68 / 16.8]
    )
    assert enhanced_two_step_fca([10, 10], [1], [[60], [60.1]], BANDS, WEIGHTS).tolist() == pytest.approx([0.1, 0.0])


@dataclass(frozen=True)
class Region:
    demand: list[int]
    supply: list[float]
    cost: list[list[float]]


@st.composite
def regions(draw: st.DrawFn) -> Region:
    places, points = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    costs = st.one_of(st.integers(0, 80), st.just(math.inf))
    return Region(
        draw(st.lists(st.integers(0, 2000), min_size=places, max_size=places)),
        draw(st.lists(st.integers(0, 40).map(lambda tenths: tenths / 10), min_size=points, max_size=points)),
        draw(st.lists(st.lists(costs, min_size=points, max_size=points), min_size=places, max_size=places)),
    )


def threshold_weight(cost: float) -> float:
    return 1.0 if cost < 41 else 0.0


def band_weight(cost: float) -> float:
    for end, weight in zip(BANDS, WEIGHTS, strict=True):
        if cost <= end:
            return weight
    return 0.0


def slow_two_steps(region: Region, weight: Callable[[float], float]) -> list[float]:
    """One point and one place at a time, as Luo and Wang describe it."""
    per_head = []
    for point, fte in enumerate(region.supply):
        who = sum(people * weight(row[point]) for people, row in zip(region.demand, region.cost, strict=True))
        per_head.append(fte / who if who else 0.0)
    return [sum(r * weight(cost) for r, cost in zip(per_head, row, strict=True)) for row in region.cost]


def slow_service(region: Region) -> list[float]:
    """Supply per head of those who come to each point, when every place shares its people out (Páez et al., L_j)."""
    coming = [0.0 for _ in region.supply]
    for people, row in zip(region.demand, region.cost, strict=True):
        reached = sum(map(band_weight, row))
        for point, cost in enumerate(row):
            coming[point] += people * band_weight(cost) / reached if reached else 0.0
    return [fte / people if people else 0.0 for fte, people in zip(region.supply, coming, strict=True)]


def slow_balanced(region: Region) -> list[float]:
    service, found = slow_service(region), [0.0 for _ in region.demand]
    for point, per_head in enumerate(service):
        reached = sum(band_weight(row[point]) for row in region.cost)
        for place, row in enumerate(region.cost):
            found[place] += per_head * band_weight(row[point]) / reached if reached else 0.0
    return found


@given(region=regions())
def test_all_agree_with_their_slow_twins(region: Region) -> None:
    given_as = (region.demand, region.supply, region.cost)
    assert METHODS["two-step"](*given_as) == pytest.approx(slow_two_steps(region, threshold_weight))
    assert METHODS["enhanced"](*given_as) == pytest.approx(slow_two_steps(region, band_weight))
    assert METHODS["balanced"](*given_as) == pytest.approx(slow_balanced(region))


@given(region=regions())
def test_two_steps_give_away_the_supply_that_somebody_can_reach(region: Region) -> None:
    for name, weight in (("two-step", threshold_weight), ("enhanced", band_weight)):
        reached = sum(
            fte
            for point, fte in enumerate(region.supply)
            if any(people * weight(row[point]) for people, row in zip(region.demand, region.cost, strict=True))
        )
        per_head = METHODS[name](region.demand, region.supply, region.cost)
        assert np.dot(region.demand, per_head) == pytest.approx(reached)


@given(region=regions())
def test_balanced_catchments_give_away_the_service_of_each_point(region: Region) -> None:
    found = balanced_fca(region.demand, region.supply, region.cost, BANDS, WEIGHTS)
    assert found.sum() == pytest.approx(sum(slow_service(region)))


@every_method
@given(region=regions(), data=st.data())
def test_the_order_of_places_and_points_does_not_matter(method: Method, region: Region, data: st.DataObject) -> None:
    rows = data.draw(st.permutations(range(len(region.demand))))
    columns = data.draw(st.permutations(range(len(region.supply))))
    found = method(region.demand, region.supply, region.cost)
    shuffled = method(
        [region.demand[row] for row in rows],
        [region.supply[column] for column in columns],
        [[region.cost[row][column] for column in columns] for row in rows],
    )
    assert shuffled == pytest.approx(found[rows])


@every_method
@given(region=regions(), people=st.integers(0, 2000), fte=st.integers(0, 4))
def test_what_is_out_of_reach_changes_nobody(method: Method, region: Region, people: int, fte: int) -> None:
    found = method(region.demand, region.supply, region.cost)
    with_a_point = [[*row, math.inf] for row in region.cost]
    further = [*with_a_point, [math.inf for _ in with_a_point[0]]]
    assert method([*region.demand, people], [*region.supply, fte], further).tolist() == pytest.approx([*found, 0.0])


@every_method
@given(region=regions())
def test_every_place_has_a_number(method: Method, region: Region) -> None:
    found = method(region.demand, region.supply, region.cost)
    assert found.shape == (len(region.demand),)
    assert np.all(np.isfinite(found)) and np.all(found >= 0)


@given(region=regions())
def test_one_band_of_full_weight_is_a_threshold(region: Region) -> None:
    given_as = (region.demand, region.supply, region.cost)
    assert enhanced_two_step_fca(*given_as, [40], [1]).tolist() == two_step_fca(*given_as, 41).tolist()


@every_method
def test_a_point_with_nobody_in_reach_gives_nobody_anything(method: Method) -> None:
    assert method([0, 10], [3, 1], [[5, math.inf], [math.inf, 5]]).tolist() == [0.0, 0.1]


@every_method
def test_one_place_and_one_point_share_all_there_is(method: Method) -> None:
    assert method([400], [2], [[15]]).tolist() == [0.005]


@every_method
def test_no_supply_and_no_places_are_answers_too(method: Method) -> None:
    assert method([10, 20], [], [[], []]).tolist() == [0.0, 0.0]
    assert method([], [1.0], []).tolist() == []


@every_method
@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"demand": [[5], [10], [50]]}, "demand is one list of numbers"),
        ({"demand": [5, 10, -1]}, "demand must have a value of zero or more"),
        ({"demand": [5, 10, math.nan]}, "demand must have a value of zero or more"),
        ({"demand": [5, None, "many"]}, "demand must be numbers"),
        ({"supply": [5, math.inf]}, "supply must have a value of zero or more"),
        ({"supply": [5, -0.5]}, "supply must have a value of zero or more"),
        ({"supply": [5, 10, 1]}, "a row for each of the 3 places and a column for each of the 3 points"),
        ({"demand": [5, 10]}, "a row for each of the 2 places and a column for each of the 2 points"),
        ({"cost": [[5, 35, 40], [55, 15, 25]]}, r"found shape \(2, 3\)"),
        ({"cost": [[5, 55], [35, 15], [40]]}, "cost must be numbers, as many in every row"),
        ({"cost": [[5, 55], [35, 15], [40, -1]]}, "cost must be zero or more everywhere"),
        ({"cost": [[5, 55], [35, 15], [40, math.nan]]}, "give inf where a point cannot be reached"),
    ],
)
def test_what_does_not_fit_is_refused(method: Method, changed: dict[str, Any], message: str) -> None:
    arguments = {"demand": DEMAND, "supply": SUPPLY, "cost": COST} | changed
    with pytest.raises(ValueError, match=message):
        method(arguments["demand"], arguments["supply"], arguments["cost"])


@pytest.mark.parametrize("threshold", [0, -5, math.nan])
def test_a_threshold_that_nothing_can_be_below_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match="the threshold is a cost above zero"):
        two_step_fca(DEMAND, SUPPLY, COST, threshold)


@pytest.mark.parametrize("method", [enhanced_two_step_fca, balanced_fca])
@pytest.mark.parametrize(
    ("bands", "weights", "message"),
    [
        ([20, 60, 40], WEIGHTS, "ascending order"),
        ([20, 20, 40], WEIGHTS, "ascending order"),
        ([0, 20, 40], WEIGHTS, "ascending order"),
        ([20, 40, math.inf], WEIGHTS, "ascending order"),
        ([20, 40, math.nan], WEIGHTS, "ascending order"),
        ([], [], "ascending order"),
        (BANDS, [1, 0.68], "found 3 bands and 2 weights"),
        (BANDS, [1, 0.68, -0.1], "a weight lies between 0 and 1"),
        (BANDS, [1.1, 0.68, 0.22], "a weight lies between 0 and 1"),
        (BANDS, [1, math.nan, 0.22], "a weight lies between 0 and 1"),
    ],
)
def test_bands_that_mean_nothing_are_refused(
    method: Callable[..., Any], bands: list[float], weights: list[float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        method(DEMAND, SUPPLY, COST, bands, weights)
