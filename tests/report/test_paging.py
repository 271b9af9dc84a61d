"""Where pages of lists and tables end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.pack.paging import even_page_ends, page_ends


@given(st.lists(st.integers(1, 700), max_size=40), st.integers(100, 900), st.integers(50, 900))
def test_pages_hold_what_fits_and_no_less(heights: list[int], room: int, first: int) -> None:
    first_room = min(first, room)
    ends = page_ends(heights, room, first_room)
    pages = [heights[begin:end] for begin, end in pairwise([0, *ends])]
    assert [height for page in pages for height in page] == heights
    for number, (page, space) in enumerate(zip(pages, [first_room, *[room] * len(pages)], strict=False)):
        assert page and (sum(page) <= space or len(page) == 1)
        if number + 1 < len(pages):
            assert sum(page) + pages[number + 1][0] > space


@given(
    st.lists(st.integers(1, 700), max_size=40),
    st.integers(100, 900),
    st.integers(50, 900),
    st.none() | st.integers(1, 16),
)
def test_even_pages_are_as_many_and_hold_no_more_than_they_can(
    heights: list[int], room: int, first: int, most: int | None
) -> None:
    first_room = min(first, room)
    ends = even_page_ends(heights, room, first_room, most)
    assert len(ends) == len(page_ends(heights, room, first_room, most))
    pages = [heights[begin:end] for begin, end in pairwise([0, *ends])]
    assert [height for page in pages for height in page] == heights
    for page, space in zip(pages, [first_room, *[room] * len(pages)], strict=False):
        assert page and (sum(page) <= space or len(page) == 1)
        assert most is None or len(page) <= most


@pytest.mark.parametrize(
    ("heights", "room", "most", "expected"),
    [
        ([10] * 15, 60, None, [5, 10, 15]),
        ([10] * 17, 200, 16, [9, 17]),
        ([30, 30, 30, 10, 10, 10], 90, None, [2, 6]),
        ([10] * 6, 60, None, [6]),
        ([], 60, None, []),
        ([500], 60, None, [1]),
    ],
)
def test_no_page_is_nearly_empty(heights: list[int], room: int, most: int | None, expected: list[int]) -> None:
    assert even_page_ends(heights, room, most=most) == expected
