"""What must hold of the labels of every map, whatever its numbers, marks, circles and size."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from charts import panels
from charts.canvas import prepare
from charts.colours import DIVERGING, INK, NEUTRAL, SEQUENTIAL, contrast
from charts.map import render
from charts.map_circles import FILL, OPACITY
from charts.map_hatching import GROUND, patterns
from charts.map_labels import LARGE, MARK, SMALL, Box, Wanted, place
from charts.map_written import HALO_COLOUR, HALO_OPACITY
from locales.language import Language
from metrics.definitions import definition
from metrics.states import HATCHED
from tests.charts.pictures import NAMES, canvas_of, district, gaps, labels, letter_boxes

GAP, GERMAN = definition("gap_in_posts"), Language("de")
LEAST_CONTRAST = 4.5

numbers = st.lists(st.floats(-99, 99), min_size=15, max_size=15)
marks = st.lists(st.booleans(), min_size=15, max_size=15)
circles = st.none() | st.lists(st.none() | st.floats(0, 1e5), min_size=15, max_size=15)


def made(values: list[float], marked: list[bool], sizes: list[float | None] | None) -> pl.DataFrame:
    return gaps().with_columns(
        value=pl.Series(values),
        mark=pl.Series(marked),
        circle=pl.Series(sizes or [None] * 15, dtype=pl.Float64),
    )


def picture(values: pl.DataFrame, width: int, height: int) -> ElementTree.Element:
    texts = {"title": "t", "attribution": "a", "circle_label": "Menschen", "mark_label": "gilt bei jeder Aufteilung"}
    return ElementTree.fromstring(render(values, GAP, district(), GERMAN, **texts, width=width, height=height))


@settings(max_examples=40)
@given(numbers, marks, circles, st.integers(480, 1400), st.integers(420, 900))
def test_nothing_written_on_a_map_overlaps_or_leaves_the_picture(
    values: list[float], marked: list[bool], sizes: list[float | None] | None, width: int, height: int
) -> None:
    svg = picture(made(values, marked, sizes), width, height)
    written = list(letter_boxes(svg))
    assert all(box.within(canvas_of(svg)) for _, box in written)
    assert not [(one, other) for one, other in combinations(written, 2) if one[1].overlaps(other[1])]


@settings(max_examples=15)
@given(numbers, marks, circles, st.integers(620, 1400))
def test_every_place_is_named_and_every_mark_written(
    values: list[float], marked: list[bool], sizes: list[float | None] | None, width: int
) -> None:
    (drawn,) = labels(picture(made(values, marked, sizes), width, 700))
    words = [text for text, _ in drawn]
    assert {name for name in NAMES if any(text.startswith(name) for text in words)} == set(NAMES)
    assert sum(text.endswith(MARK) for text in words) == sum(marked)


@settings(max_examples=30)
@given(numbers, marks, circles, st.integers(720, 1400))
def test_panels_keep_their_values_and_nothing_overlaps(
    values: list[float], marked: list[bool], sizes: list[float | None] | None, width: int
) -> None:
    found = made(values, marked, sizes)
    shown = [panels.Panel(title, found) for title in ("A", "B", "C")]
    texts = {"title": "t", "attribution": "a", "circle_label": "Menschen", "mark_label": "gilt immer"}
    svg = ElementTree.fromstring(
        panels.render(shown, GAP, district(), GERMAN, **texts, width=width, height=700, columns=3)
    )
    written = list(letter_boxes(svg))
    assert all(box.within(canvas_of(svg)) for _, box in written)
    assert not [(one, other) for one, other in combinations(written, 2) if one[1].overlaps(other[1])]
    for drawn in labels(svg):
        amounts = [text for text, _ in drawn if text[0] in "+−0123456789"]
        assert len(amounts) == 15
        assert sum(text.endswith(MARK) for text in amounts) == sum(marked)


@pytest.mark.parametrize("style", [LARGE, SMALL])
@pytest.mark.parametrize("width", [300, 420, 700])
def test_a_label_without_a_leader_stands_on_its_own_place(style: object, width: int) -> None:
    canvas = prepare(district(), width, 2 * width, 2.0)
    wanted = [
        Wanted(ags, name, "+0,12", spot.x, spot.y, spot.room, area=spot.shape)
        for name, (ags, spot) in zip(NAMES, sorted(canvas.places.items()), strict=True)
    ]
    placed = place(wanted, Box(-20, -20, width + 20, 2 * width), style=style)  # type: ignore[arg-type]
    near = [label for label in placed if label.leader is None]
    assert len(near) >= 12
    for label in near:
        middle = shapely.Point((label.box.left + label.box.right) / 2, (label.box.top + label.box.bottom) / 2)
        assert canvas.places[label.ags].shape.contains(middle)


def test_a_label_keeps_off_what_is_taken() -> None:
    taken = Box(90, 0, 400, 400)
    (label,) = place([Wanted("1", "Nörvenich", "+0,18", 100, 100, 20)], Box(0, 0, 400, 400), taken=[taken])
    assert not label.box.overlaps(taken)


@pytest.mark.parametrize(("style", "kept"), [(LARGE, "Langerwehe ■"), (SMALL, "+0,11 ■")])
def test_a_crowded_label_keeps_its_mark_on_the_line_that_stays(style: object, kept: str) -> None:
    crowd = [Wanted(f"{i:02}", "Langerwehe", "+0,11", 200, 200, 10, marked=True) for i in range(40)]
    placed = place(crowd, Box(0, 0, 400, 400), style=style)  # type: ignore[arg-type]
    shortened = {label.lines[0].text for label in placed if len(label.lines) == 1}
    assert shortened == {kept}
    assert {label.lines[-1].text for label in placed if len(label.lines) == 2} == {"+0,11 ■"}


def over(top: str, opacity: float, ground: str) -> str:
    """The colour of a translucent layer on a ground (source over, as SVG composes)."""
    pairs = [(int(top[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(opacity * a + (1 - opacity) * b):02x}" for a, b in pairs)


def paints() -> list[str]:
    """Every colour that may lie below a label: classes, neutral, grounds and strokes of hatchings."""
    drawn = ElementTree.fromstring(f"<defs>{patterns(HATCHED, 'k')}</defs>")
    strokes = {mark.get(name, "") for mark in drawn.iter() for name in ("stroke", "fill")}
    return sorted({*DIVERGING, *SEQUENTIAL, NEUTRAL, *GROUND.values(), *strokes} - {""})


@pytest.mark.parametrize("paint", paints())
def test_letters_read_on_every_class_hatching_and_circle(paint: str) -> None:
    for ground in (paint, over(FILL, OPACITY, paint)):
        assert contrast(INK, over(HALO_COLOUR, HALO_OPACITY, ground)) >= LEAST_CONTRAST


def test_composing_colours_agrees_with_the_formula() -> None:
    assert over("#ffffff", 0.5, "#000000") == "#808080"
    assert over("#ffffff", 1.0, "#123456") == "#ffffff"
    assert over("#ffffff", 0.0, "#123456") == "#123456"
