"""A second data folder for trying things out, gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from etl.caseload.case_keys import SALT_NAME
from etl.moving.arrivals import Change
from etl.moving.exchange import link_or_copy, write_private
from etl.moving.scratch import DRY_RUN, scratch_folder
from warehouse import Store

PARTS = ("raw", "mappings", "reference")


@contextmanager
def mirrored(store: Store, changes: Sequence[Change]) -> Iterator[Store]:
    """A data folder with the inputs, mappings, settings and salt of another, changed, and without editions.

    The lock of the editions must be held on entering. What stands in the folder is second names of the same files: it is to
    be read, never written to.
    """
    with scratch_folder(store, DRY_RUN) as folder:
        _fill(folder, store, changes)
        yield Store(folder)


def _fill(folder: Path, store: Store, changes: Sequence[Change]) -> None:
    changed = {change.target for change in changes}
    present = (path for part in PARTS for path in (store.data / part).rglob("*") if path.is_file())
    for path in present:
        name = PurePosixPath(path.relative_to(store.data).as_posix())
        if name not in changed:
            link_or_copy(path, folder / name)
    for change in changes:
        if change.content is not None:
            write_private(folder / change.target, change.content)
    if (store.folder / SALT_NAME).is_file():  # the same cases must get the same keys
        write_private(folder / "warehouse" / SALT_NAME, (store.folder / SALT_NAME).read_bytes())
