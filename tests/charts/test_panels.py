from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest

from charts.map import render as render_one
from charts.panels import Panel, render
from locales.language import Language
from metrics.definitions import definition
from metrics.states import NAMES as STATE_NAMES
from tests.charts.pictures import (
    NORTH,
    SVG,
    canvas_of,
    district,
    gaps,
    labels,
    letter_boxes,
    regions,
    texts,
    unserved_north,
)

GAP, ENGLISH = definition("gap_in_posts"), Language("en")
AREAS = ["Welcome counselling", "Labour-market integration", "Psychosocial counselling"]
SMALLEST_LETTERS = 11


def three() -> list[Panel]:
    return [
        Panel(AREAS[0], gaps()),
        Panel(AREAS[1], gaps().with_columns(pl.col("value") / -2)),
        Panel(AREAS[2], unserved_north(), "2.5 posts in all"),
    ]


def draw(panels: list[Panel], **options: Any) -> ElementTree.Element:
    arguments: dict[str, Any] = {"title": "Gaps by focus area", "attribution": "© BKG", **options}
    return ElementTree.fromstring(render(panels, GAP, district(), ENGLISH, **arguments))


def panel_groups(svg: ElementTree.Element) -> list[ElementTree.Element]:
    return [group for group in svg.findall(f"{SVG}g") if "data-panel" in group.attrib]


def test_regions_follow_each_other_panel_by_panel() -> None:
    svg = draw(three())
    assert [group.get("data-panel") for group in panel_groups(svg)] == ["0", "1", "2"]
    assert [path.get("data-ags") for path in regions(svg)] == gaps()["ags"].to_list() * 3
    assert {(path.get("tabindex"), path.get("role")) for path in regions(svg)} == {("0", "button")}


def test_a_region_is_described_with_its_panel() -> None:
    said = [path.get("aria-label", "") for path in regions(draw(three()))]
    assert said[1] == "Welcome counselling, Düren: +0.91 posts (FTE), 0.5 or more posts missing"
    for number, title in enumerate(AREAS):
        assert all(sentence.startswith(f"{title}, ") for sentence in said[15 * number : 15 * number + 15])
    cards = [path.get("data-card", "").split("\n") for path in regions(draw(three()))]
    assert cards[1] == ["Düren", "Welcome counselling", "+0.91 posts (FTE)"]


def test_the_selected_place_is_outlined_in_every_panel() -> None:
    svg = draw(three(), selected="05358044")
    pressed = [path.get("data-ags") for path in regions(svg) if path.get("aria-pressed") == "true"]
    assert pressed == ["05358044"] * 3
    for group in panel_groups(svg):
        outlined = [path for path in group.iter(f"{SVG}path") if path.get("aria-hidden") == "true"]
        region = next(path for path in regions(group) if path.get("data-ags") == "05358044")
        assert [path.get("d") for path in outlined] == [region.get("d")] * 2


def test_one_legend_serves_all_panels() -> None:
    drawn = texts(draw(three()))
    assert drawn.count("Gap in posts") == 1
    assert drawn.count("0.5 or more posts missing") == 1
    assert drawn.count("posts (FTE). A value on a limit counts in the class above.") == 1
    # The hatching occurs in the last panel only.
    assert drawn.count(STATE_NAMES["no_service"]) == 1
    assert STATE_NAMES["no_service"] not in texts(draw(three()[:2]))


def test_the_north_without_service_is_hatched_in_its_panel() -> None:
    svg = draw(three())
    (pattern,) = svg.iter(f"{SVG}pattern")
    paint = f"url(#{pattern.get('id')})"
    hatched = [[path for path in regions(group) if path.get("fill") == paint] for group in panel_groups(svg)]
    assert [len(found) for found in hatched] == [0, 0, len(NORTH)]


def test_the_same_value_has_the_same_colour_in_every_panel_and_on_a_map_alone() -> None:
    alone = ElementTree.fromstring(render_one(gaps(), GAP, district(), ENGLISH, title="t", attribution="a"))
    svg = draw([Panel("A", gaps()), Panel("B", gaps())])
    colours = [path.get("fill") for path in regions(svg)]
    assert colours == [path.get("fill") for path in regions(alone)] * 2


def test_circles_share_one_scale() -> None:
    large = gaps().with_columns(circle=pl.lit(400.0))
    small = gaps().with_columns(circle=pl.lit(100.0))
    svg = draw([Panel("A", large), Panel("B", small)], circle_label="people")
    first, second = (
        {float(circle.get("r", "0")) for circle in group.iter(f"{SVG}circle") if circle.get("fill-opacity")}
        for group in panel_groups(svg)
    )
    # A quarter of the number has half the radius.
    assert first == {15.0}
    assert second == {7.5}
    assert len([text for text in texts(svg) if text.endswith(" people")]) == 1


def test_a_mark_in_one_panel_is_explained_once() -> None:
    panels = three()
    panels[1] = Panel(AREAS[1], panels[1].values.with_columns(mark=pl.col("name") == "Titz"))
    svg = draw(panels, mark_label="holds for every split")
    assert texts(svg).count("holds for every split") == 1
    marked = [path for path in regions(svg) if path.get("aria-label", "").endswith("holds for every split")]
    assert [path.get("aria-label", "").partition(":")[0] for path in marked] == [f"{AREAS[1]}, Titz"]


@pytest.mark.parametrize(("width", "columns", "rows"), [(1050, None, 1), (700, None, 2), (480, None, 3), (1050, 2, 2)])
def test_panels_stand_beside_each_other_as_far_as_there_is_room(width: int, columns: int | None, rows: int) -> None:
    svg = draw(three(), width=width, columns=columns, height=1400)
    heads = [next(box for text, box in letter_boxes(svg) if text == title) for title in AREAS]
    assert len({box.top for box in heads}) == rows
    assert all(box.within(canvas_of(svg)) for _, box in letter_boxes(svg))


def test_at_the_width_of_a_page_every_name_and_value_is_written_in_readable_letters() -> None:
    svg = draw(three())
    assert all(len(drawn) == 30 for drawn in labels(svg))
    assert min(float(text.get("font-size", "0")) for text in svg.iter(f"{SVG}text")) >= SMALLEST_LETTERS


def test_maps_of_a_row_begin_at_the_same_height() -> None:
    svg = draw([Panel("A title that is so long that it takes two lines in its panel", gaps()), *three()[1:]])
    tops = {group.find(f"{SVG}g").get("transform", "").partition(",")[2] for group in panel_groups(svg)}  # type: ignore[union-attr]
    assert len(tops) == 1


def test_the_picture_is_at_most_as_high_as_asked() -> None:
    for height in (500, 640, 900):
        assert canvas_of(draw(three(), height=height)).bottom <= height + 0.1


def test_a_picture_with_a_heading_stands_alone() -> None:
    svg = draw(three(), heading=True, notes=["Source: Zensus 2022"], note="A note")
    assert "Gaps by focus area" in texts(svg)
    assert texts(svg)[-3:] == ["A note", "Source: Zensus 2022", "© BKG"]
    assert svg.get("width") == "1050"
    assert not [path for path in regions(svg) if "tabindex" in path.attrib or "data-card" in path.attrib]


def test_one_panel_is_possible_and_none_is_refused() -> None:
    assert len(panel_groups(draw(three()[:1]))) == 1
    with pytest.raises(ValueError, match="at least one panel"):
        draw([])


def test_sizes_without_room_for_the_maps_are_refused() -> None:
    with pytest.raises(ValueError, match="3 panels beside each other leave 200 pixels"):
        draw(three(), width=660, columns=3)
    with pytest.raises(ValueError, match="make the picture higher"):
        draw(three(), height=260)


def test_every_panel_needs_a_row_for_every_outline() -> None:
    with pytest.raises(ValueError, match=r"one row per outline; .*: 05358004$"):
        draw([Panel("A", gaps()), Panel("B", gaps().tail(14))])
