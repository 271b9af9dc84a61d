"""Indices of inequality against known values, slow twins, and what must hold for any distribution."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from metrics.coverage import gap_in_posts
from metrics.equity import gini, hoover, lorenz, theil, theil_by_group

STEPS = [10, 20, 30, 40, 50]
INDICES: dict[str, Callable[..., float]] = {"gini": gini, "theil": theil}
every_index = pytest.mark.parametrize("index", INDICES.values(), ids=INDICES)

# Value, weight and group of up to ten places.
PLACES = st.lists(
    st.tuples(st.integers(0, 1000), st.integers(0, 30), st.sampled_from(["city", "town", "village"])),
    min_size=1,
    max_size=10,
).filter(lambda places: any(weight for _, weight, _ in places))


def test_ten_to_fifty() -> None:
    # 4/15, ln 5 less the entropy of the shares, and 1/5; Gini() and Theil() of the R package ineq define them alike.
    assert gini(STEPS) == pytest.approx(0.266667, abs=5e-7)
    assert theil(STEPS) == pytest.approx(0.119688, abs=5e-7)
    assert hoover([1, 1, 1, 1, 1], STEPS) == pytest.approx(0.2)


def test_the_curve_of_ten_to_fifty() -> None:
    people, shares = lorenz([30, 10, 50, 20, 40])
    assert people == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])
    assert shares == pytest.approx([0, 1 / 15, 3 / 15, 6 / 15, 10 / 15, 1])


def test_one_of_five_has_everything() -> None:
    assert gini([0, 0, 0, 0, 7]) == pytest.approx(0.8)
    assert theil([0, 0, 0, 0, 7]) == pytest.approx(math.log(5))
    assert hoover([1, 1, 1, 1, 1], [0, 0, 0, 0, 7]) == pytest.approx(0.8)


@every_index
@pytest.mark.parametrize("values", [[3.5], [2, 2, 2], [0, 0], [0.1] * 7])
def test_the_same_everywhere_is_even(index: Callable[..., float], values: list[float]) -> None:
    assert index(values) == pytest.approx(0, abs=1e-15)
    assert index(values, list(range(1, len(values) + 1))) == pytest.approx(0, abs=1e-15)


@every_index
@given(places=PLACES)
def test_a_weight_is_as_many_places(index: Callable[..., float], places: list[tuple[int, int, str]]) -> None:
    values, weights, _ = zip(*places, strict=True)
    assert index(values, weights) == pytest.approx(index(np.repeat(values, weights)), abs=1e-12)


@every_index
@given(places=PLACES, times=st.integers(2, 9))
def test_only_proportions_count(index: Callable[..., float], places: list[tuple[int, int, str]], times: int) -> None:
    values, weights, _ = (np.array(column) for column in zip(*places, strict=True))
    assert index(values * times, weights) == pytest.approx(index(values, weights), abs=1e-12)
    assert index(values, weights * times) == pytest.approx(index(values, weights), abs=1e-12)


@given(places=PLACES)
def test_gini_is_half_the_relative_mean_difference(places: list[tuple[int, int, str]]) -> None:
    values, weights, _ = zip(*places, strict=True)
    amount, members = sum(v * w for v, w, _ in places), sum(weights)
    assume(amount)
    differences = sum(w * u * abs(v - x) for v, w, _ in places for x, u, _ in places)
    assert gini(values, weights) == pytest.approx(differences / (2 * members * amount), abs=1e-12)


@given(places=PLACES)
def test_theil_agrees_with_the_slow_twin(places: list[tuple[int, int, str]]) -> None:
    values, weights, _ = zip(*places, strict=True)
    mean = sum(v * w for v, w, _ in places) / sum(weights)
    terms = [w * v / mean * math.log(v / mean) for v, w, _ in places if v and mean]
    assert theil(values, weights) == pytest.approx(sum(terms) / sum(weights), abs=1e-12)


@given(places=PLACES)
def test_the_curve_sags_from_corner_to_corner(places: list[tuple[int, int, str]]) -> None:
    values, weights, _ = zip(*places, strict=True)
    people, shares = lorenz(values, weights)
    assert (people[0], shares[0], people[-1], shares[-1]) == (0, 0, 1, 1)
    assert np.all(np.diff(people) >= 0) and np.all(np.diff(shares) >= 0)
    assert np.all(shares <= people + 1e-12)
    area = sum(
        (p1 - p0) * (s0 + s1) / 2
        for p0, p1, s0, s1 in zip(people[:-1], people[1:], shares[:-1], shares[1:], strict=True)
    )
    assert gini(values, weights) == pytest.approx(1 - 2 * area, abs=1e-12)


def test_nobody_having_anything_is_drawn_as_even() -> None:
    people, shares = lorenz([0, 0], [1, 3])
    assert people.tolist() == shares.tolist() == [0, 0.25, 1]


@given(places=PLACES)
def test_within_and_between_are_the_whole(places: list[tuple[int, int, str]]) -> None:
    values, weights, groups = zip(*places, strict=True)
    parts = theil_by_group(values, weights, groups)
    assert parts.total == theil(values, weights)
    assert parts.within + parts.between == pytest.approx(parts.total, abs=1e-12)
    assert parts.within >= 0 and parts.between >= 0
    assert [part.name for part in parts.groups] == sorted(set(groups))
    assert sum(part.share for part in parts.groups) == pytest.approx(1 if any(v * w for v, w, _ in places) else 0)


def test_two_groups_by_hand() -> None:
    # City 1, 3 and village 2, 2, 2: means 2 and 2, so all of it is within the city, whose share is 4 of 10.
    parts = theil_by_group([1, 3, 2, 2, 2], None, ["city", "city", "village", "village", "village"])
    city, village = parts.groups
    own = (0.5 * math.log(0.5) + 1.5 * math.log(1.5)) / 2
    assert (city.name, city.share, city.theil) == ("city", 0.4, pytest.approx(own))
    assert (village.name, village.share, village.theil) == ("village", 0.6, 0.0)
    assert parts.within == pytest.approx(0.4 * own)
    assert parts.between == pytest.approx(0, abs=1e-15)


def test_groups_that_differ_only_from_each_other() -> None:
    parts = theil_by_group([1, 1, 3], [10, 20, 10], ["village", "village", "city"])
    # Means 1 (30 people) and 3 (10 people) around 1.5: all of it is between.
    expected = (30 * (1 / 1.5) * math.log(1 / 1.5) + 10 * (3 / 1.5) * math.log(3 / 1.5)) / 40
    assert parts.between == parts.total == pytest.approx(expected)
    assert parts.within == 0


def test_a_group_where_nobody_lives_has_no_part() -> None:
    parts = theil_by_group([1, 3, 9], [10, 10, 0], ["city", "city", "village"])
    assert [(part.name, part.share, part.theil) for part in parts.groups][1] == ("village", 0.0, 0.0)
    assert parts.total == pytest.approx(theil([1, 3]))


@given(
    st.lists(st.tuples(st.integers(0, 50_000), st.integers(0, 200)), min_size=1).filter(lambda all_: any(dict(all_)))
)
def test_hoover_is_the_share_of_posts_that_fill_the_gaps(places: list[tuple[int, int]]) -> None:
    need, tenths = zip(*places, strict=True)
    posts = [tenth / 10 for tenth in tenths]
    moved = hoover(need, posts) * sum(posts)
    assert moved == pytest.approx(np.abs(gap_in_posts(need, posts)).sum() / 2, abs=1e-9)


@given(st.lists(st.integers(0, 50_000), min_size=1).filter(any), st.integers(1, 500))
def test_posts_that_follow_need_stay_where_they_are(need: list[int], per_post: int) -> None:
    assert hoover(need, [people / per_post for people in need]) == pytest.approx(0, abs=1e-12)


def test_without_posts_none_has_to_move() -> None:
    assert hoover([10, 20], [0, 0]) == 0.0


def test_series_are_taken_as_they_are() -> None:
    assert gini(pl.Series(STEPS), pl.Series([1, 1, 1, 1, 1])) == pytest.approx(4 / 15)
    parts = theil_by_group(pl.Series([1, 3]), pl.Series([1, 1]), pl.Series(["city", "town"]))
    assert parts.between == parts.total


@pytest.mark.parametrize(
    "index", [gini, theil, lorenz, lambda x, weights: theil_by_group(x, weights, ["city"] * len(np.atleast_1d(x)))]
)
@pytest.mark.parametrize(
    ("values", "weights", "message"),
    [
        ([1, 2], [1], "x and weights must be equally long lists"),
        (3, None, "equally long lists"),
        ([1, -2], None, "x must have a value of zero or more"),
        ([1, math.nan], None, "x must have a value of zero or more"),
        ([1, 2], [1, math.inf], "weights must have a value of zero or more"),
        ([1, 2], [1, -1], "weights must have a value of zero or more"),
        ([1, 2], [0, 0], "weights of zero everywhere"),
        ([], None, "weights of zero everywhere"),
    ],
)
def test_distributions_that_mean_nothing_are_refused(
    index: Callable[..., Any], values: Any, weights: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        index(values, weights)


@pytest.mark.parametrize("groups", [["city"], ["city", ""], ["city", None]])
def test_a_place_without_a_group_is_refused(groups: Any) -> None:
    with pytest.raises(ValueError, match="each of the 2 places needs a group, found 1"):
        theil_by_group([1, 2], None, groups)


@pytest.mark.parametrize(
    ("need", "supply", "message"),
    [
        ([1, 2], [1.0], "supply and need must be equally long lists"),
        ([1, math.nan], [1.0, 1.0], "need must have a value of zero or more"),
        ([1, 2], [1.0, -1.0], "supply must have a value of zero or more"),
        ([0, 0], [1.0, 1.0], "need of zero everywhere"),
    ],
)
def test_shares_that_mean_nothing_are_refused(need: Any, supply: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        hoover(need, supply)
