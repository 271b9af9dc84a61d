"""Tables with one line of headings above their rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from etl.errors import InputError
from etl.files import Grid
from etl.outcome import LINE, rejections
from etl.typed_rows import TABLE_ITSELF


def headed_rows(
    grid: Grid, wanted: Collection[str], paired: Mapping[str, str] | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows as text without blanks at either end, by heading and with `line`; and the rejections of rows with more or
    fewer cells than headings. Blank rows are none. Every numbered heading that ends in a key of `paired` wants the one that ends in
    its value instead beside it: a variable's code wants its attribute's.

    Raises InputError when a wanted heading is missing, or any is blank or occurs twice.
    """
    records = [(line, [cell.strip() for cell in cells]) for line, cells in grid.records]
    records = [(line, cells) for line, cells in records if any(cells)]
    line_of_head, headings = records[0][0], without_tail(records[0][1])
    pairs = [
        heading.removesuffix(end) + other
        for end, other in (paired or {}).items()
        for heading in headings
        if heading.endswith(end) and heading[0].isdigit()
    ]
    missing = [heading for heading in dict.fromkeys((*wanted, *pairs)) if heading not in headings]
    if missing:
        raise InputError(
            "the header lacks {headings}; download the table again, whole",
            grid.name,
            row=line_of_head,
            headings=", ".join(f"«{heading}»" for heading in missing),
        )
    if "" in headings or LINE in headings:
        raise InputError(
            "column number {number} has no heading, or one that is none of an official table; correct or delete it",
            grid.name,
            row=line_of_head,
            number=1 + next(at for at, heading in enumerate(headings) if heading in ("", LINE)),
        )
    twice = sorted({heading for heading in headings if headings.count(heading) > 1})
    if twice:
        raise InputError(
            "occurs more than once in the header: {headings}; keep one of them",
            grid.name,
            row=line_of_head,
            headings=", ".join(twice),
        )
    width = len(headings)
    kept, misshapen = [], []
    for line, cells in records[1:]:
        if len(cells) < width or any(cells[width:]):
            misshapen.append(line)
        else:
            kept.append((line, *cells[:width]))
    schema = {LINE: pl.Int64, **dict.fromkeys(headings, pl.String)}
    return (
        pl.DataFrame(kept, schema=schema, orient="row"),
        rejections((line, TABLE_ITSELF, "as_many_cells_as_header") for line in misshapen),
    )


def without_tail(cells: list[str]) -> list[str]:
    """The cells up to the last that is not blank."""
    width = max((number for number, cell in enumerate(cells, 1) if cell), default=0)
    return cells[:width]
