"""Clients beside the population: verdicts that hold for every count that may stand behind the rounded and altered ones."""

from __future__ import annotations

from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from metrics.composition import VERDICTS, beside_population, by_chance, compared_groups, share_not_stated
from metrics.intervals import wilson_interval
from metrics.protection import ROLES, round_to_five

COLUMNS = ["value", "cases", "base", "share", "lower", "upper", "population_share"]
COLUMNS += ["difference", "difference_lower", "difference_upper", "verdict"]
COMPARISON = COLUMNS[6:10]
GROUPS = ["young", "middle", "old"]


def counted(**cases: int | None) -> pl.DataFrame:
    return pl.DataFrame(
        {"value": list(cases), "cases": list(cases.values())}, schema={"value": pl.String, "cases": pl.Int64}
    )


def people(margin: float | None = 0.0, **counts: float | None) -> pl.DataFrame:
    rows = [(value, count, margin) for value, count in counts.items()]
    schema = {"value": pl.String, "people": pl.Float64, "margin": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def found(cases: pl.DataFrame, population: pl.DataFrame, role: str = "coordination", **how: Any) -> dict[str, Any]:
    rows = beside_population(cases, population, role, **how).to_dicts()
    return {row["value"]: row for row in rows}


def slow_verdict(count: int, base: int, low: float, high: float) -> str:
    """By the binomial tails: the count would happen once in a thousand times or less, whatever share in low to high is true."""
    if binom.sf(count - 1, base, high) < 0.001:
        return "more"
    if binom.cdf(count, base, low) < 0.001:
        return "fewer"
    return "no_difference"


def test_shares_beside_those_of_the_population() -> None:
    rows = found(counted(young=65, middle=35), people(young=300, middle=700))
    assert list(rows["young"]) == COLUMNS
    lower, upper = wilson_interval(65, 100)
    expected = {"share": 0.65, "lower": lower, "upper": upper, "population_share": 0.3, "difference": 0.35}
    expected |= {"difference_lower": lower - 0.3, "difference_upper": upper - 0.3}
    assert {name: rows["young"][name] for name in expected} == pytest.approx(expected)
    assert (rows["young"]["cases"], rows["young"]["base"]) == (65, 100)
    assert [row["verdict"] for row in rows.values()] == ["more", "fewer"]


@given(st.lists(st.integers(0, 60), min_size=3, max_size=3), st.lists(st.integers(20, 900), min_size=3, max_size=3))
def test_verdicts_are_those_of_the_binomial_tails(cases: list[int], there: list[int]) -> None:
    population = people(margin=3.0, **dict(zip(GROUPS, there, strict=True)))
    rows, base, total = found(counted(**dict(zip(GROUPS, cases, strict=True))), population), sum(cases), sum(there)
    for value, count, lives in zip(GROUPS, cases, there, strict=True):
        if base < 10:
            assert rows[value]["verdict"] == "too_few"
            continue
        others = total - lives
        low, high = (lives - 3) / (lives - 3 + others + 6), (lives + 3) / (lives + 3 + others - 6)
        assert rows[value]["verdict"] == slow_verdict(count, base, low, high)
        assert rows[value]["difference"] == pytest.approx(count / base - lives / total)


@given(st.lists(st.integers(0, 30), min_size=3, max_size=3), st.sampled_from(["steering", "planning"]))
def test_what_rounded_counts_tell_holds_for_the_exact_ones(cases: list[int], role: str) -> None:
    """A verdict on rounded counts is that on every count that may stand behind them; limits are never narrower."""
    population = people(margin=3.0, young=200, middle=600, old=150)
    exact = found(counted(**dict(zip(GROUPS, cases, strict=True))), population)
    shown = counted(**dict(zip(GROUPS, cases, strict=True))).with_columns(round_to_five(pl.col("cases")))
    # Rows that are rounded to 0 are not given to those who see rounded counts.
    rounded = found(shown.filter(pl.col("cases") > 0), population, role)
    for value in GROUPS:
        if rounded[value]["share"] is None or exact[value]["share"] is None:
            continue
        if rounded[value]["verdict"] in ("more", "fewer") and sum(cases) >= 10:
            assert exact[value]["verdict"] == rounded[value]["verdict"]
        for column, sign in (("lower", 1), ("upper", -1), ("difference_lower", 1), ("difference_upper", -1)):
            assert sign * rounded[value][column] <= sign * exact[value][column] + 1e-12
        assert rounded[value]["lower"] <= rounded[value]["share"] <= rounded[value]["upper"]


def test_limits_of_rounded_counts_are_the_worst_of_all_behind_them() -> None:
    row = found(counted(young=20, middle=30, old=5), people(young=1, middle=1, old=1), "steering")["young"]
    near = range(-2, 3)
    every = [
        wilson_interval(20 + own, 20 + own + 30 + one + 5 + other) for own, one, other in product(near, near, near)
    ]
    assert row["lower"] == pytest.approx(min(lower for lower, _ in every))
    assert row["upper"] == pytest.approx(max(upper for _, upper in every))


def test_groups_put_together_have_the_slack_of_all_their_counts() -> None:
    cases, population = counted(young=20, old=30), people(young=1, old=1)
    narrow, wide = (
        found(cases.with_columns(slack=pl.lit(slack)), population, "steering")["young"] for slack in (2.0, 4.0)
    )
    assert narrow == found(cases, population, "steering")["young"]
    assert wide["lower"] < narrow["lower"] < narrow["upper"] < wide["upper"]
    assert found(cases.with_columns(slack=pl.lit(4.0)), population) == found(cases, population)


def test_margins_of_the_population_may_hide_a_difference() -> None:
    cases = counted(young=40, old=160)
    assert found(cases, people(0.0, young=30, old=270))["young"]["verdict"] == "more"
    rows = found(cases, people(15.0, young=30, old=270))
    assert rows["young"]["verdict"] == "no_difference"
    lower, upper = wilson_interval(40, 200)
    assert rows["young"]["difference_lower"] == pytest.approx(lower - 45 / (45 + 255))
    assert rows["young"]["difference_upper"] == pytest.approx(upper - 15 / (15 + 285))


def test_who_did_not_state_it_is_no_part_of_the_base() -> None:
    cases = counted(young=30, old=70, not_stated=10, unknown=15)
    rows = found(cases, people(young=1, old=1))
    assert list(rows) == ["young", "old"]
    assert rows["young"]["base"] == 100
    assert share_not_stated(cases, "coordination") == pytest.approx(25 / 125)


@pytest.mark.parametrize(("role", "has_share"), [("coordination", True), ("steering", False), ("planning", False)])
def test_there_is_no_share_of_few_not_stated(role: str, has_share: bool) -> None:
    assert (share_not_stated(counted(young=5, not_stated=0), role) is not None) == has_share
    assert share_not_stated(counted(young=0, not_stated=0), role) is None
    assert share_not_stated(counted(), role) is None


@pytest.mark.parametrize("role", ROLES)
def test_few_cases_are_not_judged(role: str) -> None:
    rows = found(counted(young=5), people(young=1, old=999), role)
    assert [row["verdict"] for row in rows.values()] == ["too_few", "too_few"]
    assert (rows["young"]["share"] is not None) == (role == "coordination")
    assert rows["young"]["population_share"] == pytest.approx(0.001)
    assert found(counted(young=10), people(young=1, old=999), role)["young"]["verdict"] == "more"


@pytest.mark.parametrize("role", ROLES)
def test_nobody_has_no_shares(role: str) -> None:
    for row in found(counted(), people(young=5, old=5), role).values():
        assert (row["cases"], row["base"], row["share"], row["lower"], row["verdict"]) == (0, 0, None, None, "too_few")
    assert beside_population(counted(), people(), role).columns == COLUMNS
    assert beside_population(counted(), people(), role).is_empty()


def test_groups_that_nobody_comes_from_are_compared_too() -> None:
    rows = found(counted(young=100), people(young=50, old=50))
    assert (rows["old"]["cases"], rows["old"]["share"], rows["old"]["verdict"]) == (0, 0.0, "fewer")


def test_without_figures_of_the_population_there_are_shares_only() -> None:
    for population in (people(), people(young=None, old=5), people(young=0, old=0)):
        rows = found(counted(young=30, old=70), population)
        assert rows["young"]["share"] == 0.3
        assert [rows["young"][column] for column in COMPARISON] == [None] * 4
        assert {row["verdict"] for row in rows.values()} == {"unknown"}


def test_figures_of_unknown_margin_are_shown_but_not_judged() -> None:
    row = found(counted(young=30, old=70), people(None, young=1, old=99))["young"]
    assert (row["population_share"], row["difference"]) == pytest.approx((0.01, 0.29))
    assert (row["difference_lower"], row["difference_upper"], row["verdict"]) == (None, None, "unknown")


def test_groups_the_census_does_not_tell_keep_their_count_and_are_not_compared() -> None:
    rows = found(counted(female=60, diverse=5, male=40), people(female=50, male=50))
    assert rows["female"]["share"] == 0.6
    assert rows["diverse"] == dict.fromkeys(COLUMNS) | {"value": "diverse", "cases": 5, "verdict": "unknown"}


def test_groups_keep_the_order_of_the_population() -> None:
    rows = found(counted(other=10, old=10, young=10), people(young=1, middle=1, old=1))
    assert list(rows) == ["young", "middle", "old", "other"]


def test_what_was_not_reported_counts_as_none() -> None:
    assert found(counted(young=None, old=20), people(young=1, old=1))["young"]["cases"] == 0


def test_how_many_differences_chance_alone_brings() -> None:
    frame = beside_population(counted(young=30, diverse=5, old=70), people(young=1, old=1), "coordination")
    assert compared_groups(frame) == 2
    assert compared_groups(pl.concat([frame, frame])) == 4
    assert by_chance(6) == pytest.approx(0.012)
    assert by_chance(20, 0.95) == pytest.approx(1.0)
    assert set(frame["verdict"]) <= set(VERDICTS)


@settings(max_examples=8)
@given(st.integers(10, 60), st.integers(1, 99))
def test_chance_alone_brings_no_more_than_that(base: int, percent: int) -> None:
    """Over all counts that may happen where the clients are like the population."""
    population = people(own=percent, others=100 - percent)
    chances = binom.pmf(range(base + 1), base, percent / 100)
    verdicts = [
        found(counted(own=count, others=base - count), population)["own"]["verdict"] for count in range(base + 1)
    ]
    called = [chance for chance, verdict in zip(chances, verdicts, strict=True) if verdict in ("more", "fewer")]
    assert sum(called) <= by_chance(1) + 1e-9


@pytest.mark.parametrize(
    ("cases", "population", "role", "message"),
    [
        (counted(young=-1), people(young=1), "coordination", "cases must be zero or more"),
        (counted(young=1), people(young=-1), "coordination", "people must be zero or more"),
        (counted(young=1), people(-3.0, young=1), "coordination", "margin must be zero or more"),
        (counted(young=12), people(young=1), "steering", "cases are not rounded to 5"),
        (pl.concat([counted(young=5)] * 2), people(young=1), "coordination", "more than once: young"),
        (counted(young=5), pl.concat([people(old=5)] * 2), "coordination", "more than once: old"),
        (counted(young=5), people(young=1), "mayor", "unknown role"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    cases: pl.DataFrame, population: pl.DataFrame, role: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        beside_population(cases, population, role)
