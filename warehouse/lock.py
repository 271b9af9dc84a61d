"""One change to the editions of a data folder at a time, whichever process or session makes it."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOCK_NAME = "load.lock"
PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.05
_mine = threading.local()


class BusyError(RuntimeError):
    """Somebody else is changing the editions, and has been for longer than one waits."""


@contextmanager
def exclusive(folder: Path, patience: float | None = None, name: str = LOCK_NAME) -> Iterator[bool]:
    """Hold a lock of a folder, told from its others by `name`. Raises BusyError after `patience` seconds of waiting
    (default: a minute).

    Whoever holds it may take it again; yields whether it was not held before.
    The operating system lets the lock go when its process dies, so there is no stale one to be found and judged. Nothing is
    left in the folder afterwards.
    """
    key = folder.resolve() / name
    held: set[Path] = _mine.__dict__.setdefault("held", set())
    if key in held:
        yield False
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = _acquired(folder / name, PATIENCE_SECONDS if patience is None else patience)
    held.add(key)
    try:
        yield True
    finally:
        held.discard(key)
        _release(folder / name, handle)


def _acquired(path: Path, patience: float) -> int:
    deadline = time.monotonic() + patience
    while True:
        with suppress(PermissionError):  # Windows, while its holder removes it
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            if _locks(handle) and _is_still(path, handle):
                return handle
            os.close(handle)
        if time.monotonic() >= deadline:
            raise BusyError(path.parent.name)
        time.sleep(PAUSE_SECONDS)


def _is_still(path: Path, handle: int) -> bool:
    """Whether the locked file is the one at the path: its last holder removed it, and another may have made it anew."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _locks(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(path: Path, handle: int) -> None:
        os.close(handle)
        with suppress(OSError):  # the next one has it open already
            path.unlink()

else:
    import fcntl

    def _locks(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _release(path: Path, handle: int) -> None:
        with suppress(FileNotFoundError):
            path.unlink()  # before the lock goes, so that the next one sees that this file is no longer the lock
        os.close(handle)
