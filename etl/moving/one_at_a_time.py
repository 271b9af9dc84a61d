"""Whoever changes inputs or editions does so alone, and first clears away what a killed run left behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from etl.errors import InputError
from etl.moving.exchange import recover
from etl.moving.scratch import remove_left_over
from warehouse import Store
from warehouse.lock import BusyError, exclusive


@contextmanager
def one_at_a_time(store: Store) -> Iterator[None]:
    """Hold the lock of the editions. Raises InputError when somebody else has it and keeps it."""
    with ExitStack() as held:
        try:
            is_outermost = held.enter_context(exclusive(store.folder))
        except BusyError as error:
            raise InputError(
                "data are being loaded already; wait until that has ended and try again", "data/warehouse"
            ) from error
        if is_outermost:
            _clear_away(store)
        yield


def clear_away(store: Store) -> None:
    """Clear away what a killed run left behind; nothing happens while somebody is at it, who does so himself."""
    if store.folder.is_dir():
        with suppress(BusyError), exclusive(store.folder, patience=0) as is_outermost:
            if is_outermost:
                _clear_away(store)


def _clear_away(store: Store) -> None:
    recover(store)
    remove_left_over(store)
