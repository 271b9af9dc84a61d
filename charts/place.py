"""Small charts of one place, made of HTML so that they fit any column and any sheet of paper: intervals, and places on a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

# Room beside the outermost dots, in per cent of the width.
EDGE = 4.0
NEW_LINE = "\n"  # also between words that a style sheet sets apart, for whoever reads without one


@dataclass(frozen=True)
class Interval:
    """A figure with its limits. `value` None: nothing is drawn, and `text` says why. Lines of `label` after the first, and of
    `text`, are notes."""

    label: str
    value: float | None
    lower: float | None
    upper: float | None
    text: str


@dataclass(frozen=True)
class Dot:
    """A place on a line. `kind`: "own", "peer" or "other"."""

    name: str
    value: float
    kind: str
    text: str


@dataclass(frozen=True)
class Line:
    """What the dots of a line show, and what is said of it."""

    label: str
    dots: Sequence[Dot]
    text: str


def intervals(caption: str, headings: Sequence[str], rows: Sequence[Interval], *, against: float | None = None) -> str:
    """HTML of a table with a name, an interval drawn on one scale for all rows, and words; `headings` are three.

    Zero is on the scale and marked by a line; `against` is another value to be marked, such as the district's.
    """
    limits = [limit for row in rows for limit in (row.value, row.lower, row.upper) if limit is not None]
    scale = _Scale.over([0.0, *limits, *([] if against is None else [against])])
    zero = _part("zero", scale.at(0.0))
    other = "" if against is None else _part("against", scale.at(against))
    body = "".join(
        f'<tr>{_cell(row.label)}<td><div class="kim-line" aria-hidden="true">'
        f"{zero}{other}{_drawn(row, scale)}</div></td>{_cell(row.text)}</tr>"
        for row in rows
    )
    return _table(caption, _heads(headings), body, "kim-drawn")


def lines(caption: str, headings: Sequence[str], rows: Sequence[Line]) -> str:
    """HTML of a table with a name, places as dots on a scale of the row's own, and words; `headings` are three."""
    body = "".join(
        f'<tr>{_cell(row.label)}<td><div class="kim-line">{_dots(row)}</div></td>{_cell(row.text)}</tr>' for row in rows
    )
    return _table(caption, _heads(headings), body, "kim-drawn")


def table(caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]], *, numeric: Sequence[int] = ()) -> str:
    """HTML of a table of words and numbers; `numeric` are the positions of columns set flush right."""
    kinds = ["number" if position in numeric else "words" for position in range(len(headings))]
    head = [(kind, escape(heading)) for kind, heading in zip(kinds, headings, strict=True)]
    body = "".join(
        "<tr>" + "".join(_cell(cell, kind) for kind, cell in zip(kinds, cells, strict=True)) + "</tr>" for cells in rows
    )
    return _table(caption, head, body)


def note(words: str) -> str:
    """HTML of what has to be known below a table."""
    return f'<p class="kim-note">{escape(words)}</p>'


@dataclass(frozen=True)
class _Scale:
    """Positions from EDGE to 100 - EDGE per cent of the width."""

    low: float
    high: float

    @classmethod
    def over(cls, values: Sequence[float]) -> _Scale:
        return cls(min(values), max(values))

    def at(self, value: float) -> float:
        if self.high == self.low:
            return 50.0
        return EDGE + (100 - 2 * EDGE) * (value - self.low) / (self.high - self.low)


def _drawn(row: Interval, scale: _Scale) -> str:
    if row.value is None:
        return ""
    dot = _part("dot own", scale.at(row.value))
    if row.lower is None or row.upper is None:
        return dot
    left, right = scale.at(row.lower), scale.at(row.upper)
    return f'<i class="range" style="left:{left:.1f}%;width:{right - left:.1f}%"></i>{dot}'


def _dots(row: Line) -> str:
    if not row.dots:
        return ""
    scale = _Scale.over([dot.value for dot in row.dots])
    order = ("other", "peer", "own")  # the later ones lie above
    return "".join(
        f'<i class="dot {dot.kind}" style="left:{scale.at(dot.value):.1f}%" title="{escape(dot.name)}: {escape(dot.text)}"></i>'
        for dot in sorted(row.dots, key=lambda dot: order.index(dot.kind))
    )


def _part(kind: str, position: float) -> str:
    return f'<i class="{kind}" style="left:{position:.1f}%"></i>'


def _cell(words: str, kind: str = "words") -> str:
    """The first line, and smaller below it the others, which are notes."""
    first, *others = escape(words).split(NEW_LINE)
    parts = [f"<span>{first}</span>", *(f"<small>{other}</small>" for other in others)]
    return f'<td class="{kind}">{NEW_LINE.join(parts)}</td>'


def _heads(headings: Sequence[str]) -> list[tuple[str, str]]:
    return [("words", escape(heading)) for heading in headings]


def _table(caption: str, headings: Sequence[tuple[str, str]], body: str, kind: str = "kim-listed") -> str:
    head = "".join(f'<th scope="col" class="{alignment}">{heading}</th>' for alignment, heading in headings)
    return (
        f'<div class="{kind}"><table class="kim-table"><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
