"""Editions kept for meetings: held before anything is stored that shows them, and for as long as it does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from pages._shared import door
from warehouse import NoEditionError, Store, data_folder
from workspace import FILE, Meetings, WorkspaceError


class EditionGone(WorkspaceError):
    """The edition of a meeting cannot be read any more, so nothing can be added that shows it."""


def hold(edition_id: str, *coming: str) -> None:
    """Keep an edition for every meeting that shows it and what is coming; of one that was removed, what was sealed is all that is
    left."""
    store = Store(data_folder())
    with store.marking(), suppress(NoEditionError):
        reasons = [
            _reason(each.title, each.held_on)
            for each in Meetings(data_folder() / FILE).all(with_deleted=True)
            if each.edition_id == edition_id
        ]
        store.hold(edition_id, [*coming, *reasons])


@contextmanager
def held(edition_id: str, title: str, held_on: dt.date) -> Iterator[None]:
    """Keep an edition before a meeting is stored that shows it, so that a crash leaves too much kept, not too little; meanwhile
    nobody else marks or removes one. Raises EditionGone."""
    with Store(data_folder()).marking():
        hold(edition_id, _reason(title, held_on))
        if not door.can_be_shown(edition_id):
            raise EditionGone("This edition of the data was removed meanwhile. Load the page again.")
        try:
            yield
        finally:
            hold(edition_id)


def _reason(title: str, held_on: dt.date) -> str:
    return f"Sitzung {held_on:%d.%m.%Y}: {' '.join(title.split())}"
