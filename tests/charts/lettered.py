"""Every line of text of a drawn picture with its box, whatever side it is anchored at and wherever its group was moved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from xml.etree import ElementTree

from charts.lettering import text_width
from charts.map_labels import Box
from tests.charts.pictures import ASCENT, DESCENT, SVG, canvas_of

MOVED_DOWN = re.compile(r"translate\(0,(-?[\d.]+)\)")


def lettered(svg: ElementTree.Element) -> list[tuple[str, Box]]:
    return list(_lettered(svg, 0.0))


def overlapping(svg: ElementTree.Element) -> list[tuple[str, str]]:
    """Pairs of texts of which one covers the other."""
    pairs = combinations(lettered(svg), 2)
    return [(one, other) for (one, first), (other, second) in pairs if first.overlaps(second)]


def outside(svg: ElementTree.Element) -> list[str]:
    """Texts that leave the picture."""
    return [text for text, box in lettered(svg) if not box.within(canvas_of(svg))]


def _lettered(parent: ElementTree.Element, dy: float) -> Iterator[tuple[str, Box]]:
    for child in parent:
        moved = MOVED_DOWN.match(child.get("transform", ""))
        y = dy + (float(moved[1]) if moved else 0.0)
        if child.tag == f"{SVG}text":
            yield child.text or "", _box(child, y)
        yield from _lettered(child, y)


def _box(text: ElementTree.Element, dy: float) -> Box:
    size, x, y = (float(text.get(name, "0")) for name in ("font-size", "x", "y"))
    width = text_width(text.text or "", size)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[text.get("text-anchor", "start")]
    return Box(left, dy + y - ASCENT * size, left + width, dy + y + DESCENT * size)
