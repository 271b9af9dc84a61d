"""A part against the rest of its whole: the error it makes by chance, counted out, and what rounding and clumps may hide."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from metrics.against_rest import against_rest
from metrics.protection import round_to_five
from metrics.shares import difference

OTHERS = 1000


def named_by_chance(people: int, share: float) -> float:
    """How often a part of so many people is named though its share is that of the rest: all outcomes, weighed by their chance."""
    found = 0.0
    for count in range(people + 1):
        others = round(OTHERS * share)
        compared = against_rest(count, people, others + count, OTHERS + people)
        assert compared is not None
        if compared.verdict in ("higher", "lower"):
            found += comb(people, count) * share**count * (1 - share) ** (people - count)
    return found


@pytest.mark.parametrize("people", [10, 15, 40])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.9, 0.95])
def test_at_most_one_of_500_is_named_by_chance(people: int, share: float) -> None:
    assert named_by_chance(people, share) <= 0.002


def test_newcombe_alone_would_name_more() -> None:
    """Why the exact limits are asked for, too: 7 of 10 against 95 %, which chance makes once in 90 times."""
    of_all = (950 + 7, 1000 + 10)
    alone = difference(7, 10, 950, 1000, level=0.998)
    assert alone is not None
    assert alone.is_beyond_chance
    found = against_rest(7, 10, *of_all)
    assert found is not None
    assert found.verdict == "as_rest"
    assert found.difference == alone


@pytest.mark.parametrize(
    ("count", "verdict"), [(20, "lower"), (45, "as_rest"), (50, "as_rest"), (55, "as_rest"), (80, "higher")]
)
def test_what_differs_clearly_is_named(count: int, verdict: str) -> None:
    found = against_rest(count, 100, 500 + count, 1000 + 100)
    assert found is not None
    assert (found.share, found.rest, found.verdict) == (count / 100, 0.5, verdict)


def test_the_rest_does_not_contain_the_part() -> None:
    """A part of nine tenths of all would drag a whole that contains it along."""
    found = against_rest(900, 900, 900, 1000)
    assert found is not None
    assert (found.share, found.rest, found.verdict) == (1.0, 0.0, "higher")


@pytest.mark.parametrize(("base", "scale"), [(9, 1.0), (19, 2.0)])
def test_fewer_than_ten_are_not_judged(base: int, scale: float) -> None:
    found = against_rest(base, base, 100 + base, 1000 + base, scale=scale)
    assert found is not None
    assert found.verdict == "too_few"
    alone = against_rest(100, 1000, 100 + base, 1000 + base, scale=scale)
    assert alone is not None
    assert alone.verdict == "too_few"


def test_clumps_make_less_sure() -> None:
    single = against_rest(70, 100, 570, 1100)
    clumped = against_rest(70, 100, 570, 1100, scale=3.0)
    assert single is not None
    assert clumped is not None
    assert (single.verdict, clumped.verdict) == ("higher", "as_rest")


def test_without_anybody_else_there_is_no_difference() -> None:
    assert against_rest(10, 20, 10, 20) is None


@given(st.data())
def test_a_verdict_on_rounded_counts_holds_for_the_exact_ones(data: st.DataObject) -> None:
    base_of_all = data.draw(st.integers(40, 2000))
    base = data.draw(st.integers(12, base_of_all - 20))
    count = data.draw(st.integers(0, base))
    others = data.draw(st.integers(0, base_of_all - base))
    exact = (count, base, count + others, base_of_all)
    shown = [round_to_five(number) for number in exact]
    assume(shown[0] <= shown[1])
    found, true = against_rest(*shown, slack=2), against_rest(*exact)
    assume(found is not None and true is not None)
    assert found is not None
    assert true is not None
    if found.verdict in ("higher", "lower"):
        assert true.verdict == found.verdict
