"""Intervals against published values, and what must hold for any count or share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from metrics.intervals import poisson_interval, poisson_intervals, wilson_interval

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
    ],
)
def test_a_level_outside_zero_and_one_is_refused(interval: Callable[[float], object], level: float) -> None:
    with pytest.raises(ValueError, match="a level of confidence lies between 0 and 1"):
        interval(level)
