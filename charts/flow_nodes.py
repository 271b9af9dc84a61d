"""The two columns of a flow: how high bars are, where they stand and what is written beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from charts.colours import INK
from charts.lettering import element, pixels, text_line, text_width
from charts.shortened import shortened
from locales.language import Language

SIZE, LINE = 14.0, 17.0
NAME_LINES = 2
# Between nodes, and between a bar and its name.
GAP, NAME_GAP = 9.0, 8.0
THINNEST_RIBBON, LOWEST_BAR = 1.2, 3.0
BAR_COLOUR = "#6b7480"
# Where names alone fill the height, ribbons get at least this share of it on top.
ROOM_FOR_RIBBONS = 0.35
_HALVINGS = 50


@dataclass(frozen=True)
class Node:
    """One end of flows: the values that meet here in their order, the total printed, and name and total in lines."""

    key: str
    total: int
    values: Sequence[int]
    lines: Sequence[str]

    @property
    def written_height(self) -> float:
        return LINE * len(self.lines)

    def bar(self, scale: float) -> float:
        """The bar's height at `scale` pixels a person, so that all ribbons fit beside it."""
        return max(self.total * scale, sum(thickness(value, scale) for value in self.values), LOWEST_BAR)


@dataclass(frozen=True)
class Placed:
    """A node with the top and the height of its bar, in pixels."""

    node: Node
    top: float
    height: float


def thickness(value: int, scale: float) -> float:
    """How wide a ribbon is."""
    return max(value * scale, THINNEST_RIBBON)


def node(key: str, total: int, values: Sequence[int], name: str, width: float, language: Language) -> Node:
    """A node whose name is no wider than `width` pixels."""
    return Node(key, total, values, [*shortened(name, SIZE, width, NAME_LINES), language.number(total)])


def lowest(columns: Sequence[Sequence[Node]]) -> float:
    """The height that the names of the fuller column need, with some room for differences between ribbons."""
    needed = (sum(node.written_height + GAP for node in column) for column in columns)
    return (1 + ROOM_FOR_RIBBONS) * max(needed, default=0.0)


def scale_for(columns: Sequence[Sequence[Node]], height: float) -> float:
    """Pixels a person, the same for both columns, with which each fits into `height`; found by halving."""
    most = max((sum(node.total for node in column) for column in columns), default=0)
    low, high = 0.0, height / max(most, 1)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        fits = all(_needed(column, middle) <= height for column in columns)
        low, high = (middle, high) if fits else (low, middle)
    return low


def place(column: Sequence[Node], scale: float, top: float, height: float) -> list[Placed]:
    """The nodes from the top down, the room that is left spread between them."""
    spare = max(height - _needed(column, scale), 0.0) / max(len(column), 1)
    placed, y = [], top + spare / 2
    for one in column:
        slot, bar = max(one.bar(scale), one.written_height), one.bar(scale)
        placed.append(Placed(one, y + (slot - bar) / 2, bar))
        y += slot + GAP + spare
    return placed


def name_width(column: Sequence[Node]) -> float:
    return max((text_width(line, SIZE) for node in column for line in node.lines), default=0.0)


def draw(placed: Placed, x: float, width: float, colour: str, said: str, *, is_left: bool) -> str:
    """The bar from x on with its name on the outer side; read aloud as `said`."""
    bar = element(
        "rect",
        x=pixels(x),
        y=pixels(placed.top),
        width=pixels(width),
        height=pixels(placed.height),
        fill=colour,
    )
    at = x - NAME_GAP if is_left else x + width + NAME_GAP
    lines = placed.node.lines
    first = placed.top + placed.height / 2 - placed.node.written_height / 2
    written = "".join(
        text_line(
            line,
            at,
            first + LINE * (row + 0.76),
            SIZE,
            fill=INK,
            text_anchor="end" if is_left else None,
            font_weight="700" if row == len(lines) - 1 else None,
        )
        for row, line in enumerate(lines)
    )
    return element("g", bar + written, role="img", aria_label=said)


def _needed(column: Sequence[Node], scale: float) -> float:
    return sum(max(node.bar(scale), node.written_height) for node in column) + GAP * (len(column) - 1)
