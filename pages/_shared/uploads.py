"""Files that visitors send: on disk only for the length of a call, otherwise in the memory of their session."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from etl.assistant.columns import Column, columns_of
from etl.errors import InputError
from etl.files import Reading, read_grid
from etl.recognising.recognition import UNKNOWN, Recognition, recognise
from etl.recognising.suggestion import Suggestion, suggest_arrival
from warehouse import Store, data_folder

MAPPED = "mapping:"
TABLE = "table"
FOLDER_PREFIX = ".upload-"
LEFTOVER_AFTER_SECONDS = 3600
NOT_IN_NAMES = re.compile(r"[^\w.() -]+")
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


@contextmanager
def on_disk(uploads: Sequence[Upload]) -> Iterator[list[Path]]:
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


def _suggested(path: Path, found: Recognition, data: Path) -> Suggestion | None:
    try:
        return suggest_arrival(path, found, data)
    except InputError:
        return None


def _remove_leftovers(folder: Path) -> None:
    """A process that was killed could not remove what it had laid down."""
    limit = time.time() - LEFTOVER_AFTER_SECONDS
    for left in folder.glob(f"{FOLDER_PREFIX}*"):
        if left.stat().st_mtime < limit:
            shutil.rmtree(left, ignore_errors=True)
