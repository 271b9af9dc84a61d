"""The one place where pages take files in: uploads become files on disk only for the length of a call, and go again.

Only those who may change the data get past `may_change`. Nothing here is cached: what was found out about an upload is kept in
the session of its visitor.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import polars as pl
import streamlit as st

from etl.arrivals import Arrival
from etl.columns import Column, columns_of
from etl.errors import InputError
from etl.files import Reading, read_grid
from etl.inputs import CASELOAD_KINDS, Sidecar
from etl.intake import DryRun, dry_run, go_back, prune, suggest_arrival, take_in
from etl.likeness import Places
from etl.load import Loaded
from etl.mappings import CarrierMapping, FileMapping, mapping_text, read_mapping
from etl.outcome import Outcome
from etl.recognition import UNKNOWN, Recognition, recognise
from etl.rejected_workbook import rejected_workbook
from etl.suggestion import Suggestion
from locales import Language
from metrics.protection import sees_exact
from pages._shared import door
from pages._shared.visit import Visit, local_role
from warehouse import Store, data_folder

MAPPED = "mapping:"
TABLE = "table"
FOLDER_PREFIX = ".upload-"
LEFTOVER_AFTER_SECONDS = 3600
NOT_IN_NAMES = re.compile(r"[^\w.() -]+")
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AS_FOUND = Reading()
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: an id of this session, its name and its bytes, which stay in memory."""

    id: str
    name: str
    content: bytes

    @property
    def safe_name(self) -> str:
        """The name without what a folder or a disk cannot hold."""
        return NOT_IN_NAMES.sub("_", Path(self.name).name).strip(". ") or "upload"


@dataclass(frozen=True)
class Looked:
    """What a file seems to be, and what it would replace (None while its kind is unknown).

    `columns` are there for caseload exports and tables of unknown kind; `problem` says why they could not be read.
    """

    recognition: Recognition
    suggestion: Suggestion | None
    reading: Reading
    columns: tuple[Column, ...] = ()
    problem: InputError | None = None

    @property
    def mapping(self) -> str:
        """The name of the mapping that fits, or ""."""
        layout = self.recognition.layout
        return layout.removeprefix(MAPPED) if layout.startswith(MAPPED) else ""

    @property
    def may_be_mapped(self) -> bool:
        """Whether it is a table that a mapping can say how to read."""
        return bool(self.columns) and (self.recognition.layout == TABLE or bool(self.mapping))


@dataclass(frozen=True)
class Parcel:
    """An upload with all that is said about it, ready to be taken in: its sidecar, name below data/raw, what it replaces."""

    upload: Upload
    sidecar: Sidecar
    name: str
    replaces: tuple[str, ...] = ()


class PartOfMapping(Protocol):
    """The part of a mapping for one kind of file."""

    name: str
    title: str
    carrier: str
    kind: str
    file: FileMapping


def is_set_to_coordination() -> bool:
    """Whether this installation itself gives its visitors the role of the coordination."""
    return sees_exact(local_role())


def may_change(visit: Visit) -> bool:
    """Whether the visitor may load, go back and remove: the coordination.

    Over example data everybody may look with the eyes of the coordination; that alone must not open editions about real
    people, nor throw them away.
    """
    if not sees_exact(visit.role):
        return False
    return is_set_to_coordination() or all(manifest["clients_are_example"] for manifest in _with_clients())


def look(upload: Upload, wanted: Reading = AS_FOUND) -> Looked:
    """Find out what a file is; `wanted` corrects how it is read."""
    data = data_folder()
    with _on_disk([upload]) as (path,):
        found = recognise(path, data)
        suggestion = None if found.kind == UNKNOWN else _suggested(path, found, data)
        if found.layout != TABLE and not found.layout.startswith(MAPPED):
            return Looked(found, suggestion, Reading(found.encoding, found.separator))
        try:
            grid = read_grid(path, upload.name, wanted)
        except InputError as error:
            return Looked(found, suggestion, wanted, problem=error)
        return Looked(found, suggestion, grid.reading, tuple(columns_of(grid)))


def suggest(upload: Upload, kind: str, mapping: str) -> Suggestion:
    """What a file of a kind that a person has named most likely is; with empty fields where nothing is known."""
    with _on_disk([upload]) as (path,):
        found = _suggested(path, Recognition(kind, f"{MAPPED}{mapping}", None, None, 1.0), data_folder())
        empty = Suggestion(path, "caseload", kind, mapping, "", "", "", "", "", "real", None, ())
        return found or empty


def places(visit: Visit) -> Places:
    """Municipalities and posts of the edition, which entries of an export may name."""
    municipalities = door.read(visit.edition_id, visit.role, "municipalities").select("name", "ags").rows()
    return Places(dict(municipalities), _managed(visit)["post"].unique().sort().to_list())


def carriers(visit: Visit) -> list[str]:
    """The carriers of posts that manage cases, by name."""
    return _managed(visit)["carrier"].unique().sort().to_list()


def mappings() -> dict[str, CarrierMapping]:
    """Every mapping that can be read, by name."""
    found = {}
    for path in sorted((data_folder() / "mappings").glob("*.yml")):
        try:
            found[path.stem] = _mapping(str(path), path.stat().st_mtime_ns)
        except InputError:
            continue  # the load says what is wrong with it, if a file needs it
    return found


def inputs() -> dict[str, str]:
    """Name -> kind of the inputs of the current edition."""
    store = Store(data_folder())
    return {entry["file"]: entry["kind"] for entry in store.manifest(store.current_id())["inputs"]}


def mapping_texts(parts: Sequence[PartOfMapping]) -> dict[str, str]:
    """Name -> YAML text of the mappings that parts belong to; the other parts of a known mapping stay."""
    known, texts = mappings(), {}
    for name in dict.fromkeys(part.name for part in parts):
        own = [part for part in parts if part.name == name]
        before = dict(known[name]) if name in known else {}
        files = before | {part.kind: part.file for part in own}
        texts[name] = mapping_text(files, own[-1].title, own[-1].carrier)
    return texts


def try_out(
    parcels: Sequence[Parcel],
    texts: Mapping[str, str],
    removed: Collection[str],
    progress: Progress,
    cases: int,
    share: float,
) -> DryRun:
    """A dry run: what loading would do. Municipalities and months are named that move by more than `cases` new cases and
    more than the share `share`."""
    with _arrivals(parcels) as arrivals:
        return dry_run(data_folder(), arrivals, texts, removed, progress, share, cases)


def load(parcels: Sequence[Parcel], texts: Mapping[str, str], removed: Collection[str], progress: Progress) -> Loaded:
    """Take files in and load. Raises InputError, and leaves all as it was, when that cannot be done."""
    with _arrivals(parcels) as arrivals:
        return take_in(data_folder(), arrivals, texts, removed, progress)


def workbook(outcomes: Sequence[Outcome], language: Language) -> bytes:
    """The rejected rows of files, for their senders to correct: rules and places, no content."""
    return rejected_workbook(outcomes, language.code)


def back_to(edition_id: str) -> list[str]:
    """Make an edition current, with its inputs; returns the names of inputs that could not be restored."""
    return go_back(data_folder(), edition_id)


def remove_old(keep: int) -> list[str]:
    """Remove all but the newest editions, the current and the frozen ones; returns the ids of the removed."""
    return prune(data_folder(), keep)


def store() -> Store:
    """The editions there are."""
    return Store(data_folder())


def _managed(visit: Visit) -> pl.DataFrame:
    posts = door.read(visit.edition_id, visit.role, "posts")
    return posts.filter(pl.col("building_block") == "case_management")


@st.cache_resource(max_entries=50, show_spinner=False)
def _mapping(path: str, modified: int) -> CarrierMapping:  # noqa: ARG001, the key of the cache
    return read_mapping(Path(path))


def _with_clients() -> Iterator[Mapping[str, object]]:
    found = store()
    for edition_id in found.ids():
        manifest = found.manifest(edition_id)
        if any(entry["kind"] in CASELOAD_KINDS for entry in manifest["inputs"]):
            yield manifest


def _suggested(path: Path, found: Recognition, data: Path) -> Suggestion | None:
    try:
        return suggest_arrival(path, found, data)
    except InputError:
        return None


@contextmanager
def _arrivals(parcels: Sequence[Parcel]) -> Iterator[list[Arrival]]:
    with _on_disk([parcel.upload for parcel in parcels]) as paths:
        yield [
            Arrival(path, parcel.sidecar, parcel.name, parcel.replaces)
            for path, parcel in zip(paths, parcels, strict=True)
        ]


@contextmanager
def _on_disk(uploads: Sequence[Upload]) -> Iterator[list[Path]]:
    """The uploads as files that only the owner of the installation can read, as long as the body runs."""
    folder = Store(data_folder()).folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _remove_leftovers(folder)
    with tempfile.TemporaryDirectory(prefix=FOLDER_PREFIX, dir=folder) as name:
        paths = []
        for number, upload in enumerate(uploads):
            path = Path(name) / str(number) / upload.safe_name
            path.parent.mkdir(mode=0o700)
            path.touch(mode=0o600)
            path.write_bytes(upload.content)
            paths.append(path)
        yield paths


def _remove_leftovers(folder: Path) -> None:
    """A process that was killed could not remove what it had laid down."""
    limit = time.time() - LEFTOVER_AFTER_SECONDS
    for left in folder.glob(f"{FOLDER_PREFIX}*"):
        if left.stat().st_mtime < limit:
            shutil.rmtree(left, ignore_errors=True)
