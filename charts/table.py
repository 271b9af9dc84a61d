"""A table of municipalities as HTML, with the chosen one marked and every name a button that chooses it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape


def render(
    caption: str,
    headings: Sequence[str],
    rows: Sequence[tuple[str, Sequence[str]]],
    *,
    selected: str = "",
    total: Sequence[str] = (),
) -> str:
    """HTML of a table: `rows` are (AGS, shown cells, the name first), `total` the cells of a last row.

    Raises ValueError when a row has not as many cells as there are headings.
    """
    wrong = [ags for ags, cells in (*rows, ("total", total or headings)) if len(cells) != len(headings)]
    if wrong:
        raise ValueError(f"rows with another number of cells than {len(headings)}: {', '.join(wrong)}")
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    body = "".join(_row(ags, cells, ags == selected) for ags, cells in rows)
    foot = f"<tfoot><tr>{_cells(total)}</tr></tfoot>" if total else ""
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table>"
    )


def _row(ags: str, cells: Sequence[str], is_selected: bool) -> str:
    mark = ' aria-current="true"' if is_selected else ""
    pressed = "true" if is_selected else "false"
    name = f'<td><button type="button" tabindex="0" data-ags="{escape(ags)}" aria-pressed="{pressed}">{escape(cells[0])}</button></td>'
    return f"<tr{mark}>{name}{_cells(cells[1:])}</tr>"


def _cells(cells: Sequence[str]) -> str:
    return "".join(f"<td>{escape(cell)}</td>" for cell in cells)
