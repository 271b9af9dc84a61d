"""Apportionment against published examples, slow twins, and what each method promises."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.apportion import largest_remainder, sainte_lague

METHODS: dict[str, Callable[..., list[int]]] = {"largest_remainder": largest_remainder, "sainte_lague": sainte_lague}
every_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)

WHOLE = st.lists(st.integers(0, 40), min_size=1, max_size=7).filter(any)
BROKEN = st.lists(st.floats(0, 1e6), min_size=1, max_size=7).filter(any)
SEATS = st.integers(0, 30)

# Balinski & Young 1975, The quota method of apportionment, American Mathematical Monthly 82, on the five historical methods.
FIVE_STATES = [9061, 7179, 5259, 3319, 1182]
# Census of 1790 and Hamilton's bill, which Washington vetoed: Balinski & Young 1982, Fair Representation, chapter 3.
CENSUS_1790 = {
    "Virginia": (630_560, 18),
    "Massachusetts": (475_327, 14),
    "Pennsylvania": (432_879, 13),
    "North Carolina": (353_523, 10),
    "New York": (331_589, 10),
    "Maryland": (278_514, 8),
    "Connecticut": (236_841, 7),
    "South Carolina": (206_236, 6),
    "New Jersey": (179_570, 5),
    "New Hampshire": (141_822, 4),
    "Vermont": (85_533, 2),
    "Georgia": (70_835, 2),
    "Kentucky": (68_705, 2),
    "Rhode Island": (68_446, 2),
    "Delaware": (55_540, 2),
}


def test_five_states() -> None:
    assert largest_remainder(FIVE_STATES, 26) == [9, 7, 5, 4, 1]
    assert sainte_lague(FIVE_STATES, 26) == [9, 8, 5, 3, 1]


@every_method
def test_the_house_of_1792(method: Callable[..., list[int]]) -> None:
    # The quotas' remainders are all on the side of one half on which Hamilton's bill puts them, so both methods agree.
    people, bill = zip(*CENSUS_1790.values(), strict=True)
    assert method(people, 105) == list(bill)


def test_six_parties() -> None:
    # Wikipedia, "Largest remainder method": example with the Hare quota.
    assert largest_remainder([47_000, 16_000, 15_900, 12_000, 6_000, 3_100], 10) == [5, 2, 1, 1, 1, 0]


def test_four_parties() -> None:
    # Wikipedia, "Sainte-Laguë method": example with 230,000 votes.
    assert sainte_lague([100_000, 80_000, 30_000, 20_000], 8) == [3, 3, 1, 1]


def test_one_seat_more_costs_somebody_one() -> None:
    # Wikipedia, "Apportionment paradox": the Alabama paradox with three states.
    assert largest_remainder([6, 6, 2], 10) == [4, 4, 2]
    assert largest_remainder([6, 6, 2], 11) == [5, 5, 1]


@every_method
def test_of_equal_claims_the_first_one_wins(method: Callable[..., list[int]]) -> None:
    assert method([1, 1, 1], 2) == [1, 1, 0]
    assert method([2, 1, 1, 2], 3) == [1, 1, 0, 1]
    assert method([0.1, 0.1, 0.1, 0.1], 5) == [2, 1, 1, 1]


@every_method
def test_nobody_gets_what_it_has_no_weight_for(method: Callable[..., list[int]]) -> None:
    assert method([0, 1, 0, 2], 0) == [0, 0, 0, 0]
    assert method([0, 5, 0], 7) == [0, 7, 0]


@every_method
def test_numbers_of_numpy_do_not_overflow(method: Callable[..., list[int]]) -> None:
    large = np.array([3, 2, 1], dtype=np.int64) * 10**17
    assert method(large, 600) == [300, 200, 100]
    assert method(np.array([0.5, 0.25, 0.25]), np.float64(8)) == [4, 2, 2]


@every_method
@given(weights=st.one_of(WHOLE, BROKEN), seats=SEATS)
def test_every_seat_is_given_once(method: Callable[..., list[int]], weights: list[float], seats: int) -> None:
    given_seats = method(weights, seats)
    assert sum(given_seats) == seats
    assert all(isinstance(number, int) and number >= 0 for number in given_seats)


@every_method
@given(weights=WHOLE, seats=SEATS, times=st.integers(2, 9))
def test_only_proportions_count(method: Callable[..., list[int]], weights: list[int], seats: int, times: int) -> None:
    assert method([weight * times for weight in weights], seats) == method(weights, seats)


@every_method
@given(weights=WHOLE, times=st.integers(1, 4))
def test_what_comes_out_whole_stays(method: Callable[..., list[int]], weights: list[int], times: int) -> None:
    assert method(weights, times * sum(weights)) == [times * weight for weight in weights]


@every_method
@given(weights=st.one_of(WHOLE, BROKEN), seats=SEATS)
def test_more_weight_never_gets_less(method: Callable[..., list[int]], weights: list[float], seats: int) -> None:
    pairs = sorted(zip(weights, method(weights, seats), strict=True))
    assert all(less <= more for (low, less), (high, more) in pairwise(pairs) if low < high)


@given(weights=st.one_of(WHOLE, BROKEN), seats=SEATS)
def test_the_largest_remainder_stays_within_the_quota(weights: list[float], seats: int) -> None:
    total = sum(Fraction(weight) for weight in weights)
    for weight, number in zip(weights, largest_remainder(weights, seats), strict=True):
        assert abs(number - seats * Fraction(weight) / total) < 1


@given(weights=st.one_of(WHOLE, BROKEN), seats=SEATS)
def test_one_seat_more_takes_none_away_by_sainte_lague(weights: list[float], seats: int) -> None:
    before, after = sainte_lague(weights, seats), sainte_lague(weights, seats + 1)
    assert sorted(late - early for early, late in zip(before, after, strict=True))[-1] == 1
    assert all(late >= early for early, late in zip(before, after, strict=True))


@given(weights=st.one_of(WHOLE, BROKEN), seats=SEATS)
def test_slow_twins(weights: list[float], seats: int) -> None:
    assert largest_remainder(weights, seats) == slow_largest_remainder(weights, seats)
    assert sainte_lague(weights, seats) == slow_sainte_lague(weights, seats)


@every_method
@pytest.mark.parametrize(
    ("weights", "seats", "message"),
    [
        ([], 3, "nobody has a claim"),
        ([0, 0.0], 3, "nobody has a claim"),
        ([1, -1], 3, "weight 2 is -1"),
        ([math.nan, 1], 3, "weight 1 is nan"),
        ([1, math.inf], 3, "weight 2 is inf"),
        ([1, 2], -1, "found -1"),
        ([1, 2], 2.5, "found 2.5"),
        ([1, 2], math.nan, "found nan"),
        ([1, 2], math.inf, "found inf"),
    ],
)
def test_nonsense_is_refused(
    method: Callable[..., list[int]], weights: list[float], seats: float, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        method(weights, seats)


def slow_largest_remainder(weights: list[float], seats: int) -> list[int]:
    """One seat left over after the other, each to the first of those that lack most of their quota."""
    total = sum(Fraction(weight) for weight in weights)
    quotas = [seats * Fraction(weight) / total for weight in weights]
    numbers = [int(quota) for quota in quotas]
    while sum(numbers) < seats:
        lacks = [quota - number for quota, number in zip(quotas, numbers, strict=True)]
        numbers[lacks.index(max(lacks))] += 1
    return numbers


def slow_sainte_lague(weights: list[float], seats: int) -> list[int]:
    """The list of all quotients, largest first; equal ones in the order of the list."""
    quotients = [
        (Fraction(weight) / (2 * seat + 1), place) for place, weight in enumerate(weights) for seat in range(seats)
    ]
    winners = [place for _, place in sorted(quotients, key=lambda one: (-one[0], one[1]))[:seats]]
    return [winners.count(place) for place in range(len(weights))]
