"""Why caseloads changed: parts that add up, the borders of the rule, and where nothing can be told."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.change import CAUSES, LEAST_CHANGE, MOST_OF_IT, beyond_chance, explained

CASES = st.integers(10, 2000)
FTE = st.sampled_from([0.25, 0.5, 1.0, 1.5, 2.5, 12.0])


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        ((100, 1.0), (130, 1.0), "cases"),
        ((100, 1.0), (70, 1.0), "cases"),
        ((100, 1.0), (100, 0.5), "posts"),  # half the post is empty
        ((100, 1.0), (100, 1.5), "posts"),
        ((100, 1.0), (120, 0.8), "both"),
        ((100, 1.0), (80, 0.5), "posts"),  # fewer cases, yet more per post
        ((100, 1.0), (200, 1.5), "cases"),
        ((100, 1.0), (200, 2.0), "none"),
        ((100, 1.0), (109, 1.0), "none"),
        ((100, 1.0), (92, 1.0), "none"),
    ],
)
def test_what_moved_it(before: tuple[float, float], after: tuple[float, float], cause: str) -> None:
    assert explained(*before, *after).cause == cause


def test_the_parts_by_hand() -> None:
    # 100 per post become 120 / 0.75 = 160: times 1.2 by cases and times 4/3 by posts.
    found = explained(100, 1, 120, 0.75)
    assert found == pytest.approx((1.6, math.log(1.2), math.log(4 / 3), "both"))


def test_the_border_belongs_to_the_change() -> None:
    assert explained(100, 1, 110, 1).cause == "cases"
    assert explained(110, 1, 100, 1).cause == "cases"
    assert explained(1000, 1, 1099, 1).cause == "none"


def test_two_thirds_are_one_cause() -> None:
    # 1.21 by cases and 1.1 by posts: two thirds and one third of the logarithm.
    assert explained(100, 1.1, 121, 1).cause == "cases"
    assert explained(110, 1.21, 121, 1).cause == "posts"
    assert explained(100, 1.2, 121, 1).cause == "both"


@given(CASES, FTE, CASES, FTE)
def test_the_parts_add_up_and_the_cause_follows_the_rule(before: int, fte: float, after: int, fte_after: float) -> None:
    found = explained(before, fte, after, fte_after)
    assert found.ratio == pytest.approx((after / fte_after) / (before / fte))
    assert found.ratio is not None and found.from_cases is not None and found.from_posts is not None
    assert math.exp(found.from_cases + found.from_posts) == pytest.approx(found.ratio)
    assert found.cause in CAUSES
    if found.cause == "none":
        assert 1 / LEAST_CHANGE < found.ratio < LEAST_CHANGE
    else:
        parts = {"cases": found.from_cases, "posts": found.from_posts}
        shares = {name: part / math.log(found.ratio) for name, part in parts.items()}
        most = max(shares, key=lambda name: shares[name])
        assert found.cause == (most if shares[most] >= MOST_OF_IT - 1e-6 else "both")


@given(CASES, FTE, CASES, FTE)
def test_the_way_back_has_the_same_cause(before: int, fte: float, after: int, fte_after: float) -> None:
    there, back = explained(before, fte, after, fte_after), explained(after, fte_after, before, fte)
    assert there.cause == back.cause
    assert there.ratio is not None and back.ratio is not None
    assert there.ratio * back.ratio == pytest.approx(1)


@pytest.mark.parametrize("given_", [(9, 1, 50, 1), (50, 1, 9, 1), (0, 1, 50, 1), (50, 0, 50, 1), (50, 1, 50, 0)])
def test_without_a_rate_nothing_is_told(given_: tuple[float, float, float, float]) -> None:
    assert explained(*given_) == (None, None, None, "none")


@pytest.mark.parametrize("given_", [(-1, 1, 50, 1), (50, math.nan, 50, 1), (50, 1, math.inf, 1), (50, 1, 50, -1)])
def test_impossible_figures_are_refused(given_: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="cases and FTE must be zero or more"):
        explained(*given_)


def test_two_counts_differ_beyond_chance_by_the_standard_error_of_their_ratio() -> None:
    # ln(100/50) = 0.693 against 3.09 * sqrt(1/50 + 1/100) = 0.535; ln(75/50) = 0.405 against 3.09 * sqrt(1/50 + 1/75) = 0.564.
    assert beyond_chance(50, 100) and beyond_chance(100, 50)
    assert not beyond_chance(50, 75)
    # In clumps of four the same counts are those of 12.5 and 25 clumps.
    assert not beyond_chance(50, 100, scale=4)
    assert not beyond_chance(9, 900)
