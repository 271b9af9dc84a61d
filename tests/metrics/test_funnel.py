"""Units compared fairly: the verdict against a slow twin, what rounding may hide, and what must always hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from metrics.funnel import MARK_LEVEL, VERDICTS, Overdispersion, adjusted_limits, compare, limits, overdispersion
from metrics.funnel_limits import trim_for
from metrics.intervals import poisson_interval
from metrics.protection import ROLES, round_to_five
from metrics.shrinkage import empirical_bayes

COLUMNS = [
    "key",
    "observed",
    "fte",
    "expected",
    "ratio",
    "per_fte",
    "lower",
    "upper",
    "shrunken",
    "verdict",
    "missing_fte",
]
RATES = ["per_fte", "lower", "upper", "shrunken"]
ORDER = {"low": -1, "as_expected": 0, "high": 1}
# Counts of units of which 100 cases are expected: within chance, and far beyond it.
CALM = [100, 98, 103, 97, 101, 99, 102, 95, 104, 96, 106, 100]
WILD = [130, 70, 125, 75, 60, 135, 72, 128, 100, 90, 140, 66]
every_role = pytest.mark.parametrize("role", ROLES)


def units(
    observed: Sequence[float | None], fte: Sequence[float | None], expected: Sequence[float | None], **more: Any
) -> pl.DataFrame:
    columns = {"observed": observed, "fte": fte, "expected": expected, **more}
    numbers = {name: pl.Series(values, dtype=pl.Float64, strict=False) for name, values in columns.items()}
    return pl.DataFrame({"key": [f"unit {number}" for number in range(len(observed))], **numbers})


def around_100(observed: Sequence[float]) -> pl.DataFrame:
    return units(observed, [1] * len(observed), [100] * len(observed))


def like_the_whole(observed: Sequence[float | None], fte: Sequence[float]) -> pl.DataFrame:
    """Units whose expected cases are FTE times the rate of all, as where carriers are compared with the district."""
    rate = sum(count or 0 for count in observed) / sum(fte) if sum(fte) else 0.0
    return units(observed, fte, [part * rate for part in fte])


@st.composite
def districts(draw: st.DrawFn) -> pl.DataFrame:
    size = draw(st.integers(1, 10))
    counts = st.one_of(st.none(), st.integers(0, 30), st.integers(0, 400))
    observed = draw(st.lists(counts, min_size=size, max_size=size))
    fte = draw(st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0, 2.5]), min_size=size, max_size=size))
    return like_the_whole(observed, fte)


def verdicts(frame: pl.DataFrame, role: str = "coordination", **options: Any) -> list[str]:
    return compare(frame, role, **options).frame["verdict"].to_list()


def slow_verdict(row: dict[str, Any], tau2: float, scale: float, level: float) -> str:
    observed, expected = (row["observed"] or 0) / scale, row["expected"] / scale
    if row["fte"] == 0:
        return "vacant" if observed else "none"
    if expected < 10:
        return "too_small"
    lower, upper = adjusted_limits(expected, level, tau2)
    return "high" if observed / expected > upper else "low" if observed / expected < lower else "as_expected"


@given(frame=districts(), scale=st.sampled_from([1.0, 2.5]), level=st.sampled_from([0.8, 0.95, MARK_LEVEL]))
def test_exact_verdicts_agree_with_the_slow_twin(frame: pl.DataFrame, scale: float, level: float) -> None:
    large = frame.filter((pl.col("expected") >= 10 * scale) & (pl.col("fte") > 0)).fill_null(0)
    spread = overdispersion(large["observed"] / scale, large["expected"] / scale, trim_for(large.height))
    if large.height < 5:
        spread = Overdispersion(None, 0.0)
    found = compare(frame, "coordination", scale=scale, mark_level=level)
    assert (found.phi, found.tau2) == pytest.approx(spread)
    assert found.is_overdispersed == (spread.tau2 > 0)
    expected = [slow_verdict(row, found.tau2, scale, level) for row in frame.iter_rows(named=True)]
    assert found.frame["verdict"].to_list() == expected


def test_the_figures_of_one_unit() -> None:
    # R, DescTools: PoissonCI(x = 15, n = 400, method = "exact") = 0.0209884653, 0.0618505472; here 15 cases of 0.5 FTE.
    frame = units([15, 100], [0.5, 2], [23, 92])
    row = compare(frame, "coordination").frame.row(0, named=True)
    assert row["ratio"] == pytest.approx(15 / 23)
    assert row["per_fte"] == pytest.approx(30)
    assert (row["lower"], row["upper"]) == pytest.approx((0.0209884653 * 800, 0.0618505472 * 800), rel=1e-8)
    assert row["shrunken"] == pytest.approx(empirical_bayes([15, 100], [23, 92])[0] * 23 / 0.5)
    assert (row["verdict"], row["missing_fte"]) == ("as_expected", None)


def test_what_comes_in_clumps_has_wider_intervals() -> None:
    # 60 contacts, 4 at once: as uncertain as 15 cases, in contacts.
    row = compare(units([60, 400], [1, 4], [92, 368]), "coordination", scale=4).frame.row(0, named=True)
    low, high = poisson_interval(15)
    assert (row["per_fte"], row["lower"], row["upper"]) == pytest.approx((60, 4 * low, 4 * high))


def test_a_rounded_count_has_the_limits_of_all_it_may_stand_for() -> None:
    row = compare(units([15, 100], [0.5, 2], [23, 92]), "steering").frame.row(0, named=True)
    assert (row["per_fte"], row["lower"], row["upper"]) == pytest.approx(
        (30, poisson_interval(13)[0] * 2, poisson_interval(17)[1] * 2)
    )


def test_a_weighted_count_says_itself_how_much_rounding_hides() -> None:
    row = compare(units([15, 100], [0.5, 2], [23, 92], slack=[6, 6]), "steering").frame.row(0, named=True)
    assert (row["lower"], row["upper"]) == pytest.approx((poisson_interval(9)[0] * 2, poisson_interval(21)[1] * 2))


def test_each_verdict() -> None:
    observed = [None, 30, 4, 200, 10, 200, 200, *CALM]
    expected = [0, 0, 9, *[100] * (4 + len(CALM))]
    frame = units(observed, [0, None, 0.1, *[1] * (4 + len(CALM))], expected)
    found = verdicts(frame, single=["unit 5", "unit 2", "unit 1"], alone=["unit 6"])
    told = ["none", "vacant", "too_small", "high", "low", "single_post", "alone"]
    assert found == [*told, *["as_expected"] * len(CALM)]
    assert set(found) == set(VERDICTS)


def test_a_unit_that_may_not_be_judged_keeps_its_figures() -> None:
    frame = around_100([200, *CALM])
    judged, withheld = (compare(frame, "steering", single=single).frame for single in ([], ["unit 0"]))
    assert judged["verdict"][0] == "high"
    assert withheld.row(0, named=True)["verdict"] == "single_post"
    assert withheld.row(0, named=True)["missing_fte"] is None
    assert_frame_equal(withheld.drop("verdict", "missing_fte"), judged.drop("verdict", "missing_fte"))


def test_missing_posts_are_told_cautiously() -> None:
    observed, expected = [200, 100, 95, 90, 105], [100.0] * 5
    row = compare(units(observed, [0.5] * 5, expected), "coordination").frame.row(0, named=True)
    shrunken = empirical_bayes(observed, expected)[0]
    assert row["missing_fte"] == pytest.approx(0.5 * (shrunken - 1))
    assert 0 < row["missing_fte"] < 0.5 * (200 / 100 - 1)


@every_role
@given(frame=districts(), scale=st.sampled_from([1.0, 3.0]))
def test_a_base_below_ten_has_no_rate_and_no_verdict(role: str, frame: pl.DataFrame, scale: float) -> None:
    shown = frame if role == "coordination" else frame.with_columns(round_to_five(pl.col("observed")))
    found = compare(shown, role, scale=scale).frame
    assert found.columns == COLUMNS
    assert found["key"].to_list() == frame["key"].to_list()
    assert found["observed"].to_list() == shown["observed"].fill_null(0).to_list()
    for row in found.iter_rows(named=True):
        few = row["observed"] / scale < 10
        assert row["verdict"] in VERDICTS
        assert all((row[rate] is None) == (few or row["fte"] == 0) for rate in RATES)
        small = row["expected"] / scale < 10 or (few and role != "coordination")
        assert (row["verdict"] == "too_small") == (small and row["fte"] > 0)
        assert (row["ratio"] is None) == (small or row["fte"] == 0)
        assert (row["missing_fte"] is None) == (row["verdict"] != "high")
        if row["per_fte"] is not None:
            assert 0 <= row["lower"] <= row["per_fte"] <= row["upper"]
            assert row["shrunken"] > 0


@given(data=st.data(), frame=districts(), level=st.sampled_from([0.8, 0.95, MARK_LEVEL]))
def test_rounding_makes_no_verdict_that_a_count_behind_it_would_not_give(
    data: st.DataObject, frame: pl.DataFrame, level: float
) -> None:
    """Also where the district's own count was rounded: its cases, and so all expected ones, are up to 2 more or fewer. The
    spread is the one seen."""
    rounded = frame.with_columns(round_to_five(pl.col("observed").fill_null(0)))
    total = rounded["expected"].sum()
    change = 1 + data.draw(st.floats(-2, 2)) / total if total else 1.0
    seen = compare(rounded, "planning", mark_level=level)
    counts = frame["observed"].fill_null(0)
    for verdict, count, expected in zip(seen.frame["verdict"], counts, frame["expected"] * change, strict=True):
        if verdict in ("high", "low"):
            lower, upper = adjusted_limits(expected, level, seen.tau2)
            assert count / expected > upper if verdict == "high" else count / expected < lower


def test_rounding_takes_back_a_verdict_that_hangs_on_it() -> None:
    # 99.8 % limits around 20: 1.902 * 20 = 38.04. Exactly 40 is beyond; a rounded 40 may be 38.
    frame = units([40, 400], [1, 20], [20, 420])
    assert verdicts(frame) == ["high", "as_expected"]
    assert verdicts(frame, "steering") == ["as_expected", "as_expected"]
    assert verdicts(units([45, 400], [1, 20], [20, 425]), "steering") == ["high", "as_expected"]


def test_the_expected_cases_are_rounded_too() -> None:
    # 42 lies beyond the limits around 20, but not around 23.
    assert limits(20.0, MARK_LEVEL)[1] * 20 < 42 < limits(23.0, MARK_LEVEL)[1] * 23
    counts, fte, expected = [45, 400], [1, 20], [20, 425]
    assert verdicts(units(counts, fte, expected, slack=[3, 3]), "steering")[0] == "high"
    assert verdicts(units(counts, fte, expected, slack=[3, 3], expected_slack=[3, 3]), "steering")[0] == "as_expected"
    assert verdicts(units(counts, fte, expected, slack=[9, 9], expected_slack=[3, 3]))[0] == "high"


@every_role
@given(count=st.integers(0, 60), more=st.integers(0, 60), expected=st.floats(5, 60))
def test_with_more_cases_a_verdict_only_rises(role: str, count: int, more: int, expected: float) -> None:
    """Of one unit, where no spread is estimated that the cases themselves would change."""
    found = [verdicts(units([5 * cases], [1], [5 * expected]), role)[0] for cases in (count, count + more)]
    if "too_small" not in found:
        assert ORDER[found[0]] <= ORDER[found[1]]


@given(frame=districts())
def test_the_whole_is_as_expected(frame: pl.DataFrame) -> None:
    """Like with like: expected cases sum to the observed ones of all who have posts, so their ratio is 1."""
    served = frame.filter(pl.col("fte") > 0)
    if served["observed"].sum():
        served = like_the_whole(served["observed"].to_list(), served["fte"].to_list())
        found = compare(served, "coordination").frame
        assert found["expected"].sum() == pytest.approx(found["observed"].sum())
        whole = units([found["observed"].sum()], [found["fte"].sum()], [found["expected"].sum()])
        assert verdicts(whole)[0] in ("as_expected", "too_small")


@given(frame=districts(), factor=st.sampled_from([0.5, 2.0, 8.0]))
def test_what_is_counted_in_other_units_gets_the_same_verdict(frame: pl.DataFrame, factor: float) -> None:
    """Powers of two, which scale floating-point numbers exactly."""
    scaled = frame.with_columns(pl.col("observed", "expected") * factor)
    one, other = compare(frame, "coordination"), compare(scaled, "coordination", scale=factor)
    assert (one.phi, one.tau2) == (other.phi, other.tau2)
    assert_frame_equal(one.frame.select("ratio", "verdict"), other.frame.select("ratio", "verdict"))
    assert_frame_equal(one.frame.select(pl.col(RATES) * factor), other.frame.select(RATES))


@given(frame=districts())
def test_the_order_of_units_changes_nothing(frame: pl.DataFrame) -> None:
    found, turned = (compare(rows, "coordination").frame for rows in (frame, frame.reverse()))
    assert_frame_equal(found, turned.reverse())


def test_units_that_differ_more_than_chance_widen_the_funnel() -> None:
    # Most are far off: that is how these units are, and only the one that is off by far more stands out.
    calm, wild = around_100([145, *CALM]), around_100([145, *WILD])
    assert not compare(calm, "coordination").is_overdispersed
    assert verdicts(calm) == ["high", *["as_expected"] * len(CALM)]
    assert compare(wild, "coordination").is_overdispersed
    assert verdicts(wild) == ["as_expected"] * (1 + len(WILD))
    assert verdicts(around_100([300, *WILD]))[0] == "high"


@pytest.mark.parametrize("others", [4, 5, 8, 12])
def test_one_unit_with_twice_the_cases_stands_out_among_few(others: int) -> None:
    assert verdicts(around_100([200, *CALM[:others]])) == ["high", *["as_expected"] * others]
    assert verdicts(around_100([200, *CALM[:others]]), "steering")[0] == "high"


def test_where_nobody_has_cases_or_posts_nothing_is_said() -> None:
    found = compare(units([0, None], [1, 1], [0, 0]), "steering")
    assert (found.phi, found.tau2, found.is_overdispersed) == (None, 0.0, False)
    assert found.frame["verdict"].to_list() == ["too_small", "too_small"]
    empty = compare(units([], [], []), "coordination")
    assert empty.frame.is_empty() and empty.frame.columns == COLUMNS


def test_whole_numbers_stay_whole() -> None:
    frame = units([15, None], [1, 1], [15, 15]).with_columns(pl.col("observed").cast(pl.Int64))
    assert compare(frame, "coordination").frame["observed"].to_list() == [15, 0]
    assert compare(frame, "coordination").frame.schema["observed"] == pl.Int64


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"role": "mayor"}, "unknown role 'mayor'"),
        ({"scale": 0}, "a scale is above zero, found 0"),
        ({"scale": math.nan}, "a scale is above zero"),
        ({"frame": units([1, -5], [1, 1], [3, 3])}, "observed must be zero or more, it is not for unit 1"),
        ({"frame": units([1, 5], [-1, 1], [3, 3])}, "fte must be zero or more, it is not for unit 0"),
        ({"frame": units([1, 5], [1, 1], [3, None])}, "expected must be zero or more, it is not for unit 1"),
        ({"frame": units([1, 5], [1, 1], [3, math.inf])}, "expected must be zero or more, it is not for unit 1"),
        ({"frame": units([1], [1], [3], slack=[None]), "role": "steering"}, "slack must be zero or more"),
        ({"level": 95}, "a level of confidence lies between 0 and 1"),
        ({"mark_level": 1.0}, "a level of confidence lies between 0 and 1"),
    ],
)
def test_what_would_mislead_is_refused(changed: dict[str, Any], message: str) -> None:
    arguments: dict[str, Any] = {"frame": units([20, 10], [1, 1], [15, 15]), "role": "coordination"}
    with pytest.raises(ValueError, match=message):
        compare(**arguments | changed)


def test_three_units_far_apart_are_told_apart() -> None:
    """Of so few nobody can tell spread from an outlier: the limits stay those of chance."""
    found = compare(units([94, 147, 326], [1.0, 2.5, 8.5], [47.25, 118.125, 401.625]), "coordination")
    assert (found.phi, found.tau2, found.is_overdispersed) == (None, 0.0, False)
    assert found.frame["verdict"].to_list() == ["high", "as_expected", "low"]


def test_who_is_compared_with_nobody_gets_no_verdict_and_hides_no_spread() -> None:
    counts, fte, expected = [150, 50, 60, 40, 130, 30], [2, 1, 1, 1, 1, 1], [150, 60, 60, 60, 60, 60]
    frame = units(counts, fte, expected)
    found = compare(frame, "coordination", alone=["unit 0"])
    assert found.frame["verdict"][0] == "alone"
    row = found.frame.row(0, named=True)
    assert (row["ratio"], row["shrunken"], row["missing_fte"]) == (None, None, None)
    assert row["per_fte"] == 75
    others = compare(frame.slice(1), "coordination")
    assert found.frame.slice(1).equals(others.frame)
    assert (found.phi, found.tau2) == (others.phi, others.tau2)
