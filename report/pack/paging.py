"""Where the pages of a list or a table end when its parts are stacked."""

from __future__ import annotations

from collections.abc import Sequence

# How closely pages are made alike, as a share of their room.
CLOSE = 1 / 256


def page_ends(
    heights: Sequence[float], room: float, first_room: float | None = None, most: int | None = None
) -> list[int]:
    """Where each page ends: the number of parts until then, every page as full as it can be.

    `room` is the height of a page, `first_room` that of the first one where it has less, `most` how many parts one holds. A part
    higher than a page gets one of its own.
    """
    ends, begin, used, left = list[int](), 0, 0.0, room if first_room is None else first_room
    for number, height in enumerate(heights):
        if number > begin and (used + height > left or number - begin == most):
            ends.append(number)
            begin, used, left = number, 0.0, room
        used += height
    return [*ends, len(heights)] if heights else []


def even_page_ends(
    heights: Sequence[float], room: float, first_room: float | None = None, most: int | None = None
) -> list[int]:
    """As `page_ends`, on as many pages, but none of them nearly empty: all leave as much room free as they can."""
    first = room if first_room is None else first_room
    ends = page_ends(heights, room, first, most)
    if not ends[1:]:
        return ends
    free, step = 0.0, first / 2
    while step > CLOSE * room:
        tried = page_ends(heights, room - free - step, first - free - step, most)
        if len(tried) == len(ends):
            free, ends = free + step, tried
        step /= 2
    return ends
