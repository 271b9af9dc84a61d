"""The drawing of one bridge: dark bars for both ends, and between them each step where it begins and ends.

Up and down are told apart without colour: up is filled, down is hatched with an outline, and arrow and sign stand below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from charts import axes
from charts.axes import Axis, line
from charts.bridge_figure import Figure, level_text, step_text
from charts.colours import INK, PAPER, SOFT_INK
from charts.lettering import element, pixels, text_line
from charts.shortened import shortened
from locales.language import Language

TOTAL, RISE = "#33414e", "#7fb3b0"
NUMBER_SIZE, NUMBER_LINE = 13.5, 17.0
PLACE_SIZE = 13.0
BAR_SHARE, WIDEST_BAR = 0.5, 60.0
LEAST_BAR = 2.0
AIR = 3.0
# Where all levels lie close together, the bars of both ends begin above zero and show it by a break.
LEAST_SPREAD, BELOW_LOWEST = 0.25, 1.0
BREAK = 5.0
SAMPLE_WIDTH, SAMPLE_HEIGHT = 20.0, 15.0


@dataclass(frozen=True)
class Columns:
    """Where the six columns begin, and how wide each is."""

    start: float
    width: float

    def middle(self, first: int, last: int) -> float:
        """The middle of the columns from `first` up to and without `last`."""
        return self.start + self.width * (first + last) / 2

    @property
    def bar(self) -> float:
        return min(BAR_SHARE * self.width, WIDEST_BAR)


def hatching(identifier: str) -> str:
    """The definition of the pattern of steps that go down."""
    return element(
        "pattern",
        element("rect", width="6", height="6", fill=PAPER)
        + element("path", d="M-1.5,1.5L1.5,-1.5M0,6L6,0M4.5,7.5L7.5,4.5", stroke=INK, stroke_width="1.3"),
        id=identifier,
        width="6",
        height="6",
        patternUnits="userSpaceOnUse",
    )


def text_height(figure: Figure) -> float:
    """How much of a row the numbers below the bars take."""
    return NUMBER_LINE * (2 if figure.place_before or figure.place_after else 1) + AIR


def draw(figure: Figure, columns: Columns, top: float, bottom: float, pattern: str, language: Language) -> str:
    """Bars and numbers of a figure between `top` and `bottom`."""
    baseline = bottom - text_height(figure)
    lowest, scale = _scale([level for level in figure.bridge.levels if level is not None], top + AIR, baseline - AIR)
    half, drawn, reached = columns.bar / 2, list[str](), None
    for bar in _bars(figure, language):
        x = columns.middle(*bar.columns)
        drawn += _written(bar.texts, columns, bar.columns, baseline, is_bold=bar.is_end)
        if bar.begin is None or bar.finish is None:
            reached = None
            continue
        begin, finish = scale.at(bar.begin), scale.at(bar.finish)
        if reached is not None:
            drawn.append(line(reached, begin, x - half, begin, SOFT_INK, 1.0, "2 2"))
        reached = x + half
        drawn.append(
            _total(x, columns.bar, finish, scale.at(lowest), is_broken=lowest != 0)
            if bar.is_end
            else _step(x, columns.bar, begin, finish, pattern)
        )
    return "".join(drawn)


@dataclass(frozen=True)
class _Bar:
    """Its columns (first, and the one after the last), the level it begins and the one it ends at (None: not known)."""

    columns: tuple[int, int]
    begin: float | None
    finish: float | None
    texts: tuple[str, ...]
    is_end: bool = False


def _bars(figure: Figure, language: Language) -> Iterator[_Bar]:
    """Both ends and the steps between them, from left to right."""
    found = figure.bridge
    yield _end(0, found.before, figure.place_before, figure.decimals, language)
    first = 1
    for part in found.parts:
        end = first + len(part.steps)
        begin, finish = found.levels[first - 1], found.levels[end - 1]
        is_known = part.amount is not None
        written = (step_text(part, figure.decimals, language),)
        yield _Bar((first, end), begin if is_known else None, finish if is_known else None, written)
        first = end
    yield _end(first, found.after, figure.place_after, figure.decimals, language)


def _end(column: int, level: float | None, place: str, decimals: int, language: Language) -> _Bar:
    texts = tuple(text for text in (level_text(level, decimals, language), place) if text)
    return _Bar((column, column + 1), level, level, texts, is_end=True)


def is_broken(figure: Figure) -> bool:
    """Whether the bars of the ends begin above zero."""
    levels = [level for level in figure.bridge.levels if level is not None]
    return _lowest(levels) != 0


def _lowest(levels: Sequence[float]) -> float:
    """Where the bars of the ends begin: zero, or below the lowest level where all lie far from zero."""
    low, high = min(levels, default=0.0), max(levels, default=0.0)
    if low <= 0 or high - low >= LEAST_SPREAD * high:
        return 0.0
    return low - BELOW_LOWEST * (high - low) if high > low else 0.0


def _scale(levels: Sequence[float], top: float, bottom: float) -> tuple[float, Axis]:
    lowest = _lowest(levels)
    low, high = min([lowest, *levels]), max([lowest, *levels])
    return lowest, Axis(low, high if high > low else low + 1.0, bottom, top)


def sample_of_break(x: float, y: float) -> str:
    """A bar with a break around a point, for the legend."""
    return _total(x, SAMPLE_WIDTH, y - SAMPLE_HEIGHT / 2, y + SAMPLE_HEIGHT / 2, is_broken=True)


def _total(x: float, width: float, y: float, ground: float, *, is_broken: bool) -> str:
    top, height = min(y, ground), max(abs(ground - y), LEAST_BAR)
    drawn = element(
        "rect", x=pixels(x - width / 2), y=pixels(top), width=pixels(width), height=pixels(height), fill=TOTAL
    )
    if not is_broken:
        return drawn
    left, right, low = x - width / 2 - 2, x + width / 2 + 2, top + height - BREAK
    return drawn + line(left, low + 1.5, right, low - 1.5, PAPER, 2.4)


def _step(x: float, width: float, begin: float, finish: float, pattern: str) -> str:
    if begin == finish:
        return line(x - width / 2, begin, x + width / 2, begin, INK, 1.6)
    is_up = finish < begin
    return element(
        "rect",
        x=pixels(x - width / 2),
        y=pixels(min(begin, finish)),
        width=pixels(width),
        height=pixels(max(abs(begin - finish), LEAST_BAR)),
        fill=RISE if is_up else f"url(#{pattern})",
        stroke=INK,
        stroke_width="1.2",
    )


def _written(
    texts: Sequence[str], columns: Columns, between: tuple[int, int], top: float, *, is_bold: bool
) -> list[str]:
    x, room = columns.middle(*between), columns.width * (between[1] - between[0]) - AIR
    written = []
    for number, text in enumerate(texts):
        size = NUMBER_SIZE if number == 0 else PLACE_SIZE
        (shown,) = shortened(text, size, room, 1)
        y = top + NUMBER_LINE * (number + 0.5) + axes.BASELINE * size
        weight = "700" if is_bold and number == 0 else None
        written.append(text_line(shown, x, y, size, text_anchor="middle", fill=INK, font_weight=weight))
    return written
