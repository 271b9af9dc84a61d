"""Shrunken rates against PySAL's published ones, a slow twin, and the limits of the method."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.shrinkage import empirical_bayes

# Homicides and people times years, 1979-84, of 78 counties around St. Louis: columns HC7984 and PO7984 of the example file
# stl_hom.csv of PySAL (libpysal), and the first ten rates that the documentation of its Empirical_Bayes prints for them.
# fmt: off
HOMICIDES = [
    4, 19, 3, 2, 2, 28, 61, 3, 7, 3, 4, 0, 1, 12, 0, 2, 6, 6, 3, 4, 0, 2, 9, 2, 23, 5, 2, 2, 0, 2, 10, 4, 95, 8, 31, 0,
    407, 5, 10, 1238, 3, 14, 0, 2, 18, 369, 5, 0, 3, 0, 40, 9, 7, 1, 3, 2, 8, 5, 11, 12, 8, 10, 2, 8, 7, 25, 6, 19, 6, 2,
    2, 6, 9, 0, 1, 13, 3, 4,
]
PEOPLE = [
    189087, 425580, 69649, 88540, 33697, 774843, 1056438, 172182, 224033, 113497, 218510, 87628, 36354, 316661, 53222,
    141872, 103469, 193449, 295848, 99013, 34772, 65947, 155266, 123387, 612258, 135365, 133297, 186877, 68404, 68779,
    192789, 96686, 1480530, 92864, 905683, 93388, 5863876, 109086, 265200, 2658090, 199528, 347829, 79838, 72381, 432159,
    1605518, 110883, 48352, 121762, 92348, 891502, 225007, 113880, 46260, 108510, 55620, 213680, 131792, 109953, 108864,
    205880, 260154, 90841, 255875, 253540, 372227, 100389, 345641, 87410, 66694, 64680, 127071, 107508, 43056, 61456,
    353841, 47507, 68218,
]
PUBLISHED = [
    2.36718950e-05, 4.54539167e-05, 4.78114019e-05, 2.76907146e-05, 6.58989323e-05,
    3.66494122e-05, 5.79952721e-05, 2.03064590e-05, 3.31152999e-05, 3.02748380e-05,
]
# fmt: on


@st.composite
def places(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    exposure = draw(st.lists(st.integers(0, 3000), min_size=1, max_size=12).filter(any))
    return [draw(st.integers(0, 40)) if people else 0 for people in exposure], exposure


def slow_rates(events: list[int], exposure: list[int]) -> list[float]:
    """Marshall's formulas (1991), one place at a time."""
    there = [(y, n) for y, n in zip(events, exposure, strict=True) if n]
    everybody = sum(n for _, n in there)
    b = sum(y for y, _ in there) / everybody
    s_squared = sum(n * (y / n - b) ** 2 for y, n in there) / everybody
    a = max(0.0, s_squared - b / (everybody / len(there)))
    return [b + a / (a + b / n) * (y / n - b) if n and a else b for y, n in zip(events, exposure, strict=True)]


def test_rates_of_counties_are_the_published_ones() -> None:
    assert len(HOMICIDES) == len(PEOPLE) == 78
    assert empirical_bayes(HOMICIDES, PEOPLE)[:10] == pytest.approx(PUBLISHED, rel=5e-9)


@given(places())
def test_rates_agree_with_the_slow_twin(found: tuple[list[int], list[int]]) -> None:
    assert empirical_bayes(*found) == pytest.approx(slow_rates(*found), rel=1e-9, abs=1e-15)


@given(places())
def test_a_rate_lies_between_the_places_own_and_that_of_all(found: tuple[list[int], list[int]]) -> None:
    events, exposure = found
    overall = sum(events) / sum(exposure)
    for rate, y, n in zip(empirical_bayes(events, exposure), events, exposure, strict=True):
        own = y / n if n else overall
        assert min(own, overall) - 1e-12 <= rate <= max(own, overall) + 1e-12


@given(places(), st.integers(2, 50))
def test_rates_do_not_depend_on_what_exposure_is_counted_in(found: tuple[list[int], list[int]], times: int) -> None:
    events, exposure = found
    finer = empirical_bayes(events, [people * times for people in exposure])
    assert finer * times == pytest.approx(empirical_bayes(events, exposure), rel=1e-6, abs=1e-9)


@given(places())
def test_a_place_without_exposure_changes_no_other(found: tuple[list[int], list[int]]) -> None:
    events, exposure = found
    more = empirical_bayes([*events, 0], [*exposure, 0])
    assert more[:-1].tolist() == empirical_bayes(events, exposure).tolist()
    assert more[-1] == pytest.approx(sum(events) / sum(exposure))


def test_the_smaller_a_place_the_more_it_is_drawn_to_all() -> None:
    # The two places in the middle have the same rate of their own, twice that of all.
    rates = empirical_bayes([40, 8, 80, 2], [1000, 100, 1000, 1150])
    assert 0.04 < rates[1] < rates[2] < 0.08


def test_differences_no_larger_than_chance_leave_one_rate() -> None:
    assert empirical_bayes([4, 5, 6], [1000, 1000, 1000]).tolist() == [0.005, 0.005, 0.005]
    assert empirical_bayes([7], [1000]).tolist() == [0.007]


def test_no_events_at_all_are_rates_of_zero() -> None:
    assert empirical_bayes([0, 0, 0], [10, 0, 5000]).tolist() == [0.0, 0.0, 0.0]


def test_arrays_of_whole_numbers_are_taken_as_they_are() -> None:
    found = empirical_bayes(np.array([0, 30, 2]), np.array([100, 200, 300]))
    assert found == pytest.approx(slow_rates([0, 30, 2], [100, 200, 300]))


@pytest.mark.parametrize(
    ("events", "exposure", "message"),
    [
        ([1, 2], [10], "equally long lists"),
        (3, 10, "equally long lists"),
        ([1, -2], [10, 10], "events must have a value of zero or more"),
        ([1, math.nan], [10, 10], "events must have a value of zero or more"),
        ([1, 2], [10, -1], "exposure must have a value of zero or more"),
        ([1, 2], [10, math.inf], "exposure must have a value of zero or more"),
        ([1, 2], [10, 0], "events are counted where exposure is zero"),
        ([0, 0], [0, 0], "exposure is zero everywhere"),
        ([], [], "exposure is zero everywhere"),
    ],
)
def test_rates_that_mean_nothing_are_refused(events: Any, exposure: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        empirical_bayes(events, exposure)
