"""Which files and settings two editions read differently."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from charts.table import plain
from locales import Language
from pages._shared import door
from pages._shared.visit import Visit
from pages._shared.wording import CHANGE_NAMES, KIND_NAMES

OF_CLIENTS = ("cases", "goals", "services")
SETTING_NAMES = {
    "reference/district.toml": "Settings of the district (control totals)",
    "reference/indicators.yml": "Definitions of the indicators",
}
NONE = "–"


@dataclass(frozen=True)
class Difference:
    """An input or setting: how it is called, its reference date in words, whether it is new, changed or vanished."""

    name: str
    date: str
    change: str


def differences(visit: Visit, since: str) -> list[Difference]:
    """What the edition of the visit read otherwise than the one `since`: the method first, then the files."""
    language, is_coordination = visit.language, door.is_coordination(visit.role)
    before, after = door.manifest(since), visit.manifest
    found = []
    if before["method"] != after["method"]:
        found.append(Difference(language.text("The program itself"), NONE, language.text(CHANGE_NAMES["changed"])))
    inputs = {entry["file"] for manifest in (before, after) for entry in manifest["inputs"]}
    for part in ("settings", "outcome_frames"):
        old, new = ({entry["file"]: entry for entry in manifest.get(part) or ()} for manifest in (before, after))
        found += [
            Difference(_setting(file, part, language, is_named=is_coordination), NONE, change)
            for file, _, change in _changed(old, new, language)
            if file not in inputs
        ]
    old, new = ({entry["file"]: entry for entry in manifest["inputs"]} for manifest in (before, after))
    found += [
        Difference(_title(entry, language), _dates(old.get(file), new.get(file), language), change)
        for file, entry, change in _changed(old, new, language)
    ]
    return found


def table(found: list[Difference], language: Language) -> str:
    """HTML of what was read differently; a sentence where nothing was."""
    text = language.text
    headings = [text("File or setting"), text("As of"), text("Change")]
    return plain(text("What was read differently"), headings, [[each.name, each.date, each.change] for each in found])


def _changed(
    old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]], language: Language
) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    for file in sorted(old | new):
        if file not in old:
            yield file, new[file], language.text(CHANGE_NAMES["new"])
        elif file not in new:
            yield file, old[file], language.text(CHANGE_NAMES["vanished"])
        elif old[file]["sha256"] != new[file]["sha256"]:
            yield file, new[file], language.text(CHANGE_NAMES["changed"])


def _setting(file: str, part: str, language: Language, *, is_named: bool) -> str:
    """What a setting is for; mappings and frames were named by the coordination, for itself."""
    if file in SETTING_NAMES:
        return language.text(SETTING_NAMES[file])
    kind = language.text("Frame of outcomes" if part == "outcome_frames" else "Mapping of the columns of an export")
    return f"{kind}: {PurePosixPath(file).stem}" if is_named else kind


def _title(entry: Mapping[str, Any], language: Language) -> str:
    """The title of a file. Real files about clients were named by who exported them, and everybody sees this: they are called by
    their kind."""
    kind = language.text(KIND_NAMES[entry["kind"] if entry["kind"] in KIND_NAMES else "unknown"])
    if (entry["kind"] in OF_CLIENTS and not entry["is_example"]) or not entry["title"]:
        return kind
    return f"{entry['title']} ({kind})" if entry["kind"] in OF_CLIENTS else str(entry["title"])


def _dates(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, language: Language) -> str:
    days = [language.day(dt.date.fromisoformat(str(entry["reference_date"]))) for entry in (old, new) if entry]
    return " → ".join(dict.fromkeys(days))
