"""Allocations: which post is where, what is decided, and how the rest is split."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from metrics.splitting import split_posts
from planning.allocation import COLUMNS, as_today, check, of_area, pieces, placed, posts_of
from tests.planning.plans import (
    ALDENHOVEN,
    DUEREN,
    HEIMBACH,
    NEED,
    allocation_of,
    allocations,
    needs,
    parts_in,
    today,
    totals_of,
)

CARITAS = ("CARITAS-1", "Caritas", "welcome")


def test_today_nothing_is_decided() -> None:
    found = today()
    assert tuple(found.columns) == COLUMNS
    assert found["fte"].null_count() == found.height == 8
    assert totals_of(found) == {"CARITAS-1": 1.0, "SKF-1": 0.5, "SOZIALWERK-1": 1.5}


def test_by_need_the_places_of_a_post_share_it_like_their_people() -> None:
    """100, 700 and 50 people share 1.0 FTE."""
    found = parts_in(placed(today(), NEED), "CARITAS-1")
    assert found == pytest.approx({ALDENHOVEN: 100 / 850, DUEREN: 700 / 850, HEIMBACH: 50 / 850})


def test_a_decided_post_keeps_its_parts_whatever_the_rule() -> None:
    rows = allocation_of((*CARITAS, 1.0, ALDENHOVEN, 0.9), (*CARITAS, 1.0, DUEREN, 0.1))
    for rule in ("need", "equal", "fixed"):
        assert_frame_equal(placed(rows, NEED, rule), rows)


def test_what_a_rule_has_no_figures_for_is_split_by_need() -> None:
    hours = pl.DataFrame({"post": ["CARITAS-1"] * 2, "ags": [ALDENHOVEN, DUEREN], "hours_per_week": [1.0, 3.0]})
    found = placed(today(), NEED, "hours", hours)
    assert parts_in(found, "CARITAS-1") == {ALDENHOVEN: 0.25, DUEREN: 0.75, HEIMBACH: 0.0}
    assert parts_in(found, "SOZIALWERK-1") == parts_in(placed(today(), NEED), "SOZIALWERK-1")


def test_fixed_shares_are_kept_from_the_areas() -> None:
    posts = pl.DataFrame({"post": ["A"], "carrier": ["C"], "focus_area": ["welcome"], "fte": [2.0]})
    areas = pl.DataFrame({"post": ["A", "A"], "ags": [ALDENHOVEN, DUEREN], "share": [0.25, 0.75]})
    assert parts_in(placed(as_today(posts, areas), NEED, "fixed"), "A") == {ALDENHOVEN: 0.5, DUEREN: 1.5}


@given(allocations(), needs(), st.sampled_from(["need", "equal", "fixed"]))
def test_every_post_keeps_its_fte(allocation: pl.DataFrame, need: pl.DataFrame, rule: str) -> None:
    found = placed(check(allocation), need, rule)
    sums = dict(found.group_by("post").agg(pl.col("fte").sum()).iter_rows())
    assert sums == pytest.approx(totals_of(allocation))
    assert found.drop("fte").equals(allocation.drop("fte"))


@given(needs(), st.sampled_from(["need", "equal"]))
def test_undecided_posts_are_split_as_everywhere_else(need: pl.DataFrame, rule: str) -> None:
    rows = today()
    expected = split_posts(posts_of(rows).select("post", fte="post_fte"), rows.select("post", "ags"), need, rule)
    assert placed(rows, need, rule).select("post", "ags", "fte").equals(expected)


@given(allocations())
def test_pieces_hold_all_fte_once(allocation: pl.DataFrame) -> None:
    posts, areas = pieces(allocation)
    assert posts["fte"].sum() == pytest.approx(sum(totals_of(allocation).values()))
    assert areas.height == allocation.height
    undecided = allocation.filter(pl.col("fte").is_null())["post"].n_unique()
    assert posts.height == undecided + allocation["fte"].count()


def test_posts_and_focus_areas() -> None:
    assert posts_of(of_area(today(), "labour_market")).rows() == [
        ("SOZIALWERK-1", "Sozialwerk", "labour_market", 1.5, False)
    ]
    assert of_area(today(), None).equals(today())
    assert placed(today().clear(), NEED).is_empty()


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([(*CARITAS, 1.0, DUEREN, None), (*CARITAS, 2.0, HEIMBACH, None)], "more than one carrier"),
        ([(*CARITAS, 1.0, DUEREN, None), (*CARITAS, 1.0, DUEREN, None)], "a municipality twice"),
        ([(*CARITAS, 0.0, DUEREN, None)], "not above zero"),
        ([(*CARITAS, float("nan"), DUEREN, None)], "not above zero"),
        ([(*CARITAS, 1.0, DUEREN, 1.0), (*CARITAS, 1.0, HEIMBACH, None)], "in some municipalities only"),
        ([(*CARITAS, 1.0, DUEREN, 1.5), (*CARITAS, 1.0, HEIMBACH, -0.5)], "a part that is not above zero"),
        ([(*CARITAS, 1.0, DUEREN, 0.5), (*CARITAS, 1.0, HEIMBACH, 0.4)], "do not sum to their FTE"),
    ],
)
def test_what_is_no_allocation_is_refused_by_the_name_of_the_post(rows: list[tuple], reason: str) -> None:
    with pytest.raises(ValueError, match=f"{reason}.*: CARITAS-1|{reason}: CARITAS-1"):
        check(allocation_of(*rows))


def test_a_column_or_a_municipality_that_is_missing_is_named() -> None:
    with pytest.raises(ValueError, match="missing: fte"):
        check(today().drop("fte"))
    posts = pl.DataFrame({"post": ["A"], "carrier": ["C"], "focus_area": ["welcome"], "fte": [1.0]})
    nowhere = pl.DataFrame(schema={"post": pl.String, "ags": pl.String})
    with pytest.raises(ValueError, match="without a municipality: A"):
        as_today(posts, nowhere)
    twice = pl.DataFrame({"post": ["A"], "ags": [DUEREN]})
    with pytest.raises(ValueError, match="named more than once: A"):
        as_today(pl.concat([posts, posts]), twice)
