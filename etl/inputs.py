"""The input files below `data/raw` and the sidecar that belongs to each: what it is, whose it is, what bytes it has."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import yaml

from etl.errors import InputError
from etl.faulty_text import faulty_row
from etl.moving.companions import companions

SUFFIX = ".source.yml"
KINDS = (
    "municipalities",
    "boundaries",
    "indicators",
    "posts",
    "post_areas",
    "outreach",
    "authority_counts",
    "arrivals",
    "travel_times",
    "cases",
    "goals",
    "services",
)
CASELOAD_KINDS = ("cases", "goals", "services")
TEXTS = ("title", "publisher", "licence", "attribution", "url", "mapping")
CHUNK = 1 << 20
SHA256 = re.compile(r"^sha256:.*$", re.MULTILINE)


@dataclass(frozen=True)
class Sidecar:
    """Citation of one input file. `data` is "real" or "example"; `mapping` names a file of data/mappings for caseloads."""

    kind: str
    title: str
    publisher: str
    licence: str
    attribution: str
    url: str
    reference_date: dt.date
    data: str
    sha256: str
    mapping: str = ""


@dataclass(frozen=True)
class InputFile:
    """One file with its sidecar; `name` is the path below data/raw, as reports show it."""

    path: Path
    name: str
    sidecar: Sidecar


def find_inputs(raw: Path) -> list[InputFile]:
    """Every input below a folder, ordered by name, with bytes that match their sidecar.

    A shapefile's other parts belong to its .shp and need no sidecar. Raises InputError when the folder is missing, a
    sidecar is incomplete, its file is missing or its sha256 differs, or a file has no sidecar.
    """
    if not raw.is_dir():
        raise InputError("this folder of inputs does not exist; copy data/raw there or correct KIM_DATA_DIR", str(raw))
    files = [path for path in sorted(raw.rglob("*")) if path.is_file() and not path.name.startswith(".")]
    sidecars = {path for path in files if path.name.endswith(SUFFIX)}
    described = [path.with_name(path.name.removesuffix(SUFFIX)) for path in sorted(sidecars)]
    known = {*sidecars, *described, *(part for path in described for part in companions(path))}
    for path in files:
        if path not in known:
            raise InputError(
                "has no sidecar; describe it in {sidecar} (see README, «Own files»)",
                _name(path, raw),
                sidecar=path.name + SUFFIX,
            )
    return [read_input(path, raw) for path in described]


def read_input(path: Path, raw: Path) -> InputFile:
    """One file below the folder `raw` with its sidecar. Raises InputError as find_inputs does."""
    name = _name(path, raw)
    if not path.is_file():
        raise InputError("does not exist; restore it, or delete its sidecar as well", name)
    found = InputFile(path, name, read_sidecar(path))
    digest = sha256(path)
    if digest != found.sidecar.sha256:
        raise InputError(
            "has changed since its sidecar was written (sha256 {found}…, sidecar says {expected}…); if the change is "
            "yours: python -m etl sign {name}, otherwise restore the file",
            name,
            found=digest[:12],
            expected=str(found.sidecar.sha256)[:12],
            name=name,
        )
    return found


def read_sidecar(path: Path) -> Sidecar:
    """The sidecar of an input file. Raises InputError when it is missing or a field is missing, unknown or wrong."""
    sidecar = path.with_name(path.name + SUFFIX)
    if not sidecar.is_file():
        raise InputError("the sidecar does not exist", sidecar.name)
    try:
        content = yaml.safe_load(sidecar.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as error:
        raise InputError("is not readable as YAML in UTF-8; correct it", sidecar.name, row=faulty_row(error)) from error
    if not isinstance(content, dict):
        raise InputError("must hold lines of the form «field: value»", sidecar.name)
    known = {field.name for field in fields(Sidecar)}
    missing = ", ".join(sorted(known - content.keys() - {"mapping"}))
    unknown = len(content.keys() - known)
    if missing and unknown:
        raise InputError(
            "missing: {missing}; and {unknown} fields that are not known",
            sidecar.name,
            missing=missing,
            unknown=unknown,
        )
    if missing:
        raise InputError("missing: {missing}", sidecar.name, missing=missing)
    if unknown:
        raise InputError("{unknown} fields that are not known; take them out", sidecar.name, unknown=unknown)
    found = Sidecar(**content)
    for column, value, allowed in (("kind", found.kind, KINDS), ("data", found.data, ("real", "example"))):
        if value not in allowed:
            raise InputError(
                "found {value}, expected one of {allowed}",
                sidecar.name,
                column=column,
                value=repr(value),
                allowed=", ".join(allowed),
            )
    for column in TEXTS:
        if not isinstance(getattr(found, column), str):
            raise InputError('expected text; put it in quotation marks, "" for none', sidecar.name, column=column)
    if type(found.reference_date) is not dt.date:  # a datetime is a date as well, and no frame takes both
        raise InputError("expected a date like 2024-12-31", sidecar.name, column="reference_date")
    return found


def sign(path: Path) -> str:
    """Write the sha256 of a file into its sidecar, after a change made on purpose. Returns the sha256."""
    read_sidecar(path)
    sidecar = path.with_name(path.name + SUFFIX)
    digest = sha256(path)
    with sidecar.open("r", encoding="utf-8", newline="") as file:
        text = file.read()
    with sidecar.open("w", encoding="utf-8", newline="") as file:
        file.write(SHA256.sub(f"sha256: {digest}", text))
    return digest


def write_sidecar(path: Path, sidecar: Sidecar) -> None:
    """Write the sidecar of a file."""
    path.with_name(path.name + SUFFIX).write_text(sidecar_text(sidecar), encoding="utf-8", newline="\n")


def sidecar_text(sidecar: Sidecar) -> str:
    """A sidecar as it is written beside its file."""
    return yaml.safe_dump(asdict(sidecar), allow_unicode=True, sort_keys=False, width=1000)


def sha256(path: Path) -> str:
    """The checksum of a file's bytes; of a shapefile, of all its parts one after the other in the order of their names."""
    digest = hashlib.sha256()
    for part in sorted([path, *companions(path)]):
        with part.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    return digest.hexdigest()


def _name(path: Path, raw: Path) -> str:
    return path.relative_to(raw).as_posix()
