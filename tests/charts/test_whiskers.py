"""Figures with their limits: drawn where they are, said in full, nothing written over anything else."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts import whiskers
from charts.small_panel import CHOSEN_GROUND
from charts.whisker_rows import COLOUR, REFERENCE_DASHES, Whisker
from locales.language import Language
from metrics.definitions import definition
from report.picture import png
from tests.charts.pictures import canvas_of
from tests.charts.small_multiples import SVG, box_of, drawing, holds, letter_boxes, panels, region, texts

ENGLISH, GERMAN = Language("en"), Language("de")
REACHED, WAITING, GAP = definition("goals_reached_share"), definition("waiting_days"), definition("gap_in_posts")
SOZIALWERK = "Katholisches Sozialwerk Dürener Christen für arbeitslose Jugendliche e. V."
# Wilson's limits of 65 of 100 and of 4 of 20.
TOWNS = [
    Whisker("a", "Düren", 0.65, 0.5525444, 0.7363576, "65 of 100 goals"),
    Whisker("b", "Titz", 0.2, 0.0806577, 0.4160174, "4 of 20 goals"),
    Whisker("c", "Inden", None, count_text="5 goals", reason="fewer than ten goals"),
]


def draw(rows: list[Whisker], meaning: Any = REACHED, language: Language = ENGLISH, **options: Any) -> Any:
    return ElementTree.fromstring(whiskers.render(rows, meaning, language, **{"title": "Goals reached", **options}))


def dot(group: ElementTree.Element) -> tuple[float, float]:
    (found,) = group.iter(f"{SVG}circle")
    return float(found.get("cx", "nan")), float(found.get("cy", "nan"))


def strokes(group: ElementTree.Element, colour: str) -> list[tuple[float, float, float, float]]:
    return [
        tuple(float(line.get(end, "nan")) for end in ("x1", "y1", "x2", "y2"))
        for line in group.iter(f"{SVG}line")
        if line.get("stroke") == colour
    ]


def place_of(svg: ElementTree.Element, *marks: tuple[str, float]) -> Any:
    """Where a value lies, by two numbers written below the rows."""
    numbers = {text.text: float(text.get("x", "nan")) for text in svg.iter(f"{SVG}text")}
    (one, low), (other, high) = marks
    return lambda value: numbers[one] + (value - low) / (high - low) * (numbers[other] - numbers[one])


def test_dots_and_limits_stand_where_their_figures_say() -> None:
    svg = draw(TOWNS)
    at = place_of(svg, ("0%", 0.0), ("100%", 1.0))
    for row in TOWNS[:2]:
        group = drawing(svg, row.key)
        assert dot(group)[0] == pytest.approx(at(row.value), abs=0.11)
        whole, left, right = strokes(group, COLOUR)
        assert (whole[0], whole[2]) == (left[0], right[0])
        assert left[0] == pytest.approx(at(row.lower), abs=0.11)
        assert right[0] == pytest.approx(at(row.upper), abs=0.11)


def test_rows_follow_the_order_given_and_print_their_figures() -> None:
    svg = draw([TOWNS[1], TOWNS[0]])
    assert [part.get("data-ags") for part, _ in panels(svg)] == ["b", "a"]
    assert texts(drawing(svg, "a")) == ["Düren", "65%", "55% to 74%", "65 of 100 goals"]


def test_a_row_says_its_figure_with_its_limits() -> None:
    svg = draw(TOWNS, language=GERMAN)
    assert region(svg, "a").get("aria-label") == (
        "Düren: 65\u202f%, zwischen 55\u202f% und 74\u202f% (95\u00a0%), 65 of 100 goals"
    )
    assert (region(svg, "a").get("data-card") or "").split("\n") == [
        "Düren",
        "65\u202f%, zwischen 55\u202f% und 74\u202f% (95\u00a0%)",
        "65 of 100 goals",
    ]


def test_without_a_figure_there_is_a_dash_and_the_reason() -> None:
    svg = draw(TOWNS)
    group = drawing(svg, "c")
    assert texts(group) == ["Inden", "fewer than ten goals", "–", "5 goals"]
    assert not list(group.iter(f"{SVG}circle"))
    assert not strokes(group, COLOUR)
    assert region(svg, "c").get("aria-label") == "Inden: fewer than ten goals, 5 goals"
    assert texts(drawing(draw([Whisker("a", "Titz", None)]), "a")) == ["Titz", "no figure", "–"]


def test_an_open_limit_reaches_the_end_of_the_scale_without_a_stroke_across() -> None:
    svg = draw([Whisker("a", "Titz", 30.0, 14.0, None), Whisker("b", "Düren", 7.0, None, 12.0)], WAITING)
    at = place_of(svg, ("0", 0.0), ("30", 30.0))
    up, down = strokes(drawing(svg, "a"), COLOUR), strokes(drawing(svg, "b"), COLOUR)
    assert (len(up), len(down)) == (2, 2)
    assert up[0][2] > dot(drawing(svg, "a"))[0] + 5
    assert down[0][0] == pytest.approx(at(0.0), abs=0.11)


def test_a_figure_without_limits_is_a_dot_alone() -> None:
    svg = draw([Whisker("a", "Titz", 30.0)], WAITING)
    assert not strokes(drawing(svg, "a"), COLOUR)
    assert texts(svg)[0] == "days"
    assert "how precisely the figure is known (95 %)" not in texts(svg)


def test_the_reference_goes_through_all_rows_and_is_named() -> None:
    svg = draw(TOWNS, reference=(0.47, "District: <47%>"))
    at = place_of(svg, ("0%", 0.0), ("100%", 1.0))
    dashed = [line for line in svg.iter(f"{SVG}line") if line.get("stroke-dasharray") == REFERENCE_DASHES]
    in_rows = [line for line in dashed if line.get("x1") == line.get("x2")]
    assert len(in_rows) == len(TOWNS)
    assert [float(line.get("x1", "nan")) for line in in_rows] == pytest.approx([at(0.47)] * len(TOWNS), abs=0.11)
    ends = [(float(line.get("y1", "nan")), float(line.get("y2", "nan"))) for line in in_rows]
    assert [bottom for _, bottom in ends[:-1]] == [top for top, _ in ends[1:]]
    assert "District: <47%>" in texts(svg)
    assert not [line for line in draw(TOWNS).iter(f"{SVG}line") if line.get("stroke-dasharray")]


def test_shares_have_the_whole_scale_unless_it_is_fitted() -> None:
    small = [Whisker("a", "Titz", 0.03, 0.01, 0.06)]
    assert "100%" in texts(draw(small))
    fitted = texts(draw(small, fitted=True))
    assert "6%" in fitted
    assert "100%" not in fitted


def test_differences_may_lie_below_zero() -> None:
    svg = draw([Whisker("a", "Titz", -0.8, -1.2, -0.4), Whisker("b", "Düren", 0.9, 0.1, 1.7)], GAP)
    zero = place_of(svg, ("−1.0", -1.0), ("1.0", 1.0))(0.0)
    assert dot(drawing(svg, "a"))[0] < zero < dot(drawing(svg, "b"))[0]


def test_the_selected_row_stands_out_and_says_that_it_is_pressed() -> None:
    svg = draw(TOWNS, selected="b")
    assert [part.get("aria-pressed") for part, _ in panels(svg)] == ["false", "true", "false"]
    assert region(svg, "b").get("fill") == CHOSEN_GROUND
    assert region(svg, "b").get("stroke-width") == "2.4"
    assert not [part for part, _ in panels(draw(TOWNS, selected="x")) if part.get("aria-pressed") == "true"]


def described(svg: ElementTree.Element) -> list[ElementTree.Element]:
    return [part for part in svg.iter(f"{SVG}rect") if "aria-label" in part.attrib]


def test_only_rows_with_a_key_can_be_picked() -> None:
    svg = draw([*TOWNS, Whisker("", "District", 0.47), Whisker("", "Other", 0.4)])
    assert [part.get("role") for part in described(svg)] == ["button"] * 3 + ["img"] * 2
    assert [part.get("tabindex") for part in described(svg)] == ["0"] * 3 + [None] * 2
    assert described(svg)[3].get("data-card") == "District\n47%"
    assert not panels(draw(TOWNS, picked=False))


def test_a_saved_picture_has_title_and_notes_and_nothing_to_pick() -> None:
    svg = draw(TOWNS, heading=True, notes=["Source: own", "Example data"])
    assert texts(svg)[0] == "Goals reached"
    assert texts(svg)[-2:] == ["Source: own", "Example data"]
    assert not {"tabindex", "data-card", "data-ags"} & {name for part in described(svg) for name in part.attrib}
    assert float(svg.get("height", "0")) > 0
    assert "Goals reached" not in texts(draw(TOWNS))


def test_long_names_are_broken_and_cut_only_with_an_ellipsis() -> None:
    for width, lines in ((680, 3), (1240, 2)):
        svg = draw([Whisker("a", SOZIALWERK * 2, 0.5), Whisker("b", SOZIALWERK, 0.4)], width=width)
        for key, name in (("a", SOZIALWERK * 2), ("b", SOZIALWERK)):
            written = [text.text for text in drawing(svg, key).iter(f"{SVG}text") if text.get("font-size") == "14.5"]
            label = " ".join(written[:-1])
            assert len(written[:-1]) <= 3
            assert name.startswith(label.rstrip("…"))
            assert (region(svg, key).get("aria-label") or "").startswith(name)
        assert len(written[:-1]) == lines


def test_names_are_escaped() -> None:
    svg = draw([Whisker('<&">', '<script>"&', 0.5, count_text="<b>")], title="<i>")
    assert texts(drawing(svg, '<&">'))[0] == '<script>"&'
    assert not list(svg.iter(f"{SVG}script"))


def test_letters_are_large_enough() -> None:
    sizes = [float(text.get("font-size", "0")) for text in draw(TOWNS, reference=(0.4, "x")).iter(f"{SVG}text")]
    assert min(sizes) >= 13


def test_what_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match=r"a: 0\.5 does not lie within its limits"):
        draw([Whisker("a", "Titz", 0.5, 0.6, 0.7)])
    with pytest.raises(ValueError, match="rows with the same key: a"):
        draw([Whisker("a", "Titz", 0.5), Whisker("a", "Düren", 0.5)])
    with pytest.raises(ValueError, match="at least one row"):
        draw([])
    with pytest.raises(ValueError, match="leaves no room"):
        draw(TOWNS, width=300)
    with pytest.raises(ValueError, match="District: a value and its limits are numbers"):
        draw(TOWNS, reference=(float("nan"), "District"))


def test_it_can_be_drawn_as_pixels() -> None:
    assert png(whiskers.render(TOWNS, REACHED, GERMAN, title="t", heading=True), width=680).startswith(b"\x89PNG")


LIMITS = st.lists(st.floats(0, 1), min_size=3, max_size=3).map(sorted)
NAME = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=90)
ROW = st.builds(
    lambda limits, label, count, has_value, scale: (
        Whisker("", label, scale * limits[1], scale * limits[0], scale * limits[2], count)
        if has_value
        else Whisker("", label, None, count_text=count, reason=label)
    ),
    LIMITS,
    NAME,
    NAME,
    st.booleans(),
    st.sampled_from([1.0, 400.0, 20000.0]),
)


@settings(max_examples=60)
@given(st.lists(ROW, min_size=1, max_size=16), st.sampled_from([480, 680, 1000, 1240]), st.booleans())
def test_nothing_leaves_the_picture_or_is_written_over(rows: list[Whisker], width: int, is_share: bool) -> None:
    svg = draw(rows, REACHED if is_share and all((row.value or 0) <= 1 for row in rows) else WAITING, width=width)
    sheet = canvas_of(svg)
    boxes = letter_boxes(svg)
    for _, box in boxes:
        assert holds(sheet, box.left, box.top)
        assert holds(sheet, box.right, box.bottom)
    written = [box for text, box in boxes if text.strip()]
    assert not any(one.overlaps(other) for one, other in combinations(written, 2))
    areas = [box_of(part) for part in described(svg)]
    assert all(one.bottom <= other.top for one, other in pairwise(areas))
    assert all(area.bottom - area.top >= 24 for area in areas)
    groups = [part for part in svg.iter(f"{SVG}g") if part.get("pointer-events")]
    for area, group, row in zip(areas, groups, rows, strict=True):
        assert len(list(group.iter(f"{SVG}circle"))) == (row.value is not None)
        for x1, y1, x2, y2 in strokes(group, COLOUR):
            assert holds(area, x1, y1)
            assert holds(area, x2, y2)
