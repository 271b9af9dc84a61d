"""What would become of files if they were loaded in the place of those they replace; nothing is loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from etl.control_totals import refuse_failed
from etl.errors import ControlTotalError, InputError
from etl.inputs import CASELOAD_KINDS, SUFFIX, InputFile, Sidecar, read_input, sha256
from etl.load import count_totals
from etl.outcome import Outcome
from etl.readers import read_inputs
from etl.recognising.fingerprint import fingerprint
from etl.recognising.recognition import Recognition, recognise
from etl.recognising.suggestion import MAPPING, inputs_with_sidecars, replaced_by, suggest_arrival
from warehouse import Store


@dataclass(frozen=True)
class Checked:
    """One file: what it seems to be, its sidecar or the one it would get, and the would-be account of its rows, and why it
    cannot be loaded, if so."""

    path: Path
    recognition: Recognition | None = None
    sidecar: Sidecar | None = None
    outcome: Outcome | None = None
    problem: InputError | None = None


_Fate = tuple[Outcome | None, InputError | None]


@dataclass(frozen=True)
class _Candidate:
    found: InputFile
    recognition: Recognition
    replaces: frozenset[str]


def check_files(paths: Sequence[Path], data: Path, today: dt.date) -> list[Checked]:
    """Read files together with each other and with the inputs of the data folder that they do not replace, in their order.

    A file without a sidecar is what etl.recognise says; client data then are of the day of the export that is there
    already where only their goals or services are given, else of `today`.
    """
    checked: dict[Path, Checked] = {}
    candidates: dict[Path, _Candidate] = {}
    seen: dict[Path, Recognition] = {}
    for path in paths:
        try:
            seen[path] = recognise(path, data)
        except InputError as error:
            checked[path] = Checked(path, problem=error)
    with_cases = {one.layout for one in seen.values() if one.kind == "cases"}
    for path, recognition in seen.items():
        try:
            candidates[path] = _candidate(path, recognition, data, today, with_cases)
        except InputError as error:
            checked[path] = Checked(path, recognition, problem=error)
    for path, (outcome, problem) in _read(candidates, data).items():
        one = candidates[path]
        checked[path] = Checked(path, one.recognition, one.found.sidecar, outcome, problem)
    return [checked[path] for path in dict.fromkeys(paths)]


def _candidate(path: Path, recognition: Recognition, data: Path, today: dt.date, with_cases: set[str]) -> _Candidate:
    present = inputs_with_sidecars(data / "raw")
    if path.with_name(path.name + SUFFIX).is_file():
        found = read_input(path, path.parent)
        its, side = fingerprint(path, found.sidecar.kind), found.sidecar
        replaced = replaced_by(side.kind, side.mapping, side.reference_date, present, its, path.name)
        itself = [other for other in present if other.path.samefile(path)]
        return _Candidate(found, recognition, frozenset(other.name for other in (*replaced, *itself)))
    day = None
    if recognition.kind in CASELOAD_KINDS:
        day = today
        if recognition.layout not in with_cases:
            mapping = recognition.layout.removeprefix(MAPPING)
            exports = [other.sidecar for other in present if other.sidecar.kind == "cases"]
            day = max((side.reference_date for side in exports if side.mapping == mapping), default=today)
    suggested = suggest_arrival(path, recognition, data, day)
    arrival = suggested.arrival(path.name, suggested.reference_date or today)
    sidecar = replace(arrival.sidecar, sha256=sha256(path))
    return _Candidate(InputFile(path, path.name, sidecar), recognition, frozenset(arrival.replaces))


def _read(candidates: Mapping[Path, _Candidate], data: Path) -> dict[Path, _Fate]:
    """What becomes of each. One that cannot be loaded is put aside, so that the others can still be read."""
    pending = dict(candidates)
    refused: dict[Path, _Fate] = {}
    while pending:
        try:
            return refused | _read_together(pending, data)
        except InputError as error:
            named = error.file.split(", ")
            guilty = [path for path, one in pending.items() if one.found.name in named]
            if not guilty and len(pending) > 1:
                alone = [_read({path: one}, data) for path, one in pending.items()]
                return refused | {path: found for one in alone for path, found in one.items()}
            for path in guilty or list(pending):
                refused[path] = None, error
                del pending[path]
    return refused


def _read_together(candidates: Mapping[Path, _Candidate], data: Path) -> dict[Path, _Fate]:
    """The account of each; where control totals fail, all have that problem beside it."""
    gone = frozenset[str]().union(*(one.replaces for one in candidates.values()))
    raw = data / "raw"
    others = [read_input(other.path, raw) for other in inputs_with_sidecars(raw) if other.name not in gone]
    read = read_inputs(Store(data), [*others, *(one.found for one in candidates.values())], advance=lambda _: None)
    outcomes = {outcome.name: outcome for outcome in read.outcomes}
    problem = None
    try:
        refuse_failed(count_totals(read, data).totals)
    except ControlTotalError as error:
        problem = error
    return {path: (outcomes[one.found.name], problem) for path, one in candidates.items()}
