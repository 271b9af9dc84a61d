"""Files that visitors send: on disk only for the length of a call, otherwise in the memory of their session."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import streamlit as st

from etl.assistant.columns import Column, columns_of
from etl.errors import InputError
from etl.files import Reading, read_grid
from etl.moving.exchange import write_private
from etl.moving.scratch import UPLOAD, scratch_folder
from etl.recognising.recognition import UNKNOWN, Recognition, recognise
from etl.recognising.suggestion import Suggestion, suggest_arrival
from warehouse import Store, data_folder

MAPPED = "mapping:"
TABLE = "table"
NOT_IN_NAMES = re.compile(r"[^\w.() -]+")
LONGEST_NAME = 180  # bytes; disks take 255, and a sidecar's name is longer than its file's
# The beginning of what sessions keep of uploads, and the counter of the widget that takes them.
KEPT, GENERATION = "upload_", "upload_generation"
SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods", ".zip")
AS_FOUND = Reading()


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: an id of this session, its name and its bytes, which stay in memory."""

    id: str
    name: str
    content: bytes

    @property
    def safe_name(self) -> str:
        """The name without what a folder or a disk cannot hold."""
        safe = NOT_IN_NAMES.sub("_", Path(self.name).name).strip(". ") or "upload"
        if not is_too_long(safe):
            return safe
        suffix = Path(safe).suffix[:8]
        return safe.encode()[: LONGEST_NAME // 2].decode(errors="ignore").strip(". ") + suffix

    @property
    def suffix(self) -> str:
        """The ending of the name, where it is one of those that tables have."""
        found = Path(self.name).suffix.lower()
        return found if found in SUFFIXES else ""


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


def look(upload: Upload, wanted: Reading = AS_FOUND) -> Looked:
    """Find out what a file is; `wanted` corrects how it is read."""
    data = data_folder()
    with on_disk([upload]) as (path,):
        try:
            found = recognise(path, data)
        except InputError as error:
            return Looked(Recognition(UNKNOWN, "", None, None, 0.0), None, wanted, problem=error)
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
    with on_disk([upload]) as (path,):
        found = _suggested(path, Recognition(kind, f"{MAPPED}{mapping}", None, None, 1.0), data_folder())
        empty = Suggestion(path, "caseload", kind, mapping, "", "", "", "", "", "real", None, ())
        return found or empty


def is_too_long(name: str) -> bool:
    """Whether a part of a path is longer than a disk can take."""
    return any(len(part.encode()) > LONGEST_NAME for part in PurePosixPath(name).parts)


def forget() -> None:
    """Remove all that the session of the visitor keeps of uploads."""
    for key in [key for key in st.session_state if str(key).startswith(KEPT) and key != GENERATION]:
        del st.session_state[key]


@contextmanager
def on_disk(uploads: Sequence[Upload]) -> Iterator[list[Path]]:
    """The uploads as files that only the owner of the installation can read, as long as the body runs."""
    with scratch_folder(Store(data_folder()), UPLOAD) as folder:
        paths = []
        for number, upload in enumerate(uploads):
            path = folder / str(number) / upload.safe_name
            write_private(path, upload.content)
            paths.append(path)
        yield paths


def _suggested(path: Path, found: Recognition, data: Path) -> Suggestion | None:
    try:
        return suggest_arrival(path, found, data)
    except InputError:
        return None
