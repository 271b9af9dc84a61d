"""Where a picture is shown: on a page of the app, as a file of its own, or on a slide or printed sheet."""

from __future__ import annotations

from enum import Enum


class Medium(Enum):
    """PAGE: beside its page's words, parts can be picked. FILE: stands alone, with title, notes and sources drawn in.
    SLIDE: on a slide or printed sheet that carries title, notes and sources itself."""

    PAGE = "page"
    FILE = "file"
    SLIDE = "slide"

    @property
    def stands_alone(self) -> bool:
        """Whether the picture must explain itself."""
        return self is Medium.FILE


# Pixels of a picture on a slide. At 1,000 wide its letters of 13 pixels and more stand on a screen of 1,920 in 24 and more, and
# on a sheet of A4 across in 9 points.
SLIDE_WIDTH = 1000
SLIDE_HEIGHT = 470
SLIDE_SIZE = {"width": SLIDE_WIDTH, "height": SLIDE_HEIGHT}
