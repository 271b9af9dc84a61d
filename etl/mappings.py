"""Mappings from a carrier's export to our fields: `data/mappings/<name>.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from etl.errors import InputError
from etl.inputs import CASELOAD_KINDS
from etl.typed_rows import Layout


@dataclass(frozen=True)
class FileMapping:
    """One file of an export. `refused` headings identify people: they are never read. `ignored` ones are not needed."""

    layout: Layout
    refused: tuple[str, ...]
    ignored: tuple[str, ...]


def read_mapping(path: Path) -> Mapping[str, FileMapping]:
    """Kind of file ("cases", "goals", "services") -> its mapping. Raises InputError where the file does not say so."""
    if not path.is_file():
        raise InputError("the mapping does not exist; a caseload's sidecar names it in the field mapping", path.name)
    try:
        files = yaml.safe_load(path.read_text(encoding="utf-8"))["files"]
        found = {kind: _file_mapping(content) for kind, content in files.items()}
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"is not a mapping of the form of beispieldaten.yml ({error})", path.name) from error
    unknown = found.keys() - set(CASELOAD_KINDS)
    if unknown:
        raise InputError(f"unknown kinds of file: {', '.join(sorted(unknown))}", path.name)
    return found


def _file_mapping(content: Mapping[str, object]) -> FileMapping:
    layout = Layout(content["columns"], content.get("codes") or {})  # type: ignore[arg-type]
    return FileMapping(layout, tuple(content.get("refused") or ()), tuple(content.get("ignored") or ()))  # type: ignore[arg-type]
