"""Intervals against published values, and what must hold for any count or share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, chi2

from metrics.intervals import (
    binomial_intervals,
    poisson_interval,
    poisson_intervals,
    rounded_wilson_intervals,
    wilson_interval,
    wilson_intervals,
)

LEVELS = st.floats(0.5, 0.999)
COUNTS = st.integers(0, 5000)


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    trials = draw(st.integers(1, 5000))
    return draw(st.integers(0, trials)), trials


def test_a_rate_of_15_in_400() -> None:
    # R, DescTools: PoissonCI(x = 15, n = 400, method = "exact").
    lower, upper = poisson_interval(15)
    assert (lower / 400, upper / 400) == pytest.approx((0.0209884653, 0.0618505472), rel=1e-8)


def test_five_events() -> None:
    # Association of Public Health Observatories, Technical Briefing 3 (2008), exact limits of a count.
    assert poisson_interval(5) == pytest.approx((1.62348639, 11.66833208), rel=1e-8)


def test_no_event_at_all_has_a_lower_limit_of_exactly_zero() -> None:
    lower, upper = poisson_interval(0)
    assert lower == 0.0
    assert upper == pytest.approx(3.688879, abs=1e-6)


@pytest.mark.parametrize(
    ("successes", "trials", "expected"),
    [
        (65, 100, (0.55254443, 0.73635752)),  # PHEindicatormethods, tests of phe_proportion
        (4, 20, (0.08065766, 0.41601743)),  # R, prop.test(4, 20, correct = FALSE)
    ],
)
def test_wilson_limits(successes: int, trials: int, expected: tuple[float, float]) -> None:
    assert wilson_interval(successes, trials) == pytest.approx(expected, abs=2e-8)


@pytest.mark.parametrize(
    ("successes", "trials", "wilson", "exact"),
    [
        # R. G. Newcombe 1998, Statistics in Medicine 17:857, Table I, methods 3 and 5.
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0, 0.1611), (0.0, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
    ],
)
def test_both_limits_of_shares_are_those_newcombe_published(
    successes: int, trials: int, wilson: tuple[float, float], exact: tuple[float, float]
) -> None:
    for intervals, expected in ((wilson_intervals, wilson), (binomial_intervals, exact)):
        lower, upper = intervals([successes], [trials])
        assert (lower[0], upper[0]) == pytest.approx(expected, abs=5.1e-5)


@given(trials=st.integers(1, 60), share=st.floats(0.001, 0.999), level=st.sampled_from([0.8, 0.95, 0.998]))
def test_exact_limits_miss_the_true_share_no_more_often_than_they_say(trials: int, share: float, level: float) -> None:
    counts = list(range(trials + 1))
    lower, upper = binomial_intervals(counts, [trials] * len(counts), level)
    missed = (share < lower) | (share > upper)
    assert binom.pmf(counts, trials, share)[missed].sum() <= 1 - level + 1e-9


def test_wilson_limits_miss_rare_shares_too_often_for_a_verdict() -> None:
    # Two of ten, where one in fifty is true, happen 16 times in 1,000; at 99.8 % they ought to be within the limits.
    lower, _ = wilson_intervals([2], [10], 0.998)
    exact, _ = binomial_intervals([2], [10], 0.998)
    assert exact[0] < 0.02 < lower[0]
    assert binom.sf(1, 10, 0.02) == pytest.approx(0.0162, abs=5e-5)


@given(share=st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_exact_limits_at_99_8_percent_contain_those_drawn(share: tuple[int, int]) -> None:
    """Nothing is called different whose drawn range covers the other figure."""
    (drawn_low,), (drawn_high,) = wilson_intervals([share[0]], [share[1]])
    (low,), (high,) = binomial_intervals([share[0]], [share[1]], 0.998)
    assert low <= drawn_low <= drawn_high <= high


@given(st.lists(shares(), min_size=1, max_size=20), LEVELS)
def test_many_shares_have_the_intervals_of_each(found: list[tuple[int, int]], level: float) -> None:
    successes, trials = zip(*found, strict=True)
    lower, upper = wilson_intervals(successes, trials, level)
    assert list(zip(lower, upper, strict=True)) == [wilson_interval(*share, level) for share in found]
    assert [limits.tolist() for limits in rounded_wilson_intervals(successes, trials, 0, level)] == [
        lower.tolist(),
        upper.tolist(),
    ]


@given(share=shares(), slack=st.sampled_from([1, 2, 4]), scale=st.sampled_from([1.0, 1.7]))
def test_more_slack_and_more_clumps_never_narrow_the_limits(share: tuple[int, int], slack: int, scale: float) -> None:
    narrow, wide = (
        [float(limits[0]) for limits in rounded_wilson_intervals([share[0]], [share[1]], *how)]
        for how in ((slack - 1, 0.95, scale), (slack, 0.95, scale + 0.5))
    )
    assert 0 <= wide[0] <= narrow[0] <= narrow[1] <= wide[1] <= 1


@pytest.mark.parametrize(("slack", "scale"), [(-1, 1), (float("nan"), 1), (2, 0.9), (2, float("inf"))])
def test_an_impossible_slack_or_design_effect_is_refused(slack: float, scale: float) -> None:
    with pytest.raises(ValueError, match="a slack is zero or more and a design effect 1 or more"):
        rounded_wilson_intervals([5], [10], slack, 0.95, scale)


@pytest.mark.parametrize("trials", [1, 10, 29, 1000])
def test_a_share_of_nothing_or_everything_still_has_a_range(trials: int) -> None:
    # Wilson (1927): with z = 1.96 the limit of 0 of n is z²/(n + z²).
    reach = 1.959963984540054**2
    assert wilson_interval(0, trials) == pytest.approx((0, reach / (trials + reach)), abs=1e-12)
    assert wilson_interval(trials, trials) == pytest.approx((trials / (trials + reach), 1), abs=1e-12)


@given(count=COUNTS, level=LEVELS)
def test_a_poisson_interval_contains_the_count(count: int, level: float) -> None:
    lower, upper = poisson_interval(count, level)
    assert 0 <= lower <= count < upper


@given(counts=st.lists(COUNTS), level=LEVELS)
def test_many_counts_have_the_intervals_of_each_by_its_quantiles(counts: list[int], level: float) -> None:
    # Garwood (1936): half the chi-square quantiles with 2k and 2k + 2 degrees of freedom.
    lower, upper = poisson_intervals(counts, level)
    assert lower.tolist() == pytest.approx([chi2.ppf((1 - level) / 2, 2 * k) / 2 if k else 0.0 for k in counts])
    assert upper.tolist() == pytest.approx([chi2.ppf((1 + level) / 2, 2 * k + 2) / 2 for k in counts])


@given(share=shares(), level=LEVELS)
def test_a_wilson_interval_contains_the_share(share: tuple[int, int], level: float) -> None:
    lower, upper = wilson_interval(*share, level)
    estimate = share[0] / share[1]
    assert 0 <= lower <= estimate + 1e-12
    assert estimate - 1e-12 <= upper <= 1


@given(count=COUNTS, share=shares(), level=st.floats(0.5, 0.98))
def test_intervals_widen_with_the_level(count: int, share: tuple[int, int], level: float) -> None:
    for narrow, wide in (
        (poisson_interval(count, level), poisson_interval(count, level + 0.01)),
        (wilson_interval(*share, level), wilson_interval(*share, level + 0.01)),
    ):
        assert wide[1] - wide[0] > narrow[1] - narrow[0]


@given(share=shares(), level=LEVELS)
def test_successes_and_failures_have_mirrored_wilson_intervals(share: tuple[int, int], level: float) -> None:
    successes, trials = share
    lower, upper = wilson_interval(successes, trials, level)
    assert wilson_interval(trials - successes, trials, level) == pytest.approx((1 - upper, 1 - lower), abs=1e-12)


@pytest.mark.parametrize("count", [-1, -0.5, float("nan")])
def test_a_negative_or_missing_count_is_refused(count: float) -> None:
    with pytest.raises(ValueError, match="a count is zero or more"):
        poisson_interval(count)


@pytest.mark.parametrize(
    ("successes", "trials"), [(0, 0), (1, 0), (5, 4), (-1, 4), (float("nan"), 4), (1, float("nan"))]
)
def test_an_impossible_share_is_refused(successes: float, trials: float) -> None:
    with pytest.raises(ValueError, match="0 <= successes <= trials"):
        wilson_interval(successes, trials)


def test_a_list_with_an_impossible_share_names_it() -> None:
    with pytest.raises(ValueError, match="found 5 of 4, 1 of 0"):
        wilson_intervals([3, 5, 1], [9, 4, 0])


def test_a_list_with_an_impossible_count_is_refused() -> None:
    with pytest.raises(ValueError, match=r"a count is zero or more, found \[-1.0\]"):
        poisson_intervals([3, -1, 0])


@pytest.mark.parametrize("level", [0, 1, 95, -0.5, float("nan")])
@pytest.mark.parametrize(
    "interval",
    [
        lambda level: poisson_interval(3, level),
        lambda level: poisson_intervals([3, 0], level),
        lambda level: wilson_interval(3, 9, level),
        lambda level: binomial_intervals([3], [9], level),
        lambda level: rounded_wilson_intervals([3], [9], 2, level),
    ],
)
def test_a_level_outside_zero_and_one_is_refused(interval: Callable[[float], object], level: float) -> None:
    with pytest.raises(ValueError, match="a level of confidence lies between 0 and 1"):
        interval(level)
