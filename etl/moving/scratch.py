"""Folders below the warehouse that hold client data for the length of a call, and are cleared away if it is killed."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from etl.moving.exchange import private_folder
from warehouse import Store
from warehouse.lock import BusyError, exclusive

DRY_RUN, UPLOAD = ".dry-run-", ".upload-"
DRAFT = re.compile(r"\.\d{8}T\d{6}Z-[0-9a-f]{12}\.draft(\..+)?")
MAKING = "scratch.lock"  # between making a folder and locking it, nobody may take it for left over


@contextmanager
def scratch_folder(store: Store, prefix: str) -> Iterator[Path]:
    """A folder that only its owner may open, gone afterwards; `prefix` is DRY_RUN or UPLOAD."""
    folder = store.folder / f"{prefix}{secrets.token_hex(4)}"
    with ExitStack() as held:
        with exclusive(store.folder, name=MAKING):
            private_folder(folder)
            held.callback(shutil.rmtree, folder, ignore_errors=True)
            held.enter_context(exclusive(folder))
        yield folder


def remove_left_over(store: Store) -> None:
    """Remove what killed runs left, however young: nobody holds the lock of a folder whose run has died.

    The lock of the editions must be held: whoever makes a draft of an edition holds it, so there is none in the making.
    """
    with exclusive(store.folder, name=MAKING):
        for prefix in (DRY_RUN, UPLOAD):
            for folder in store.folder.glob(f"{prefix}*"):
                if _is_deserted(folder):
                    shutil.rmtree(folder, ignore_errors=True)
    for draft in store.editions.glob(".*.draft*"):
        if DRAFT.fullmatch(draft.name):
            with suppress(PermissionError):  # in use on Windows: it goes the next time
                draft.unlink(missing_ok=True)
    store.remove_orphans()


def _is_deserted(folder: Path) -> bool:
    try:
        with exclusive(folder, patience=0) as is_taken_now:
            return is_taken_now
    except BusyError:
        return False
