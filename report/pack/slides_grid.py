"""A table laid out for slides: how wide its columns are, and which rows and columns go onto which slide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from charts.lettering import text_width
from locales.language import Language
from report.cell_text import NOTHING, label_of
from report.grid import Grid, grid_of
from report.pack.paging import even_page_ends
from report.pack.slides_text import fitted, height_of, legible
from report.sheets import Sheet

SIZE = 14.0
MOST_ROWS = 16
ROOM_BESIDE, ROOM_ABOVE = 5.0, 3.0
# A word up to this wide is not broken, a text up to this wide stays on one line where there is room.
WIDEST_WORD, WIDEST_TEXT = 170.0, 420.0
# A column of longer texts gets this at least: in a narrower one a single row would fill a slide.
ROOM_OF_LONG_TEXTS = 300.0
HIGHEST_HEAD = 0.4  # of a slide's box


@dataclass(frozen=True)
class GridPage:
    """The part of a grid that one slide shows, with the widths of its columns and the heights of its rows, in points; the first
    height is that of the headings."""

    grid: Grid
    widths: tuple[float, ...]
    heights: tuple[float, ...]


def legible_grid(sheet: Sheet, language: Language) -> Grid:
    """A table as texts that PowerPoint can hold; a cell without a figure says so."""
    grid = grid_of(sheet, language)
    rows = tuple(tuple(legible(cell) or NOTHING for cell in row) for row in grid.rows)
    return replace(grid, headings=tuple(map(legible, grid.headings)), rows=rows)


def pages(grid: Grid, width: float, height: float) -> list[GridPage]:
    """The grid on as many slides as it needs, in a box of this size. Where the columns do not fit beside each other, the one that
    names the rows stands on each slide. At least one page, also without rows."""
    return [page for part in _beside(grid, width) for page in _below(part, _widths(part, width), height)]


def _beside(grid: Grid, width: float) -> Iterator[Grid]:
    """Parts of the grid whose columns fit the width."""
    least = [_least(grid, column) for column in range(len(grid.headings))]
    label, group = label_of(grid.rows), [0]
    for column in range(1, len(least)):
        if len(group) > 1 and sum(least[number] for number in group) + least[column] > width:
            yield _only(grid, group)
            group = [label]
        if column not in group:
            group.append(column)
    yield _only(grid, group)


def _only(grid: Grid, columns: Sequence[int]) -> Grid:
    def chosen(row: Sequence[str]) -> tuple[str, ...]:
        return tuple(row[column] for column in columns)

    rows = tuple(chosen(row) for row in grid.rows)
    return Grid(chosen(grid.headings), rows, tuple(grid.is_right[column] for column in columns))


def _texts(grid: Grid, column: int) -> list[str]:
    return [grid.headings[column], *(row[column] for row in grid.rows)]


def _least(grid: Grid, column: int) -> float:
    words = (word for text in _texts(grid, column) for word in text.split())
    widest = max((text_width(word, SIZE) for word in words), default=0.0)
    has_long_texts = any(text_width(row[column], SIZE) > WIDEST_TEXT for row in grid.rows)
    return max(min(widest, WIDEST_WORD), ROOM_OF_LONG_TEXTS * has_long_texts) + 2 * ROOM_BESIDE


def _widths(grid: Grid, width: float) -> tuple[float, ...]:
    """Each column at least as wide as its longest word; what is left goes to those whose texts are longer, then to all."""
    columns = range(len(grid.headings))
    least = [_least(grid, column) for column in columns]
    wished = [
        max(low, min(max(text_width(text, SIZE) for text in _texts(grid, column)), WIDEST_TEXT) + 2 * ROOM_BESIDE)
        for column, low in zip(columns, least, strict=True)
    ]
    if sum(wished) <= width:
        return tuple(width * wish / sum(wished) for wish in wished)
    if sum(least) >= width:  # a single pair of columns full of very long words
        return tuple(width * low / sum(least) for low in least)
    share = (width - sum(least)) / (sum(wished) - sum(least))
    return tuple(low + share * (wish - low) for low, wish in zip(least, wished, strict=True))


def _below(grid: Grid, widths: tuple[float, ...], height: float) -> Iterator[GridPage]:
    headings = _no_higher(grid.headings, widths, HIGHEST_HEAD * height)
    head = _row_height(headings, widths)
    room = height - head
    rows = [_no_higher(row, widths, room) for row in grid.rows]
    heights = [_row_height(row, widths) for row in rows]
    begin = 0
    for end in even_page_ends(heights, room, most=MOST_ROWS) or [0]:
        shown = Grid(headings, tuple(rows[begin:end]), grid.is_right)
        yield GridPage(shown, widths, (head, *heights[begin:end]))
        begin = end


def _row_height(row: Sequence[str], widths: Sequence[float]) -> float:
    inner = (height_of(text, SIZE, width - 2 * ROOM_BESIDE) for text, width in zip(row, widths, strict=True))
    return max(inner) + 2 * ROOM_ABOVE


def _no_higher(row: Sequence[str], widths: Sequence[float], room: float) -> tuple[str, ...]:
    """The row with texts cut that fill more than a slide; the workbook has them whole."""
    return tuple(
        fitted(text, width - 2 * ROOM_BESIDE, room - 2 * ROOM_ABOVE, (SIZE,)).text
        for text, width in zip(row, widths, strict=True)
    )
