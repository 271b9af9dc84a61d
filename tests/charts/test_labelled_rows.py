"""Rows in a picture that is to be low: as high as usual where there is room, lower where there is not, and never cut."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts import labelled_rows, paired, stacked, whiskers
from charts.map_labels import Box
from charts.paired import Pair
from charts.stacked import Stack
from charts.whiskers import Whisker
from locales import Language
from metrics.definitions import definition
from tests.charts.small_multiples import SVG, box_of, letter_boxes

GERMAN = Language("de")
HEIGHT = 470
PARTS = {"reached": "erreicht", "open": "offen"}
COLOURS = {"reached": "#0e5a5d", "open": "#e8e8e4"}
Render = Callable[[int, int | None], str]


def bars(number: int, height: int | None) -> str:
    rows = [Stack(f"k{row}", f"Ort {row}", f"{row} Ziele", {"reached": row, "open": 3}) for row in range(number)]
    return stacked.render(rows, PARTS, COLOURS, GERMAN, title="Ziele", width=1000, height=height)


def lines(number: int, height: int | None) -> str:
    rows = [Whisker(f"k{row}", f"Ort {row}", 10.0 + row, 8.0, 40.0, f"{row} Gespräche") for row in range(number)]
    return whiskers.render(rows, definition("waiting_days"), GERMAN, title="Wartezeit", width=1000, height=height)


def pairs(number: int, height: int | None) -> str:
    rows = [Pair(f"k{row}", f"Gruppe {row}", 0.3, 0.2, 0.4, 0.5, "weniger", f"{row} Fälle") for row in range(number)]
    return paired.render(rows, "Fälle", "Bevölkerung", GERMAN, title="Gruppen", width=1000, height=height)


def height_of(svg: ElementTree.Element) -> float:
    return float(svg.get("viewBox", "").split()[-1])


def regions(svg: ElementTree.Element) -> list[Box]:
    return [box_of(rect) for rect in svg.iter(f"{SVG}rect") if rect.get("aria-label")]


every_chart = pytest.mark.parametrize("render", [bars, lines, pairs], ids=["bars", "lines", "pairs"])


@every_chart
@settings(max_examples=20)
@given(number=st.integers(1, 15))
def test_a_low_picture_is_no_higher_than_it_may_be_where_its_texts_allow(render: Render, number: int) -> None:
    low, usual = (ElementTree.fromstring(render(number, height)) for height in (HEIGHT, None))
    # Groups keep their lines below their names: they are few.
    if render is not pairs or number <= 10:
        assert height_of(low) <= HEIGHT + 0.1
    assert height_of(low) <= height_of(usual)
    assert len(regions(low)) == number
    assert [rect.get("aria-label") for rect in low.iter(f"{SVG}rect") if rect.get("aria-label")] == [
        rect.get("aria-label") for rect in usual.iter(f"{SVG}rect") if rect.get("aria-label")
    ]


@every_chart
def test_rows_of_a_low_picture_follow_each_other_and_hold_their_texts(render: Render) -> None:
    svg = ElementTree.fromstring(render(15, HEIGHT))
    rows = regions(svg)
    for above, below in pairwise(rows):
        assert above.bottom <= below.top
        assert below.bottom - below.top == pytest.approx(above.bottom - above.top, abs=0.2)
    gap = labelled_rows.INSET + 0.1
    names = [box for text, box in letter_boxes(svg) if text.startswith(("Ort", "Gruppe"))]
    assert len(names) == 15
    for name, row in zip(names, rows, strict=True):
        assert row.top - gap <= name.top
        assert name.bottom <= row.bottom + gap


def test_few_rows_are_as_high_as_usual() -> None:
    low, usual = (ElementTree.fromstring(lines(4, height)) for height in (HEIGHT, None))
    assert height_of(low) == height_of(usual) < HEIGHT


def test_what_stands_below_names_is_right_of_the_bars_in_a_low_picture() -> None:
    def places(height: int | None) -> dict[str, float]:
        return {text: box.left for text, box in letter_boxes(ElementTree.fromstring(bars(3, height)))}

    low, usual = places(HEIGHT), places(None)
    assert usual["2 Ziele"] == usual["Ort 2"]
    assert low["2 Ziele"] > low[GERMAN.percent(0.9, 0)]
