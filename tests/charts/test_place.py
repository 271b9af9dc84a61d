"""Charts of one place: where things stand on their scales, and that nothing from the data becomes markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.place import EDGE, Dot, Interval, Line, intervals, lines, table

HEADINGS = ("Name", "Drawing", "Words")
PERCENT = r"left:([0-9.]+)%"
number = st.floats(-50, 50)


def rows(markup: str) -> list[str]:
    return re.findall(r"<tr>(.*?)</tr>", markup, re.DOTALL)[1:]


def at(row: str, kind: str) -> float:
    """Where a part of the drawing stands, in per cent from the left."""
    (found,) = re.findall(rf'class="{kind}" style="{PERCENT}', row)
    return float(found)


def reaches(row: str) -> tuple[float, float]:
    """Both ends of an interval's bar."""
    ((left, width),) = re.findall(rf'class="range" style="{PERCENT};width:([0-9.]+)%', row)
    return float(left), float(left) + float(width)


def test_an_interval_lies_around_its_value_and_beside_zero() -> None:
    (row,) = rows(intervals("c", HEADINGS, [Interval("Titz", 0.5, 0.25, 1.0, "0.5")]))
    assert at(row, "zero") == EDGE
    assert at(row, "dot own") == 50.0
    assert reaches(row) == pytest.approx((27.0, 100 - EDGE))


def test_all_rows_and_the_value_to_compare_with_share_one_scale() -> None:
    given_rows = [Interval("Titz", 1.0, 0.0, 2.0, ""), Interval("Inden", -2.0, -2.0, -2.0, "")]
    first, second = rows(intervals("c", HEADINGS, given_rows, against=1.0))
    assert at(first, "dot own") == at(first, "against") == at(second, "against")
    assert at(first, "zero") == at(second, "zero") == 50.0
    assert at(second, "dot own") == EDGE


def test_a_row_without_a_value_has_no_drawing_but_its_words() -> None:
    first, second = rows(
        intervals("c", HEADINGS, [Interval("A", None, None, None, "too few"), Interval("B", 1.0, None, None, "1")])
    )
    assert "dot" not in first
    assert "too few" in first
    assert "range" not in second
    assert "dot own" in second


@given(st.lists(st.tuples(number, number, number), min_size=1, max_size=5))
def test_nothing_stands_outside_the_drawing(found: list[tuple[float, float, float]]) -> None:
    ordered = [Interval("", *(sorted(three)[index] for index in (1, 0, 2)), "") for three in found]
    for row in rows(intervals("c", HEADINGS, ordered)):
        left, right = reaches(row)
        assert EDGE - 0.06 <= left <= at(row, "dot own") + 0.11
        assert at(row, "dot own") - 0.11 <= right <= 100 - EDGE + 0.16


def test_the_own_place_lies_above_the_others() -> None:
    dots = [Dot("Titz", 1.0, "own", "1"), Dot("Inden", 0.0, "other", "0"), Dot("Linnich", 2.0, "peer", "2")]
    (row,) = rows(lines("c", HEADINGS, [Line("Posts", dots, "1")]))
    assert re.findall(r'class="dot (\w+)"', row) == ["other", "peer", "own"]
    assert [float(left) for left in re.findall(PERCENT, row)] == [EDGE, 100 - EDGE, 50.0]
    assert 'title="Linnich: 2"' in row


def test_places_that_are_all_alike_stand_in_the_middle() -> None:
    (row,) = rows(lines("c", HEADINGS, [Line("Posts", [Dot("Titz", 3.0, "own", "3")], "3")]))
    assert float(re.findall(PERCENT, row)[0]) == 50.0


def test_names_from_files_do_not_become_markup() -> None:
    bad = '<b onclick="x">'
    for markup in (
        intervals(bad, (bad, bad, bad), [Interval(bad, 1.0, 0.0, 2.0, bad)]),
        lines(bad, HEADINGS, [Line(bad, [Dot(bad, 1.0, "own", bad)], bad)]),
        table(bad, (bad,), [[bad]]),
    ):
        assert "<b" not in markup.replace("<body", "")
        assert markup.count("&lt;b onclick=&quot;x&quot;&gt;") >= 3


def test_notes_stand_below_the_first_line_of_a_cell() -> None:
    (row,) = rows(table("c", ("Name", "Number"), [["Titz\n2022", "5"]], numeric=(1,)))
    assert '<td class="words"><span>Titz</span>\n<small>2022</small></td>' in row
    assert '<td class="number"><span>5</span></td>' in row
