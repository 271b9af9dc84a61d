"""From the inputs below data/raw to a new edition, or to nothing at all."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from etl.account import findings, load_report, rejected_rows
from etl.control_totals import (
    DISTRICT_FILE,
    ControlTotal,
    LoadedTables,
    control_totals,
    read_district,
    refuse_failed,
)
from etl.database import mart_files, write_database
from etl.indicator_rules import RULES_FILE
from etl.inputs import InputFile, find_inputs, sha256
from etl.moving.exchange import close_to_others
from etl.moving.one_at_a_time import one_at_a_time
from etl.outcome_table import outcome_table
from etl.readers import Inputs, read_inputs
from metrics.outcome_frame import frame_files
from warehouse import Store

# Raised when marts, manifest or keys of cases change their form: editions of another form are not shown but made again.
METHOD_VERSION = 6
FRAMES = "metrics/definitions/outcomes"  # as the manifest and errors name the folder of the outcome frames
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Loaded:
    """The edition that now is current; `is_new` is False when the same inputs had been loaded by the same method before."""

    edition_id: str
    is_new: bool


@dataclass(frozen=True)
class Counted:
    """All inputs read, and the control totals they come to, those that fail too."""

    read: Inputs
    totals: Sequence[ControlTotal]


def load(
    data: Path,
    now: dt.datetime | None = None,
    progress: Progress | None = None,
    listen: Callable[[Counted], None] | None = None,
    *,
    is_judged: bool = True,
) -> Loaded:
    """Read, check and write a new edition of the data folder `data` and make it current.

    `progress` hears the name of each step, how many are done and how many there are; `listen` hears what was read, before
    control totals are judged and if it was not loaded already; unless `is_judged`, they are only noted: those stated today
    need not come out of inputs of the past. Raises InputError, and leaves everything as it was, when an
    input cannot be used, a control total does not come out, or another load goes on for too long.
    """
    store = Store(data)
    if not (data / "raw").is_dir():
        find_inputs(data / "raw")  # raises, before anything is made in a folder that may be a misspelt one
    with one_at_a_time(store):
        return _load(store, now or dt.datetime.now(dt.UTC), progress, listen, is_judged=is_judged)


def method_today(data: Path) -> dict[str, Any]:
    """What a manifest says of how inputs are read and counted: method, settings and outcome_frames, as they are now."""
    frames = [{"file": f"{FRAMES}/{path.name}", "sha256": _digest_of_text(path)} for path in frame_files()]
    return {
        "method": {"version": METHOD_VERSION, "code": _method_hash()},
        "settings": _signed_settings(data),
        "outcome_frames": frames,
    }


def count_totals(read: Inputs, data: Path) -> Counted:
    """What was read together with its control totals. Raises InputError when the district's settings cannot be used."""
    return Counted(read, control_totals(_tables_for_totals(read), read_district(data)))


def _load(
    store: Store,
    now: dt.datetime,
    progress: Progress | None,
    listen: Callable[[Counted], None] | None,
    *,
    is_judged: bool,
) -> Loaded:
    inputs = find_inputs(store.data / "raw")
    frame = outcome_table()
    content_hash = _content_hash(store.data, inputs)
    known = store.with_hash(content_hash)
    if known:
        store.use(known)
        return Loaded(known, is_new=False)
    steps = _Steps(progress, total=len(inputs) + len(mart_files()) + 2)
    read = read_inputs(store, inputs, steps.advance)
    steps.advance("control totals")
    counted = count_totals(read, store.data)
    if listen:
        listen(counted)
    if is_judged:
        refuse_failed(counted.totals)
    edition_id = f"{now:%Y%m%dT%H%M%SZ}-{content_hash}"
    for folder in (store.folder, store.editions):
        close_to_others(folder)
    draft = store.editions / f".{edition_id}.draft"
    draft.unlink(missing_ok=True)
    try:
        write_database(draft, {**read.tables, "outcome_frame": frame, **_reports(read)}, steps.advance)
        manifest = _manifest(edition_id, now, content_hash, counted)
        store.publish(draft, edition_id, manifest | method_today(store.data))
    finally:
        draft.unlink(missing_ok=True)
    steps.finish()
    return Loaded(edition_id, is_new=True)


@dataclass
class _Steps:
    progress: Progress | None
    total: int
    done: int = 0

    def advance(self, step: str) -> None:
        if self.progress:
            self.progress(step, self.done, self.total)
        self.done += 1

    def finish(self) -> None:
        if self.progress:
            self.progress("", self.total, self.total)


def _content_hash(data: Path, inputs: Sequence[InputFile]) -> str:
    """Twelve digits that stand for the inputs, their sidecars, mappings, the district, the outcome frame and the method."""
    digest = hashlib.sha256(_method_hash().encode())
    for found in inputs:
        digest.update(repr((found.name, found.sidecar)).encode())
    for path in [*_settings(data), *frame_files()]:
        digest.update(path.name.encode() + path.read_text(encoding="utf-8", errors="replace").encode())
    return digest.hexdigest()[:12]


def _settings(data: Path) -> list[Path]:
    """The files beside the inputs that decide how these are read."""
    settings = [data / DISTRICT_FILE, data / RULES_FILE, *sorted((data / "mappings").glob("*.yml"))]
    return [path for path in settings if path.is_file()]


def _method_hash() -> str:
    """Changes with every change to the code that reads and counts, whatever the line ends of the checkout."""
    folder = Path(__file__).parent
    geo, metrics = folder.parent / "geo", folder.parent / "metrics"
    names = ("codes.yml", "outcome_frame.py", "outcome_frame_file.py", "service_areas.py", "staffing.py")
    used = (metrics / name for name in names)
    code = [*folder.rglob("*.py"), *folder.rglob("*.sql"), *geo.rglob("*.py"), *used]
    digest = hashlib.sha256()
    for path in sorted(code):
        digest.update(path.name.encode() + path.read_text(encoding="utf-8").encode())
    return digest.hexdigest()[:12]


def _tables_for_totals(read: Inputs) -> LoadedTables:
    files = {found.sidecar.kind: found.name for found in read.files}
    # The shares rest on the census; its file is named where one of them fails.
    population = read.tables["indicator"].filter(pl.col("indicator") == "population")
    files["indicators"] = population["source"].first() or files["indicators"]
    posts = read.tables["post"].join(read.tables["post_period"], on="post")
    places, indicators, areas = (read.tables[name] for name in ("municipality", "indicator", "post_area"))
    return LoadedTables(places, indicators, posts, areas, staffing_on=read.staffing_on, files=files)


def _reports(read: Inputs) -> dict[str, pl.DataFrame]:
    return {
        "load_report": load_report(read.files, read.outcomes),
        "rejected_row": rejected_rows(read.outcomes),
        "finding": findings(read.outcomes),
    }


def _digest_of_text(path: Path) -> str:
    """The checksum of a file that comes with the program, whatever the line ends of the checkout."""
    return hashlib.sha256(path.read_text(encoding="utf-8").encode()).hexdigest()


def _signed_settings(data: Path) -> list[dict[str, str]]:
    return [{"file": path.relative_to(data).as_posix(), "sha256": sha256(path)} for path in _settings(data)]


def _manifest(edition_id: str, now: dt.datetime, content_hash: str, counted: Counted) -> dict[str, Any]:
    read = counted.read
    rows = {row.pop("file"): row for row in load_report(read.files, read.outcomes).to_dicts()}
    return {
        "edition": edition_id,
        "created_at": now.isoformat(),
        "content_hash": content_hash,
        "clients_are_example": read.clients_are_example,
        "note": "Beispieldaten: Fälle, Ziele und Leistungen sind erfunden." if read.clients_are_example else "",
        "district": {"ags": read.district.ags, "name": read.district.name},
        "staffing_on": read.staffing_on,
        "caseload_on": read.caseload_on,
        "inputs": [{"file": found.name, "sha256": found.sidecar.sha256, **rows[found.name]} for found in read.files],
        "control_totals": [total.as_dict() for total in counted.totals],
    }
