"""Figures on the bar of all that they may be: drawn where they are, said in full."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts import split_ranges
from charts.split_ranges import BAR_PAINT, Range
from locales import Language
from report.picture import png
from tests.charts.lettered import outside, overlapping
from tests.charts.pictures import SVG, texts

RANGES = [Range("all", 0.2, -3.2, 0.3, ["-3.20 to +0.30"]), Range("one", 0.03, 0.03, 0.03, ["no service here"])]
NAMES = {"unit": "+ missing", "bar_name": "every split", "dot_name": "split by need"}


def drawn(ranges: list[Range] = RANGES, **options: Any) -> ElementTree.Element:
    given_options = {"title": "Gaps", **NAMES, **options}
    return ElementTree.fromstring(split_ranges.render(ranges, Language("en"), **given_options))


def test_bars_and_dots_stand_where_their_figures_say() -> None:
    svg = drawn()
    numbers = {text.text: float(text.get("x")) for text in svg.iter(f"{SVG}text")}
    at = lambda value: numbers["0.0"] + value / -1 * (numbers["−1.0"] - numbers["0.0"])  # noqa: E731
    _, bar = (rect for rect in svg.iter(f"{SVG}rect") if rect.get("fill") == BAR_PAINT)
    left, width = float(bar.get("x")), float(bar.get("width"))
    assert (left, left + width) == pytest.approx((at(-3.2), at(0.3)), abs=0.21)
    dots = [float(dot.get("cx")) for dot in svg.iter(f"{SVG}circle")][1:]
    assert dots == pytest.approx([at(0.2), at(0.03)], abs=0.11)


def test_a_row_says_its_figure_and_what_else_there_is() -> None:
    said = [part.get("aria-label") for part in drawn().iter(f"{SVG}rect") if part.get("aria-label")]
    assert said == ["all: +0.20, -3.20 to +0.30", "one: +0.03, no service here"]
    assert {"+0.20", "+0.03", *NAMES.values()} <= set(texts(drawn()))


def test_a_figure_outside_of_its_limits_is_refused() -> None:
    with pytest.raises(ValueError, match="one"):
        drawn([Range("one", 1.0, 0.0, 0.5)])


@given(st.lists(st.tuples(*[st.floats(-30, 30)] * 3).map(sorted), min_size=1, max_size=6))
def test_everything_lies_within_the_picture(limits: list[list[float]]) -> None:
    svg = drawn([Range("a place", value, low, high) for low, value, high in limits])
    assert outside(svg) == []
    assert all(9.9 <= float(dot.get("cx")) <= 990 for dot in svg.iter(f"{SVG}circle"))


@pytest.mark.parametrize("options", [{"width": 1000, "height": 470}, {"heading": True, "notes": ["Sources: one"]}])
def test_nothing_covers_anything_and_the_picture_can_be_drawn(options: dict[str, Any]) -> None:
    svg = drawn(**options)
    assert overlapping(svg) == []
    assert outside(svg) == []
    assert min(float(text.get("font-size")) for text in svg.iter(f"{SVG}text")) >= 13
    assert png(ElementTree.tostring(svg, encoding="unicode")).startswith(b"\x89PNG")
