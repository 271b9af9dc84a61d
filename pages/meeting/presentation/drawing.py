"""A picture made ready for a slide: how large it is, how small its letters are, and nothing in it that could act."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as Xml

SVG = "http://www.w3.org/2000/svg"
TEXT_TAGS = (f"{{{SVG}}}text", f"{{{SVG}}}tspan")
# What would run, load or show something that is not part of the drawing.
ACTING = ("script", "foreignObject", "iframe", "image", "animate", "set", "a", "style")
# Attributes with which parts answer to mouse and keyboard: a picture is read out as a whole here.
ANSWERING = ("on", "tabindex", "role", "aria-pressed", "data-")
USUAL_SIZE = 16.0
SIZE = re.compile(r"(?:^|;)\s*font-size:\s*([\d.]+)")
SCALE = re.compile(r"scale\(\s*(-?[\d.]+)")


@dataclass(frozen=True)
class Drawing:
    """SVG markup without a size of its own, its width and height in its own pixels, and its smallest letters there; None
    without letters."""

    markup: str
    width: float
    height: float
    letters: float | None


def drawing(svg: str, description: str) -> Drawing:
    """The picture, read out as `description`. Raises ValueError for what is no SVG with a size."""
    try:
        root = Xml.fromstring(svg)  # noqa: S314, drawn by ourselves and sealed
    except Xml.ParseError as error:
        raise ValueError(f"this is no SVG: {error}") from error
    if root.tag != f"{{{SVG}}}svg":
        raise ValueError(f"this is no SVG but {root.tag!r}")
    width, height = _size(root)
    _still(root)
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    root.set("viewBox", root.get("viewBox") or f"0 0 {width:g} {height:g}")
    root.set("role", "img")
    root.set("aria-label", description)
    Xml.register_namespace("", SVG)
    return Drawing(Xml.tostring(root, encoding="unicode"), width, height, min(_letters(root), default=None))


def _size(root: Xml.Element) -> tuple[float, float]:
    box = re.split(r"[ ,]+", root.get("viewBox", "").strip())
    try:
        width, height = (float(number) for number in (box[2:] or (root.get("width", ""), root.get("height", ""))))
    except ValueError as error:
        raise ValueError("this SVG does not say how large it is") from error
    if not (0 < width < float("inf") and 0 < height < float("inf")):
        raise ValueError(f"this SVG is {width:g} by {height:g} pixels large")
    return width, height


def _still(part: Xml.Element) -> None:
    """Take out what acts, in all parts."""
    for child in list(part):
        if child.tag.rpartition("}")[2] in ACTING:
            part.remove(child)
        else:
            _still(child)
    for name, value in list(part.attrib.items()):
        refers_away = name.rpartition("}")[2] == "href" and not value.startswith("#")
        answers = name == "aria-label" or name.lower().startswith(ANSWERING)
        if answers or refers_away:
            del part.attrib[name]


def _letters(part: Xml.Element, size: float = USUAL_SIZE, scale: float = 1.0) -> Iterator[float]:
    """The size of each piece of text, in pixels of the picture."""
    styled = SIZE.search(part.get("style", ""))
    found = styled[1] if styled else part.get("font-size", "").removesuffix("px")
    size = float(found) if found else size
    grown = SCALE.search(part.get("transform", ""))
    scale *= abs(float(grown[1])) if grown else 1.0
    if part.tag in TEXT_TAGS and (part.text or "").strip():
        yield size * scale
    for child in part:
        yield from _letters(child, size, scale)
