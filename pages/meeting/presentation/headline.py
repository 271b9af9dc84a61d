"""The headline of a slide that may go on on further ones: the same height on all of them."""

from __future__ import annotations

from charts.shortened import ELLIPSIS
from pages.meeting.presentation.stage import TEXT_WIDTH, TOP, block, cut, line_height

SIZE, MOST_LINES = 44, 2
# For what stands behind it where it goes on: " (10/12)".
ROOM_OF_PART = 190


def headline(heading: str, title: str) -> str:
    """HTML of a heading; `title` is the same with the number of its part. What is cut is read out in full."""
    lines = _lines(heading)
    is_cut = any(line.endswith(ELLIPSIS) for line in lines)
    numbered = [*lines[:-1], lines[-1] + title.removeprefix(heading)]
    return block("h2", "headline", numbered, TOP, SIZE, spoken=title if is_cut else "")


def below(heading: str) -> int:
    """Where the lines of a heading end on the sheet."""
    return TOP + len(_lines(heading)) * line_height(SIZE)


def _lines(heading: str) -> list[str]:
    return cut(heading, SIZE, TEXT_WIDTH - ROOM_OF_PART, MOST_LINES, bold=True) or [""]
