"""The picture as a file: title, footer, one valid document, the legend beside the map and never on it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest
import shapely

from charts import map_labels
from charts.lettering import FAMILY
from charts.map import render
from geo.boundaries import read_boundaries
from geo.shapes import outlines
from locales.language import Language
from metrics.definitions import definition
from tests.charts.pictures import (
    SHIFT,
    SVG,
    canvas_of,
    district,
    gaps,
    letter_boxes,
    regions,
    texts,
    unserved_north,
)

GAP = definition("gap_in_posts")
TITLE = "Gap in posts, psychosocial counselling, by people with an immigration history, as of 1 October 2026"
NOTES = ["Source: Zensus 2022 and the staffing table", "Numbers of people are rounded to a multiple of 5."]
CORNER = re.compile(r"[ML](-?[\d.]+),(-?[\d.]+)")
AACHEN, EUSKIRCHEN, BORKEN, STEINFURT = "05334", "05366", "05554", "05566"


@cache
def whole_state(path: Path) -> pl.DataFrame:
    return read_boundaries(path).areas


def draw(values: pl.DataFrame, **options: Any) -> ElementTree.Element:
    arguments: dict[str, Any] = {"title": TITLE, "attribution": "© BKG", "note": "A note", **options}
    return ElementTree.fromstring(render(values, GAP, district(), Language("en"), **arguments))


def test_a_heading_is_wrapped_above_the_map() -> None:
    svg = draw(gaps(), heading=True, notes=NOTES, width=620)
    written = list(letter_boxes(svg))
    head = [(text, box) for text, box in written if text and text in TITLE and box.bottom - box.top > 18]
    assert " ".join(text for text, _ in head) == TITLE
    assert len(head) == 2
    lowest = max(box.bottom for _, box in head)
    assert all(box.top > lowest for text, box in written if (text, box) not in head)
    assert all(y > lowest for _, y in corners(svg))


def test_notes_stand_in_the_footer_between_note_and_attribution() -> None:
    assert texts(draw(gaps(), heading=True, notes=NOTES))[-4:] == ["A note", *NOTES, "© BKG"]
    assert texts(draw(gaps(), notes=NOTES))[-4:] == ["A note", *NOTES, "© BKG"]


def test_without_a_heading_the_title_is_only_read_aloud() -> None:
    svg = draw(gaps())
    assert [text for text in texts(svg) if text in TITLE] == ["Gap in posts"]  # the legend's own title
    assert svg.get("aria-label") == svg.findtext(f"{SVG}title") == TITLE


def test_a_picture_that_stands_alone_has_a_size_a_ground_and_letters_of_its_own() -> None:
    svg = draw(gaps(), heading=True)
    box = canvas_of(svg)
    assert (float(svg.get("width", "0")), float(svg.get("height", "0"))) == (box.right, box.bottom)
    ground = svg[1]
    assert (ground.tag, ground.get("fill")) == (f"{SVG}rect", "#ffffff")
    assert (float(ground.get("width", "0")), float(ground.get("height", "0"))) == (box.right, box.bottom)
    assert svg.get("font-family") == FAMILY
    assert FAMILY.endswith("sans-serif")


def test_regions_of_a_picture_that_stands_alone_are_described_but_cannot_be_picked() -> None:
    found = regions(draw(gaps(), heading=True))
    assert [path.get("data-ags") for path in found] == gaps()["ags"].to_list()
    assert {path.get("role") for path in found} == {"img"}
    assert not [path for path in found if {"tabindex", "aria-pressed", "data-card"} & set(path.attrib)]
    assert all(path.get("aria-label") for path in found)


def test_two_pictures_on_one_page_do_not_paint_with_each_others_patterns() -> None:
    documents = [
        draw(unserved_north()),
        draw(unserved_north(), selected="05358008"),
        draw(unserved_north(), title="Another"),
        draw(unserved_north(), width=900),
        draw(unserved_north().with_columns(pl.col("value") / 2)),
    ]
    ids = [pattern.get("id") for svg in documents for pattern in svg.iter(f"{SVG}pattern")]
    assert len(set(ids)) == len(ids) == len(documents)


def test_every_paint_that_is_referred_to_is_defined_once() -> None:
    svg = draw(unserved_north())
    paints = {value[5:-1] for part in svg.iter() for value in part.attrib.values() if value.startswith("url(#")}
    ids = [part.get("id") for part in svg.iter() if part.get("id")]
    assert paints == set(ids)
    assert len(ids) == len(set(ids))


def test_a_mark_is_written_explained_and_read_aloud() -> None:
    marked = gaps().with_columns(mark=pl.col("name") == "Düren")
    svg = draw(marked, mark_label="holds for every split")
    assert f"+0.91 {map_labels.MARK}" in texts(svg)
    assert texts(svg).count(map_labels.MARK) == 1
    assert "holds for every split" in texts(svg)
    said = {path.get("aria-label", "").partition(":")[0]: path for path in regions(svg)}
    assert said["Düren"].get("aria-label") == (
        "Düren: +0.91 posts (FTE), 0.5 or more posts missing, holds for every split"
    )
    assert said["Düren"].get("data-card") == "Düren\n+0.91 posts (FTE)\nholds for every split"
    assert "holds" not in said["Titz"].get("aria-label", "")


@pytest.mark.parametrize("unmarked", [False, None])
def test_a_mark_that_nobody_has_is_not_explained(unmarked: bool | None) -> None:
    svg = draw(gaps().with_columns(mark=pl.lit(unmarked, dtype=pl.Boolean)), mark_label="holds for every split")
    assert not {"holds for every split", map_labels.MARK} & set(texts(svg))


def test_a_mark_without_a_meaning_is_refused() -> None:
    with pytest.raises(ValueError, match="mark_label that says what the mark means: 05358008"):
        draw(gaps().with_columns(mark=pl.col("name") == "Düren"))


def test_a_mark_on_a_withheld_number_is_refused() -> None:
    withheld = gaps().with_columns(
        value=pl.lit(None, dtype=pl.Float64), state=pl.lit("suppressed"), mark=pl.col("name") == "Düren"
    )
    with pytest.raises(ValueError, match="05358008: a mark belongs to a value"):
        draw(withheld, mark_label="holds for every split")


@pytest.mark.parametrize("key", ["05358", AACHEN, EUSKIRCHEN, BORKEN, STEINFURT])
@pytest.mark.parametrize("size", [(480, 420), (620, 600), (1100, 620), (1400, 900)])
def test_the_legend_never_covers_the_map(shared_data: Path, key: str, size: tuple[int, int]) -> None:
    areas = whole_state(shared_data / "geo" / "nrw396_vg250_2016.geojson").filter(pl.col("ags").str.starts_with(key))
    values = areas.select("ags", "name", value=pl.lit(0.12), state=pl.lit("value"))
    svg = ElementTree.fromstring(
        render(
            values,
            GAP,
            outlines(areas),
            Language("de"),
            title="t",
            attribution="a",
            width=size[0],
            height=size[1],
        )
    )
    drawn = shapely.union_all([ring.buffer(0) for ring in rings(svg)])
    # Everything written or painted directly in the document is legend, scale bar or footer.
    beside = [
        (text, box) for text, box in letter_boxes(svg) if text in {part.text for part in svg.findall(f"{SVG}text")}
    ]
    assert len(beside) > 8
    for text, box in beside:
        assert not drawn.intersects(shapely.box(*box)), text
    for swatch in svg.findall(f"{SVG}rect"):
        x, y, width, height = (float(swatch.get(name, "0")) for name in ("x", "y", "width", "height"))
        assert not drawn.intersects(shapely.box(x, y, x + width, y + height))


def corners(svg: ElementTree.Element) -> list[tuple[float, float]]:
    return [corner for ring in rings(svg) for corner in ring.exterior.coords]


def rings(svg: ElementTree.Element) -> list[shapely.Polygon]:
    """The regions' rings where they stand in the picture."""
    group = next(group for group in svg.iter(f"{SVG}g") if SHIFT.match(group.get("transform", "")))
    dx, dy = map(float, SHIFT.match(group.get("transform", "")).groups())  # type: ignore[union-attr]
    found = []
    for path in regions(svg):
        for ring in path.get("d", "").split("Z"):
            points = [(float(x) + dx, float(y) + dy) for x, y in CORNER.findall(ring)]
            if len(points) > 3:
                found.append(shapely.Polygon(points))
    return found
