"""The Lorenz curve against a slow twin, and against the Gini coefficient it stands for."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import lorenz
from charts.lorenz import CURVE, EVEN_DASHES, Point, points, said
from locales import Language
from metrics.equity import gini
from report.picture import png
from tests.charts.lettered import outside, overlapping
from tests.charts.pictures import SVG

FRAME = pl.DataFrame({"name": ["A", "B", "C"], "need": [100.0, 300.0, 600.0], "fte": [2.0, 1.0, 3.0]})
ENGLISH = Language("en")


def drawn(frame: pl.DataFrame = FRAME, **options: Any) -> ElementTree.Element:
    return ElementTree.fromstring(lorenz.render(frame, ENGLISH, **{"title": "Lorenz curve", **options}))


def test_points_stand_in_the_order_of_posts_per_head() -> None:
    found = points(FRAME)  # per head: A 0.02, B 0.0033, C 0.005
    assert [point.name for point in found] == ["", "B", "C", "A"]
    assert [point.people for point in found] == pytest.approx([0, 0.3, 0.9, 1.0])
    assert [point.posts for point in found] == pytest.approx([0, 1 / 6, 4 / 6, 1.0])
    assert said(found[1], ENGLISH) == ["up to B", "30.0% of the people have 16.7% of the posts"]


def test_places_where_nobody_is_in_need_are_left_out() -> None:
    with_empty = pl.concat([FRAME, pl.DataFrame({"name": ["D"], "need": [0.0], "fte": [1.0]})])
    assert points(with_empty) == points(FRAME)


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
    found = points(frame)
    area = 0.5 - sum(
        (after.people - before.people) * (after.posts + before.posts) / 2 for before, after in pairwise(found)
    )
    assert 2 * area == pytest.approx(gini(np.array(fte) / np.array(need), np.array(need)), abs=1e-9)
    assert all(point.posts <= point.people + 1e-9 for point in found)


def test_dots_and_curve_stand_where_their_shares_say() -> None:
    svg = drawn()
    (even,) = (
        line for line in svg.iter(f"{SVG}line") if line.get("stroke-dasharray") == EVEN_DASHES and not _level(line)
    )
    left, bottom, right, top = (float(even.get(end)) for end in ("x1", "y1", "x2", "y2"))
    expected = [
        (left + point.people * (right - left), bottom + point.posts * (top - bottom)) for point in points(FRAME)
    ]
    (curve,) = svg.iter(f"{SVG}polyline")
    corners = [tuple(map(float, corner.split(","))) for corner in curve.get("points", "").split()]
    dots = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in svg.iter(f"{SVG}circle")]
    for found, wanted in zip([*corners, *dots], [*expected, *expected[1:]], strict=True):
        assert found == pytest.approx(wanted, abs=0.11)
    assert curve.get("stroke") == CURVE


def _level(line: ElementTree.Element) -> bool:
    return line.get("y1") == line.get("y2")


def test_every_place_can_be_asked_on_a_page_and_none_in_a_file() -> None:
    dots = list(drawn().iter(f"{SVG}circle"))
    assert [dot.get("tabindex") for dot in dots] == ["0"] * 3
    assert dots[0].get("data-card") == "\n".join(said(Point("B", 0.3, 1 / 6), ENGLISH))
    alone = list(drawn(heading=True, notes=["Sources: one"]).iter(f"{SVG}circle"))
    assert [dot.get("tabindex") for dot in alone] == [None] * 3
    assert all(dot.get("aria-label") for dot in alone)


@pytest.mark.parametrize("options", [{}, {"width": 1000, "height": 470}, {"heading": True, "notes": ["Sources: one"]}])
def test_nothing_covers_anything_and_the_picture_can_be_drawn(options: dict[str, Any]) -> None:
    svg = drawn(**options)
    assert overlapping(svg) == []
    assert outside(svg) == []
    assert min(float(text.get("font-size")) for text in svg.iter(f"{SVG}text")) >= 13
    assert png(ElementTree.tostring(svg, encoding="unicode")).startswith(b"\x89PNG")
