"""Lines of a funnel plot and the spread beyond chance: published values, slow twins, and what must always hold."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.stats import chi2

from metrics.funnel_limits import (
    MARK_LEVEL,
    adjusted_limits,
    limits,
    overdispersion,
    trim_for,
    winsorised,
)

EXPECTED = st.floats(0.5, 5000)
LEVELS = st.sampled_from([0.8, 0.95, MARK_LEVEL])
TAU2 = st.floats(0, 2)
PAIRS = st.lists(st.tuples(st.integers(0, 900), st.floats(1, 900)), min_size=3, max_size=15)
# FunnelPlotR (NHS-R community), data of its own tests.
OBSERVED, EXPECTED_THERE = [100, 150, 180, 80, 120, 225], [108, 112, 165, 95, 100, 220]


@pytest.mark.parametrize(
    ("level", "lower", "upper"),
    [
        (0.95, [0.5596924, 0.6108260, 0.6746958], [1.649348, 1.544419, 1.427562]),
        (0.998, [0.3862650, 0.4479107, 0.5289724], [2.082907, 1.902094, 1.702771]),
    ],
)
def test_limits_for_15_20_and_30_expected_cases(level: float, lower: list[float], upper: list[float]) -> None:
    # FunnelPlotR, tests of its Poisson limits.
    found = limits(np.array([15.0, 20.0, 30.0]), level)
    assert_allclose(found[0], lower, atol=5e-8)
    assert_allclose(found[1], upper, atol=5e-7)
    assert limits(20, level) == pytest.approx((found[0][1], found[1][1]), rel=1e-12)


@given(expected=EXPECTED, level=LEVELS)
def test_limits_are_chi_square_quantiles_around_1(expected: float, level: float) -> None:
    lower, upper = limits(expected, level)
    assert lower == pytest.approx(chi2.ppf((1 - level) / 2, 2 * expected) / 2 / expected)
    assert upper == pytest.approx(chi2.ppf((1 + level) / 2, 2 * expected + 2) / 2 / expected)
    assert 0 <= lower < 1 < upper


@pytest.mark.parametrize("expected", [0.0, -1.0, math.nan, math.inf])
def test_there_are_no_limits_around_nothing(expected: float) -> None:
    with pytest.raises(ValueError, match="expected cases must be above zero"):
        limits(expected, 0.95)
    with pytest.raises(ValueError, match="expected cases must be above zero"):
        adjusted_limits(np.array([10.0, expected]), 0.95, 0.1)
    with pytest.raises(ValueError, match="expected cases must be above zero"):
        overdispersion([1, 2, 3], [1, 2, expected])


@pytest.mark.parametrize("tau2", [-0.1, math.nan])
def test_a_variance_below_zero_is_refused(tau2: float) -> None:
    with pytest.raises(ValueError, match="tau² is zero or more"):
        adjusted_limits(20, 0.95, tau2)


def test_adjusted_limits_by_hand() -> None:
    # 1/(4 * 25) + 0.03 = 0.04; z = 1.959964: (1 ± 0.3919928)².
    assert adjusted_limits(25, 0.95, 0.03) == pytest.approx((0.6080072**2, 1.3919928**2), abs=1e-6)


def test_more_spread_than_the_whole_leaves_no_lower_limit() -> None:
    assert adjusted_limits(25, MARK_LEVEL, 0.5)[0] == 0.0


@given(expected=EXPECTED, level=LEVELS, tau2=TAU2, more=TAU2)
def test_spread_only_ever_widens_the_limits(expected: float, level: float, tau2: float, more: float) -> None:
    exact, some, wide = (adjusted_limits(expected, level, spread) for spread in (0.0, tau2, tau2 + more))
    assert exact == limits(expected, level)
    assert wide[0] <= some[0] <= exact[0] < 1 < exact[1] <= some[1] <= wide[1]


@given(expected=EXPECTED, extra=st.floats(0.01, 500), level=LEVELS, tau2=TAU2)
def test_with_more_cases_expected_the_limits_are_more_cases(
    expected: float, extra: float, level: float, tau2: float
) -> None:
    """As counts, both limits grow; as ratios they close in."""
    (low, high), (further_low, further_high) = (
        adjusted_limits(cases, level, tau2) for cases in (expected, expected + extra)
    )
    assert low * expected <= further_low * (expected + extra) + 1e-9
    assert high * expected < further_high * (expected + extra)
    assert low <= further_low + 1e-9
    assert high >= further_high - 1e-9


def test_the_published_phi() -> None:
    # FunnelPlotR, tests of its classes: phi on the log scale, nothing trimmed.
    found = overdispersion(OBSERVED, EXPECTED_THERE, trim=0, transform="log")
    assert found.phi == pytest.approx(2.948033, abs=5e-7)


def test_phi_of_untrimmed_square_roots_by_hand() -> None:
    # 4 (sqrt(16) - sqrt(25))² = 4; 4 (sqrt(49) - sqrt(36))² = 4; 0; the mean is 8/3. w = 100, 144, 36.
    found = overdispersion([16, 49, 9], [25, 36, 9], trim=0)
    weights = [100, 144, 36]
    assert found.phi == pytest.approx(8 / 3)
    assert found.tau2 == pytest.approx((8 - 2) / (280 - sum(w * w for w in weights) / 280))


def type_7(values: Sequence[float], part: float) -> float:
    ordered = sorted(values)
    place = (len(ordered) - 1) * part
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def slow(observed: Sequence[float], expected: Sequence[float], trim: float) -> tuple[float, float]:
    scores = [2 * (math.sqrt(o) - math.sqrt(e)) for o, e in zip(observed, expected, strict=True)]
    least, most = type_7(scores, trim), type_7(scores, 1 - trim)
    phi = statistics.fmean(min(max(score, least), most) ** 2 for score in scores)
    weights = [4 * e for e in expected]
    denominator = sum(weights) - sum(w * w for w in weights) / sum(weights)
    return phi, max(0.0, (len(scores) * phi - (len(scores) - 1)) / denominator)


@given(pairs=PAIRS, trim=st.sampled_from([0.0, 0.05, 0.1, 0.25]))
def test_the_spread_agrees_with_the_slow_twin(pairs: list[tuple[int, float]], trim: float) -> None:
    observed, expected = zip(*pairs, strict=True)
    assert overdispersion(observed, expected, trim) == pytest.approx(slow(observed, expected, trim), abs=1e-9)


def test_one_outlier_hides_itself_less_when_drawn_in() -> None:
    observed, expected = [100.0] * 11 + [400.0], [100.0] * 12
    assert overdispersion(observed, expected).tau2 < overdispersion(observed, expected, trim=0).tau2


def test_nobody_differs_where_all_is_as_expected() -> None:
    assert overdispersion([30, 40, 50], [30, 40, 50]) == (0.0, 0.0)


def test_counts_of_zero_are_fine_on_the_square_root_only() -> None:
    assert overdispersion([0, 40, 50], [9, 40, 50], trim=0).phi == pytest.approx(36 / 3)
    with pytest.raises(ValueError, match="a count of zero has no logarithm"):
        overdispersion([0, 40, 50], [9, 40, 50], transform="log")


@pytest.mark.parametrize("units", [0, 1, 2])
def test_few_units_tell_nothing_of_spread(units: int) -> None:
    assert overdispersion([500] * units, [10] * units) == (None, 0.0)


@pytest.mark.parametrize(
    ("observed", "expected", "trim", "transform", "message"),
    [
        ([1, 2], [1, 2, 3], 0.1, "sqrt", "equally long"),
        ([1, -2, 3], [1, 2, 3], 0.1, "sqrt", "observed cases must be zero or more"),
        ([1, math.nan, 3], [1, 2, 3], 0.1, "sqrt", "observed cases must be zero or more"),
        ([1, 2, 3], [1, 2, 3], 0.5, "sqrt", r"lies in \[0, 0.5\), found 0.5"),
        ([1, 2, 3], [1, 2, 3], 0.1, "cube", "unknown transform 'cube'"),
    ],
)
def test_what_would_mislead_is_refused(
    observed: list[float], expected: list[float], trim: float, transform: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        overdispersion(observed, expected, trim, transform)


@given(st.lists(st.floats(-100, 100), min_size=3, max_size=20), st.floats(0, 0.45))
def test_drawing_outliers_in_keeps_the_order(values: list[float], trim: float) -> None:
    found = winsorised(np.array(values), trim)
    order = np.argsort(values, kind="stable")
    assert np.all(np.diff(found[order]) >= 0)
    assert found.min() >= min(values) and found.max() <= max(values)


@given(st.integers(5, 40))
def test_at_least_one_unit_at_either_end_is_drawn_in(units: int) -> None:
    found = winsorised(np.array([-1000.0, *range(units - 2), 1000.0]), trim_for(units))
    assert trim_for(units) >= 0.1
    assert found.min() >= 0 - 1e-6 and found.max() <= units - 3 + 1e-6


@pytest.mark.parametrize(("units", "trim"), [(3, 0.1), (4, 0.1), (5, 0.25), (6, 0.2), (11, 0.1), (15, 0.1)])
def test_how_much_is_drawn_in(units: int, trim: float) -> None:
    assert trim_for(units) == pytest.approx(trim)
