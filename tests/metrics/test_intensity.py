"""Weighted cases: a slow twin, weights that change nothing, and the scale by which clumps are taken for Poisson counts."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from metrics.intensity import scale, weighted

SCHEMA = {"carrier": pl.String, "focus_area": pl.String, "case_kind": pl.String, "count": pl.Int64}
AREAS = ["welcome", "labour_market", "psychosocial"]
KINDS = ["counselling", "short", None]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["Caritas", "Diakonie"]),
        st.sampled_from(AREAS),
        st.sampled_from(KINDS),
        st.one_of(st.none(), st.integers(0, 500)),
    ),
    max_size=20,
)
WEIGHTS = st.floats(0, 5)
BY_AREA = st.dictionaries(st.sampled_from(AREAS), WEIGHTS)
BY_KIND = st.dictionaries(st.sampled_from(["counselling", "short"]), WEIGHTS)


def cases(*rows: tuple[str | int | None, ...]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row")


def test_a_crisis_counts_more_than_a_form() -> None:
    frame = cases(
        ("Caritas", "psychosocial", "counselling", 20),
        ("Caritas", "welcome", "short", 40),
        ("Caritas", "welcome", None, 10),
        ("Diakonie", "welcome", "counselling", 30),
    )
    found = weighted(frame, ["carrier"], {"psychosocial": 2}, {"short": 0.5})
    expected = pl.DataFrame(
        {
            "carrier": ["Caritas", "Diakonie"],
            "unweighted": [70, 30],
            "weighted": [40.0 + 20 + 10, 30.0],
            "squared": [80.0 + 10 + 10, 30.0],
        }
    )
    assert_frame_equal(found, expected)


@given(ROWS, BY_AREA, BY_KIND)
def test_weighted_sums_agree_with_the_slow_twin(
    rows: list[tuple[str, str, str | None, int | None]], by_area: dict[str, float], by_kind: dict[str, float]
) -> None:
    found = weighted(cases(*rows), ["carrier"], by_area, by_kind)
    assert found["carrier"].to_list() == sorted({row[0] for row in rows})
    for carrier, unweighted, total, squared in found.rows():
        own = [
            (by_area.get(area, 1) * by_kind.get(kind or "", 1), n or 0) for who, area, kind, n in rows if who == carrier
        ]
        assert unweighted == sum(n for _, n in own)
        assert (total, squared) == pytest.approx((sum(w * n for w, n in own), sum(w * w * n for w, n in own)))


@given(ROWS)
def test_weights_of_one_change_nothing(rows: list[tuple[str, str, str | None, int | None]]) -> None:
    ones = weighted(
        cases(*rows), ["focus_area", "case_kind"], dict.fromkeys(AREAS, 1), {"counselling": 1, "short": 1.0}
    )
    assert ones["weighted"].to_list() == ones["unweighted"].to_list() == ones["squared"].to_list()
    assert_frame_equal(ones, weighted(cases(*rows), ["focus_area", "case_kind"], {}, {}))
    assert scale(ones["squared"].sum(), ones["weighted"].sum()) == 1.0


@given(ROWS, BY_AREA, BY_KIND)
def test_the_whole_is_the_sum_of_its_groups(
    rows: list[tuple[str, str, str | None, int | None]], by_area: dict[str, float], by_kind: dict[str, float]
) -> None:
    whole = weighted(cases(*rows), [], by_area, by_kind)
    groups = weighted(cases(*rows), ["carrier", "focus_area"], by_area, by_kind)
    assert whole.height == 1
    for column in ("unweighted", "weighted", "squared"):
        assert whole[column].item() == pytest.approx(groups[column].sum())


@given(st.floats(0.1, 5), st.integers(1, 500))
def test_the_same_weight_for_all_is_the_scale(weight: float, count: int) -> None:
    found = weighted(cases(("Caritas", "welcome", "counselling", count)), ["carrier"], {"welcome": weight}, {})
    assert scale(found["squared"].item(), found["weighted"].item()) == pytest.approx(weight)


def test_scaled_sums_spread_like_poisson_counts() -> None:
    """Of clients who come by chance and take 1 to 12 contacts each: sum / scale has a variance as large as its mean."""
    random = np.random.default_rng(5)
    contacts = np.array([1, 2, 3, 12])
    clients = random.poisson([20, 10, 5, 5], size=(20_000, 4))
    sums = clients @ contacts
    per_clump = scale(float((clients @ contacts**2).sum()), float(sums.sum()))
    assert per_clump == pytest.approx((20 + 40 + 45 + 720) / 115, rel=0.01)
    assert (sums / per_clump).var() == pytest.approx((sums / per_clump).mean(), rel=0.03)


def test_where_nothing_is_counted_nothing_comes_in_clumps() -> None:
    assert scale(0, 0) == 1.0


@pytest.mark.parametrize("value", [-0.5, math.nan, math.inf])
def test_impossible_weights_are_refused(value: float) -> None:
    frame = cases(("Caritas", "welcome", "counselling", 5))
    with pytest.raises(ValueError, match="weights must be zero or more, found welcome: "):
        weighted(frame, ["carrier"], {"welcome": value}, {})
    with pytest.raises(ValueError, match="weights must be zero or more, found short: "):
        weighted(frame, ["carrier"], {}, {"short": value})


@pytest.mark.parametrize(
    ("squares", "total", "message"),
    [(-1, 5, "sums must be zero or more"), (1, math.inf, "sums must be zero or more"), (0, 5, "its squares are zero")],
)
def test_impossible_sums_are_refused(squares: float, total: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        scale(squares, total)
