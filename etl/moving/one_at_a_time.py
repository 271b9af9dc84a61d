"""Whoever changes inputs or editions does so alone, and first clears away what a killed run left behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from etl.errors import InputError
from etl.moving.exchange import recover
from etl.moving.mirror import remove_left_over
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
            recover(store)
            remove_left_over(store)
        yield
