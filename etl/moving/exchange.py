"""Exchanging files of the data folder so that either all of it has happened or nothing."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any

from etl.inputs import sha256
from etl.moving.arrivals import Change
from warehouse import Store

FOLDER = ".exchange"  # below the warehouse, like everything that holds client data and is no input
JOURNAL = "journal.json"


@contextmanager
def exchanged(store: Store, changes: Sequence[Change]) -> Iterator[None]:
    """Carry out changes for good if the body succeeds, and as if they had never been if it raises anything.

    Files that went are kept below Store.replaced. A run that is killed in between is put right by `recover`.
    """
    staging = store.folder / FOLDER
    private_folder(staging)
    try:
        _prepare(staging, store.data, changes)
        _apply(staging, store.data)
        yield
    except BaseException:
        _undo(staging, store.data)
        raise
    _finish(staging, store)


def recover(store: Store) -> None:
    """Finish or undo the exchange of a run that was killed. The lock of the editions must be held."""
    staging = store.folder / FOLDER
    if not staging.is_dir():
        return
    journal = staging / JOURNAL
    # Only the run that was killed can have moved the pointer since: it had the lock, and had loaded.
    if journal.is_file() and store.pointer.is_file() and _moment(store.pointer) > _moment(journal):
        _finish(staging, store)
    else:
        _undo(staging, store.data)


def link_or_copy(source: Path, target: Path) -> None:
    """The same bytes at another path, as a second name of the file where the disk knows that."""
    private_folder(target.parent)
    try:
        os.link(source, target)
    except OSError:
        write_private(target, source)


def write_private(target: Path, content: bytes | Path) -> None:
    """A file of one's own with these bytes, or those of another file, readable by its owner only."""
    private_folder(target.parent)
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        if isinstance(content, Path):
            with content.open("rb") as source:
                shutil.copyfileobj(source, file)
        else:
            file.write(content)


def private_folder(folder: Path) -> None:
    """A folder that only its owner may open, and those above it where they are missing."""
    if not folder.is_dir():
        private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def close_to_others(folder: Path) -> None:
    """A folder that only its owner may open, also where it was there before."""
    private_folder(folder)
    with suppress(PermissionError):  # somebody else's, who has decided who may open it
        folder.chmod(0o700)


def _prepare(staging: Path, data: Path, changes: Sequence[Change]) -> None:
    """Have every byte that is wanted, old and new, in the staging folder before anything else is touched."""
    targets = [change.target.as_posix() for change in changes]
    digests = {target: sha256(data / target) for target in targets if (data / target).is_file()}
    for number, change in enumerate(changes):
        if change.content is not None:
            write_private(staging / "new" / str(number), change.content)
        if targets[number] in digests:
            link_or_copy(data / change.target, staging / "old" / str(number))
    parents = {parent for change in changes for parent in (data / change.target).parents}
    journal = {
        "targets": targets,
        # A sidecar is kept beside its file, so under the checksum of that; null where there was nothing.
        "kept_under": [
            digests.get(str(change.part_of), digests.get(target))
            for change, target in zip(changes, targets, strict=True)
        ],
        "was_there": [target in digests for target in targets],
        "folders_made": sorted(parent.relative_to(data).as_posix() for parent in parents if not parent.exists()),
    }
    draft = staging / f"{JOURNAL}.draft"
    draft.write_text(json.dumps(journal), encoding="utf-8")
    draft.rename(staging / JOURNAL)


def _apply(staging: Path, data: Path) -> None:
    for number, target in enumerate(_journal(staging)["targets"]):
        new = staging / "new" / str(number)
        if new.is_file():
            private_folder((data / target).parent)
            new.replace(data / target)
        else:
            (data / target).unlink(missing_ok=True)


def _undo(staging: Path, data: Path) -> None:
    journal = _journal(staging)
    rows = list(zip(journal["targets"], journal["was_there"], strict=True))
    for number, (target, was_there) in enumerate(rows):
        if not was_there and not (staging / "new" / str(number)).is_file():
            (data / target).unlink(missing_ok=True)
    for number, (target, _) in enumerate(rows):
        old = staging / "old" / str(number)
        if old.is_file():  # else it was put back by an undoing that was killed
            private_folder((data / target).parent)
            old.replace(data / target)
    for folder in reversed(journal["folders_made"]):
        with suppress(OSError):  # others may have put something there
            (data / folder).rmdir()
    shutil.rmtree(staging)


def _finish(staging: Path, store: Store) -> None:
    """Keep what went under the checksum of its input; from then on it cannot be undone."""
    journal = _journal(staging)
    for number, (target, digest) in enumerate(zip(journal["targets"], journal["kept_under"], strict=True)):
        old = staging / "old" / str(number)
        if old.is_file():
            kept = store.replaced / digest / PurePosixPath(target).name
            private_folder(kept.parent)
            old.replace(kept)
            kept.chmod(0o600)
            with suppress(OSError):  # an empty folder says nothing; one with files stays
                (store.data / target).parent.rmdir()
    shutil.rmtree(staging)


def _journal(staging: Path) -> dict[str, Any]:
    """Nothing was touched yet where there is no journal."""
    try:
        content: dict[str, Any] = json.loads((staging / JOURNAL).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {"targets": [], "was_there": [], "kept_under": [], "folders_made": []}
    return content


def _moment(path: Path) -> int:
    return path.stat().st_mtime_ns
