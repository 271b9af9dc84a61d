"""Signs with whiskers say for every place what the numbers say, and tell verdicts apart without colour."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest

from charts import intervals, verdict_signs
from charts.colours import contrast
from charts.verdict_signs import COLOURS, EVENED_COLOUR, SIGNS
from locales import Language
from metrics.definitions import definition
from report.picture import png
from tests.charts.lettered import outside, overlapping
from tests.charts.small_multiples import SVG, drawing, region, texts

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
SHAPES = {"higher": "polygon", "lower": "polygon", "as_expected": "circle"}


def drawn(frame: pl.DataFrame = FRAME, **options: Any) -> ElementTree.Element:
    given = {"title": "Neue Fälle", "average": 18.9, **options}
    return ElementTree.fromstring(intervals.render(frame, NAMES, definition("reach"), Language("de"), **given))


def scale(svg: ElementTree.Element) -> Any:
    """Where a value lies, by two numbers below the rows."""
    at = {text.text: float(text.get("x", "nan")) for text in svg.iter(f"{SVG}text")}
    return lambda value: at["0"] + value / 50 * (at["50"] - at["0"])


@pytest.mark.parametrize("row", [0, 1, 2])
def test_whiskers_reach_from_limit_to_limit(row: int) -> None:
    place, svg = FRAME.row(row, named=True), drawn()
    at, colour = scale(svg), COLOURS[place["verdict"]]
    ends = [
        (float(line.get("x1")), float(line.get("x2")))
        for line in drawing(svg, place["ags"]).iter(f"{SVG}line")
        if line.get("stroke") == colour
    ]
    assert ends[0] == pytest.approx((at(place["lower"]), at(place["upper"])), abs=0.11)
    assert [pair[0] for pair in ends[1:]] == list(ends[0])


@pytest.mark.parametrize("row", [0, 1, 2])
def test_evened_out_rates_are_hollow_and_stand_in_the_rows_of_their_places(row: int) -> None:
    place, svg = FRAME.row(row, named=True), drawn()
    (hollow,) = (
        circle for circle in drawing(svg, place["ags"]).iter(f"{SVG}circle") if circle.get("stroke") == EVENED_COLOUR
    )
    assert hollow.get("fill") == "none"
    assert float(hollow.get("cx")) == pytest.approx(scale(svg)(place["shrunken"]), abs=0.11)


def test_verdicts_differ_in_shape_not_only_in_colour() -> None:
    signs = {verdict: verdict_signs.sign(verdict, 50.0, 50.0) for verdict in SHAPES}
    shapes = {sign.replace(COLOURS[verdict], "") for verdict, sign in signs.items()}
    assert len(shapes) == len(SHAPES)
    tips = {
        verdict: [float(point.split(",")[1]) for point in _points(signs[verdict])] for verdict in ("higher", "lower")
    }
    assert tips["higher"][0] == min(tips["higher"]) < 50 < max(tips["lower"]) == tips["lower"][0]
    assert len(set(SIGNS.values())) == len(SIGNS)


def _points(sign: str) -> list[str]:
    return ElementTree.fromstring(sign).get("points", "").split()


@pytest.mark.parametrize("verdict", SHAPES)
def test_signs_stand_out_from_paper_and_stand_beside_the_number_too(verdict: str) -> None:
    assert contrast(COLOURS[verdict], "#ffffff") >= 3
    svg = drawn()
    (ags,) = FRAME.filter(pl.col("verdict") == verdict)["ags"]
    found = [sign for sign in drawing(svg, ags).iter(f"{SVG}{SHAPES[verdict]}") if sign.get("fill") == COLOURS[verdict]]
    assert len(found) == 2


def test_too_small_a_base_has_words_and_no_sign() -> None:
    group = drawing(drawn(), "4")
    assert texts(group) == ["Merzenich", "zu wenige", "–"]
    assert not [*group.iter(f"{SVG}circle"), *group.iter(f"{SVG}polygon")]


def test_a_row_says_rate_limits_evened_out_rate_and_verdict() -> None:
    svg = drawn()
    assert region(svg, "1").get("aria-label", "").replace("\u00a0", " ") == (
        "Titz: 40,0, zwischen 30,0 und 55,0 (95 %), geglättet: 35,0, höher"
    )
    assert region(svg, "4").get("aria-label") == "Merzenich: zu wenige"


def test_the_district_is_a_line_with_a_name() -> None:
    svg = drawn()
    lines = [line for line in svg.iter(f"{SVG}line") if line.get("stroke-dasharray") == intervals.AVERAGE_DASHES]
    assert len(lines) == FRAME.height + 1  # a stretch in every row, and the sample in the legend
    (place,) = {float(line.get("x1", "nan")) for line in lines[1:]}
    assert place == pytest.approx(scale(svg)(18.9), abs=0.11)
    assert "Kreis: 18,9" in texts(svg)


def test_the_chosen_place_is_pressed_and_only_on_the_page() -> None:
    pressed = [row.get("data-ags") for row in drawn(selected="2").iter() if row.get("aria-pressed") == "true"]
    assert pressed == ["2"]
    assert not [row for row in drawn(selected="2", heading=True).iter() if row.get("tabindex")]


def test_rows_follow_the_frame_and_the_scale_begins_at_zero() -> None:
    svg = drawn()
    assert [row.get("data-ags") for row in svg.iter() if row.get("data-ags")] == ["1", "2", "3", "4"]
    assert "0" in texts(svg)


def test_places_without_any_rate_can_be_drawn() -> None:
    svg = drawn(FRAME.filter(pl.col("verdict") == "too_small"))
    assert "zu wenige" in texts(svg)
    assert "geglättet" not in texts(svg)


@pytest.mark.parametrize("options", [{"width": 540}, {"width": 1000, "height": 470}, {"heading": True, "notes": ["x"]}])
def test_nothing_covers_anything_and_the_picture_can_be_drawn(options: dict[str, Any]) -> None:
    svg = drawn(**options)
    assert overlapping(svg) == []
    assert outside(svg) == []
    assert min(float(text.get("font-size")) for text in svg.iter(f"{SVG}text")) >= 13
    assert png(ElementTree.tostring(svg, encoding="unicode")).startswith(b"\x89PNG")
