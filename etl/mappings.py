"""Mappings from a carrier's export to our fields: `data/mappings/<name>.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dataframely as dy
import yaml

from etl.errors import InputError
from etl.schemas import Case, Goal, Service
from etl.text_table import LINE
from etl.typed_rows import Layout

MADE_HERE = (LINE, "case_key", "age_band")  # columns of client tables that no export has


def fields_of(schema: type[dy.Schema]) -> dict[str, dy.Column | str]:
    """Field an export must have for rows of `schema` -> its type."""
    own = {name: kind for name, kind in schema.columns().items() if name not in MADE_HERE}
    return own | {"case_number": dy.String()}


FIELDS: Mapping[str, Mapping[str, dy.Column | str]] = {
    "cases": fields_of(Case) | {"consent": dy.Bool(), "born_on": dy.Date(), "arrived_month": "month"},
    "goals": fields_of(Goal),
    "services": fields_of(Service),
}


@dataclass(frozen=True)
class FileMapping:
    """One file of an export. `refused` headings identify people: they are never read. `ignored` ones are not needed."""

    layout: Layout
    refused: tuple[str, ...]
    ignored: tuple[str, ...]


def read_mapping(path: Path) -> Mapping[str, FileMapping]:
    """Kind of file ("cases", "goals", "services") -> its mapping.

    Raises InputError where the file does not say so, leaves out a field or names a field, code or heading that
    cannot be.
    """
    if not path.is_file():
        raise InputError("the mapping does not exist; a caseload's sidecar names it in the field mapping", path.name)
    try:
        files = yaml.safe_load(path.read_text(encoding="utf-8"))["files"]
        found = {kind: _file_mapping(content) for kind, content in files.items()}
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"is not a mapping of the form of beispieldaten.yml ({error})", path.name) from error
    unknown = found.keys() - FIELDS.keys()
    if unknown:
        raise InputError(f"unknown kinds of file: {', '.join(sorted(map(str, unknown)))}", path.name)
    problems = [f"{kind}: {problem}" for kind, mapping in found.items() for problem in _problems(mapping, FIELDS[kind])]
    if problems:
        raise InputError("; ".join(problems), path.name)
    return found


def _file_mapping(content: Mapping[str, Any]) -> FileMapping:
    codes = {field: dict(values) for field, values in (content.get("codes") or {}).items()}
    layout = Layout(dict(content["columns"]), codes)
    return FileMapping(layout, tuple(content.get("refused") or ()), tuple(content.get("ignored") or ()))


def _problems(mapping: FileMapping, fields: Mapping[str, dy.Column | str]) -> list[str]:
    """What would make an export misread: in words, or nothing."""
    columns, codes = mapping.layout.columns, mapping.layout.codes
    headings = list(columns.values())
    texts = [*headings, *mapping.refused, *mapping.ignored, *(text for values in codes.values() for text in values)]
    coded = {name for name, kind in fields.items() if isinstance(kind, dy.Enum | dy.Bool)}
    found = {
        "fields missing under columns": fields.keys() - columns.keys(),
        "unknown fields under columns": columns.keys() - fields.keys(),
        "headings both read and refused or ignored": {*headings} & {*mapping.refused, *mapping.ignored},
        "headings of more than one field": {heading for heading in headings if headings.count(heading) > 1},
        "fields that need codes": coded - codes.keys(),
        "fields without codes": codes.keys() - coded,
        "unknown codes": {
            f"{code!r} of {name}"
            for name in coded & codes.keys()
            for code in codes[name].values()
            if code not in _allowed(fields[name])
        },
        "not text, put it in quotation marks": {repr(text) for text in texts if not isinstance(text, str)},
    }
    return [f"{problem}: {', '.join(sorted(map(str, names)))}" for problem, names in found.items() if names]


def _allowed(kind: dy.Column | str) -> list[str] | list[bool]:
    return list(kind.categories) if isinstance(kind, dy.Enum) else [True, False]
