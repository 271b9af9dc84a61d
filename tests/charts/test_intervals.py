"""Dots with whiskers say for every place what the numbers say, and tell verdicts apart without colour."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import polars as pl
import pytest

from charts.colours import contrast
from charts.intervals import SIGNS, intervals
from locales import Language
from metrics.definitions import definition

NAMES = {
    "higher": "höher",
    "lower": "niedriger",
    "as_expected": "wie zu erwarten",
    "too_small": "zu wenige",
    "shrunken": "geglättet",
}
FRAME = pl.DataFrame(
    {
        "ags": ["1", "2", "3", "4"],
        "name": ["Titz", "Düren", "Inden", "Merzenich"],
        "per_1000": [40.0, 20.0, 5.0, None],
        "lower": [30.0, 12.0, 2.0, None],
        "upper": [55.0, 33.0, 9.0, None],
        "shrunken": [35.0, 19.0, 8.0, None],
        "verdict": ["higher", "as_expected", "lower", "too_small"],
    }
)


def drawn(frame: pl.DataFrame = FRAME, **options: Any) -> go.Figure:
    return intervals(frame, NAMES, definition("reach"), Language("de"), average=18.9, **options)


def trace(figure: go.Figure, name: str) -> go.Scatter:
    (found,) = (trace for trace in figure.data if trace.name == name)
    return found


@pytest.mark.parametrize("row", [0, 1, 2])
def test_whiskers_reach_from_limit_to_limit(row: int) -> None:
    place = FRAME.row(row, named=True)
    dots = trace(drawn(), NAMES[place["verdict"]])
    assert list(dots.x) == [place["per_1000"]] and list(dots.y) == [row]
    assert dots.x[0] - dots.error_x.arrayminus[0] == pytest.approx(place["lower"])
    assert dots.x[0] + dots.error_x.array[0] == pytest.approx(place["upper"])


def test_shrunken_rates_are_hollow_and_stand_in_the_rows_of_their_places() -> None:
    hollow = trace(drawn(), "geglättet")
    assert hollow.marker.symbol == "circle-open"
    assert dict(zip(hollow.y, hollow.x, strict=True)) == {0: 35.0, 1: 19.0, 2: 8.0}


def test_verdicts_differ_in_sign_and_symbol_not_only_in_colour() -> None:
    figure = drawn()
    symbols = {trace(figure, NAMES[verdict]).marker.symbol for verdict in ("higher", "lower", "as_expected")}
    assert len(symbols) == 3
    shown = [label.strip() for label in figure.layout.yaxis.ticktext]
    assert shown == ["Titz ▲", "Düren ●", "Inden ▼", "Merzenich –"]
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_symbols_stand_out_from_paper() -> None:
    for verdict in ("higher", "lower", "as_expected"):
        assert contrast(trace(drawn(), NAMES[verdict]).marker.color, "#ffffff") >= 3


def test_too_small_a_base_has_words_and_no_dot() -> None:
    (words,) = (trace for trace in drawn().data if trace.mode == "text")
    assert list(words.y) == [3]
    assert words.text[0].strip() == "zu wenige"
    assert all(3 not in list(trace.y) for trace in drawn().data if trace.mode == "markers")


def test_the_district_is_a_line_with_a_name() -> None:
    figure = drawn()
    (line,) = figure.layout.shapes
    assert line.x0 == line.x1 == 18.9
    assert trace(figure, "Kreis: 18,9").line.dash == line.line.dash


def test_the_chosen_place_is_bold() -> None:
    bold = [label for label in drawn(chosen="2").layout.yaxis.ticktext if label.startswith("<b>")]
    assert bold == ["<b>Düren ●</b>  "]


def test_the_first_row_is_at_the_top_and_the_scale_begins_at_zero() -> None:
    layout = drawn().layout
    bottom, top = layout.yaxis.range
    assert top < 0 < FRAME.height - 1 < bottom
    assert layout.xaxis.rangemode == "tozero"


def test_places_without_any_rate_can_be_drawn() -> None:
    figure = drawn(FRAME.filter(pl.col("verdict") == "too_small"))
    assert [trace.mode for trace in figure.data if trace.mode == "text"] == ["text"]
