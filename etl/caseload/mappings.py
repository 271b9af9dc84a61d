"""Mappings from a carrier's export to our fields: `data/mappings/<name>.yml`, read, checked and written.

    title: Caritas, Export aus Vivendi      carrier: name in the staffing table (optional)
    files: {cases | goals | services: {columns, refused, ignored, codes, format}}

`columns`: our field -> heading. `codes`: our field -> {its text -> our code}, needed by coded fields, possible for ags (name of
a municipality -> its key) and post (the carrier's name of a post -> ours). `format`: encoding, separator, sheet, dates and
decimal (etl.typed_rows.DATES, DECIMALS) where they are not to be found out. Fields that are not mapped are empty, "unknown"
where their code list has that; etl.caseload.client_fields.REQUIRED says which must be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from etl.caseload.client_fields import FIELDS
from etl.caseload.mapping_problems import FileMapping, Problem, problems_of
from etl.errors import InputError
from etl.faulty_text import faulty_row
from etl.files import Reading
from etl.typed_rows import Layout

__all__ = [
    "CarrierMapping",
    "FileMapping",
    "MappingError",
    "Problem",
    "mapping_path",
    "mapping_text",
    "parse_mapping",
    "read_mapping",
    "write_mapping",
]
NAME = re.compile(r"[\w-]{1,60}")
READING, WRITTEN = ("encoding", "separator", "sheet"), ("dates", "decimal")
PARTS = {"columns", "refused", "ignored", "codes", "format"}


@dataclass(frozen=True)
class CarrierMapping(Mapping[str, FileMapping]):
    """Kind of file ("cases", "goals", "services") -> its mapping; whose export it is: `carrier` is "" where several share it."""

    files: Mapping[str, FileMapping]
    title: str = ""
    carrier: str = ""

    def __getitem__(self, kind: str) -> FileMapping:
        return self.files[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


class MappingError(InputError):
    """A mapping by which an export would be misread; `problems` are its parts, each a text of the catalogue."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        super().__init__("{problems}", name, problems="; ".join(map(str, problems)))
        self.problems = problems


def mapping_path(data: Path, name: str) -> Path:
    """Where the mapping `name` lies in the data folder. Raises InputError for a name that could lead elsewhere."""
    if not NAME.fullmatch(name):
        raise InputError(
            "the name of a mapping has letters, digits, - and _ only; a caseload's sidecar names it in the field mapping",
            f"{name}.yml",
        )
    return data / "mappings" / f"{name}.yml"


def read_mapping(path: Path) -> CarrierMapping:
    """The mapping in a file. Raises InputError as parse_mapping does, and when there is none."""
    if not path.is_file():
        raise InputError("the mapping does not exist; a caseload's sidecar names it in the field mapping", path.name)
    try:
        return parse_mapping(path.read_text(encoding="utf-8"), path.name)
    except UnicodeDecodeError as error:
        raise InputError("is not text in UTF-8; save it as UTF-8", path.name) from error


def parse_mapping(text: str, name: str) -> CarrierMapping:
    """A mapping from its YAML text; `name` is what messages call it.

    Raises InputError where the text is not of the form of a mapping, and MappingError where it leaves out a field, names a
    field, code or heading that cannot be, or reads what identifies people into anything but case_number or born_on.
    """
    try:
        content = yaml.safe_load(text)
        files = {kind: _file_mapping(part, name) for kind, part in content["files"].items()}
        title, carrier = content.get("title") or "", content.get("carrier") or ""
    except yaml.YAMLError as error:
        raise InputError("is not readable as YAML in UTF-8; correct it", name, row=faulty_row(error)) from error
    except KeyError as error:
        raise InputError(
            "is not a mapping of the form of beispieldaten.yml; missing: {missing}", name, missing=error.args[0]
        ) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise InputError(
            "is not a mapping of the form of beispieldaten.yml; write it as it is written there", name
        ) from error
    unknown = files.keys() - FIELDS.keys()
    if unknown:
        raise InputError("unknown kinds of file: {kinds}", name, kinds=", ".join(sorted(map(str, unknown))))
    if not isinstance(title, str) or not isinstance(carrier, str):
        raise InputError("title and carrier must be text; put it in quotation marks", name)
    problems = tuple(problem for kind, mapping in files.items() for problem in problems_of(kind, mapping))
    if problems:
        raise MappingError(name, problems)
    return CarrierMapping(files, title, carrier)


def mapping_text(files: Mapping[str, FileMapping], title: str = "", carrier: str = "") -> str:
    """The YAML text of a mapping, which parse_mapping reads back; nothing is checked here."""
    about = {"title": title} | ({"carrier": carrier} if carrier else {})
    content = about | {"files": {kind: _content(mapping) for kind, mapping in files.items()}}
    text: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000)
    if yaml.safe_load(text) != content:  # PyYAML writes NEL (U+0085) bare and reads it as a line break
        text = yaml.safe_dump(content, allow_unicode=False, sort_keys=False, width=1000)
    return text


def write_mapping(path: Path, text: str) -> None:
    """Write a mapping in one step, once it is found to be right. Raises InputError as parse_mapping does."""
    parse_mapping(text, path.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _file_mapping(content: Mapping[str, Any], name: str) -> FileMapping:
    if unknown := content.keys() - PARTS:
        raise InputError(
            "is not a mapping of the form of beispieldaten.yml; unknown: {unknown}",
            name,
            unknown=", ".join(sorted(map(str, unknown))),
        )
    codes = {field: dict(values) for field, values in (content.get("codes") or {}).items()}
    stated = {name: value for name, value in (content.get("format") or {}).items() if value is not None}
    if unknown := stated.keys() - {*READING, *WRITTEN}:
        raise InputError(
            "is not a mapping of the form of beispieldaten.yml; unknown under format: {unknown}",
            name,
            unknown=", ".join(sorted(map(str, unknown))),
        )
    layout = Layout(dict(content["columns"]), codes, **{key: stated[key] for key in WRITTEN if key in stated})
    reading = Reading(**{key: stated[key] for key in READING if key in stated})
    refused, ignored = (_headings(content.get(part), part, name) for part in ("refused", "ignored"))
    return FileMapping(layout, refused, ignored, reading)


def _headings(some: object, part: str, name: str) -> tuple[str, ...]:
    """A single text would be taken for the headings of its letters."""
    if not isinstance(some, list | None):
        raise InputError(
            "is not a mapping of the form of beispieldaten.yml; under {part}, headings stand in a list like [Name, Telefon]",
            name,
            part=part,
        )
    return tuple(some or ())


def _content(mapping: FileMapping) -> dict[str, Any]:
    defaults = Layout({})
    stated = {name: getattr(mapping.reading, name) for name in READING} | {
        name: getattr(mapping.layout, name)
        for name in WRITTEN
        if getattr(mapping.layout, name) != getattr(defaults, name)
    }
    parts: dict[str, Any] = {
        "columns": dict(mapping.layout.columns),
        "refused": list(mapping.refused),
        "ignored": list(mapping.ignored),
        "format": {name: value for name, value in stated.items() if value is not None},
        "codes": {field: dict(values) for field, values in mapping.layout.codes.items()},
    }
    return {name: part for name, part in parts.items() if part or name == "columns"}
