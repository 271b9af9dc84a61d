"""Where small pictures of one size stand on a sheet: how many beside each other, how wide and how high."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from charts import month_axis
from charts.map_sheet import MARGIN
from charts.shortened import shortened

PADDING = 7.0
GAP = 8.0
TITLE_SIZE, TITLE_LINE = 14.5, 18.0
BELOW_SIZE, BELOW_LINE = 13.0, 17.0
# Between the texts and the drawing, so that a value at the very top does not touch them.
HEADROOM = 9.0
MOST_LINES = 2
NARROWEST = 150.0
LOWEST_PLOT, HIGHEST_PLOT = 58.0, 320.0
# Number of panels -> how many beside each other where the width allows it: 15 make 3 rows of 5, 8 make 2 rows of 4.
BESIDE = {**{number: number for number in range(1, 5)}, **dict.fromkeys(range(5, 9), 4)}
MOST_BESIDE = 5


@dataclass(frozen=True)
class Grid:
    """Columns, width of a panel, height of the drawing in it, and the lines above that drawing, row by row alike."""

    columns: int
    left: float
    width: float
    plot_height: float
    titles: Sequence[Sequence[str]]
    below: Sequence[Sequence[str]]

    @property
    def rows(self) -> int:
        return -(-len(self.titles) // self.columns)

    @property
    def height(self) -> float:
        """All rows together."""
        return sum(self.row_height(row) + GAP for row in range(self.rows)) - GAP

    def text_height(self, row: int) -> float:
        """The room for texts in a row, so that all its drawings begin at the same height."""
        return _text_height(self._of_row(self.titles, row), self._of_row(self.below, row))

    def row_height(self, row: int) -> float:
        return self.text_height(row) + self.plot_height + _AROUND

    def corner(self, number: int, top: float) -> tuple[float, float]:
        """The top left corner of a panel on a sheet whose first row begins at `top`."""
        row, column = divmod(number, self.columns)
        above = sum(self.row_height(other) + GAP for other in range(row))
        return self.left + column * (self.width + GAP), top + above

    def _of_row(self, lines: Sequence[Sequence[str]], row: int) -> Sequence[Sequence[str]]:
        return lines[row * self.columns : (row + 1) * self.columns]


_AROUND = 2 * PADDING + HEADROOM + month_axis.HEIGHT


def columns_for(panels: int, width: float, columns: int | None) -> int:
    """How many panels stand beside each other; `columns` is what the caller asks for.

    Raises ValueError for no panel, and for more columns than the width has room for.
    """
    if panels < 1:
        raise ValueError("small multiples need at least one panel")
    room = int((width - 2 * MARGIN + GAP) // (NARROWEST + GAP))
    if columns is not None and not 1 <= columns <= room:
        raise ValueError(f"{columns} panels beside each other do not fit into {width:.0f} pixels; at most {room} do")
    beside = min(panels, columns or BESIDE.get(panels, MOST_BESIDE), room)
    # As many in the last row as the rows before leave: 6 are 3 and 3 instead of 4 and 2.
    return beside if columns else -(-panels // -(-panels // beside))


def grid(
    titles: Sequence[str], below: Sequence[Sequence[str]], columns: int, gutter: float, width: float, height: float
) -> Grid:
    """The grid of as many panels as titles on a sheet `width` pixels wide, `gutter` of them for numbers at the left.

    All rows together take `height` pixels unless the drawings would be lower than LOWEST_PLOT or higher than HIGHEST_PLOT.
    """
    panel_width = (width - 2 * MARGIN - gutter - GAP * (columns - 1)) / columns
    room = panel_width - 2 * PADDING
    drawn_titles = [shortened(title, TITLE_SIZE, room, MOST_LINES) for title in titles]
    drawn_below = [
        [line for text in texts for line in shortened(text, BELOW_SIZE, room, MOST_LINES)] for texts in below
    ]
    draft = Grid(columns, MARGIN + gutter, panel_width, 0.0, drawn_titles, drawn_below)
    plot = (height - draft.height) / draft.rows
    return Grid(columns, draft.left, panel_width, min(max(plot, LOWEST_PLOT), HIGHEST_PLOT), drawn_titles, drawn_below)


def _text_height(titles: Sequence[Sequence[str]], below: Sequence[Sequence[str]]) -> float:
    return TITLE_LINE * max(map(len, titles)) + BELOW_LINE * max(map(len, below))
