"""Whether two medians differ."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.medians import difference

LIMITS = st.tuples(*[st.floats(0, 400, allow_nan=False)] * 3).map(sorted)


def test_limits_are_as_far_away_as_those_of_both_together() -> None:
    found = difference(12, 9, 16, 8, 5, 12)
    assert found.difference == 4
    assert found.lower == pytest.approx(4 - math.sqrt((12 - 9) ** 2 + (12 - 8) ** 2))
    assert found.upper == pytest.approx(4 + math.sqrt((16 - 12) ** 2 + (8 - 5) ** 2))
    assert not found.is_beyond_chance
    assert difference(20, 17, 24, 8, 5, 12).is_beyond_chance


@given(LIMITS, LIMITS)
def test_what_is_claimed_excludes_no_difference_both_ways(one: list[float], other: list[float]) -> None:
    """The limits contain the difference and turn round with it; intervals apart from each other are a difference."""
    (lower, median, upper), (least, middle, most) = one, other
    found, turned = (
        difference(median, lower, upper, middle, least, most),
        difference(middle, least, most, median, lower, upper),
    )
    assert found.lower <= found.difference <= found.upper
    assert (found.lower, found.upper) == (pytest.approx(-turned.upper), pytest.approx(-turned.lower))
    assert found.is_beyond_chance == turned.is_beyond_chance == (found.lower > 0 or found.upper < 0)
    if lower > most + 1e-9 or upper < least - 1e-9:
        assert found.is_beyond_chance


@pytest.mark.parametrize("missing", [1, 2, 4, 5])
def test_nothing_is_claimed_without_limits(missing: int) -> None:
    given_figures: list[float | None] = [90, 89, 91, 1, 1, 2]
    given_figures[missing] = None
    found = difference(*given_figures)
    assert found == (89, None, None)
    assert not found.is_beyond_chance


@pytest.mark.parametrize(
    "wrong", [(5, 6, 7, 1, 1, 1), (5, 4, 4.5, 1, 1, 1), (1, 1, 1, 5, 6, 7), (math.nan, 1, 1, 1, 1, 1)]
)
def test_limits_contain_their_median(wrong: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="limits must contain their median"):
        difference(*wrong)
