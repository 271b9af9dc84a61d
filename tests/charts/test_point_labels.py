"""What must hold of names beside points, however the points lie."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from charts.label_places import crossing, overlapping, within
from charts.map_labels import LARGE, SMALL, Box
from charts.point_labels import Spot, place

FRAME = Box(40, 10, 720, 420)
LINE = Box(40, 214, 720, 218)
NAMES = ("Düren", "Hürtgenwald", "Katholisches Sozialwerk", "Titz")

coordinates = st.tuples(st.floats(60, 700), st.floats(20, 410))
numbers = st.floats(-50, 50)


@st.composite
def spots(draw: Any) -> list[Spot]:
    points = draw(st.lists(coordinates, min_size=1, max_size=20))
    names = st.lists(st.sampled_from(NAMES), min_size=1, max_size=2).map(tuple)
    return [
        Spot(f"{number:02}", draw(names), x, y, draw(st.sampled_from([5.0, 8.0, 12.0])), draw(st.integers(0, 2)))
        for number, (x, y) in enumerate(points)
    ]


@st.composite
def boxes(draw: Any) -> list[tuple[float, float, float, float]]:
    corners = draw(st.lists(st.tuples(numbers, numbers, st.floats(1, 30), st.floats(1, 30)), min_size=1, max_size=8))
    return [(x, y, x + width, y + height) for x, y, width, height in corners]


@settings(max_examples=60, deadline=None)
@given(spots(), st.sampled_from([LARGE, SMALL]))
def test_no_name_covers_another_or_a_point_or_leaves_the_frame(found: list[Spot], style: Any) -> None:
    placed = place(found, FRAME, [LINE], style)
    assert len({label.spot.key for label in placed}) == len(placed)
    assert all(label.box.within(FRAME) for label in placed)
    assert not any(one.box.overlaps(other.box) for one, other in combinations(placed, 2))
    assert not [(label, spot) for label in placed for spot in found if label.box.overlaps(spot.box)]


@settings(max_examples=40, deadline=None)
@given(spots())
def test_a_leader_runs_from_its_point_to_its_name_and_through_no_other(found: list[Spot]) -> None:
    placed = place(found, FRAME, [], LARGE)
    for label in (label for label in placed if label.has_leader):
        x1, y1, x2, y2 = label.leader
        assert np.hypot(x1 - label.spot.x, y1 - label.spot.y) <= label.spot.radius + 1e-6
        way = shapely.LineString([(x1, y1), (x2, y2)])
        names = [shapely.box(*other.box).buffer(-0.01) for other in placed if other is not label]
        assert not any(way.intersects(name) for name in names)
        assert way.distance(shapely.box(*label.box)) < 1e-6


@settings(max_examples=20, deadline=None)
@given(spots())
def test_the_most_important_name_is_always_there(found: list[Spot]) -> None:
    first = Spot("first", ("Jülich",), 380.0, 300.0, 8.0, rank=-1)
    far = [spot for spot in found if np.hypot(spot.x - 380, spot.y - 300) > 100]
    assert "first" in {label.spot.key for label in place([*far, first], FRAME, [], LARGE)}


def test_a_lonely_point_has_its_name_on_its_right_without_a_leader() -> None:
    (label,) = place([Spot("a", ("Titz",), 300.0, 300.0, 8.0)], FRAME, [], LARGE)
    assert (label.anchor, label.has_leader) == ("start", False)
    assert 308 <= label.box.left <= 310


def test_at_the_right_edge_the_name_stands_on_the_left() -> None:
    (label,) = place([Spot("a", ("Düren",), 710.0, 300.0, 8.0)], FRAME, [], LARGE)
    assert label.anchor == "end"


def test_a_name_keeps_off_a_line_where_it_can() -> None:
    (label,) = place([Spot("a", ("Titz",), 300.0, 216.0, 8.0)], FRAME, [LINE], LARGE)
    assert not label.box.overlaps(LINE)


def test_a_leader_does_not_run_along_a_line() -> None:
    """A crowd around the line of the district: the way out of it is not that line."""
    places = [(95, 211), (68, 237), (94, 202), (74, 186), (98, 257), (87, 225), (82, 231)]
    crowd = [Spot(f"{number}", ("Hürtgenwald",), x, y, 8.0) for number, (x, y) in enumerate(places)]
    placed = place(crowd, FRAME, [LINE], LARGE)
    assert len(placed) == len(crowd)
    ways = [label.leader for label in placed if label.has_leader]
    assert ways
    assert not [(y1, y2) for _, y1, _, y2 in ways if abs(y1 - 216) < 8 and abs(y2 - 216) < 8]


def test_names_that_found_no_room_come_first_in_the_next_attempt() -> None:
    """A crowd at the left edge, as small municipalities make it in a funnel of twelve months: all have their names."""
    places = [(74, 153), (89, 147), (101, 141), (106, 181), (111, 188), (88, 221), (104, 238), (155, 164), (160, 203)]
    names = [
        "Heimbach",
        "Hürtgenwald",
        "Vettweiß",
        "Nideggen",
        "Langerwehe",
        "Linnich",
        "Aldenhoven",
        "Kreuzau",
        "Niederzier",
    ]
    crowd = [Spot(name, (name,), x, y, 8.0, 2) for name, (x, y) in zip(names, places, strict=True)]
    frame = Box(42, 35, 588, 297)
    line = Box(42, 190, 588, 194)
    assert {label.spot.key for label in place(crowd, frame, [line], SMALL)} == set(names)


def test_points_that_touch_all_get_their_names() -> None:
    crowd = [Spot(f"{i}", (f"Nörvenich {i}",), 300.0 + 8 * i, 200.0, 8.0) for i in range(5)]
    assert len(place(crowd, FRAME, [], LARGE)) == 5


def test_without_points_there_are_no_names() -> None:
    assert place([], FRAME, [], LARGE) == []


@given(boxes(), boxes())
def test_overlaps_agree_with_the_slow_twin(one: list[Any], others: list[Any]) -> None:
    expected = [any(Box(*box).overlaps(Box(*other)) for other in others) for box in one]
    assert overlapping(np.array(one), np.array(others)).tolist() == expected
    assert within(np.array(one), Box(-20, -20, 20, 20)).tolist() == [
        Box(*box).within(Box(-20, -20, 20, 20)) for box in one
    ]


@given(st.lists(st.tuples(numbers, numbers, numbers, numbers), min_size=1, max_size=6), boxes())
def test_a_crossing_is_one_for_shapely_too(segments: list[Any], others: list[Any]) -> None:
    found = crossing(np.array(segments), np.array(others))
    for segment, is_crossing in zip(segments, found, strict=True):
        way = shapely.LineString([segment[:2], segment[2:]])
        # Touching is neither here nor there: it hangs on the last digit.
        if any(way.intersects(shapely.box(*box).buffer(-1e-3)) for box in others):
            assert is_crossing
        if not any(way.intersects(shapely.box(*box).buffer(1e-3)) for box in others):
            assert not is_crossing
