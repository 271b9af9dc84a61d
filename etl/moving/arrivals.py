"""Files that are to be taken in, and what that would change below the data folder."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from etl.errors import InputError
from etl.inputs import SUFFIX, Sidecar, sha256, sidecar_text
from etl.moving.companions import companions

RESERVED = re.compile(r'[<>:"|?*\\]')
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
LONGEST_NAME = 120


@dataclass(frozen=True)
class Arrival:
    """A file that is to be taken in: where it lies now, its sidecar (whose sha256 is filled in), its name below data/raw,
    and the names of the inputs it takes the place of."""

    path: Path
    sidecar: Sidecar
    name: str
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """What is to lie at a path below the data folder: these bytes, those of another file, or nothing. `part_of`: the input
    that it belongs to, as a sidecar does."""

    target: PurePosixPath
    content: bytes | Path | None
    part_of: PurePosixPath | None = None


def changes_of(
    data: Path, arrivals: Sequence[Arrival], mappings: Mapping[str, str], removed: Collection[str]
) -> list[Change]:
    """Everything that taking in changes, what goes before what comes.

    `mappings`: name -> YAML text, saved over the one of that name; `removed`: names of inputs that go without a successor.
    Raises InputError for a name that cannot be, for one that is taken, and for inputs to replace that are not there.
    """
    raw = data / "raw"
    present = {path.relative_to(raw).as_posix() for path in raw.rglob("*") if path.is_file()}
    leaving = {*removed, *(name for arrival in arrivals for name in arrival.replaces)}
    for name in sorted(leaving - present):
        raise InputError("is not among the inputs any more and cannot be replaced; choose again", name)
    found = {change.target: change for name in sorted(leaving) for change in removal_of(raw / name, raw)}
    going = {target.relative_to("raw").as_posix() for target in found}
    taken = {name.casefold() for name in present - going}
    for arrival in arrivals:
        refuse_unsafe(arrival.name, raw)
        if arrival.name.casefold() in taken or f"{arrival.name}{SUFFIX}".casefold() in taken:
            raise InputError("there is another input of this name; replace it or choose another name", arrival.name)
        taken.add(arrival.name.casefold())
        if not arrival.path.is_file():
            raise InputError("does not exist any more; choose the file again", arrival.name)
        sidecar = replace(arrival.sidecar, sha256=sha256(arrival.path))
        target = PurePosixPath("raw", arrival.name)
        beside = target.with_name(target.name + SUFFIX)
        found[target] = Change(target, arrival.path)
        found[beside] = Change(beside, sidecar_text(sidecar).encode(), part_of=target)
        for part in companions(arrival.path):
            there = target.with_name(target.stem + part.name[len(arrival.path.stem) :])
            if there.relative_to("raw").as_posix().casefold() in taken:
                raise InputError("there is another input of this name; replace it or choose another name", there.name)
            found[there] = Change(there, part, part_of=target)
    for name, text in mappings.items():
        refuse_unsafe(f"{name}.yml", data / "mappings")
        target = PurePosixPath("mappings", f"{name}.yml")
        if len(target.parts) > 2:  # noqa: PLR2004 - the folder and the file in it
            raise InputError("a mapping lies directly in the folder of mappings; choose a name without «/»", name)
        found[target] = Change(target, text.encode())
    return in_order(found.values())


def removal_of(path: Path, raw: Path) -> list[Change]:
    """Changes that remove an input below the folder `raw` with its sidecar and the other parts of a shapefile."""
    target = PurePosixPath("raw", path.relative_to(raw).as_posix())
    beside = path.with_name(path.name + SUFFIX)
    parts = [target.with_name(part.name) for part in (beside, *companions(path)) if part.is_file()]
    return [Change(target, None), *(Change(part, None, part_of=target) for part in parts)]


def in_order(changes: Iterable[Change]) -> list[Change]:
    """What goes before what comes: on some disks two names that differ in capitals are one."""
    return sorted(changes, key=lambda change: (change.content is not None, change.target))


def refuse_unsafe(name: str, folder: Path) -> None:
    """Raises InputError for a name that would not lie below the folder, be hidden, or be impossible on some machine."""
    parts = name.split("/")
    leads_out = any(part in ("", ".", "..") for part in parts)
    if not leads_out and any(part.startswith(".") for part in parts):
        raise InputError("a name that begins with a dot is hidden and not read; choose another name", repr(name))
    if not leads_out and any(not part.isprintable() or RESERVED.search(part) or part[-1] in ". " for part in parts):
        raise InputError(
            'a name may hold none of < > : " | ? * \\ and may not end with a dot or a blank; choose another name',
            repr(name),
        )
    if any(DEVICES.fullmatch(part) or len(part) > LONGEST_NAME for part in parts) or name.endswith(SUFFIX):
        raise InputError("this name is reserved or too long; choose another name", repr(name))
    if leads_out or not (folder / name).resolve().is_relative_to(folder.resolve()):
        raise InputError("this name leads out of the folder of inputs; choose a plain name", repr(name))
