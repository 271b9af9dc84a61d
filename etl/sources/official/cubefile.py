"""The cube export of GENESIS: blocks of headings (K) and rows (D), the figures in the last one, with decimal points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from etl.errors import InputError
from etl.files import Grid
from etl.outcome import rejections
from etl.sources.official.cells import CELLS, Cells
from etl.sources.official.slugs import PART, unit_id
from etl.sources.official.variables import REGION
from etl.typed_rows import TABLE_ITSELF

# Blocks: the table, its axes, its time and its measures, and the figures.
TABLE, AXES, TIME, MEASURES, FIGURES = "DQ", "DQA", "DQZ", "DQI", "QEI"
CELLS_OF_A_FIGURE = 4  # value, quality, whether it is locked, and by how much it was changed on purpose
Record = tuple[int, list[str]]


def read_cubefile(grid: Grid) -> Cells:
    """All figures; the measure is the value's code with its attributes, as in the flat exports.

    Raises InputError when a block is missing or no axis, or more than one, is an area.
    """
    blocks = _blocks(grid)
    missing = [name for name in (TABLE, AXES, TIME, MEASURES, FIGURES) if not blocks.get(name)]
    if missing:
        raise InputError("lacks the blocks {names}; export the table again, whole", grid.name, names=", ".join(missing))
    axes = [_cell(cells, 1) for _, cells in blocks[AXES]]
    areas = [number for number, axis in enumerate(axes) if re.match(REGION, axis)]
    if len(areas) != 1:
        raise InputError("must have exactly one axis of areas; export the table as «ffcsv» instead", grid.name)
    measures = [(_cell(cells, 1), unit_id(_cell(cells, 2))) for _, cells in blocks[MEASURES]]
    width = 1 + len(axes) + 1 + CELLS_OF_A_FIGURE * len(measures)
    table = _cell(blocks[TABLE][0][1], 1)
    kept = [(line, cells) for line, cells in blocks[FIGURES] if len(cells) == width and cells[0] == "D"]
    misshapen = sorted({line for line, _ in blocks[FIGURES]} - {line for line, _ in kept})
    rows = [
        (line, "WERT", attributes[areas[0]], day, table, name, unit, text, mark)
        for line, cells in kept
        for attributes, day in [(cells[1 : 1 + len(axes)], cells[1 + len(axes)])]
        for (measure, unit), (text, mark) in zip(measures, _figures(cells[2 + len(axes) :]), strict=True)
        for name in [PART.join([measure, *_narrowed(axes, attributes, areas[0])])]
    ]
    return Cells(
        pl.DataFrame(rows, schema=CELLS, orient="row"),
        rejections((line, TABLE_ITSELF, "as_many_cells_as_header") for line in misshapen),
        len(blocks[FIGURES]),
        key_column=axes[areas[0]],
        day_column="ZI-WERT",
        mark_column="QUALITAET",
        decimal_point=True,
    )


def _blocks(grid: Grid) -> Mapping[str, list[Record]]:
    blocks: dict[str, list[Record]] = {}
    current: list[Record] = []
    for line, raw in grid.records:
        cells = [cell.strip() for cell in raw]
        if not any(cells) or cells[0].startswith("*"):
            continue
        if cells[0] == "K":
            current = blocks.setdefault(_cell(cells, 1), [])
        else:
            current.append((line, cells))
    return blocks


def _cell(cells: Sequence[str], number: int) -> str:
    return cells[number] if number < len(cells) else ""


def _figures(cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Figure and mark of each measure; a locked figure is not published, whatever stands beside it."""
    for start in range(0, len(cells), CELLS_OF_A_FIGURE):
        text, mark, locked = cells[start : start + 3]
        yield (".", "") if locked else (text, mark)


def _narrowed(axes: Sequence[str], attributes: Sequence[str], area: int) -> list[str]:
    return sorted(
        f"{axis}={attribute}"
        for number, (axis, attribute) in enumerate(zip(axes, attributes, strict=True))
        if number != area and attribute
    )
