"""The Lorenz curve against a slow twin, and against the Gini coefficient it stands for."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.lorenz import lorenz_curve
from locales import Language
from metrics.equity import gini

FRAME = pl.DataFrame({"name": ["A", "B", "C"], "need": [100.0, 300.0, 600.0], "fte": [2.0, 1.0, 3.0]})


def curve(frame: pl.DataFrame) -> tuple[list[float], list[float], list[str]]:
    shown = lorenz_curve(frame, Language("en")).data[1]
    return list(shown.x), list(shown.y), list(shown.customdata)


def test_points_stand_in_the_order_of_posts_per_head() -> None:
    people, posts, said = curve(FRAME)  # per head: A 0.02, B 0.0033, C 0.005
    assert people == pytest.approx([0, 0.3, 0.9, 1.0])
    assert posts == pytest.approx([0, 1 / 6, 4 / 6, 1.0])
    assert said[1:] == [
        "<b>up to B</b><br>30.0% of the people have 16.7% of the posts",
        "<b>up to C</b><br>90.0% of the people have 66.7% of the posts",
        "<b>up to A</b><br>100.0% of the people have 100.0% of the posts",
    ]


def test_places_where_nobody_is_in_need_are_left_out() -> None:
    with_empty = pl.concat([FRAME, pl.DataFrame({"name": ["D"], "need": [0.0], "fte": [1.0]})])
    assert curve(with_empty) == curve(FRAME)


@given(
    st.lists(
        st.tuples(st.floats(1, 1e4), st.floats(0, 10)).filter(lambda pair: pair[1] == 0 or pair[1] > 1e-3),
        min_size=2,
        max_size=15,
    )
)
def test_the_area_below_the_diagonal_is_half_the_gini_coefficient(places: list[tuple[float, float]]) -> None:
    need, fte = zip(*places, strict=True)
    frame = pl.DataFrame({"name": [str(number) for number in range(len(need))], "need": need, "fte": fte})
    people, posts, _ = curve(frame)
    area = 0.5 - sum((b - a) * (c + d) / 2 for a, b, c, d in zip(people, people[1:], posts, posts[1:], strict=False))
    assert 2 * area == pytest.approx(gini(np.array(fte) / np.array(need), np.array(need)), abs=1e-9)
    assert all(y <= x + 1e-9 for x, y in zip(people, posts, strict=True))
