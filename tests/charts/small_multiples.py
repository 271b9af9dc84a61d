"""What a drawn picture of small panels has where."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from charts.lettering import text_width
from charts.map_labels import Box

SVG = "{http://www.w3.org/2000/svg}"
ASCENT, DESCENT = 0.75, 0.22
# Coordinates are written to a tenth of a pixel.
ROUNDING = 0.06


def panels(svg: ElementTree.Element) -> list[tuple[ElementTree.Element, ElementTree.Element]]:
    """Each panel's region and the group of what is drawn on it."""
    children = list(svg)
    return [(part, children[place + 1]) for place, part in enumerate(children) if "data-ags" in part.attrib]


def region(svg: ElementTree.Element, key: str) -> ElementTree.Element:
    return next(part for part, _ in panels(svg) if part.get("data-ags") == key)


def drawing(svg: ElementTree.Element, key: str) -> ElementTree.Element:
    return next(group for part, group in panels(svg) if part.get("data-ags") == key)


def box_of(rect: ElementTree.Element) -> Box:
    x, y, width, height = (float(rect.get(name, "0")) for name in ("x", "y", "width", "height"))
    return Box(x, y, x + width, y + height)


def letter_boxes(parent: ElementTree.Element) -> list[tuple[str, Box]]:
    return [(text.text or "", _letters(text)) for text in parent.iter(f"{SVG}text")]


def texts(parent: ElementTree.Element) -> list[str]:
    return [text for text, _ in letter_boxes(parent)]


def points(line: ElementTree.Element) -> list[tuple[float, float]]:
    pairs = (pair.split(",") for pair in line.get("points", "").split())
    return [(float(x), float(y)) for x, y in pairs]


def drawn_points(parent: ElementTree.Element) -> Iterator[tuple[float, float]]:
    """Every corner of a line or area, every middle of a dot and both ends of every straight line."""
    for line in parent.iter(f"{SVG}polyline"):
        yield from points(line)
    for dot in parent.iter(f"{SVG}circle"):
        yield float(dot.get("cx", "nan")), float(dot.get("cy", "nan"))
    for area in parent.iter(f"{SVG}path"):
        for pair in area.get("d", "").strip("MZ").split("L"):
            x, y = pair.split(",")
            yield float(x), float(y)
    for line in parent.iter(f"{SVG}line"):
        yield float(line.get("x1", "nan")), float(line.get("y1", "nan"))
        yield float(line.get("x2", "nan")), float(line.get("y2", "nan"))


def holds(box: Box, x: float, y: float) -> bool:
    return box.left - ROUNDING <= x <= box.right + ROUNDING and box.top - ROUNDING <= y <= box.bottom + ROUNDING


def _letters(text: ElementTree.Element) -> Box:
    size, x, y = (float(text.get(name, "0")) for name in ("font-size", "x", "y"))
    width = text_width(text.text or "", size)
    left = x - {"middle": width / 2, "end": width}.get(text.get("text-anchor", ""), 0.0)
    return Box(left, y - ASCENT * size, left + width, y + DESCENT * size)
