from __future__ import annotations

import datetime as dt
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts import courses, month_axis
from charts.course_words import LINE, WHOLE
from charts.funnel_legend import NORM_DASHES
from locales.language import Language
from metrics.definitions import definition
from tests.charts.small_multiples import (
    SVG,
    box_of,
    drawing,
    drawn_points,
    holds,
    letter_boxes,
    panels,
    points,
    region,
    texts,
)

ENGLISH, GERMAN = Language("en"), Language("de")
OPEN_CASES = definition("open_cases_per_fte")
MONTHS = [month_axis.month_of(month_axis.number_of(dt.date(2023, 10, 1)) + step) for step in range(36)]
SCHEMA = {"series": pl.String, "month": pl.Date, "value": pl.Float64}
SOZIALWERK = "Katholisches Sozialwerk Dürener Christen für arbeitslose Jugendliche e. V."
Values = list[float | None]


def frame_of(series: dict[str, Values]) -> pl.DataFrame:
    rows = [(key, month, value) for key, values in series.items() for month, value in zip(MONTHS, values, strict=False)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def district(value: float = 50.0) -> pl.DataFrame:
    return pl.DataFrame({"month": MONTHS, "value": [value] * len(MONTHS)})


def draw(series: dict[str, Values], language: Language = ENGLISH, **options: Any) -> ElementTree.Element:
    arguments: dict[str, Any] = {
        "title": "Open cases over time",
        "names": {key: f"Unit {key}" for key in series},
        "whole": district(),
        "trends": {},
        **options,
    }
    return ElementTree.fromstring(courses.render(frame_of(series), OPEN_CASES, language, **arguments))


def lines(parent: ElementTree.Element, colour: str) -> list[ElementTree.Element]:
    return [line for line in parent.iter(f"{SVG}polyline") if line.get("stroke") == colour]


def test_panels_follow_the_order_of_the_names() -> None:
    svg = draw({"a": [1.0], "b": [2.0], "c": [3.0]}, names={"c": "Titz", "a": "Düren", "b": "Inden"})
    assert [part.get("data-ags") for part, _ in panels(svg)] == ["c", "a", "b"]
    assert [texts(group)[0] for _, group in panels(svg)] == ["Titz", "Düren", "Inden"]


def test_all_panels_have_one_scale() -> None:
    svg = draw({"low": [10.0, 50.0], "high": [20.0, 100.0]})
    low, high = (points(lines(drawing(svg, key), LINE)[0]) for key in ("low", "high"))
    zero, tops = baselines(svg), (50.0, 100.0)
    assert zero["low"] == zero["high"]
    # Twice the value stands twice as high above zero, in whichever panel.
    heights = [zero[key] - course[1][1] for key, course in (("low", low), ("high", high))]
    assert heights[1] / heights[0] == pytest.approx(tops[1] / tops[0], rel=0.01)
    assert heights[0] / (zero["low"] - low[0][1]) == pytest.approx(5.0, rel=0.02)


def baselines(svg: ElementTree.Element) -> dict[str, float]:
    """Where zero lies: the lowest level line of each panel."""
    return {
        part.get("data-ags", ""): max(
            float(line.get("y1", "0")) for line in group.iter(f"{SVG}line") if line.get("y1") == line.get("y2")
        )
        for part, group in panels(svg)
    }


def test_the_district_is_a_thin_line_in_every_panel() -> None:
    svg = draw({"a": [1.0] * 36, "b": [60.0] * 36})
    for _, group in panels(svg):
        (thin,), (thick,) = lines(group, WHOLE), lines(group, LINE)
        assert len(points(thin)) == len(MONTHS)
        assert float(thin.get("stroke-width", "9")) <= float(thick.get("stroke-width", "0")) / 1.8
    assert "District (latest 50.0)" in texts(svg)


def test_months_without_a_value_break_the_line() -> None:
    svg = draw({"a": [10.0, 11.0, None, 13.0, 14.0, 15.0, None, None, 18.0]})
    assert [len(points(line)) for line in lines(drawing(svg, "a"), LINE)] == [2, 3]
    # The value alone between two holes is a dot, and as the last one it has the larger dot as well.
    dots = [dot for dot in drawing(svg, "a").iter(f"{SVG}circle") if dot.get("fill") == LINE]
    assert len(dots) == 2
    assert len({(dot.get("cx"), dot.get("cy")) for dot in dots}) == 1


def test_a_month_without_a_row_is_a_hole_like_one_without_a_value() -> None:
    with_null = {"a": [10.0, 11.0, None, 13.0]}
    without = frame_of(with_null).drop_nulls()
    options: dict[str, Any] = {"title": "t", "names": {"a": "A"}, "whole": district(), "trends": {}}
    assert courses.render(without, OPEN_CASES, ENGLISH, **options) == courses.render(
        frame_of(with_null), OPEN_CASES, ENGLISH, **options
    )


def test_the_last_value_is_written_where_the_line_ends_if_it_is_of_the_newest_month() -> None:
    svg = draw({"a": [10.0, 62.25, None, None], "b": [20.0] * 36, "c": [30.0] * 35 + [62.25]})
    assert "62.2" not in texts(drawing(svg, "a"))
    for key, written in (("b", "20.0"), ("c", "62.2")):
        group = drawing(svg, key)
        x, y = points(lines(group, LINE)[-1])[-1]
        (box,) = [box for text, box in letter_boxes(group) if text == written]
        assert 0 < box.left - x < 12
        assert box.top < y < box.bottom


def test_the_trend_is_said_in_words() -> None:
    svg = draw({"a": [10.0, 20.0], "b": [5.0, 4.0]}, trends={"a": "rising", "b": "no trend"})
    assert texts(drawing(svg, "a"))[:2] == ["Unit a", "rising"]
    assert texts(drawing(svg, "b"))[:2] == ["Unit b", "no trend"]
    assert (region(svg, "a").get("aria-label") or "").endswith(", rising")
    assert (region(svg, "a").get("data-card") or "").split("\n")[-1] == "rising"


def test_first_and_last_value_are_read_aloud() -> None:
    course: Values = [30.0 + step for step in range(36)]
    svg = draw({"a": course}, names={"a": "Düren"}, trends={"a": "rising"})
    assert region(svg, "a").get("aria-label") == (
        "Düren: October 2023 30.0, September 2026 65.0 cases per post (FTE), District: 50.0, rising"
    )
    svg = draw({"a": [30.0]}, names={"a": "Düren"}, language=GERMAN)
    assert region(svg, "a").get("aria-label") == "Düren: Oktober 2023 30,0 Fälle je Stelle (VZÄ), Kreis: 50,0"


def test_the_card_has_the_last_value_and_the_one_a_year_before() -> None:
    svg = draw({"a": [30.0 + step for step in range(36)]}, names={"a": SOZIALWERK}, trends={"a": "rising"})
    assert (region(svg, "a").get("data-card") or "").split("\n") == [
        SOZIALWERK,
        "September 2026: 65.0 cases per post (FTE)",
        "September 2025: 53.0",
        "District: 50.0",
        "rising",
    ]


def test_a_unit_without_any_value_says_so_and_has_no_trend() -> None:
    svg = draw({"a": [None] * 36, "b": [1.0]}, trends={"a": "", "b": "too short"})
    assert "no figure" in texts(drawing(svg, "a"))
    assert not lines(drawing(svg, "a"), LINE)
    assert region(svg, "a").get("aria-label") == "Unit a: no figure in any month"


def test_long_names_take_two_lines_and_are_cut_only_with_an_ellipsis() -> None:
    keys = [str(number) for number in range(8)]
    names = {**dict.fromkeys(keys, "Stadt Jülich"), "4": SOZIALWERK}
    svg = draw({key: [10.0] for key in keys}, names=names)
    written = [text.text or "" for text in drawing(svg, "4").iter(f"{SVG}text") if text.get("font-size") == "14.5"]
    assert len(written) == 2
    assert written[1].endswith("…")
    assert SOZIALWERK.startswith(" ".join(written).rstrip("…"))
    assert (region(svg, "4").get("aria-label") or "").startswith(SOZIALWERK)


def test_the_norm_is_a_dashed_line_explained_in_the_legend() -> None:
    svg = draw({"a": [10.0, 20.0], "b": [5.0, 4.0]}, norm=(75.0, "own setting: 75 <cases>"))
    assert "own setting: 75 <cases>" in texts(svg)
    for _, group in panels(svg):
        (line,) = [line for line in group.iter(f"{SVG}line") if line.get("stroke-dasharray") == NORM_DASHES]
        assert line.get("y1") == line.get("y2")
    without = draw({"a": [10.0]})
    assert not [line for line in without.iter(f"{SVG}line") if line.get("stroke-dasharray")]


def test_a_norm_above_all_values_stays_within_the_panels() -> None:
    svg = draw({"a": [10.0, 20.0]}, norm=(400.0, "own setting"))
    box = box_of(region(svg, "a"))
    assert all(holds(box, x, y) for x, y in drawn_points(drawing(svg, "a")))


def test_the_selected_panel_stands_out_by_its_border_and_says_that_it_is_pressed() -> None:
    svg = draw({"a": [1.0], "b": [2.0]}, selected="b")
    assert [part.get("aria-pressed") for part, _ in panels(svg)] == ["false", "true"]
    widths = [float(part.get("stroke-width", "0")) for part, _ in panels(svg)]
    assert widths[1] > 2 * widths[0]
    assert not [part for part, _ in panels(draw({"a": [1.0]}, selected="x")) if part.get("aria-pressed") == "true"]


def test_panels_can_be_picked_and_saved_pictures_cannot() -> None:
    picked, saved = draw({"a": [1.0]}), draw({"a": [1.0]}, heading=True, notes=["Source: own", "Example data"])
    assert (region(picked, "a").get("role"), region(picked, "a").get("tabindex")) == ("button", "0")
    assert region(saved, "a").get("role") == "img"
    assert not {"tabindex", "data-card", "aria-pressed"} & set(region(saved, "a").attrib)
    assert "Open cases over time" in texts(saved)
    assert "Open cases over time" not in texts(picked)
    assert texts(saved)[-2:] == ["Source: own", "Example data"]
    assert float(saved.get("height", "0")) > 0


def test_names_and_trends_are_escaped() -> None:
    svg = draw({'<&">': [1.0]}, names={'<&">': '<script>"&'}, trends={'<&">': "<b>"}, each="<i>")
    assert texts(drawing(svg, '<&">'))[:2] == ['<script>"&', "<b>"]
    assert not list(svg.iter(f"{SVG}script"))


@pytest.mark.parametrize(("number", "columns"), [(15, 5), (8, 4), (3, 3), (1, 1), (6, 3)])
def test_panels_fill_a_page_in_even_rows(number: int, columns: int) -> None:
    keys = [f"{place:02}" for place in range(number)]
    svg = draw({key: [10.0, 20.0] for key in keys})
    boxes = [box_of(part) for part, _ in panels(svg)]
    assert len({box.left for box in boxes}) == columns
    assert len({box.top for box in boxes}) == -(-number // columns)
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    width, height = (float(size) for size in svg.get("viewBox", "").split()[2:])
    assert (width, height <= 520) == (1000, True)


def test_series_without_a_name_are_refused() -> None:
    with pytest.raises(ValueError, match="series without a name: 'b'"):
        draw({"a": [1.0], "b": [2.0]}, names={"a": "A"})


def test_a_month_that_comes_twice_is_refused() -> None:
    twice = pl.concat([frame_of({"a": [1.0, 2.0]}), frame_of({"a": [3.0]})])
    with pytest.raises(ValueError, match="a: the month 2023-10 comes more than once"):
        courses.render(twice, OPEN_CASES, ENGLISH, title="t", names={"a": "A"}, whole=district(), trends={})


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_values_that_no_axis_from_zero_can_show_are_refused(value: float) -> None:
    with pytest.raises(ValueError, match="a, 2023-11: value must be a number of 0 or more"):
        draw({"a": [1.0, value]})
    with pytest.raises(ValueError, match="a norm must be a number above zero"):
        draw({"a": [1.0]}, norm=(value, "norm"))


def test_no_panels_and_no_months_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one panel"):
        draw({})
    with pytest.raises(ValueError, match="at least one month"):
        draw({}, names={"a": "A"}, whole=district().clear())


def test_a_share_is_written_as_per_cent() -> None:
    meaning = definition("goals_reached_share")
    svg = ElementTree.fromstring(
        courses.render(
            frame_of({"a": [0.25, 0.5]}), meaning, ENGLISH, title="t", names={"a": "A"}, whole=district(0.4), trends={}
        )
    )
    assert {"0%", "20%", "40%"} <= set(texts(svg))
    assert meaning.label["en"] in texts(svg)


VALUE = st.none() | st.floats(0, 1e4)
SERIES = st.lists(st.lists(VALUE, min_size=1, max_size=36), min_size=1, max_size=16)
NAME = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=90)


def test_zero_and_next_to_nothing_are_drawn_at_zero() -> None:
    for value in (0.0, 5e-324):
        svg = draw({"a": [value, value]}, whole=district(0.0))
        (line,) = lines(drawing(svg, "a"), LINE)
        assert {y for _, y in points(line)} == {baselines(svg)["a"]}


@settings(max_examples=60)
@given(SERIES, st.data(), st.sampled_from([700, 1000]))
def test_everything_stays_within_its_panel(series: list[Values], data: st.DataObject, width: int) -> None:
    keyed = {str(number): values for number, values in enumerate(series)}
    names = {key: data.draw(NAME) for key in keyed}
    svg = draw(keyed, names=names, trends=dict.fromkeys(keyed, "no trend"), width=width)
    sheet = [float(size) for size in svg.get("viewBox", "").split()]
    for number, (part, group) in enumerate(panels(svg)):
        box = box_of(part)
        assert holds(box_of(ElementTree.Element("r", width=str(sheet[2]), height=str(sheet[3]))), box.right, box.bottom)
        assert all(holds(box, x, y) for x, y in drawn_points(group))
        inside = [lettered for text, lettered in letter_boxes(group) if lettered.right > box.left]
        for lettered in inside:
            assert holds(box, lettered.left, lettered.top)
            assert holds(box, lettered.right, lettered.bottom)
        # Texts left of a panel are the numbers of the axis, on the sheet and beside the first panel of a row only.
        outside = [lettered for _, lettered in letter_boxes(group) if lettered.right <= box.left]
        assert all(lettered.left >= 0 for lettered in outside)
        assert not any(one.overlaps(other) for one, other in combinations(outside, 2))
        drawn = sum(len(points(line)) for line in lines(group, LINE))
        drawn += len([dot for dot in group.iter(f"{SVG}circle") if dot.get("fill") == LINE])
        values = [value for value in series[number] if value is not None]
        # Every value is a corner of a line or a dot, and the last one has a dot of its own.
        assert drawn == len(values) + bool(values)
