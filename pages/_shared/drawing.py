"""How a chart is drawn for a page, a file of its own, or a slide."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from charts.medium import SLIDE_SIZE, Medium


def options_for(
    medium: Medium, notes: Callable[[], Sequence[str]], *, page: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """What `render` of a chart is called with: on a page its size there, for a file title and `notes`, for a slide its size."""
    if medium.stands_alone:
        return {"heading": True, "notes": notes()}
    return dict(SLIDE_SIZE if medium is Medium.SLIDE else page or {})
