"""Tables as HTML: of municipalities, with the chosen one marked and every name a button that chooses it, and plain ones."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from html import escape

SOFT_HYPHEN = "\u00ad"
NO_BREAK_PERCENT = "\u00a0%"


def render(
    caption: str,
    headings: Sequence[str],
    rows: Sequence[tuple[str, Sequence[str]]],
    *,
    selected: str = "",
    total: Sequence[str] = (),
    words: Collection[int] = (),
) -> str:
    """HTML of a table: `rows` are (AGS, shown cells, the name first), `total` the cells of a last row, `words` the positions of
    columns of text, set flush left.

    Raises ValueError when a row has not as many cells as there are headings.
    """
    wrong = [ags for ags, cells in (*rows, ("total", total or headings)) if len(cells) != len(headings)]
    if wrong:
        raise ValueError(f"rows with another number of cells than {len(headings)}: {', '.join(wrong)}")
    head = "".join(
        f'<th scope="col"{_class(position, words)}>{_hyphenated(heading)}</th>'
        for position, heading in enumerate(headings)
    )
    body = "".join(_row(ags, cells, ags == selected, words) for ags, cells in rows)
    foot = f"<tfoot><tr>{_cells(total, words)}</tr></tfoot>" if total else ""
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table>"
    )


def plain(caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]], *, numeric: Sequence[int] = ()) -> str:
    """HTML of a table to read; `numeric` are the positions of columns set flush right."""
    classes = ["number" if position in numeric else "words" for position in range(len(headings))]
    head = "".join(
        f'<th scope="col" class="{kind}">{_hyphenated(heading)}</th>'
        for kind, heading in zip(classes, headings, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(f'<td class="{kind}">{_breakable(cell)}</td>' for kind, cell in zip(classes, cells, strict=True))
        + "</tr>"
        for cells in rows
    )
    return (
        f'<table class="kim-table"><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _hyphenated(heading: str) -> str:
    """Escaped text whose long German compounds may break after "-ungs-": browsers without a dictionary do not find it, and a
    table with "Einwanderungsgeschichte" at its head becomes too wide for its place. A number keeps its per cent sign."""
    return escape(re.sub(r"(?<=ungs)(?=\w{4})", SOFT_HYPHEN, heading.replace(" %", NO_BREAK_PERCENT)))


def _breakable(cell: str) -> str:
    """Escaped text that may break after the signs that join the parts of a file's name."""
    return escape(cell).replace("/", "/<wbr>").replace("_", "_<wbr>")


def _row(ags: str, cells: Sequence[str], is_selected: bool, words: Collection[int]) -> str:
    mark = ' aria-current="true"' if is_selected else ""
    pressed = "true" if is_selected else "false"
    name = f'<td><button type="button" tabindex="0" data-ags="{escape(ags)}" aria-pressed="{pressed}">{escape(cells[0])}</button></td>'
    return f"<tr{mark}>{name}{_cells(cells[1:], words, first=1)}</tr>"


def _cells(cells: Sequence[str], words: Collection[int], first: int = 0) -> str:
    return "".join(
        f"<td{_class(position, words)}>{escape(cell)}</td>" for position, cell in enumerate(cells, start=first)
    )


def _class(position: int, words: Collection[int]) -> str:
    return ' class="words"' if position in words else ""
