"""How wide the columns of a table on slides are, and which of them stand beside each other on one slide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pages.meeting.presentation.stage import LEAST_LETTERS, TEXT_WIDTH, broken, width_of
from report.cell_text import label_of
from report.grid import Grid

# Room to the left and the right of a text in its column.
PADDING = 12
# The widest that texts of cells are set on one line; the first with which all columns fit beside each other is taken.
WIDEST = (1200.0, 900.0, 700.0, 560.0, 420.0, 320.0)
# Heads take more lines rather than make a column of short numbers wide.
LINES_OF_HEAD = 4
LONGEST_WORD = 260.0
# So many widths are tried for a head.
STEPS = 40
# Free room goes to the columns up to this much each: figures far apart are hard to follow along a row.
MOST_SLACK = 70.0


@dataclass(frozen=True)
class Columns:
    """Columns that stand beside each other, by their numbers in the table, with their widths in pixels."""

    numbers: tuple[int, ...]
    widths: tuple[float, ...]


def groups_of(grid: Grid) -> list[Columns]:
    """The columns in as few groups as fit a slide each; the one that names the rows is in every group."""
    for widest in WIDEST:
        widths = [_width(grid, column, widest) for column in range(len(grid.headings))]
        if sum(widths) <= TEXT_WIDTH:
            return [_with_slack(tuple(range(len(widths))), widths)]
    label = label_of(grid.rows)
    groups = [list(range(label + 1))]
    for number in range(label + 1, len(widths)):
        is_bare = len(groups) > 1 and len(groups[-1]) == 1
        if is_bare or sum(widths[each] for each in (*groups[-1], number)) <= TEXT_WIDTH:
            groups[-1].append(number)
        else:
            groups.append([label, number])
    return [_widest(grid, tuple(group)) for group in groups]


def _widest(grid: Grid, numbers: tuple[int, ...]) -> Columns:
    """These columns as wide as their texts like, as far as they fit beside each other."""
    for widest in WIDEST:
        widths = [_width(grid, column, widest) for column in range(len(grid.headings))]
        if sum(widths[number] for number in numbers) <= TEXT_WIDTH:
            break
    return _with_slack(numbers, widths)


def _width(grid: Grid, column: int, widest: float) -> float:
    """The room of a column: its texts on one line where they are no wider than `widest`, its head on few lines."""
    is_first = column == 0
    texts = [width_of(row[column], LEAST_LETTERS, bold=is_first) for row in grid.rows]
    words = [width_of(word, LEAST_LETTERS, bold=is_first) for row in grid.rows for word in row[column].split()]
    longest = min(max(words, default=0.0), LONGEST_WORD)
    return max(min(max(texts, default=0.0), widest), longest, _head_width(grid.headings[column])) + 2 * PADDING


def _head_width(heading: str) -> float:
    """The narrowest width with which a head has few lines and no broken word."""
    words = [width_of(word, LEAST_LETTERS, bold=True) for word in heading.split()]
    least = min(max(words, default=0.0), LONGEST_WORD)
    whole = width_of(heading, LEAST_LETTERS, bold=True)
    tried = (least + step * (whole - least) / STEPS for step in range(STEPS))
    return next(
        (width for width in tried if len(broken(heading, LEAST_LETTERS, width, bold=True)) <= LINES_OF_HEAD), whole
    )


def _with_slack(numbers: tuple[int, ...], widths: Sequence[float]) -> Columns:
    """The columns of these numbers, a little wider where there is room; narrower than they need to be where there is none at all."""
    chosen = [widths[number] for number in numbers]
    whole = sum(chosen)
    if whole > TEXT_WIDTH:
        return Columns(numbers, tuple(width * TEXT_WIDTH / whole for width in chosen))
    slack = min((TEXT_WIDTH - whole) / len(chosen), MOST_SLACK)
    return Columns(numbers, tuple(width + slack for width in chosen))
