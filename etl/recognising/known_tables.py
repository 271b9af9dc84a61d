"""Tables that are known by their headings: our own forms, and the exports that a mapping describes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from etl.caseload.mappings import read_mapping
from etl.errors import InputError
from etl.files import Reading
from etl.outcome import LINE
from etl.schemas import Indicator, Municipality
from etl.sources.forms import FORMS

TIDY = "tidy"
MAPPED = "mapping:"
LEAST_SHARE = 0.6
LEAST_HEADINGS = 3  # fewer are found in half the tables there are


@dataclass(frozen=True)
class KnownTable:
    """A kind of input, its layout, the headings it must have, and how it says that it wants to be read."""

    kind: str
    layout: str
    headings: frozenset[str]
    reading: Reading = field(default_factory=Reading)


@dataclass(frozen=True)
class Likeness:
    """How much of a known table a file has: the share of its headings, and those that are lacking."""

    table: KnownTable
    share: float
    lacking: tuple[str, ...]


def known_tables(mappings: Path) -> Iterator[KnownTable]:
    """The tidy tables, then what the mappings of a folder describe; a mapping that cannot be read describes nothing."""
    for kind, schema in (("municipalities", Municipality), ("indicators", Indicator)):
        yield KnownTable(kind, TIDY, frozenset(schema.column_names()) - {LINE})
    for kind, form in FORMS.items():
        yield KnownTable(kind, TIDY, frozenset(form.wanted_headings))
        if form.english:
            yield KnownTable(kind, TIDY, frozenset(form.english.values()))
    for path in sorted(mappings.glob("*.yml")):
        try:
            mapping = read_mapping(path)
        except (InputError, OSError):
            continue
        for kind, part in mapping.items():
            headings = frozenset(part.layout.columns.values())
            yield KnownTable(kind, f"{MAPPED}{path.stem}", headings, part.reading)


def likeness(table: KnownTable, headings: Collection[str]) -> Likeness:
    """How much of a known table there is among some headings."""
    found = table.headings & {*headings}
    return Likeness(table, len(found) / len(table.headings), tuple(sorted(table.headings - found)))


def most_alike(found: Mapping[KnownTable, Likeness]) -> list[Likeness]:
    """Those that a file has most of, equally: of the greatest share, then of the most headings. Empty where none is likely."""
    likely = [
        one
        for one in found.values()
        if one.share == 1 or (one.share >= LEAST_SHARE and len(one.table.headings) - len(one.lacking) >= LEAST_HEADINGS)
    ]
    if not likely:
        return []
    best = max(map(_rank, likely))
    return [one for one in likely if _rank(one) == best]


def _rank(one: Likeness) -> tuple[float, int]:
    return one.share, len(one.table.headings)
