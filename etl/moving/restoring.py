"""Which files have to lie among the inputs for an earlier edition to come out of them again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from etl.account import CITATION
from etl.errors import InputError
from etl.inputs import SUFFIX, Sidecar, read_sidecar, sha256, sidecar_text
from etl.moving.arrivals import Change, in_order, removal_of
from etl.moving.companions import companions
from warehouse import Store
from warehouse.store import Manifest


def changes_back(store: Store, edition_id: str) -> tuple[list[Change], list[str]]:
    """What would have to change below the data folder, and the names of the edition's inputs that cannot be restored.

    An input that the edition does not know goes, except where one of its kind cannot be restored: better the wrong file
    than none, as it is named. Raises NoEditionError when there is no such edition.
    """
    manifest = store.manifest(edition_id)
    return _changes_back(store, manifest, manifest.get("settings", ()))


def inputs_back(store: Store, edition_id: str) -> tuple[list[Change], list[str]]:
    """The same for the inputs alone: settings stay as they are, but for those that stand in for an input."""
    manifest = store.manifest(edition_id)
    inputs = {entry["file"] for entry in manifest["inputs"]}
    stand_ins = [entry for entry in manifest.get("settings", ()) if entry["file"] in inputs]
    return _changes_back(store, manifest, stand_ins)


def _changes_back(
    store: Store, manifest: Manifest, settings: Sequence[Mapping[str, str]]
) -> tuple[list[Change], list[str]]:
    changes: list[Change] = []
    missing: list[str] = []
    lost_kinds: set[str] = set()
    # Settings that stand in for an input (posts of a district without a staffing table) come back among the settings.
    among_settings = {entry["file"] for entry in settings}
    for entry in (entry for entry in manifest["inputs"] if entry["file"] not in among_settings):
        path = _where(store, f"raw/{entry['file']}", entry["sha256"])
        if path is None:
            missing.append(entry["file"])
            lost_kinds.add(entry["kind"])
        else:
            changes += _input_back(store.data, path, entry)
    for setting in settings:
        path = _where(store, setting["file"], setting["sha256"])
        if path is None:
            missing.append(setting["file"])
        elif path != store.data / setting["file"]:
            changes.append(Change(PurePosixPath(setting["file"]), path))
    known = {entry["file"] for entry in manifest["inputs"]}
    for name, kind in _kinds_of_inputs(store.data / "raw").items():
        if name not in known and kind not in lost_kinds:
            changes += removal_of(store.data / "raw" / name, store.data / "raw")
    return in_order(changes), sorted(missing)


def _where(store: Store, name: str, digest: str) -> Path | None:
    """Where a file of this name and checksum lies: among the inputs or among what was replaced."""
    candidates = (store.data / name, store.replaced / digest / PurePosixPath(name).name)
    return next((path for path in candidates if path.is_file() and sha256(path) == digest), None)


def _input_back(data: Path, path: Path, entry: Mapping[str, Any]) -> list[Change]:
    """Changes that make an input what the manifest says of it, none where it is; a citation may have changed alone."""
    target = PurePosixPath("raw", entry["file"])
    sidecar = read_sidecar(path)
    cited = _as_cited(sidecar, entry)
    if path == data / target and cited == sidecar:
        return []
    beside = path.with_name(path.name + SUFFIX)
    content = beside if cited == sidecar else sidecar_text(cited).encode()
    changes = {change.target: change for change in removal_of(data / target, data / "raw")}
    changes[target] = Change(target, path)
    for part, source in ((beside, content), *((part, part) for part in companions(path))):
        there = target.with_name(part.name)
        changes[there] = Change(there, source, part_of=target)
    return list(changes.values())


def _as_cited(sidecar: Sidecar, entry: Mapping[str, Any]) -> Sidecar:
    cited = {field: entry[field] for field in CITATION if field in entry}
    cited["reference_date"] = dt.date.fromisoformat(str(cited["reference_date"]))
    return replace(sidecar, **cited, data="example" if entry["is_example"] else "real", sha256=entry["sha256"])


def _kinds_of_inputs(raw: Path) -> dict[str, str]:
    """Name -> kind of every input that has a sidecar, "" where that cannot be read."""
    found: dict[str, str] = {}
    for beside in sorted(raw.rglob(f"*{SUFFIX}")):
        path = beside.with_name(beside.name.removesuffix(SUFFIX))
        if path.is_file():
            try:
                found[path.relative_to(raw).as_posix()] = read_sidecar(path).kind
            except InputError:
                found[path.relative_to(raw).as_posix()] = ""
    return found
