"""A table on as many slides as it needs: none of its rows, columns or words is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from charts.lettering import escaped
from locales.language import Language
from pages.meeting.presentation.headline import below, headline
from pages.meeting.presentation.slide import Slide
from pages.meeting.presentation.stage import (
    BOTTOM,
    FOOT_LINE,
    GAP,
    HEIGHT,
    LEAST_LETTERS,
    TEXT_WIDTH,
    block,
    broken,
    line_height,
    written,
)
from pages.meeting.presentation.table_columns import PADDING, Columns, groups_of
from report.grid import Grid, grid_of
from report.pack.paging import even_page_ends
from report.pack.words import numbered
from report.sheets import Sheet

LINE = 30
# Above and below the lines of a row, with the rule below it.
BETWEEN_ROWS = 13
# Sizes of the finding above a table, falling, each with the most lines of it.
FINDING = ((30, 2), (28, 3), (24, 4))


@dataclass(frozen=True)
class _Row:
    """The lines of each cell; a note below the table has one cell across all columns."""

    cells: tuple[tuple[str, ...], ...]
    is_note: bool = False

    @property
    def height(self) -> int:
        return max(len(lines) for lines in self.cells) * LINE + BETWEEN_ROWS


def table_slides(sheet: Sheet, heading: str, finding: str, foot: str, language: Language) -> list[Slide]:
    """The slides of a table below a heading; the finding stands on the first one, `foot` (HTML) on all. One at least."""
    grid = grid_of(sheet, language)
    top = below(heading) + GAP
    told = _finding(finding)
    first = top + (len(told[1]) * line_height(told[0]) + 2 * GAP if told else 0)
    pages: list[tuple[Columns, Sequence[_Row], int]] = []
    for columns in groups_of(grid):
        pages += _pages(grid, columns, () if pages else sheet.notes, top if pages else first, top)
    slides = []
    for number, (columns, rows, page_top) in enumerate(pages, start=1):
        title = numbered(heading, number, len(pages))
        above = headline(heading, title)
        if number == 1 and told:
            above += block("p", "finding", told[1], top, told[0])
        table = _table(grid, columns, rows, title)
        slides.append(Slide(title, f'{above}<div class="table" style="top:{page_top}px">{table}</div>{foot}'))
    return slides


def _finding(finding: str) -> tuple[int, list[str]] | None:
    for size, most in FINDING:
        lines = broken(finding, size, TEXT_WIDTH)
        if 0 < len(lines) <= most:
            return size, lines
    return None


def _pages(
    grid: Grid, columns: Columns, notes: Sequence[str], first_top: int, top: int
) -> Iterator[tuple[Columns, Sequence[_Row], int]]:
    """The rows of each slide and where its table begins; on the first one the finding stands above it."""
    bottom = HEIGHT - BOTTOM - FOOT_LINE - GAP
    head = _row([grid.headings[number] for number in columns.numbers], columns, is_head=True).height
    first_room, room = bottom - first_top - head, bottom - top - head
    rows = [_row([row[number] for number in columns.numbers], columns) for row in grid.rows]
    whole = sum(columns.widths) - 2 * PADDING
    rows += [_Row((tuple(broken(note, LEAST_LETTERS, whole)),), is_note=True) for note in notes if note.strip()]
    rows = [part for row in rows for part in _split(row, first_room)]
    begin = 0
    for end in even_page_ends([row.height for row in rows], room, first_room) or [0]:
        yield columns, rows[begin:end], top if begin else first_top
        begin = end


def _row(texts: Sequence[str], columns: Columns, *, is_head: bool = False) -> _Row:
    cells = []
    for number, text, width in zip(columns.numbers, texts, columns.widths, strict=True):
        is_bold = is_head or number == columns.numbers[0]
        cells.append(tuple(broken(text, LEAST_LETTERS, width - 2 * PADDING, bold=is_bold)) or ("",))
    return _Row(tuple(cells))


def _split(row: _Row, room: int) -> Iterator[_Row]:
    """The row in parts no higher than `room`: a text longer than a slide goes on below."""
    most = max((room - BETWEEN_ROWS) // LINE, 1)
    for begin in range(0, max(map(len, row.cells)), most):
        yield _Row(tuple(lines[begin : begin + most] for lines in row.cells), row.is_note)


def _table(grid: Grid, columns: Columns, rows: Sequence[_Row], caption: str) -> str:
    """HTML. Its caption is only read out: it stands on the slide as the headline."""
    widths = "".join(f'<col style="width:{width:.1f}px">' for width in columns.widths)
    is_right = [grid.is_right[number] for number in columns.numbers]
    heads = _row([grid.headings[number] for number in columns.numbers], columns, is_head=True).cells
    head = "".join(
        f'<th scope="col"{_side(right)}>{written(lines)}</th>' for lines, right in zip(heads, is_right, strict=True)
    )
    body = "".join(_line(row, is_right) for row in rows)
    return (
        f'<table style="width:{sum(columns.widths):.1f}px"><caption class="unseen">{escaped(caption)}</caption>'
        f"<colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _line(row: _Row, is_right: Sequence[bool]) -> str:
    if row.is_note:
        return f'<tr class="note"><td colspan="{len(is_right)}">{written(row.cells[0])}</td></tr>'
    first = f'<th scope="row"{_side(is_right[0])}>{written(row.cells[0])}</th>'
    others = zip(row.cells[1:], is_right[1:], strict=True)
    return f"<tr>{first}{''.join(f'<td{_side(right)}>{written(lines)}</td>' for lines, right in others)}</tr>"


def _side(is_right: bool) -> str:
    return ' class="right"' if is_right else ""
