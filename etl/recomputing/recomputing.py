"""An edition's inputs of then, read and counted by today's settings and code, kept beside the editions to compare with."""

from __future__ import annotations

from pathlib import Path

from etl.errors import InputError
from etl.load import Progress, load, method_today
from etl.moving.exchange import close_to_others
from etl.moving.mirror import mirrored
from etl.moving.one_at_a_time import one_at_a_time
from etl.moving.restoring import inputs_back
from warehouse import Store
from warehouse.stage import method_hash, recomputation, same_method
from warehouse.store import Manifest


def recompute(data: Path, edition_id: str, progress: Progress | None = None) -> Path:
    """Count the inputs of an edition anew by the method of today; returns the database file, kept below Store.recomputed.

    The file of the edition itself is returned where it was made by this method, that of the recomputation where there is one
    already. Cases keep their keys. Control totals are noted, not judged: those of today's settings need not come out of inputs
    of then. Inputs, editions and the current one stay as they are. Raises NoEditionError when there is no such edition, and
    InputError when an input of then is no longer kept or can no longer be read, or something is being loaded for too long.
    """
    store = Store(data)
    store.database(edition_id)  # raises, before anything is made
    with one_at_a_time(store):
        wanted = _by_todays_method(store, edition_id)
        if same_method(store.manifest(edition_id), wanted):
            return store.database(edition_id)
        known = recomputation(store, edition_id, wanted)
        return store.readable(known) if known else _recomputed(store, edition_id, progress)


def can_recompute(data: Path, edition_id: str, method_of: str) -> bool:
    """Whether `recompute` would count an edition by the very method of another: that one is of today's method."""
    store = Store(data)
    return same_method(_by_todays_method(store, edition_id), store.manifest(method_of))


def _recomputed(store: Store, edition_id: str, progress: Progress | None) -> Path:
    changes, missing = inputs_back(store, edition_id)
    if missing:
        raise InputError(
            "cannot be counted anew: inputs of then are no longer kept: {files}", edition_id, files=", ".join(missing)
        )
    with mirrored(store, changes) as mirror:
        made = load(mirror.data, progress=progress, is_judged=False).edition_id
        manifest = mirror.manifest(made)
        recomputed_id = f"{edition_id}-{method_hash(manifest)}"
        close_to_others(store.recomputed)
        noted = {**manifest, "edition": recomputed_id, "recomputed_from": edition_id}
        return store.keep_recomputed(mirror.database(made), recomputed_id, noted)


def _by_todays_method(store: Store, edition_id: str) -> Manifest:
    return {**store.manifest(edition_id), **method_today(store.data)}
