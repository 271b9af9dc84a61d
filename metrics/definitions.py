"""Indicators as data: one YAML file per indicator under `metrics/definitions/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "definitions"
KINDS = ("rate", "gap", "share", "duration", "target_group")
DIRECTIONS = ("more_is_better", "less_is_better", "neither")
Text = Mapping[str, str]


@dataclass(frozen=True)
class Definition:
    """What an indicator means. Texts are mappings from language code to text.

    `breaks` are the inner class limits of a choropleth, ascending and locked over months and editions; a value on a
    limit belongs to the class above it.
    """

    id: str
    kind: str
    label: Text
    unit: Text
    decimals: int
    direction: str
    numerator: Text
    explanation: Text
    source: Text
    denominator: Text | None = None
    literature: str = ""
    breaks: tuple[float, ...] = ()


@cache
def definition(identifier: str) -> Definition:
    """One definition by its id. Raises KeyError with the known ids when there is none."""
    path = FOLDER / f"{identifier}.yml"
    if not path.is_file() or path.parent != FOLDER:
        known = ", ".join(sorted(definitions()))
        raise KeyError(f"no definition {identifier!r}; known are: {known}")
    return _parse(path)


@cache
def definitions() -> dict[str, Definition]:
    """All definitions, by id."""
    return {path.stem: _parse(path) for path in sorted(FOLDER.glob("*.yml"))}


def target_groups() -> dict[str, Definition]:
    """The indicators that can stand for need, by id."""
    return {key: value for key, value in definitions().items() if value.kind == "target_group"}


def _parse(path: Path) -> Definition:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = Definition(id=path.stem, **{**content, "breaks": tuple(content.get("breaks", ()))})
    if found.kind not in KINDS:
        raise ValueError(f"{path.name}: kind {found.kind!r} is not one of {', '.join(KINDS)}")
    if found.direction not in DIRECTIONS:
        raise ValueError(f"{path.name}: direction {found.direction!r} is not one of {', '.join(DIRECTIONS)}")
    if list(found.breaks) != sorted(set(found.breaks)):
        raise ValueError(f"{path.name}: breaks must ascend, found {list(found.breaks)}")
    return found
