"""What a run of a page offers to take away, noted when the page is run for its figures alone and shown to nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from charts.medium import Medium
from pages._shared.visit import Visit
from report.sheets import Explanation, Sheet


@dataclass(frozen=True)
class Figure:
    """A figure that a page offers: what it shows in the visitor's language, and how picture and tables are made. At least one of
    both is there; `key` tells the figures of one page apart and goes into the agendas of meetings, so it must not change."""

    visit: Visit
    key: str
    name: str
    picture: Callable[[Medium], str] | None
    sheets: Callable[[], Sequence[Sheet | Explanation]] | None
    findings: tuple[str, ...]
    uses_clients: bool


_NOTED: ContextVar[dict[str, Figure] | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[dict[str, Figure]]:
    """Figures offered while the body runs, by their keys."""
    found: dict[str, Figure] = {}
    token = _NOTED.set(found)
    try:
        yield found
    finally:
        _NOTED.reset(token)


def is_shown() -> bool:
    """Whether somebody looks at this run: otherwise components need not be mounted."""
    return _NOTED.get() is None


def note(figure: Figure) -> None:
    """Offer a figure. Raises ValueError where the page has offered another under this key."""
    noted = _NOTED.get()
    if noted is None:
        return
    if figure.key in noted:
        raise ValueError(f"two figures of one page are called {figure.key!r}")
    noted[figure.key] = figure
