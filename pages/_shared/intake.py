"""Trying out and loading what visitors send. Nothing here is cached but mappings, which hold nothing about people."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

import polars as pl
import streamlit as st

from etl.assistant.likeness import Places
from etl.caseload.mappings import CarrierMapping, FileMapping, mapping_text, read_mapping
from etl.errors import ControlTotalError, InputError
from etl.inputs import CASELOAD_KINDS, SUFFIX, Sidecar
from etl.intake import DryRun, dry_run, take_in
from etl.load import Loaded
from etl.moving.arrivals import Arrival
from etl.outcome import Outcome
from etl.recognising.suggestion import inputs_with_sidecars
from etl.rejected_workbook import rejected_workbook
from locales import Language
from metrics.protection import sees_exact
from pages._shared import door
from pages._shared.uploads import Upload, on_disk
from pages._shared.visit import Visit, local_role
from warehouse import Store, data_folder

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OURS = {"reference", "warehouse"}  # folders of the data that hold nothing of anybody's
Progress = Callable[[str, int, int], None]


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

    Over example data everybody may look with the eyes of the coordination; that alone must not open editions or inputs about
    real people, loaded or not, nor throw them away.
    """
    if not sees_exact(visit.role):
        return False
    return is_set_to_coordination() or not (_has_real_inputs() or door.keeps_real_clients())


def may_be_about_clients(error: InputError) -> bool:
    """Whether an error of a load may be about a file on clients: all are but those of inputs that are known to be something
    else, of the folders of this installation, and of sums."""
    raw = data_folder() / "raw"
    if isinstance(error, ControlTotalError) or error.file == str(raw):
        return False
    name = error.file.removesuffix(SUFFIX)
    public = {found.name for found in inputs_with_sidecars(raw) if found.sidecar.kind not in CASELOAD_KINDS}
    return name not in public and OURS.isdisjoint(PurePosixPath(name).parts)


def places(visit: Visit) -> Places:
    """Municipalities and posts of the edition, which entries of an export may name."""
    municipalities = door.read(visit.edition_id, visit.role, "municipalities").select("name", "ags").rows()
    managed = _managed(visit)
    posts, names = (managed[column].unique().sort().to_list() for column in ("post", "carrier"))
    return Places(dict(municipalities), posts, names)


def carriers(visit: Visit) -> dict[str, list[str]]:
    """Carriers of posts that manage cases, by name, with their posts."""
    named = _managed(visit).select("carrier", "post").unique().sort("carrier", "post")
    return {carrier: posts["post"].to_list() for (carrier,), posts in named.group_by("carrier", maintain_order=True)}


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


def _managed(visit: Visit) -> pl.DataFrame:
    posts = door.read(visit.edition_id, visit.role, "posts")
    return posts.filter(pl.col("building_block") == "case_management")


@st.cache_resource(max_entries=50, show_spinner=False)
def _mapping(path: str, modified: int) -> CarrierMapping:  # noqa: ARG001, the key of the cache
    return read_mapping(Path(path))


def _has_real_inputs() -> bool:
    present = inputs_with_sidecars(data_folder() / "raw")
    return any(found.sidecar.kind in CASELOAD_KINDS and found.sidecar.data == "real" for found in present)


@contextmanager
def _arrivals(parcels: Sequence[Parcel]) -> Iterator[list[Arrival]]:
    with on_disk([parcel.upload for parcel in parcels]) as paths:
        yield [
            Arrival(path, parcel.sidecar, parcel.name, parcel.replaces)
            for path, parcel in zip(paths, parcels, strict=True)
        ]
