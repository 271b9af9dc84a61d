"""Indicators as data: YAML files under `metrics/definitions/`, one per indicator or family of alike indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from metrics.codes import codes
from metrics.need import can_be_need

FOLDER = Path(__file__).parent / "definitions"
# In the order to show them. "figure" is an official figure that counts nothing and cannot stand for need.
KINDS = ("gap", "count", "rate", "share", "distance", "index", "duration", "target_group", "figure")
DIRECTIONS = ("more_is_better", "less_is_better", "neither")
# Texts that a file may give as a code of metrics/codes.yml, and the list it is of.
CODED = {"unit": "unit", "source": "official_table"}
Text = Mapping[str, str]


@dataclass(frozen=True)
class Definition:
    """What an indicator means. Texts are mappings from language code to text.

    `breaks` are the inner class limits of a choropleth, ascending and locked over months and editions; a value on a
    limit belongs to the class above it. `order`: lower comes first in lists.
    """

    id: str
    kind: str
    label: Text
    unit: Text
    numerator: Text
    explanation: Text
    source: Text
    decimals: int = 0
    direction: str = "neither"
    denominator: Text | None = None
    literature: str = ""
    breaks: tuple[float, ...] = ()
    order: int = 100


def definition(identifier: str) -> Definition:
    """One definition by its id. Raises KeyError with the known ids when there is none."""
    found = definitions()
    if identifier not in found:
        raise KeyError(f"no definition {identifier!r}; known are: {', '.join(sorted(found))}")
    return found[identifier]


@cache
def definitions() -> dict[str, Definition]:
    """All definitions, by id, in the order to show them.

    Raises ValueError, naming the file, for a kind, direction, unit or source that is none, breaks that do not ascend, or
    an id that another file defines.
    """
    found: dict[str, Definition] = {}
    for path in sorted(FOLDER.glob("*.yml")):
        for meaning in _parse(path):
            if meaning.id in found:
                raise ValueError(f"{path.name}: {meaning.id} has a definition in another file already")
            found[meaning.id] = meaning
    return dict(sorted(found.items(), key=lambda entry: entry[1].order))


def target_groups() -> dict[str, Definition]:
    """The indicators with a definition that can stand for need, by id, the most usual ones first."""
    return {key: value for key, value in definitions().items() if value.kind == "target_group"}


def described(indicator: str, unit: str) -> Definition:
    """The definition of any loaded indicator: its own or, without one, what its id and `unit` (of the data) say."""
    if indicator in definitions():
        return definition(indicator)
    table, _, measure = indicator.partition("__")
    name = _words(table)
    label = f"{name}: {_words(measure)}" if measure else name
    german, english = ("Tabelle", "Table") if measure else ("Kennzahl", "Figure")
    path = f"metrics/definitions/{indicator}.yml"
    return Definition(
        id=indicator,
        kind="target_group" if can_be_need(unit) else "figure",
        label={"de": f"{german} {label}", "en": f"{english} {label}"},
        unit=codes("unit").get(unit, dict.fromkeys(("de", "en"), _words(unit))),
        numerator={"de": "was die Tabelle unter dieser Bezeichnung zählt", "en": "what the table counts by this name"},
        explanation={
            "de": "Eine Zahl aus einer geladenen Tabelle, für die das Programm keine eigene Beschreibung hat. Eine "
            f"Beschreibung lässt sich in der Datei {path} ergänzen.",
            "en": "A figure of a loaded table that the program has no description of its own for. A description can be "
            f"added in the file {path}.",
        },
        source={
            "de": f"{german} {name}; Herausgeber siehe Seite «Daten»",
            "en": f"{english} {name}; for the publisher see the page «Data»",
        },
        decimals=0 if can_be_need(unit) else 1,
    )


def _words(slug: str) -> str:
    return " ".join(slug.replace("_", " ").split())


def _parse(path: Path) -> Iterator[Definition]:
    """The definitions of a file: one, named like the file, or one per entry of `members`.

    What a family's members are called (an entry per language) fills the field {member} of its texts.
    """
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for field, known in ((field, codes(of)) for field, of in CODED.items() if isinstance(content.get(field), str)):
        if content[field] not in known:
            raise ValueError(f"{path.name}: {field} {content[field]!r} is not one of {', '.join(known)}")
        content[field] = known[content[field]]
    members = content.pop("members", None)
    if members is None:
        yield _checked(path, path.stem, content)
        return
    for identifier, names in members.items():
        yield _checked(path, identifier, {field: _filled(value, names) for field, value in content.items()})


def _filled(value: Any, names: Text) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {language: text.format(member=names[language]) for language, text in value.items()}


def _checked(path: Path, identifier: str, content: Mapping[str, Any]) -> Definition:
    found = Definition(id=identifier, **{**content, "breaks": tuple(content.get("breaks", ()))})
    if found.kind not in KINDS:
        raise ValueError(f"{path.name}: kind {found.kind!r} is not one of {', '.join(KINDS)}")
    if found.direction not in DIRECTIONS:
        raise ValueError(f"{path.name}: direction {found.direction!r} is not one of {', '.join(DIRECTIONS)}")
    if list(found.breaks) != sorted(set(found.breaks)):
        raise ValueError(f"{path.name}: breaks must ascend, found {list(found.breaks)}")
    return found
