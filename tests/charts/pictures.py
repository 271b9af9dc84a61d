"""The shipped district's outlines and made-up values on them, and what a drawn picture has where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
from shapely.geometry.base import BaseGeometry

from charts.lettering import text_width
from charts.map_labels import Box
from geo.boundaries import read_boundaries
from geo.shapes import outlines

SHIPPED = Path(__file__).parents[2] / "data/raw/geo/gemeinden_vg250_2016.geojson"
SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["Aldenhoven", "Düren", "Heimbach", "Hürtgenwald", "Inden", "Jülich", "Kreuzau", "Langerwehe", "Linnich"]
NAMES += ["Merzenich", "Nideggen", "Niederzier", "Nörvenich", "Titz", "Vettweiß"]
GAPS = [0.12, 0.907, -0.31, -0.02, 0.03, -0.8, 0.24, -0.11, 0.07, -0.27, -0.44, 0.0, 0.179, -0.5, 0.5]
# What psychosocial counselling does not reach.
NORTH = ["Aldenhoven", "Inden", "Jülich", "Langerwehe", "Linnich", "Niederzier", "Titz"]
SHIFT = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
ASCENT, DESCENT = 0.75, 0.22


@cache
def district() -> dict[str, BaseGeometry]:
    return outlines(read_boundaries(SHIPPED).areas)


def gaps() -> pl.DataFrame:
    return pl.DataFrame({"ags": sorted(district()), "name": NAMES, "value": GAPS, "state": ["value"] * 15})


def unserved_north() -> pl.DataFrame:
    is_north = pl.col("name").is_in(NORTH)
    return gaps().with_columns(state=pl.when(is_north).then(pl.lit("no_service")).otherwise(pl.lit("value")))


def regions(svg: ElementTree.Element) -> list[ElementTree.Element]:
    return [path for path in svg.iter(f"{SVG}path") if "data-ags" in path.attrib]


def texts(svg: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]


def letter_boxes(parent: ElementTree.Element, dx: float = 0.0, dy: float = 0.0) -> Iterator[tuple[str, Box]]:
    """Every line of text below an element with its box in the picture."""
    for child in parent:
        shift = SHIFT.match(child.get("transform", ""))
        x, y = (dx + float(shift[1]), dy + float(shift[2])) if shift else (dx, dy)
        if child.tag == f"{SVG}text":
            yield child.text or "", _box(child, x, y)
        yield from letter_boxes(child, x, y)


def labels(svg: ElementTree.Element) -> list[list[tuple[str, Box]]]:
    """The lines of the labels, map by map."""
    found = []
    for group in svg.iter(f"{SVG}g"):
        shift = SHIFT.match(group.get("transform", ""))
        for inner in group.findall(f"{SVG}g"):
            if shift and inner.get("aria-hidden") == "true":
                found.append(list(letter_boxes(inner, float(shift[1]), float(shift[2]))))
    return found


def canvas_of(svg: ElementTree.Element) -> Box:
    """The picture's own rectangle."""
    return Box(*(float(number) for number in svg.get("viewBox", "").split()))


def _box(text: ElementTree.Element, dx: float, dy: float) -> Box:
    size, x, y = (float(text.get(name, "0")) for name in ("font-size", "x", "y"))
    width = text_width(text.text or "", size)
    left = dx + x - (width / 2 if text.get("text-anchor") == "middle" else 0)
    return Box(left, dy + y - ASCENT * size, left + width, dy + y + DESCENT * size)
