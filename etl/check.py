"""What would become of a file if it were loaded in the place of the one of its kind; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from etl.inputs import InputFile, Sidecar, find_inputs, read_input
from etl.outcome import Outcome
from etl.readers import read_inputs
from warehouse import Store


@dataclass(frozen=True)
class Checked:
    """The file's sidecar and the would-be account of its rows."""

    sidecar: Sidecar
    outcome: Outcome


def check_file(path: Path, data: Path) -> Checked:
    """Read a file together with the other inputs of the data folder `data`. Raises InputError when it cannot be loaded."""
    found = read_input(path, path.parent)
    others = [other for other in find_inputs(data / "raw") if not _takes_place_of(found, other)]
    read = read_inputs(Store(data), [*others, found], advance=lambda _: None)
    return Checked(found.sidecar, next(outcome for outcome in read.outcomes if outcome.name == found.name))


def _takes_place_of(found: InputFile, other: InputFile) -> bool:
    if found.sidecar.kind == "indicators":
        return found.path.name == other.path.name and other.sidecar.kind == "indicators"
    return (found.sidecar.kind, found.sidecar.mapping) == (other.sidecar.kind, other.sidecar.mapping)
