"""Curves of durations against published values, statsmodels and slow twins."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from polars.testing import assert_frame_equal
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight

from metrics.duration import CURVE, cumulative_incidence, incidence, kaplan_meier, quantile, survival

# E. J. Freireich et al.: The effect of 6-mercaptopurine on the duration of steroid-induced remissions in acute leukemia,
# Blood 21, 1963, 699-716; weeks of remission.
TREATED = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
CONTROL = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
ALL_RELAPSED = [1] * 21
TIMES, CAUSES = [1, 2, 3, 4, 5, 6], [0, 1, 1, 2, 2, 0]

FOLLOWED = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3)), min_size=1, max_size=40)


def at(curve: pl.DataFrame, time: float) -> dict[str, float]:
    return curve.filter(pl.col("time") <= time).row(-1, named=True)


def columns(followed: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [time for time, _ in followed], [cause for _, cause in followed]


@pytest.mark.parametrize(
    ("durations", "observed", "time", "share"),
    [
        (TREATED, RELAPSED, 6, 0.8571),
        (TREATED, RELAPSED, 10, 0.7529),
        (TREATED, RELAPSED, 22, 0.5378),
        (CONTROL, ALL_RELAPSED, 1, 0.9048),
        (CONTROL, ALL_RELAPSED, 10, 0.3810),
    ],
)
def test_the_leukaemia_trial(durations: list[int], observed: list[int], time: float, share: float) -> None:
    assert at(kaplan_meier(durations, observed), time)["estimate"] == pytest.approx(share, abs=5e-5)


@pytest.mark.parametrize(
    ("time", "share", "lower", "upper"),
    [(1, 0.9048, 0.6700, 0.9753), (2, 0.8095, 0.5689, 0.9239)],
)
def test_limits_of_the_control_arm_as_stata_lists_them(time: float, share: float, lower: float, upper: float) -> None:
    """sts list of the Gehan data; G. Rodríguez: Kaplan-Meier survival, Demographic Methods, Princeton University."""
    found = at(kaplan_meier(CONTROL, ALL_RELAPSED), time)
    assert [found[name] for name in CURVE[2:]] == pytest.approx([share, lower, upper], abs=5e-5)


def test_medians_of_the_leukaemia_trial() -> None:
    assert quantile(kaplan_meier(TREATED, RELAPSED)).time == 23
    assert quantile(kaplan_meier(CONTROL, ALL_RELAPSED)).time == 8


def test_incidence_beside_a_competing_cause() -> None:
    """The values that SAS prints; their variances are those of the next test."""
    found = cumulative_incidence(TIMES, CAUSES, 2)
    assert found["time"].to_list() == TIMES
    assert found["at_risk"].to_list() == [6, 5, 4, 3, 2, 1]
    assert found["estimate"].to_list() == pytest.approx([0, 0, 0, 0.2, 0.4, 0.4])


def test_limits_come_from_the_published_variances() -> None:
    """Variance 0, 0, 0, .032, .048, .048 (SAS), transformed by log(-log F)."""
    found = cumulative_incidence(TIMES, CAUSES, 2)
    for row, variance in zip(found.rows(named=True)[3:], (0.032, 0.048, 0.048), strict=True):
        share = row["estimate"]
        away = 1.959964 * math.sqrt(variance) / (share * abs(math.log(share)))
        assert row["lower"] == pytest.approx(share ** math.exp(away))
        assert row["upper"] == pytest.approx(share ** math.exp(-away))
    assert found["lower"].to_list()[:3] == [0, 0, 0]
    assert all(0 < upper < 0.5 for upper in found["upper"].to_list()[:3])


@given(FOLLOWED)
def test_a_slow_twin_of_kaplan_meier(followed: list[tuple[int, int]]) -> None:
    times, causes = columns(followed)
    found = kaplan_meier(times, [cause > 0 for cause in causes])
    assert found.columns == list(CURVE)
    assert found["time"].to_list() == sorted(set(times))
    share, hazards = 1.0, 0.0
    for time, at_risk, estimate, lower, upper in found.rows():
        there = [one for one in followed if one[0] >= time]
        ended = sum(one[0] == time and one[1] > 0 for one in there)
        share *= 1 - ended / len(there)
        assert (at_risk, estimate) == (len(there), pytest.approx(share))
        assert 0 <= lower <= estimate <= upper <= 1
        if 0 < estimate < 1:
            hazards += ended / (len(there) * (len(there) - ended))
            away = 1.959964 * math.sqrt(hazards) / abs(math.log(share))
            assert [lower, upper] == pytest.approx([share ** math.exp(away), share ** math.exp(-away)], abs=1e-6)


@given(FOLLOWED, st.integers(1, 3))
def test_a_slow_twin_of_the_incidence_and_its_variance(followed: list[tuple[int, int]], cause: int) -> None:
    """Marubini and Valsecchi's sum over all earlier times, written down as it stands."""
    times, causes = columns(followed)
    found = cumulative_incidence(times, causes, cause)
    before, share = 1.0, 0.0
    past: list[tuple[float, float, float, float, float]] = []
    for time, at_risk, estimate, lower, upper in found.rows():
        there = [one for one in followed if one[0] >= time]
        ended = sum(one[0] == time and one[1] > 0 for one in there)
        caused = sum(one == (time, cause) for one in there)
        share += before * caused / len(there)
        past.append((share, before, len(there), ended, caused))
        before *= 1 - ended / len(there)
        assert (at_risk, estimate) == (len(there), pytest.approx(share))
        assert 0 <= lower <= estimate <= upper <= 1
        variance = 0.0
        for earlier, still, n, d, own in past:
            gap = share - earlier
            variance += gap**2 * d / (n * (n - d)) if d < n else 0.0
            variance += still**2 * (n - own) * own / n**3 - 2 * gap * still * own / n**2
        if 1e-9 < share < 1 - 1e-9:
            away = 1.959964 * math.sqrt(max(variance, 0)) / (share * abs(math.log(share)))
            assert [lower, upper] == pytest.approx([share ** math.exp(away), share ** math.exp(-away)], abs=1e-5)


def test_estimates_agree_with_statsmodels() -> None:
    """Where somebody is left at the end; else its variances are divided by zero."""
    chance = np.random.default_rng(5)
    times, causes = chance.integers(0, 300, 2000), chance.integers(0, 3, 2000)
    times, causes = np.append(times, 301), np.append(causes, 0)
    theirs = CumIncidenceRight(times, causes)
    for cause in (1, 2):
        ours = cumulative_incidence(times, causes, cause)
        share, error = theirs.cinc[cause - 1], theirs.cinc_se[cause - 1]
        assert_allclose(ours["estimate"], share)
        inside = share > 0
        away = 1.959964 * error[inside] / (share[inside] * np.abs(np.log(share[inside])))
        assert_allclose(ours["lower"].to_numpy()[inside], share[inside] ** np.exp(away), rtol=1e-6)
        assert_allclose(ours["upper"].to_numpy()[inside], share[inside] ** np.exp(-away), rtol=1e-6)
    going_on = SurvfuncRight(times, causes > 0)
    ours = kaplan_meier(times, causes > 0).filter(pl.col("time").is_in(going_on.surv_times.astype(float).tolist()))
    assert_allclose(ours["estimate"], going_on.surv_prob)


@given(FOLLOWED)
def test_all_causes_and_those_still_there_add_up_to_everybody(followed: list[tuple[int, int]]) -> None:
    times, causes = columns(followed)
    parts = [cumulative_incidence(times, causes, cause)["estimate"] for cause in (1, 2, 3)]
    going_on = kaplan_meier(times, [cause > 0 for cause in causes])["estimate"]
    assert_allclose(going_on + parts[0] + parts[1] + parts[2], np.ones(going_on.len()))


@pytest.mark.parametrize("share", [0.0, 1.0])
@given(st.integers(1, 200))
def test_no_share_is_certain(share: float, people: int) -> None:
    """Nobody of all, or all of them: a share of 0 or 1 of so many, as Wilson has it."""
    found = kaplan_meier([3] * people, [share == 0.0] * people).row(0, named=True)
    squared = 1.959964**2
    assert found["estimate"] == share
    away = squared / (people + squared)
    assert [found["lower"], found["upper"]] == pytest.approx([0, away] if share == 0 else [1 - away, 1])


@pytest.mark.parametrize("level", [0.25, 0.5, 0.9])
@pytest.mark.parametrize("falling", [True, False])
def test_quantiles_are_where_the_curve_crosses(level: float, falling: bool) -> None:
    """Brookmeyer and Crowley: all times at which the interval of the curve holds the share."""
    of_ended = [1] * len(TREATED)
    curve = kaplan_meier(TREATED, RELAPSED) if falling else cumulative_incidence(CONTROL, of_ended, 1)
    found = quantile(curve, level, falling=falling)
    rows = [
        (time, *((1 - value, 1 - upper, 1 - lower) if falling else (value, lower, upper)))
        for time, _, value, lower, upper in curve.rows()
    ]
    assert found.time == next((time for time, value, _, _ in rows if value >= level - 1e-12), None)
    assert found.lower == next((time for time, _, _, upper in rows if upper >= level - 1e-12), None)
    assert found.upper == next((time for time, _, lower, _ in rows if lower >= level - 1e-12), None)
    assert (found.lower is None) == (falling and level > 0.8), "the treated never come so far"


def test_limits_of_the_medians_of_the_leukaemia_trial() -> None:
    """13 to none and 4 to 11 are what the intervals of log(-log S) give; the treated never come to lie below one half surely."""
    assert quantile(kaplan_meier(TREATED, RELAPSED)) == (23, 13, None)
    assert quantile(kaplan_meier(CONTROL, ALL_RELAPSED)) == (8, 4, 11)


@pytest.mark.parametrize("share", [0.0, 1.0, -0.5, math.nan])
def test_there_is_no_quantile_of_none_or_all(share: float) -> None:
    with pytest.raises(ValueError, match="a share lies between 0 and 1"):
        quantile(kaplan_meier(CONTROL, ALL_RELAPSED), share)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: kaplan_meier([], []),
        lambda: kaplan_meier([1, 2], [1]),
        lambda: kaplan_meier([1, -2], [1, 1]),
        lambda: kaplan_meier([1, math.nan], [1, 1]),
        lambda: kaplan_meier([1, math.inf], [1, 1]),
        lambda: kaplan_meier([[1]], [[1]]),
        lambda: cumulative_incidence([], [], 1),
        lambda: cumulative_incidence([1, 2], [1], 1),
        lambda: cumulative_incidence([-1], [1], 1),
        lambda: cumulative_incidence([1], [-1], 1),
        lambda: cumulative_incidence([1], [1], 0),
    ],
)
def test_what_is_no_duration_is_refused(wrong: Callable[[], pl.DataFrame]) -> None:
    with pytest.raises(ValueError, match=r"durations|a duration|causes are"):
        wrong()


def test_a_cause_that_never_was_has_a_curve_of_zeros() -> None:
    assert set(cumulative_incidence(TIMES, CAUSES, 7)["estimate"]) == {0.0}


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 9), st.sampled_from(["open", "x", "y"])), min_size=1))
def test_curves_of_groups_are_those_of_each_group(followed: list[tuple[str, int, str]]) -> None:
    single = pl.DataFrame(followed, schema=["group", "days", "ending"], orient="row").with_columns(cases=pl.lit(1))
    steps = single.group_by("group", "days", "ending").agg(pl.col("cases").sum())
    for made in (survival, lambda rows, by=(): incidence(rows, "x", by)):
        together = made(steps, ("group",))
        assert together.columns == ["group", *CURVE]
        for (group,), rows in single.group_by("group"):
            alone = made(rows.drop("group"))
            assert_frame_equal(together.filter(pl.col("group") == group).drop("group"), alone)
