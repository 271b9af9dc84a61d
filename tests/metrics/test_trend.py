"""The rule for trends: an independent least-squares fit, the documented example of the rule's authors, and its borders."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, norm

from metrics.intervals import poisson_interval, wilson_interval
from metrics.protection import round_to_five
from metrics.trend import (
    DIRECTIONS,
    LEVEL,
    PERIODS,
    ROUNDING_VARIANCE,
    rate_standard_errors,
    share_standard_errors,
    significant_slope,
)

# PHEindicatormethods, documented example of assign_trend_markers: a rate per 1,000 with its 95 % limits.
COUNTS = [1367, 1332, 1199, 1023, 994]
POPULATION = [44701, 44064, 42811, 41527, 40299]
RATES = [30.6, 30.2, 28, 24.6, 24.67]
LOWER = [28.98, 28.63, 26.44, 23.15, 23.16]
UPPER = [32.25, 31.9, 29.64, 26.19, 26.25]

VALUES = st.integers(-5000, 5000).map(lambda value: value / 100)
ERRORS = st.integers(10, 2000).map(lambda error: error / 100)


@st.composite
def series(draw: st.DrawFn) -> tuple[list[float], list[float]]:
    length = draw(st.integers(PERIODS, 9))
    values, errors = (draw(st.lists(part, min_size=length, max_size=length)) for part in (VALUES, ERRORS))
    return values, errors


def independent(values: list[float], errors: list[float]) -> tuple[float, float]:
    """Slope and chi-square of statsmodels, the standard errors taken as known."""
    design = sm.add_constant(np.arange(len(values), dtype=float))
    fit = sm.WLS(values, design, weights=1 / np.square(errors)).fit(cov_type="fixed scale")
    return float(fit.params[1]), float((fit.params[1] / fit.bse[1]) ** 2)


def test_the_documented_example_falls() -> None:
    errors = [(upper - lower) / (2 * norm.ppf(0.975)) for lower, upper in zip(LOWER, UPPER, strict=True)]
    found = significant_slope(RATES, errors)
    assert (found.slope, found.chi_square) == pytest.approx(independent(RATES, errors))
    assert (found.direction, found.is_significant) == ("falling", True)
    assert significant_slope(RATES[::-1], errors[::-1]).direction == "rising"


def test_standard_errors_are_those_of_the_documented_example() -> None:
    # Limits there come from Byar's approximation; those printed are rounded to two decimals.
    errors = rate_standard_errors(COUNTS, np.array(POPULATION) / 1000)
    published = (np.array(UPPER) - np.array(LOWER)) / (2 * norm.ppf(0.975))
    np.testing.assert_allclose(errors, published, rtol=0.03)


@given(series())
def test_slope_and_chi_square_agree_with_another_fit(drawn: tuple[list[float], list[float]]) -> None:
    found = significant_slope(*drawn)
    assert (found.slope, found.chi_square) == pytest.approx(independent(*drawn), rel=1e-6, abs=1e-8)


@given(drawn=series(), level=st.sampled_from([0.8, 0.95, LEVEL]))
def test_the_direction_agrees_with_the_slow_twin(drawn: tuple[list[float], list[float]], level: float) -> None:
    values, errors = drawn
    found = significant_slope(values, errors, level)
    beyond_chance = found.chi_square > chi2.ppf(level, 1)
    kept = True
    for left_out in range(len(values)):
        rest = [period for period in range(len(values)) if period != left_out]
        line = np.polyfit(rest, [values[p] for p in rest], 1, w=[1 / errors[p] for p in rest])
        kept = kept and line[0] * math.copysign(1, found.slope) > 1e-7
    assert found.is_significant == (beyond_chance and kept)
    assert found.direction in DIRECTIONS
    assert (found.direction == "none") == (not found.is_significant)


@given(series())
def test_a_trend_read_backwards_turns_round(drawn: tuple[list[float], list[float]]) -> None:
    values, errors = drawn
    there, back = significant_slope(values, errors), significant_slope(values[::-1], errors[::-1])
    assert back.slope == pytest.approx(-there.slope, abs=1e-9)
    turned = {"rising": "falling", "falling": "rising", "none": "none"}
    if abs(there.chi_square - 9.5495) > 1e-3:
        assert back.direction == turned[there.direction]


def test_the_border_is_the_chi_square_point_of_99_8_percent() -> None:
    # Steps of 1 over five periods with equal errors s: the variance of the slope is s²/10, so chi-square is 10/s².
    beyond, within = math.sqrt(10 / 9.56), math.sqrt(10 / 9.54)
    values = [1, 2, 3, 4, 5]
    assert significant_slope(values, [beyond] * 5).direction == "rising"
    assert significant_slope(values, [within] * 5).direction == "none"
    assert significant_slope(values, [within] * 5, level=0.95).direction == "rising"


def test_a_trend_that_hangs_on_one_period_is_none() -> None:
    found = significant_slope([10, 9.9, 9.8, 9.7, 40], [1] * 5)
    assert found.chi_square > 100
    assert (found.direction, found.is_significant) == ("none", False)


@pytest.mark.parametrize("level", [0.0, 0.1, 12.7, 1 / 3])
def test_nothing_but_one_period_is_no_trend(level: float) -> None:
    """Without the last period nothing moves at all, whatever floating-point sums make of it."""
    found = significant_slope([level] * 4 + [level + 40], [1, 1.3, 0.7, 1.1, 1])
    assert found.chi_square > 100
    assert (found.direction, found.is_significant) == ("none", False)


def test_what_stays_the_same_has_no_trend() -> None:
    assert significant_slope([7, 7, 7, 7, 7], [1, 2, 1, 2, 1]) == (0.0, 0.0, "none", False)


def test_nothing_counted_has_an_error_too() -> None:
    lower, upper = poisson_interval(0)
    assert rate_standard_errors([0], [2.0])[0] == pytest.approx((upper - lower) / 2 / (2 * norm.ppf(0.975)))


def test_errors_of_large_counts_are_their_square_roots() -> None:
    errors = rate_standard_errors([10_000, 40_000], [10, 10])
    np.testing.assert_allclose(errors, [10, 20], rtol=0.01)


def test_what_comes_in_clumps_has_larger_errors() -> None:
    # 4 at once: 400 are as uncertain as 100, four times over.
    assert rate_standard_errors([400], [1], scale=4)[0] == pytest.approx(4 * rate_standard_errors([100], [1])[0])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"values": [1, 2, 3, 4], "standard_errors": [1] * 4}, "needs 5 periods or more, found 4"),
        ({"values": [1, 2, 3, 4, 5, 6]}, "equally long lists"),
        ({"values": [1, 2, math.nan, 4, 5]}, "a value for every period"),
        ({"standard_errors": [1, 1, 0, 1, 1]}, "a standard error must be above zero"),
        ({"standard_errors": [1, 1, math.nan, 1, 1]}, "a standard error must be above zero"),
        ({"level": 99.8}, "a level of confidence lies between 0 and 1"),
    ],
)
def test_what_would_mislead_is_refused(changed: dict[str, Any], message: str) -> None:
    arguments: dict[str, Any] = {"values": [1, 2, 3, 4, 5], "standard_errors": [1] * 5}
    with pytest.raises(ValueError, match=message):
        significant_slope(**arguments | changed)


@pytest.mark.parametrize(
    ("counts", "exposure", "scale", "message"),
    [
        ([5], [0], 1, "an exposure and a scale above zero"),
        ([5], [math.nan], 1, "an exposure and a scale above zero"),
        ([5], [1], 0, "an exposure and a scale above zero"),
        ([-5], [1], 1, "a count is zero or more"),
    ],
)
def test_errors_of_impossible_rates_are_refused(
    counts: list[float], exposure: list[float], scale: float, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        rate_standard_errors(counts, exposure, scale)


def test_errors_of_shares_of_many_are_those_of_the_binomial() -> None:
    errors = share_standard_errors([3000, 5000], [10_000, 10_000], "coordination")
    np.testing.assert_allclose(errors, [math.sqrt(0.3 * 0.7 / 10_000), 0.005], rtol=0.001)


@pytest.mark.parametrize(("count", "base"), [(0, 20), (20, 20), (4, 20), (65, 100)])
def test_errors_of_shares_are_their_limits_over_twice_the_quantile(count: int, base: int) -> None:
    lower, upper = wilson_interval(count, base)
    (error,) = share_standard_errors([count], [base], "coordination")
    assert error == pytest.approx((upper - lower) / (2 * norm.ppf(0.975)))
    assert error > 0


def test_goals_that_come_in_clumps_have_larger_errors() -> None:
    one, clumped, own = (
        share_standard_errors([60, 15], [100, 25], "coordination", scale).tolist() for scale in (1.0, 4.0, [4.0, 1.0])
    )
    assert clumped[0] == pytest.approx(one[1])
    assert own == [clumped[0], one[1]]


def test_rounding_makes_shares_less_sure_by_its_variance() -> None:
    off = [count - round_to_five(count) for count in range(1000)]
    assert np.var(off) == pytest.approx(ROUNDING_VARIANCE)
    exact, rounded = (share_standard_errors([30], [50], role)[0] for role in ("coordination", "steering"))
    assert rounded**2 == pytest.approx(exact**2 + 2 * (1 + 0.6**2) / 50**2)


def test_what_rounding_adds_is_what_shares_behind_rounded_counts_spread() -> None:
    near = np.arange(-2, 3)
    behind = ((30 + near)[:, None] / (50 + near)[None, :]).ravel()
    exact, rounded = (share_standard_errors([30], [50], role)[0] for role in ("coordination", "planning"))
    assert rounded**2 - exact**2 == pytest.approx(behind.var(), rel=0.02)


@pytest.mark.parametrize(
    ("count", "base", "role", "scale", "message"),
    [
        (5, 0, "coordination", 1, "0 <= successes <= trials"),
        (6, 5, "coordination", 1, "0 <= successes <= trials"),
        (4, 5, "coordination", 0.5, "a design effect is 1 or more"),
        (4, 5, "mayor", 1, "unknown role"),
    ],
)
def test_errors_of_impossible_shares_are_refused(
    count: float, base: float, role: str, scale: float, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        share_standard_errors([count], [base], role, scale)
