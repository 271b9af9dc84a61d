"""Shares, their differences and design effects against published values, and rounded counts against all that may stand behind
them."""

from __future__ import annotations

from itertools import product
from math import hypot, nan

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from metrics.intervals import wilson_interval
from metrics.protection import round_to_five
from metrics.shares import design_effect, difference, share_frame

ADDED = ["share", "lower", "upper"]
ROUNDED_ROLES = ["steering", "planning"]

# C. S. Weil 1970: pups that survived, of those alive at four days, litter by litter; Table 1 of Rao and Scott 1992.
CONTROL = [(13, 13), (12, 12), (9, 9), (9, 9), (8, 8), (8, 8), (12, 13), (11, 12), (9, 10), (9, 10), (8, 9), (11, 13)]
CONTROL += [(4, 5), (5, 7), (7, 10), (7, 10)]
TREATED = [(12, 12), (11, 11), (10, 10), (9, 9), (10, 11), (9, 10), (9, 10), (8, 9), (8, 9), (4, 5), (7, 9), (4, 7)]
TREATED += [(5, 10), (3, 6), (3, 10), (0, 7)]

# R. G. Newcombe 1998, Statistics in Medicine 17:873, Table II, method 10.
PUBLISHED = [
    ((56, 70, 48, 80), (0.2000, 0.0524, 0.3339)),
    ((9, 10, 3, 10), (0.6000, 0.1705, 0.8090)),
    ((6, 7, 2, 7), (0.5714, 0.0582, 0.8062)),
    ((5, 56, 0, 29), (0.0893, -0.0381, 0.1926)),
    ((0, 10, 0, 20), (0.0, -0.1611, 0.2775)),
    ((0, 10, 0, 10), (0.0, -0.2775, 0.2775)),
    ((10, 10, 0, 20), (1.0, 0.6791, 1.0)),
    ((10, 10, 0, 10), (1.0, 0.6075, 1.0)),
]


def counted(*rows: tuple[int | None, int | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={"reached": pl.Int64, "settled": pl.Int64}, orient="row")


def shares(frame: pl.DataFrame, role: str, **how: object) -> list[tuple[float | None, ...]]:
    return share_frame(frame, "reached", "settled", role, **how).select(ADDED).rows()  # type: ignore[arg-type]


def sums(cases: list[tuple[int, int]]) -> tuple[int, ...]:
    """What `design_effect` takes, from reached and settled goals case by case."""
    there = [(reached, settled) for reached, settled in cases if settled]
    return (
        len(there),
        sum(settled for _, settled in there),
        sum(reached for reached, _ in there),
        sum(settled**2 for _, settled in there),
        sum(reached**2 for reached, _ in there),
        sum(reached * settled for reached, settled in there),
    )


def slow_effect(cases: list[tuple[int, int]]) -> float:
    """The design effect from the residuals of every case, as Rao and Scott 1992 write it."""
    there = [(reached, settled) for reached, settled in cases if settled]
    m, n = len(there), sum(settled for _, settled in there)
    if not n:
        return 1.0
    p = sum(reached for reached, _ in there) / n
    if m < 2 or p in (0, 1):
        return max(1.0, sum(settled**2 for _, settled in there) / n)
    variance = m / (m - 1) / n**2 * sum((reached - settled * p) ** 2 for reached, settled in there)
    return max(1.0, n * variance / (p * (1 - p)))


@st.composite
def some_cases(draw: st.DrawFn) -> list[tuple[int, int]]:
    settled = draw(st.lists(st.integers(0, 6), max_size=30))
    return [(draw(st.integers(0, goals)), goals) for goals in settled]


@st.composite
def seen(draw: st.DrawFn, smallest: int = 10, largest: int = 200) -> tuple[int, int]:
    """A rounded count among a rounded base."""
    base = draw(st.integers(smallest // 5, largest // 5)) * 5
    return draw(st.integers(0, base // 5)) * 5, base


def behind(count: int, base: int, slack: int = 2) -> list[tuple[int, int]]:
    """All counts among bases that may stand behind rounded ones."""
    near = range(-slack, slack + 1)
    return [(count + i, base + j) for i, j in product(near, near) if 0 <= count + i <= base + j > 0]


@pytest.mark.parametrize(
    ("reached", "settled", "limits"), [(65, 100, (0.5525444, 0.7363575)), (4, 20, (0.0806577, 0.4160174))]
)
def test_a_share_has_the_published_wilson_limits(reached: int, settled: int, limits: tuple[float, float]) -> None:
    (found,) = shares(counted((reached, settled)), "coordination")
    assert found == pytest.approx((reached / settled, *limits), abs=1e-7)


def test_goals_that_come_in_clumps_are_less_sure() -> None:
    # Effective sample of Rao and Scott: 65 of 100 with a design effect of 2 are as sure as 32.5 of 50.
    (found,) = shares(counted((65, 100)), "coordination", scale=2.0)
    assert found == pytest.approx((0.65, *wilson_interval(32.5, 50)))


def test_every_row_may_have_its_own_design_effect() -> None:
    alone, clumped = shares(counted((65, 100), (65, 100)), "coordination", scale=[1.0, 2.0])
    assert alone == pytest.approx((0.65, *wilson_interval(65, 100)))
    assert clumped == pytest.approx((0.65, *wilson_interval(32.5, 50)))


@pytest.mark.parametrize(
    ("role", "has_share"),
    [("coordination", [False, True, True]), ("steering", [False, False, True]), ("planning", [False, False, True])],
)
def test_there_is_no_share_of_nothing_and_for_most_roles_none_of_few(role: str, has_share: list[bool]) -> None:
    found = share_frame(counted((0, 0), (5, 5), (10, 15)), "reached", "settled", role)
    for column in ADDED:
        assert found[column].is_not_null().to_list() == has_share


def test_what_was_not_reported_has_no_share() -> None:
    assert shares(counted((None, 20), (5, None), (5, 20)), "coordination")[:2] == [(None,) * 3] * 2


def test_open_goals_do_not_count_as_failures() -> None:
    frame = counted((10, 20)).with_columns(open=500)
    assert shares(frame, "coordination")[0][0] == 0.5


def test_no_rows_give_no_rows_with_all_columns() -> None:
    found = share_frame(counted(), "reached", "settled", "steering")
    assert found.is_empty()
    assert found.columns == ["reached", "settled", *ADDED]


@given(seen(), st.sampled_from(ROUNDED_ROLES), st.sampled_from([1.0, 1.4, 3.0]))
def test_limits_of_rounded_counts_hold_for_every_pair_behind_them(
    row: tuple[int, int], role: str, scale: float
) -> None:
    ((share, lower, upper),) = shares(counted(row), role, scale=scale)
    limits = [wilson_interval(count / scale, base / scale) for count, base in behind(*row)]
    assert share == row[0] / row[1]
    assert lower == pytest.approx(min(low for low, _ in limits), abs=1e-12)
    assert upper == pytest.approx(max(high for _, high in limits), abs=1e-12)
    assert 0 <= lower <= share <= upper <= 1


@given(st.integers(8, 500).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))))
def test_whoever_sees_less_is_never_surer(row: tuple[int, int]) -> None:
    exact = shares(counted(row), "coordination")[0]
    rounded = shares(counted(row).select(round_to_five(pl.all())), "steering")[0]
    if rounded[0] is not None:
        assert rounded[1] <= exact[1] + 1e-12
        assert exact[2] - 1e-12 <= rounded[2]


def test_sums_of_rounded_counts_have_more_slack() -> None:
    narrow, wide = (shares(counted((30, 60)), "steering", slack=slack)[0] for slack in (2, 4))
    assert wide[1] < narrow[1] < narrow[2] < wide[2]
    assert shares(counted((30, 60)), "coordination", slack=4) == shares(counted((30, 60)), "coordination")


@pytest.mark.parametrize(
    ("row", "role", "scale", "message"),
    [
        ((5, 4), "coordination", 1.0, "reached must lie between zero and settled"),
        ((-1, 4), "coordination", 1.0, "reached must lie between zero and settled"),
        ((5, 12), "steering", 1.0, "settled is not rounded to 5"),
        ((3, 20), "planning", 1.0, "reached is not rounded to 5"),
        ((5, 20), "coordination", 0.5, "a design effect 1 or more"),
        ((5, 20), "coordination", nan, "a design effect 1 or more"),
        ((5, 20), "mayor", 1.0, "unknown role"),
    ],
)
def test_impossible_shares_are_refused(row: tuple[int, int], role: str, scale: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        shares(counted(row), role, scale=scale)


@pytest.mark.parametrize(("counts", "expected"), PUBLISHED)
def test_differences_are_those_newcombe_published(counts: tuple[int, ...], expected: tuple[float, ...]) -> None:
    assert difference(*counts) == pytest.approx(expected, abs=5.1e-5)


@given(seen(5), seen(5))
def test_differences_agree_with_another_program(a: tuple[int, int], b: tuple[int, int]) -> None:
    found = difference(*a, *b)
    assert found is not None
    assert (found.lower, found.upper) == pytest.approx(
        confint_proportions_2indep(*a, *b, method="newcomb", compare="diff"), abs=1e-9
    )


@given(seen(10, 60), seen(10, 60), st.sampled_from([1.0, 2.5]))
def test_a_difference_of_rounded_counts_holds_for_all_behind_them(
    a: tuple[int, int], b: tuple[int, int], scale: float
) -> None:
    found = difference(*a, *b, 2, scale)
    # Newcombe's method 10 written out for each pair.
    ones, others = (
        [(count / base, *wilson_interval(count / scale, base / scale)) for count, base in behind(*row)]
        for row in (a, b)
    )
    every = list(product(ones, others))
    assert found is not None
    assert found.difference == pytest.approx(a[0] / a[1] - b[0] / b[1])
    assert found.lower == pytest.approx(
        min(p - q - hypot(p - low, high - q) for (p, low, _), (q, _, high) in every), abs=1e-12
    )
    assert found.upper == pytest.approx(
        max(p - q + hypot(high - p, q - low) for (p, _, high), (q, low, _) in every), abs=1e-12
    )


@given(seen(), seen(), st.sampled_from([0, 2]))
def test_a_difference_turned_round_changes_its_sign(a: tuple[int, int], b: tuple[int, int], slack: int) -> None:
    there, back = difference(*a, *b, slack), difference(*b, *a, slack)
    assert there is not None
    assert back is not None
    assert back == pytest.approx((-there.difference, -there.upper, -there.lower), abs=1e-12)
    assert there.lower <= there.difference <= there.upper


def test_the_rest_of_a_whole_may_have_more_slack() -> None:
    both, rest = difference(30, 60, 20, 80, 2), difference(30, 60, 20, 80, 2, slack_b=4)
    assert both is not None
    assert rest is not None
    assert rest.lower < both.lower < both.upper < rest.upper


def test_whether_a_difference_is_beyond_chance() -> None:
    found = [difference(*counts) for counts in ((56, 70, 48, 80), (48, 80, 56, 70), (5, 56, 0, 29))]
    assert [one.is_beyond_chance for one in found if one] == [True, True, False]
    rounded = difference(55, 70, 50, 80, 2)
    assert rounded is not None
    assert not rounded.is_beyond_chance


def test_there_is_no_difference_from_what_has_no_share() -> None:
    assert difference(0, 0, 5, 10) is None
    assert difference(5, 10, 0, 0) is None
    assert difference(5, 5, 5, 10, 2) is None
    assert difference(5, 10, 5, 5, 2) is None
    assert difference(5, 5, 5, 10) is not None


def test_an_impossible_difference_is_refused() -> None:
    with pytest.raises(ValueError, match="0 <= successes <= trials"):
        difference(11, 10, 5, 10)


@pytest.mark.parametrize(("litters", "expected"), [(CONTROL, 1.232495), (TREATED, 3.952861)])
def test_design_effects_of_the_litters_of_rao_and_scott(litters: list[tuple[int, int]], expected: float) -> None:
    # R, package PF, documented example of rsb().
    assert design_effect(*sums(litters)) == pytest.approx(expected, abs=5e-7)


@given(some_cases())
def test_the_design_effect_agrees_with_its_slow_twin(cases: list[tuple[int, int]]) -> None:
    assert design_effect(*sums(cases)) == pytest.approx(slow_effect(cases))


@given(some_cases(), st.integers(2, 4))
def test_cases_that_come_several_times_over_need_that_many_more(cases: list[tuple[int, int]], times: int) -> None:
    """Where all goals of a case share its fate, as many times more of them tell nothing new."""
    reached = sum(reached for reached, _ in cases)
    assume(0 < reached < sum(settled for _, settled in cases))
    one = design_effect(*sums(cases))
    many = design_effect(*sums([(times * reached, times * settled) for reached, settled in cases]))
    assert many >= one
    if one > 1:
        assert many == pytest.approx(times * one)


def test_one_goal_a_case_has_hardly_a_design_effect() -> None:
    # m / (m - 1), as Rao and Scott have it.
    assert design_effect(*sums([(1, 1)] * 60 + [(0, 1)] * 41)) == pytest.approx(101 / 100)


def test_where_nothing_tells_how_alike_goals_are_they_count_as_wholly_alike() -> None:
    assert design_effect(*sums([])) == 1
    assert design_effect(*sums([(3, 3), (1, 1)])) == pytest.approx(10 / 4)
    assert design_effect(*sums([(0, 3), (0, 1)])) == pytest.approx(10 / 4)
    assert design_effect(*sums([(1, 4)])) == pytest.approx(4)


@pytest.mark.parametrize("wrong", [(2, 3, 4, 5, 6, 7), (-1, 3, 1, 5, 1, 2), (2, nan, 1, 5, 1, 2)])
def test_impossible_sums_are_refused(wrong: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="no more reached than settled"):
        design_effect(*wrong)
