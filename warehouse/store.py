"""Where editions lie, which one is current, how a finished one is put among them and an old one removed."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.lock import exclusive

EDITION_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{12}")
RECOMPUTED_ID = re.compile(rf"({EDITION_ID.pattern})-[0-9a-f]{{12}}")
FROZEN, HELD = ".frozen", ".held"
MARKS_LOCK, MARK_DRAFT = "marks.lock", ".{}.draft-{}"
Manifest = Mapping[str, Any]


class NoEditionError(LookupError):
    """No edition has been loaded yet, or not the one asked for."""


def data_folder() -> Path:
    """The folder `data/` of the project, or what the environment variable KIM_DATA_DIR names instead."""
    return Path(os.environ.get("KIM_DATA_DIR") or Path(__file__).parent.parent / "data")


@dataclass(frozen=True)
class Store:
    """The editions below one data folder."""

    data: Path

    @property
    def folder(self) -> Path:
        return self.data / "warehouse"

    @property
    def editions(self) -> Path:
        return self.folder / "editions"

    @property
    def replaced(self) -> Path:
        """Inputs of earlier editions that others took the place of, each below its sha256."""
        return self.folder / "replaced"

    @property
    def recomputed(self) -> Path:
        """Editions whose inputs were counted anew by another method, to compare with; never current, and gone with theirs."""
        return self.folder / "recomputed"

    @property
    def pointer(self) -> Path:
        return self.folder / "current"

    def database(self, edition_id: str) -> Path:
        """The DuckDB file of an edition. Raises NoEditionError when there is none of this id."""
        path = self.editions / f"{edition_id}.duckdb"
        if not EDITION_ID.fullmatch(edition_id) or not path.is_file():
            raise NoEditionError(f"no edition {edition_id!r} in {self.editions}; see: python -m etl editions")
        return path

    def readable(self, edition_id: str) -> Path:
        """The DuckDB file of an edition or of a recomputation of one. Raises NoEditionError when there is none of this id."""
        path = self.recomputed / f"{edition_id}.duckdb"
        return path if RECOMPUTED_ID.fullmatch(edition_id) and path.is_file() else self.database(edition_id)

    def manifest(self, edition_id: str) -> Manifest:
        """What is known of an edition: inputs, accounts of their rows, control totals, method."""
        path = self.readable(edition_id).with_suffix(".json")
        content: Manifest = json.loads(path.read_text(encoding="utf-8"))
        return content

    def ids(self) -> list[str]:
        """All complete editions, oldest first."""
        found = (path.stem for path in self.editions.glob("*.json") if path.with_suffix(".duckdb").is_file())
        return sorted(found)

    def current_id(self) -> str:
        """The edition the pointer names. Raises NoEditionError when nothing has been loaded."""
        if not self.pointer.is_file():
            raise NoEditionError(f"no data has been loaded into {self.folder}; run: python -m etl load")
        edition_id = self.pointer.read_text(encoding="utf-8").strip()
        self.database(edition_id)
        return edition_id

    def with_hash(self, content_hash: str) -> str | None:
        """The newest edition made from the same inputs by the same method."""
        return next((found for found in reversed(self.ids()) if found.endswith(f"-{content_hash}")), None)

    def use(self, edition_id: str) -> None:
        """Make an edition the current one, in one atomic step."""
        self.database(edition_id)
        draft = self.folder / f".current-{secrets.token_hex(4)}"
        draft.write_text(edition_id + "\n", encoding="utf-8")
        draft.replace(self.pointer)

    def publish(self, draft: Path, edition_id: str, manifest: Manifest) -> None:
        """Put a finished draft among the editions and make it current; nothing that exists is touched.

        The manifest is written last: without it an edition does not count as complete.
        """
        target = self.editions / f"{edition_id}.duckdb"
        if target.exists():
            raise FileExistsError(f"edition {edition_id} exists already")
        draft.rename(target)
        note = target.with_suffix(".json.draft")
        _write_private(note, _manifest_text(manifest))
        note.rename(target.with_suffix(".json"))
        self.use(edition_id)

    def recomputations(self, edition_id: str) -> list[str]:
        """The ids of all complete recomputations of an edition."""
        found = (path.stem for path in self.recomputed.glob("*.json") if path.with_suffix(".duckdb").is_file())
        return sorted(each for each in found if _recomputed_from(each) == edition_id)

    def keep_recomputed(self, draft: Path, recomputation_id: str, manifest: Manifest) -> Path:
        """Put a finished draft among the recomputations; returns its file. The manifest is written last, as with editions."""
        target = self.recomputed / f"{recomputation_id}.duckdb"
        draft.replace(target)
        note = target.with_suffix(".json.draft")
        _write_private(note, _manifest_text(manifest))
        note.replace(target.with_suffix(".json"))
        return target

    def freeze(self, edition_id: str, reason: str) -> None:
        """Keep an edition until it is released; `reason` tells others why."""
        self._mark(edition_id, FROZEN, reason.strip())

    def release(self, edition_id: str) -> None:
        """Let a frozen edition be removed again, unless it is held for something."""
        self.database(edition_id).with_suffix(FROZEN).unlink(missing_ok=True)

    def marking(self) -> AbstractContextManager[bool]:
        """Let nobody else mark or remove editions: for who reads what an edition is needed for, then marks it. It is not the lock of
        loading, which may take minutes. Raises BusyError."""
        return exclusive(self.folder, name=MARKS_LOCK)

    def hold(self, edition_id: str, reasons: Sequence[str]) -> None:
        """Keep an edition for all that is named, such as meetings, instead of what it was held for before; for nothing, hold it no
        longer. Freezing and releasing by hand change nothing of it. Raises NoEditionError."""
        if reasons:
            self._mark(edition_id, HELD, "; ".join(reasons))
        else:
            self.database(edition_id).with_suffix(HELD).unlink(missing_ok=True)

    def is_frozen(self, edition_id: str) -> bool:
        """Whether an edition must be kept."""
        return self.frozen_because(edition_id) is not None

    def frozen_because(self, edition_id: str) -> str | None:
        """Why an edition must be kept, "" if nobody said; None if it need not be."""
        reasons = [self._marked(edition_id, suffix) for suffix in (FROZEN, HELD)]
        known = [reason for reason in reasons if reason is not None]
        return "; ".join(filter(None, known)) if known else None

    def held_because(self, edition_id: str) -> str:
        """What an edition is held for, so that releasing it does not let it go; "" for nothing."""
        return self._marked(edition_id, HELD) or ""

    def prunable(self, keep: int) -> list[str]:
        """What `prune` would remove, oldest first; after it, what could not be removed because it was in use."""
        if keep < 0:
            raise ValueError(f"expected to keep 0 editions or more, found {keep}")
        ids = self.ids()
        spared = {*ids[len(ids) - min(keep, len(ids)) :], self._pointed_at()}
        return [found for found in ids if found not in spared and not self.is_frozen(found)]

    def prune(self, keep: int) -> list[str]:
        """Remove old editions, but never the current one, a frozen one or one of the newest `keep`. Returns their ids.

        Left-overs of loads that were killed go as well, and so do replaced inputs that no edition names any more. An
        edition that cannot be removed because somebody has it open (on Windows) stays as a whole. Raises ValueError for a
        negative `keep` and BusyError when something is being loaded.
        """
        with exclusive(self.folder):
            removed = [each for each in self.prunable(keep) if self._remove_unmarked(each)]
            self.remove_orphans()
            self._remove_unnamed_inputs()
            return removed

    def remove(self, edition_id: str) -> None:
        """Remove one edition, even a frozen one: when somebody has withdrawn consent, every edition with the case goes.

        Raises NoEditionError when there is none, ValueError for the current one, PermissionError when it is in use.
        """
        with exclusive(self.folder):
            path = self.database(edition_id)
            if edition_id == self._pointed_at():
                raise ValueError(f"{edition_id} is the current edition; load or use another one first")
            with self.marking():
                is_gone = self._remove(edition_id)
            if not is_gone:
                raise PermissionError(f"{path.name} is in use; close what shows it and try again")
            self._remove_unnamed_inputs()

    def _mark(self, edition_id: str, suffix: str, text: str) -> None:
        """Write a marker beside an edition, at once. Raises NoEditionError."""
        with self.marking():
            marker = self.database(edition_id).with_suffix(suffix)
            draft = marker.with_name(MARK_DRAFT.format(marker.name, secrets.token_hex(4)))
            _write_private(draft, text + "\n")
            draft.replace(marker)

    def _marked(self, edition_id: str, suffix: str) -> str | None:
        try:
            return self.database(edition_id).with_suffix(suffix).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None

    def _pointed_at(self) -> str:
        try:
            return self.pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return ""

    def _remove_unmarked(self, edition_id: str) -> bool:
        """Remove an edition unless somebody has had it kept meanwhile."""
        with self.marking():
            return not self.is_frozen(edition_id) and self._remove(edition_id)

    def _remove(self, edition_id: str) -> bool:
        database = self.database(edition_id)
        recomputed = [path for path in self.recomputed.glob("*.*") if _recomputed_from(path.name) == edition_id]
        try:
            for path in sorted(recomputed):
                path.unlink(missing_ok=True)  # it tells of the same clients, so it must not outlive the edition
            database.unlink()  # before its manifest: as long as it cannot go, the edition is whole
        except PermissionError:
            return False
        for suffix in (".json", FROZEN, HELD):
            _unlink([database.with_suffix(suffix)])
        return True

    def remove_orphans(self) -> None:
        """Remove parts of editions that a killed run left. The lock must be held, as whoever publishes holds it."""
        whole = {*self.ids(), self._pointed_at()}
        found = {path: path.name.partition(".")[0] for path in self.editions.glob("*.*") if path.is_file()}
        orphans = (path for path, stem in found.items() if EDITION_ID.fullmatch(stem) and stem not in whole)
        _unlink(orphans)
        with self.marking():
            _unlink(self.editions.glob(MARK_DRAFT.format("*", "*")))
        kept = {found for edition_id in self.ids() for found in self.recomputations(edition_id)}
        of_nobody = (path for path in self.recomputed.glob("*.*") if path.name not in _files_of(kept))
        _unlink(of_nobody)

    def _remove_unnamed_inputs(self) -> None:
        """Nothing goes as long as a manifest cannot be read: it may name what would be lost."""
        named: set[str] = set()
        for edition_id in self.ids():
            try:
                manifest = self.manifest(edition_id)
            except ValueError:
                return
            named |= {entry["sha256"] for part in ("inputs", "settings") for entry in manifest.get(part, ())}
        for folder in self.replaced.glob("*"):
            if folder.name not in named:
                shutil.rmtree(folder, ignore_errors=True)


def _recomputed_from(name: str) -> str:
    """The edition that a recomputation, or a file of one, belongs to; "" for any other name."""
    found = RECOMPUTED_ID.match(name)
    return found[1] if found else ""


def _files_of(ids: Iterable[str]) -> set[str]:
    return {f"{found}{suffix}" for found in ids for suffix in (".duckdb", ".json")}


def _manifest_text(manifest: Manifest) -> str:
    return json.dumps(manifest, ensure_ascii=False, indent=1, default=str) + "\n"


def _write_private(path: Path, text: str) -> None:
    """A new file that only its owner can read, from the first byte on."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(text.encode("utf-8"))


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(PermissionError, FileNotFoundError):  # in use on Windows: it goes the next time
            path.unlink()
