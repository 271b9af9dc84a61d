"""The order of places by how under-served they are, and what changed since an earlier state."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.coverage import coverage_by_municipality
from metrics.ranking import MEASURES, changes, ranked


def covered(places: dict[str, tuple[float, float]]) -> pl.DataFrame:
    """Coverage of places by name: (people in need, posts)."""
    need = pl.DataFrame({"ags": list(places), "need": [float(people) for people, _ in places.values()]})
    supply = pl.DataFrame({"ags": list(places), "fte": [float(posts) for _, posts in places.values()]})
    return coverage_by_municipality(need, supply).with_columns(name=pl.col("ags"))


# 4 posts for 4,000 people: one per 1,000.
FOUR = covered({"Stadt": (3000, 2.6), "Dorf": (200, 0.0), "Flecken": (400, 0.4), "Weiler": (400, 1.0)})


def test_by_gap_the_large_place_comes_first() -> None:
    found = ranked(FOUR, "gap")
    assert found["name"].to_list() == ["Stadt", "Dorf", "Flecken", "Weiler"]
    assert found["gap_fte"].to_list() == pytest.approx([0.4, 0.2, 0.0, -0.6])
    assert found["rank"].to_list() == [1, 2, 3, 4]


def test_by_share_the_place_without_posts_comes_first() -> None:
    found = ranked(FOUR, "share")
    assert found["name"].to_list() == ["Dorf", "Stadt", "Flecken", "Weiler"]
    assert found["share_of_due"].to_list() == pytest.approx([0.0, 2.6 / 3, 1.0, 2.5])
    assert found["due_fte"].to_list() == pytest.approx([0.2, 3.0, 0.4, 0.4])


def test_equals_have_the_same_rank_and_stand_by_name() -> None:
    found = ranked(covered({"C": (100, 0.1), "A": (300, 0.3), "B": (700, 0.7)}), "gap")
    assert found.select("name", "rank").rows() == [("A", 1), ("B", 1), ("C", 1)]


def test_a_place_where_nothing_is_due_comes_last_by_share() -> None:
    found = ranked(covered({"A": (0, 0.0), "B": (100, 1.0)}), "share")
    assert found.select("name", "share_of_due", "rank").rows() == [("B", 1.0, 1), ("A", None, 2)]


def test_another_measure_is_refused() -> None:
    with pytest.raises(ValueError, match="gap or share"):
        ranked(FOUR, "people")


people_and_posts = st.tuples(st.integers(0, 20000), st.floats(0, 5))


@given(st.lists(people_and_posts, min_size=1, max_size=12).filter(lambda found: sum(n for n, _ in found) > 0))
def test_order_agrees_with_a_slow_twin(found: list[tuple[int, float]]) -> None:
    frame = covered({f"{number:02}": place for number, place in enumerate(found)})
    rows = frame.rows(named=True)
    by_gap = sorted(rows, key=lambda row: (-round(row["gap_fte"], 9), row["name"]))
    assert ranked(frame, "gap")["name"].to_list() == [row["name"] for row in by_gap]
    for measure in MEASURES:
        listed = ranked(frame, measure)
        ranks = listed["rank"].to_list()
        assert ranks[0] == 1 and ranks == sorted(ranks)
        assert sorted(listed["name"]) == sorted(frame["name"])


@given(st.lists(st.tuples(st.integers(1, 20000), st.floats(0.01, 5)), min_size=2, max_size=12))
def test_share_of_due_is_posts_per_head_against_the_district(found: list[tuple[int, float]]) -> None:
    frame = covered({f"{number:02}": place for number, place in enumerate(found)})
    district = sum(posts for _, posts in found) / sum(people for people, _ in found)
    shares = dict(ranked(frame, "share").select("name", "share_of_due").iter_rows())
    for number, (people, posts) in enumerate(found):
        assert shares[f"{number:02}"] == pytest.approx(posts / people / district, rel=1e-6)


def test_changes_are_now_minus_before() -> None:
    before = covered({"Stadt": (3000, 2.6), "Dorf": (100, 0.5)})
    found = changes(FOUR, before)
    assert found["ags"].to_list() == ["Stadt", "Dorf", "Flecken", "Weiler"]
    rows = found.rows(named=True)
    assert (rows[1]["fte_change"], rows[1]["need_change"]) == (pytest.approx(-0.5), 100.0)
    assert rows[1]["gap_change"] == pytest.approx(0.2 - rows[1]["gap_before"])
    assert rows[1]["gap_before"] == pytest.approx(100 * 3.1 / 3100 - 0.5)
    assert [rows[2][name] for name in ("gap_before", "gap_change", "fte_change", "need_change")] == [None] * 4
