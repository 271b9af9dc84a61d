"""The ribbons of a flow: from a part of one bar to a part of another, as wide as their number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charts.colours import INK, PAPER
from charts.described import described
from charts.flow_nodes import Placed, thickness
from charts.lettering import element, pixels, text_line
from locales.language import Language

# Source by source ever lighter, so that a photocopy tells them apart.
OPACITIES = (0.66, 0.44, 0.27)
DARKER = 0.85
NUMBER_SIZE, NUMBER_GAP = 13.0, 7.0
# A ribbon at least so wide carries its number.
_ROOM_FOR_NUMBER = 14.5
# A thinner one would be eaten by white edges between neighbours.
_ROOM_FOR_EDGE = 4.0
_HALO = "2.5"


@dataclass(frozen=True)
class Flow:
    """So many from a node on the left to one on the right."""

    source: str
    target: str
    value: int


@dataclass(frozen=True)
class Ribbon:
    """A flow with the tops of its two ends and its width, in pixels."""

    flow: Flow
    left: float
    right: float
    width: float


def check(
    flows: Sequence[Flow],
    totals_left: Mapping[str, int],
    totals_right: Mapping[str, int],
    names: Mapping[str, str],
    colours: Mapping[str, str],
) -> None:
    """Raises ValueError for what `charts.flow.render` refuses."""
    pairs = [(flow.source, flow.target) for flow in flows]
    if len(set(pairs)) < len(pairs):
        raise ValueError("a flow comes once from each node to each other; sum the flows of a pair first")
    for flow in flows:
        if flow.value < 0:
            raise ValueError(f"{flow.source} to {flow.target}: nobody sends {flow.value}; a flow is zero or more")
        if flow.source not in totals_left or flow.target not in totals_right:
            raise ValueError(f"{flow.source} to {flow.target}: both ends need a total")
    for key, total in [*totals_left.items(), *totals_right.items()]:
        if total < 0:
            raise ValueError(f"{key}: a total is zero or more, found {total}")
        if key not in names:
            raise ValueError(f"{key}: a node needs a name")
    if lacking := [key for key in totals_left if key not in colours]:
        raise ValueError(f"{lacking[0]}: a node on the left needs a colour")


def place(flows: Sequence[Flow], left: Sequence[Placed], right: Sequence[Placed], scale: float) -> list[Ribbon]:
    """The ribbons source by source, at both ends in the order of the nodes they come from or go to, so that few cross."""
    tops = {placed.node.key: _first_top(placed, scale) for placed in right}
    ribbons = []
    for source in left:
        y = _first_top(source, scale)
        for target in right:
            for flow in flows:
                if (flow.source, flow.target) == (source.node.key, target.node.key):
                    width = thickness(flow.value, scale)
                    ribbons.append(Ribbon(flow, y, tops[flow.target], width))
                    y += width
                    tops[flow.target] += width
    return ribbons


def draw(
    ribbon: Ribbon,
    x1: float,
    x2: float,
    colour: str,
    opacity: float,
    said: str,
    *,
    style: str,
    asked: bool,
) -> str:
    """The ribbon between the bars at x1 and x2; `style` is its class in `styles`."""
    (top1, top2), middle = (ribbon.left, ribbon.right), (x1 + x2) / 2
    low1, low2 = top1 + ribbon.width, top2 + ribbon.width
    there = f"M{pixels(x1)},{pixels(top1)}C{_points((middle, top1), (middle, top2), (x2, top2))}"
    back = f"L{pixels(x2)},{pixels(low2)}C{_points((middle, low2), (middle, low1), (x1, low1))}Z"
    looks: dict[str, object] = {"d": there + back, "fill": colour, "fill_opacity": f"{opacity:g}", "class": style}
    if ribbon.width >= _ROOM_FOR_EDGE:
        looks |= {"stroke": PAPER, "stroke_width": "0.8"}
    return element("path", **looks, **described(said, [said], asked=asked))


def draw_numbers(ribbon: Ribbon, x1: float, x2: float, language: Language) -> str:
    """The number at both ends of a ribbon that is wide enough, as who reads grey print has no colours to follow."""
    if ribbon.width < _ROOM_FOR_NUMBER:
        return ""
    text = language.number(ribbon.flow.value)
    ends = ((x1 + NUMBER_GAP, ribbon.left, None), (x2 - NUMBER_GAP, ribbon.right, "end"))
    return "".join(
        text_line(
            text,
            x,
            top + ribbon.width / 2 + 0.36 * NUMBER_SIZE,
            NUMBER_SIZE,
            text_anchor=anchor,
            fill=INK,
            paint_order="stroke",
            stroke=PAPER,
            stroke_width=_HALO,
            stroke_opacity="0.75",
        )
        for x, top, anchor in ends
    )


def styles(style: str) -> str:
    """The rule by which ribbons get darker under the pointer and with the focus, and the others do not cover them."""
    return element("style", f".{style}:hover,.{style}:focus{{fill-opacity:{DARKER:g}}}")


def opacity_of(number: int) -> float:
    """How opaque the ribbons of the source with a number from 0 on are."""
    return OPACITIES[min(number, len(OPACITIES) - 1)]


def _first_top(placed: Placed, scale: float) -> float:
    """Ribbons stand in the middle of a bar that is higher than all of them because its total is rounded on its own."""
    together = sum(thickness(value, scale) for value in placed.node.values)
    return placed.top + (placed.height - together) / 2


def _points(*points: tuple[float, float]) -> str:
    return " ".join(f"{pixels(x)},{pixels(y)}" for x, y in points)
