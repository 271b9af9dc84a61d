"""Bars of 100 %: parts as wide as their shares, counts only where they fit, frames where there is too little."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts import stacked
from charts.colours import PAPER
from charts.part_paints import OUTCOME_COLOURS, PALETTE
from charts.small_panel import CHOSEN_GROUND
from charts.stacked import BAR, EMPTY_DASHES, Stack
from locales.language import Language
from metrics.codes import codes
from report.picture import png
from tests.charts.pictures import canvas_of
from tests.charts.small_multiples import SVG, box_of, drawing, holds, letter_boxes, panels, region, texts

ENGLISH, GERMAN = Language("en"), Language("de")
PARTS = {"reached": "reached", "partly_reached": "partly", "ended_otherwise": "ended otherwise", "open": "open"}
ROWS = [
    Stack("a", "Düren", "200 goals", {"reached": 100, "partly_reached": 50, "ended_otherwise": 1, "open": 49}),
    Stack("b", "Titz", "20 goals", {"reached": 20}),
    Stack("c", "Inden", "5 goals", {"reached": 5}, "fewer than ten goals"),
]
LANGUAGES = {code: names["en"] for code, names in codes("counselling_language").items()}


def draw(rows: list[Stack], language: Language = ENGLISH, **options: Any) -> ElementTree.Element:
    arguments = {"parts": PARTS, "colours": OUTCOME_COLOURS, "title": "Goals", **options}
    parts, colours = arguments.pop("parts"), arguments.pop("colours")
    return ElementTree.fromstring(stacked.render(rows, parts, colours, language, **arguments))


def bars(group: ElementTree.Element) -> list[ElementTree.Element]:
    return [part for part in group.iter(f"{SVG}rect") if part.get("stroke") == PAPER]


def widths(group: ElementTree.Element) -> list[float]:
    return [float(bar.get("width", "nan")) for bar in bars(group)]


def described(svg: ElementTree.Element) -> list[ElementTree.Element]:
    return [part for part in svg.iter(f"{SVG}rect") if "aria-label" in part.attrib]


def test_parts_are_as_wide_as_their_shares_in_the_order_of_their_names() -> None:
    svg = draw(ROWS)
    found, whole = widths(drawing(svg, "a")), widths(drawing(svg, "b"))
    assert [width / whole[0] for width in found] == pytest.approx([0.5, 0.25, 0.005, 0.245], abs=0.001)
    assert [bar.get("fill") for bar in bars(drawing(svg, "a"))] == list(OUTCOME_COLOURS.values())
    edges = [box_of(bar) for bar in bars(drawing(svg, "a"))]
    assert all(one.right == pytest.approx(other.left, abs=0.11) for one, other in pairwise(edges))
    numbers = {text.text: float(text.get("x", "nan")) for text in svg.iter(f"{SVG}text")}
    assert (edges[0].left, edges[-1].right) == pytest.approx((numbers["0%"], numbers["100%"]), abs=0.11)


def test_counts_stand_inside_where_there_is_room() -> None:
    svg = draw(ROWS)
    assert texts(drawing(svg, "a")) == ["Düren", "200 goals", "100", "50", "49"]
    group = drawing(svg, "a")
    by_count = {"100": 0, "50": 1, "49": 3}
    for text, box in letter_boxes(group):
        if text in by_count:
            bar = box_of(bars(group)[by_count[text]])
            assert bar.left < box.left < box.right < bar.right


def test_parts_that_do_not_occur_are_neither_drawn_nor_explained() -> None:
    svg = draw([ROWS[1]])
    assert len(bars(drawing(svg, "b"))) == 1
    legend = [text for text in texts(svg) if text in PARTS.values()]
    assert legend == ["reached"]
    assert [text for text in texts(draw(ROWS)) if text in PARTS.values()] == list(PARTS.values())


def test_every_part_is_said_even_one_too_small_for_its_count() -> None:
    svg = draw(ROWS, GERMAN)
    assert region(svg, "a").get("aria-label") == (
        "Düren, 200 goals: reached 100 (50\u202f%), partly 50 (25\u202f%), ended otherwise 1 (0\u202f%), open 49 (24\u202f%)"
    )
    assert (region(svg, "a").get("data-card") or "").split("\n")[:3] == [
        "Düren",
        "200 goals",
        "reached 100 (50\u202f%)",
    ]


def test_too_small_a_base_is_an_empty_frame_with_the_words_given() -> None:
    svg = draw(ROWS)
    group = drawing(svg, "c")
    assert not bars(group)
    (frame,) = [part for part in group.iter(f"{SVG}rect") if part.get("stroke-dasharray") == EMPTY_DASHES]
    assert float(frame.get("width", "nan")) == pytest.approx(widths(drawing(svg, "b"))[0], abs=0.11)
    assert texts(group) == ["Inden", "5 goals", "fewer than ten goals"]
    assert region(svg, "c").get("aria-label") == "Inden, 5 goals: fewer than ten goals"


def test_nothing_counted_is_an_empty_frame_as_well() -> None:
    svg = draw([Stack("a", "Titz", "", {"reached": 0})])
    assert texts(drawing(svg, "a")) == ["Titz", "no figure"]
    assert region(svg, "a").get("aria-label") == "Titz: no figure"


def test_languages_carry_textures_that_the_legend_shows() -> None:
    rows = [Stack("a", "Düren", "", dict.fromkeys(LANGUAGES, 10))]
    svg = draw(rows, parts=LANGUAGES, colours=dict(zip(LANGUAGES, PALETTE, strict=False)))
    defined = {f"url(#{pattern.get('id')})" for pattern in svg.iter(f"{SVG}pattern")}
    painted = [bar.get("fill") for bar in bars(drawing(svg, "a"))]
    assert defined
    assert defined == {fill for fill in painted if fill and fill.startswith("url(")}
    samples = [part.get("fill") for part in svg.findall(f"{SVG}rect") if part.get("fill") in painted]
    assert samples == painted


def test_two_pictures_on_one_page_do_not_paint_with_each_others_textures() -> None:
    colours = dict.fromkeys(PARTS, "#2a6f97")
    documents = [
        draw(ROWS, colours=colours),
        draw(ROWS, colours=colours, title="Another"),
        draw(ROWS[:1], colours=colours),
    ]
    ids = [pattern.get("id") for svg in documents for pattern in svg.iter(f"{SVG}pattern")]
    assert len(set(ids)) == len(ids) == 9


def test_the_selected_row_is_marked_and_rows_without_a_key_cannot_be_picked() -> None:
    svg = draw([*ROWS, Stack("", "District", "", {"open": 1})], selected="b")
    assert [part.get("aria-pressed") for part in described(svg)] == ["false", "true", "false", None]
    assert region(svg, "b").get("fill") == CHOSEN_GROUND
    assert [part.get("data-ags") for part, _ in panels(svg)] == ["a", "b", "c"]


def test_a_saved_picture_has_title_and_notes_and_nothing_to_pick() -> None:
    svg = draw(ROWS, heading=True, notes=["Example data"])
    assert (texts(svg)[0], texts(svg)[-1]) == ("Goals", "Example data")
    assert not {"tabindex", "data-card", "data-ags"} & {name for part in described(svg) for name in part.attrib}


@pytest.mark.parametrize(
    ("rows", "options", "problem"),
    [
        ([Stack("a", "A", "", {"other": 1})], {}, "parts without a name: other"),
        (ROWS, {"colours": {"reached": "#000000"}}, "parts without a colour: partly_reached, ended_otherwise, open"),
        ([Stack("a", "A", "", {"open": -1})], {}, "a, open: a count is a number of 0 or more, found -1"),
        ([Stack("", "A", "", {"open": float("nan")})], {}, "A, open: a count is a number of 0 or more"),
        ([ROWS[0], ROWS[0]], {}, "rows with the same key: a"),
        ([], {}, "at least one row"),
        (ROWS, {"width": 400}, "leaves no room"),
        (
            ROWS,
            {"parts": dict.fromkeys([*PARTS, *"abcde"], "x"), "colours": dict.fromkeys([*PARTS, *"abcde"], "#123456")},
            "9 parts",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(rows: list[Stack], options: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        draw(rows, **options)


def test_it_can_be_drawn_as_pixels() -> None:
    colours = dict.fromkeys(PARTS, "#2a6f97")
    svg = stacked.render(ROWS, PARTS, colours, GERMAN, title="t", heading=True)
    assert png(svg, width=680).startswith(b"\x89PNG")


NAME = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=90)
COUNTS = st.dictionaries(st.sampled_from(list(LANGUAGES)), st.integers(0, 20_000))
ROW = st.builds(Stack, st.just(""), NAME, NAME, COUNTS, st.just("") | NAME)


@settings(max_examples=60)
@given(st.lists(ROW, min_size=1, max_size=16), st.sampled_from([480, 680, 1000, 1240]))
def test_nothing_leaves_the_picture_or_is_written_over(rows: list[Stack], width: int) -> None:
    svg = draw(rows, width=width, parts=LANGUAGES, colours=dict(zip(LANGUAGES, PALETTE, strict=False)))
    sheet = canvas_of(svg)
    boxes = letter_boxes(svg)
    for _, box in boxes:
        assert holds(sheet, box.left, box.top)
        assert holds(sheet, box.right, box.bottom)
    written = [box for text, box in boxes if text.strip()]
    assert not any(one.overlaps(other) for one, other in combinations(written, 2))
    groups = [part for part in svg.iter(f"{SVG}g") if part.get("pointer-events")]
    for area, group, row in zip(described(svg), groups, rows, strict=True):
        drawn = bars(group)
        is_empty = bool(row.reason) or not any(row.counts.values())
        assert len(drawn) == (0 if is_empty else sum(count > 0 for count in row.counts.values()))
        assert all(holds(box_of(area), box_of(bar).left, box_of(bar).top) for bar in drawn)
        assert all(holds(box_of(area), box_of(bar).right, box_of(bar).bottom) for bar in drawn)
        assert all(float(bar.get("height", "0")) == BAR for bar in drawn)
