from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from charts.colours import class_colours
from charts.lettering import text_width, wrap
from charts.map import render
from charts.map_circles import Circles
from charts.map_labels import Box, Wanted, place
from geo.boundaries import read_boundaries
from geo.shapes import outlines
from locales.language import Language
from metrics.definitions import Definition, definition
from metrics.states import MISSING, STATES

SHIPPED = Path(__file__).parents[2] / "data/raw/geo/gemeinden_vg250_2016.geojson"
SVG = "{http://www.w3.org/2000/svg}"
ATTRIBUTION = "© GeoBasis-DE / BKG 2016 (Daten verändert), www.bkg.bund.de"
NAMES = ["Aldenhoven", "Düren", "Heimbach", "Hürtgenwald", "Inden", "Jülich", "Kreuzau", "Langerwehe", "Linnich"]
NAMES += ["Merzenich", "Nideggen", "Niederzier", "Nörvenich", "Titz", "Vettweiß"]
GAPS = [0.12, 0.907, -0.31, -0.02, 0.03, -0.8, 0.24, -0.11, 0.07, -0.27, -0.44, 0.0, 0.179, -0.5, 0.5]
RATE = Definition(
    id="rate",
    kind="rate",
    label={"de": "Beratene je 1.000", "en": "Clients per 1,000"},
    unit={"de": "je 1.000 Personen", "en": "per 1,000 people"},
    decimals=1,
    direction="neither",
    numerator={},
    denominator={},
    explanation={},
    source={},
    breaks=(20, 40, 80),
)
ENGLISH = Language("en")


@cache
def district() -> dict[str, BaseGeometry]:
    return outlines(read_boundaries(SHIPPED).areas)


@pytest.fixture
def values() -> pl.DataFrame:
    keys = sorted(district())
    return pl.DataFrame({"ags": keys, "name": NAMES, "value": GAPS, "state": ["value"] * 15})


@pytest.fixture
def rates(values: pl.DataFrame) -> pl.DataFrame:
    """One municipality in each missing state, one with a reported zero."""
    states = ["not_reported", "suppressed", "not_published", "zero"] + ["value"] * 11
    numbers = [None, None, None, 0.0, 20.0, 39.9, 40.0, 80.0, 12.5, 33.3, 50.0, 61.0, 79.9, 95.0, 5.0]
    return values.with_columns(state=pl.Series(states), value=pl.Series(numbers, dtype=pl.Float64))


def draw(values: pl.DataFrame, meaning: Definition | None = None, **options: Any) -> ElementTree.Element:
    meaning = meaning or definition("gap_in_posts")
    arguments: dict[str, Any] = {"title": "The gap", "attribution": ATTRIBUTION, **options}
    return ElementTree.fromstring(render(values, meaning, district(), ENGLISH, **arguments))


def regions(svg: ElementTree.Element) -> list[ElementTree.Element]:
    return [path for path in svg.iter(f"{SVG}path") if "data-ags" in path.attrib]


def region(svg: ElementTree.Element, name: str) -> ElementTree.Element:
    return next(path for path in regions(svg) if path.get("aria-label", "").startswith(name + ":"))


def texts(svg: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]


def test_the_picture_says_what_it_is(values: pl.DataFrame) -> None:
    svg = draw(values)
    assert svg.get("viewBox") == "0 0 760 620"
    assert (svg.get("role"), svg.get("width"), svg.get("aria-label")) == ("group", "100%", "The gap")
    assert svg.findtext(f"{SVG}title") == "The gap"
    assert ATTRIBUTION in texts(svg)


def test_every_municipality_is_a_region_that_takes_focus(values: pl.DataFrame) -> None:
    drawn = regions(draw(values))
    assert [path.get("data-ags") for path in drawn] == values["ags"].to_list()
    assert {(path.get("tabindex"), path.get("role")) for path in drawn} == {("0", "button")}
    assert all(path.get("d", "").startswith("M") for path in drawn)


def test_regions_read_their_finding_aloud(values: pl.DataFrame) -> None:
    svg = draw(values)
    assert region(svg, "Düren").get("aria-label") == "Düren: +0.91 posts (FTE), 0.5 or more posts missing"
    assert region(svg, "Jülich").get("aria-label") == "Jülich: −0.80 posts (FTE), more than 0.5 posts above the share"
    assert region(svg, "Inden").get("aria-label") == "Inden: +0.03 posts (FTE), about balanced (±0.05 posts)"


def test_missing_figures_read_their_reason_aloud(rates: pl.DataFrame) -> None:
    svg = draw(rates, RATE)
    assert region(svg, "Aldenhoven").get("aria-label") == "Aldenhoven: not reported"
    assert region(svg, "Düren").get("aria-label") == "Düren: too few people to show"
    assert region(svg, "Heimbach").get("aria-label") == "Heimbach: not published by the source"
    assert region(svg, "Hürtgenwald").get("aria-label") == "Hürtgenwald: 0.0 per 1,000 people"


def test_the_card_has_the_name_the_value_and_the_details_in_lines(values: pl.DataFrame) -> None:
    detailed = values.with_columns(detail=pl.lit("present 1.0\nneeded 1.9"), circle=pl.lit(1234.0))
    card = region(draw(detailed, circle_label="people"), "Düren").get("data-card", "")
    assert card.split("\n") == ["Düren", "+0.91 posts (FTE)", "1,234 people", "present 1.0", "needed 1.9"]


def test_a_value_on_a_limit_has_the_colour_of_the_class_above(values: pl.DataFrame) -> None:
    svg, colours = draw(values), class_colours(7, True)
    assert region(svg, "Vettweiß").get("fill") == colours[6]
    assert region(svg, "Titz").get("fill") == colours[1]
    assert region(svg, "Niederzier").get("fill") == colours[3]


def test_a_zero_rate_has_the_colour_of_its_class(rates: pl.DataFrame) -> None:
    assert region(draw(rates, RATE), "Hürtgenwald").get("fill") == class_colours(4, False)[0]


def test_the_legend_of_a_gap_reads_from_shortage_to_surplus(values: pl.DataFrame) -> None:
    expected = [
        "Gap in posts",
        "posts (FTE)",
        "0.5 or more posts missing",
        "0.2 to 0.5 posts missing",
        "0.05 to 0.2 posts missing",
        "about balanced (±0.05 posts)",
        "0.05 to 0.2 posts above the share",
        "0.2 to 0.5 posts above the share",
        "more than 0.5 posts above the share",
        "A value on a limit counts in the class above.",
    ]
    drawn = texts(draw(values))
    start = drawn.index("Gap in posts")
    assert drawn[start : start + len(expected)] == expected


def test_the_legend_of_a_rate_names_half_open_classes(rates: pl.DataFrame) -> None:
    drawn = texts(draw(rates, RATE))
    start = drawn.index("80 or more per 1,000 people")
    assert drawn[start : start + 4] == [
        "80 or more per 1,000 people",
        "40 to below 80 per 1,000 people",
        "20 to below 40 per 1,000 people",
        "0 to below 20 per 1,000 people",
    ]


def test_shares_are_written_as_per_cent(rates: pl.DataFrame) -> None:
    share = replace(RATE, kind="share", breaks=(0.25, 0.5), decimals=0)
    svg = draw(rates.with_columns(pl.col("value") / 100), share)
    assert region(svg, "Linnich").get("aria-label") == "Linnich: 12%"
    assert {"50% or more", "25% to below 50%", "0% to below 25%"} <= set(texts(svg))


def test_every_reason_has_its_own_hatching_and_its_line_in_the_legend(rates: pl.DataFrame) -> None:
    svg = draw(rates, RATE)
    patterns = {pattern.get("id", ""): list(pattern) for pattern in svg.iter(f"{SVG}pattern")}
    assert [name.rpartition("-")[0] for name in patterns] == [f"hatching-{state}" for state in MISSING]
    marks = {ElementTree.tostring(marks[1]) for marks in patterns.values()}
    assert len(marks) == 3
    paints = [region(svg, name).get("fill") for name in ("Aldenhoven", "Düren", "Heimbach")]
    assert paints == [f"url(#{name})" for name in patterns]
    swatches = {rectangle.get("fill") for rectangle in svg.findall(f"{SVG}rect")}
    assert set(paints) <= swatches
    assert {"not reported", "too few people to show", "not published by the source"} <= set(texts(svg))


def test_reasons_that_do_not_occur_are_not_explained(values: pl.DataFrame) -> None:
    svg = draw(values)
    assert not list(svg.iter(f"{SVG}pattern"))
    assert "not reported" not in texts(svg)


def test_the_selected_area_is_pressed_and_outlined_above_all_others(values: pl.DataFrame) -> None:
    svg = draw(values, selected="05358008")
    assert {path.get("data-ags"): path.get("aria-pressed") for path in regions(svg)} == {
        ags: "true" if ags == "05358008" else "false" for ags in values["ags"]
    }
    chosen = region(svg, "Düren").get("d")
    paths = [path for path in svg.find(f"{SVG}g") or [] if path.tag == f"{SVG}path"]
    assert paths[-1].get("d") == chosen
    assert float(paths[-1].get("stroke-width", "0")) > 3
    assert paths[-1].get("pointer-events") == "none"


def test_selecting_keeps_the_order_of_the_regions(values: pl.DataFrame) -> None:
    order = [path.get("data-ags") for path in regions(draw(values, selected="05358008"))]
    assert order == values["ags"].to_list()


def test_an_unknown_selection_marks_nothing(values: pl.DataFrame) -> None:
    assert all(path.get("aria-pressed") == "false" for path in regions(draw(values, selected="05358999")))


def test_every_name_and_every_signed_value_is_written_at_the_usual_size(values: pl.DataFrame) -> None:
    svg = draw(values)
    written = [text for group in svg.iter(f"{SVG}g") if group.get("aria-hidden") for text in texts(group)]
    assert sorted(written[0::2]) == sorted(NAMES)
    assert {"+0.91", "−0.80", "0.00"} <= set(written)
    assert len(written) == 30


def boxes(svg: ElementTree.Element) -> list[Box]:
    """One box per line of the labels, from a narrower estimate than the one they are placed with."""
    group = next(group for group in svg.iter(f"{SVG}g") if group.get("aria-hidden"))
    found = []
    for text in group.iter(f"{SVG}text"):
        size, x, y = (float(text.get(name, "0")) for name in ("font-size", "x", "y"))
        half = text_width(text.text or "", size) / 2
        found.append(Box(x - half, y - 0.75 * size, x + half, y + 0.22 * size))
    return found


@pytest.mark.parametrize("size", [(760, 620), (1100, 900), (600, 560), (760, 480)])
@pytest.mark.parametrize("circle", [None, 900.0])
def test_labels_do_not_overlap(values: pl.DataFrame, size: tuple[int, int], circle: float | None) -> None:
    sized = values.with_columns(circle=pl.lit(circle, dtype=pl.Float64))
    placed = boxes(draw(sized, width=size[0], height=size[1]))
    assert len(placed) >= 15
    assert not [pair for pair in combinations(placed, 2) if pair[0].overlaps(pair[1])]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 300), st.floats(0, 300), st.floats(0, 40), st.sampled_from(["", "+0.91", "1,234.5"])),
        min_size=1,
        max_size=40,
    )
)
def test_labels_never_overlap_however_crowded(spots: list[tuple[float, float, float, str]]) -> None:
    frame = Box(-20, -20, 320, 320)
    wanted = [Wanted(str(i), f"Place {i}", value, x, y, room) for i, (x, y, room, value) in enumerate(spots)]
    placed = place(wanted, frame)
    assert all(label.box.within(frame) for label in placed)
    assert not [pair for pair in combinations(placed, 2) if pair[0].box.overlaps(pair[1].box)]
    assert len({label.ags for label in placed}) == len(placed)


def test_a_crowded_label_gives_up_its_value_first_and_then_moves_away_on_a_leader() -> None:
    frame = Box(0, 0, 400, 400)
    blocked = [Wanted(f"{row}{column}", "Langerwehe", "+0.11", 200, 200, 10) for row in range(3) for column in range(9)]
    placed = place(blocked, frame)
    written = [([line.text for line in label.lines], label.leader) for label in placed]
    assert (["Langerwehe", "+0.11"], None) in written
    assert (["Langerwehe"], (200, 200)) in written


def test_circles_have_areas_in_proportion_and_a_round_example_in_the_legend(values: pl.DataFrame) -> None:
    numbers = [10_000.0, 90_000.0] + [None] * 13
    svg = draw(values.with_columns(circle=pl.Series(numbers, dtype=pl.Float64)), circle_label="people")
    on_map = [float(circle.get("r", "0")) for circle in (svg.find(f"{SVG}g") or svg).iter(f"{SVG}circle")]
    in_legend = [float(circle.get("r", "0")) for circle in svg.findall(f"{SVG}circle")]
    assert on_map == pytest.approx([8.0, 24.0], abs=0.05)
    assert in_legend == pytest.approx([24 * (20 / 90) ** 0.5], abs=0.05)
    assert "20,000 people" in texts(svg)


@pytest.mark.parametrize(("largest", "shown"), [(93_323, 20_000), (1_000, 200), (4, 1), (2.5, 2), (0.5, 0.5)])
def test_the_example_circle_is_a_round_number(largest: float, shown: float) -> None:
    assert Circles(largest, 24.0, "people").example() == pytest.approx(shown)


def test_texts_from_data_cannot_become_markup(values: pl.DataFrame) -> None:
    nasty = "<script>alert(1)</script> & \"'\x00"
    hostile = values.with_columns(name=pl.lit(nasty), detail=pl.lit(nasty))
    svg = draw(hostile, title=nasty, note=nasty, attribution=nasty)
    assert not [element for element in svg.iter() if element.tag.endswith("script")]
    assert svg.get("aria-label") == nasty.replace("\x00", "")
    assert nasty.replace("\x00", "") in region(svg, "<script>alert(1)</script> & \"'").get("data-card", "")


def test_nothing_outside_is_referred_to(rates: pl.DataFrame) -> None:
    svg = draw(rates, RATE, selected="05358008")
    for element in svg.iter():
        assert not {"style", "href", "onclick"} & set(element.attrib)
        assert not any("http" in value for value in element.attrib.values())


def test_letters_are_at_least_thirteen_pixels_high(rates: pl.DataFrame) -> None:
    svg = draw(rates, RATE, note="A note", selected="05358008")
    assert min(float(text.get("font-size", "0")) for text in svg.iter(f"{SVG}text")) >= 13


@pytest.mark.parametrize("size", [(760, 620), (480, 420), (1100, 700)])
def test_everything_stays_within_the_picture(rates: pl.DataFrame, size: tuple[int, int]) -> None:
    width, height = size
    note = "Target group: people with an immigration history, census of 15 May 2022. " * 3
    svg = draw(rates, RATE, note=note, width=width, height=height)
    bottom = float(svg.get("viewBox", "").split()[3])
    for text in svg.findall(f"{SVG}text"):
        start = float(text.get("x", "0"))
        end = start + text_width(text.text or "", float(text.get("font-size", "0")))
        if text.get("text-anchor") is None:
            assert start >= 0
            assert end <= width
        assert 0 < float(text.get("y", "0")) < bottom


def test_without_breaks_all_areas_share_one_neutral_colour(values: pl.DataFrame) -> None:
    svg = draw(values, replace(RATE, kind="count", breaks=()))
    assert len({path.get("fill") for path in regions(svg)}) == 1
    assert not svg.findall(f"{SVG}rect")


def test_the_same_input_gives_the_same_bytes(values: pl.DataFrame) -> None:
    arguments = (values, definition("gap_in_posts"), district(), ENGLISH)
    assert render(*arguments, title="x", attribution="y") == render(*arguments, title="x", attribution="y")


def test_german_numbers_are_german(values: pl.DataFrame) -> None:
    svg = render(values, definition("gap_in_posts"), district(), Language("de"), title="x", attribution=ATTRIBUTION)
    label = region(ElementTree.parse(io.StringIO(svg)).getroot(), "Düren").get("aria-label", "")
    assert label.startswith("Düren: +0,91 Stellen (VZÄ)")


def test_a_municipality_without_a_row_is_refused(values: pl.DataFrame) -> None:
    with pytest.raises(ValueError, match=r"one row per outline; .*: 05358004$"):
        draw(values.tail(14))


def test_a_doubled_row_is_refused(values: pl.DataFrame) -> None:
    with pytest.raises(ValueError, match=r"one row per outline; .*: 05358004$"):
        draw(pl.concat([values, values.head(1)]))


@pytest.mark.parametrize(
    ("state", "value", "message"),
    [
        ("unknown", 1.0, f"state 'unknown' is not one of {', '.join(STATES)}"),
        ("value", None, "'value' needs a number"),
        ("value", float("nan"), "'value' needs a number"),
        ("suppressed", 3.0, "'suppressed' must come without a value"),
    ],
)
def test_contradictions_between_state_and_value_are_refused(
    values: pl.DataFrame, state: str, value: float | None, message: str
) -> None:
    first = pl.col("ags") == "05358004"
    broken = values.with_columns(
        state=pl.when(first).then(pl.lit(state)).otherwise("state"),
        value=pl.when(first).then(pl.lit(value, dtype=pl.Float64)).otherwise("value"),
    )
    with pytest.raises(ValueError, match=f"05358004: .*{message}"):
        draw(broken)


def test_a_negative_circle_is_refused(values: pl.DataFrame) -> None:
    with pytest.raises(ValueError, match="a circle needs a number of 0 or more, found -1"):
        draw(values.with_columns(circle=pl.lit(-1.0)))


def test_a_gap_with_zero_off_centre_is_refused(values: pl.DataFrame) -> None:
    with pytest.raises(ValueError, match="gap_in_posts: the breaks of a gap"):
        draw(values, replace(definition("gap_in_posts"), breaks=(-0.5, 0.5, 1.0)))


def test_a_map_too_narrow_for_its_legend_is_refused(values: pl.DataFrame) -> None:
    with pytest.raises(ValueError, match="draw at least 480"):
        draw(values, width=300)


def test_wrapping_loses_no_words() -> None:
    text = "people with an immigration history in their own household"
    lines = wrap(text, 14, 120)
    assert " ".join(lines) == text
    assert all(text_width(line, 14) <= 120 for line in lines)


def test_a_narrow_map_stands_in_the_middle_of_a_wide_picture(values: pl.DataFrame) -> None:
    plain, centred = (draw(values, width=1000, height=470, is_centred=chosen) for chosen in (False, True))
    (moved,) = [part for part in centred if part.get("transform")]
    shift = float(moved.get("transform", "").removeprefix("translate(").partition(",")[0])
    assert 100 < shift < 300
    assert [ElementTree.tostring(part) for part in moved] == [
        ElementTree.tostring(part)
        for part in plain
        if ElementTree.tostring(part) in {ElementTree.tostring(one) for one in moved}
    ]
    assert plain.get("viewBox") == centred.get("viewBox")
