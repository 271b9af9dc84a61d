from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.map_sheet import MARGIN
from charts.panel_grid import HIGHEST_PLOT, LOWEST_PLOT, columns_for, grid


def test_rows_are_filled_evenly() -> None:
    assert [columns_for(number, 1000, None) for number in (1, 2, 3, 4, 5, 6, 8, 15)] == [1, 2, 3, 4, 3, 3, 4, 5]
    assert columns_for(15, 700, None) == 4
    assert columns_for(15, 1000, 3) == 3


def test_columns_without_room_are_refused() -> None:
    with pytest.raises(ValueError, match="6 panels beside each other do not fit into 700 pixels; at most 4 do"):
        columns_for(15, 700, 6)
    with pytest.raises(ValueError, match="at least one panel"):
        columns_for(0, 700, None)


def test_drawings_of_a_row_begin_below_its_longest_text() -> None:
    arranged = grid(["Titz", "Ein Name auf zwei Zeilen"], [["steigt"], []], 2, 30.0, 480.0, 300.0)
    one = grid(["Titz", "Inden"], [["steigt"], []], 2, 30.0, 480.0, 300.0)
    assert [len(lines) for lines in arranged.titles] == [1, 1]
    narrow = grid(["Titz", "Ein Name auf zwei langen Zeilen"], [["steigt"], []], 2, 30.0, 400.0, 300.0)
    assert narrow.text_height(0) > one.text_height(0) == arranged.text_height(0)


@given(st.integers(1, 30), st.integers(480, 1400), st.integers(100, 1200))
def test_panels_stand_side_by_side_within_the_sheet(number: int, width: int, height: int) -> None:
    columns = columns_for(number, width, None)
    arranged = grid(["Düren"] * number, [["steigt"]] * number, columns, 30.0, width, height)
    assert LOWEST_PLOT <= arranged.plot_height <= HIGHEST_PLOT
    corners = [arranged.corner(place, 0.0) for place in range(number)]
    assert len(set(corners)) == number
    for x, y in corners:
        assert x >= MARGIN + 30.0 - 1e-6
        assert x + arranged.width <= width - MARGIN + 1e-6
        assert y + arranged.row_height(0) <= arranged.height + 1e-6
    if LOWEST_PLOT < arranged.plot_height < HIGHEST_PLOT:
        assert arranged.height == pytest.approx(height)
