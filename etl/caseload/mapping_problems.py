"""What would make an export misread: the problems of one file of a mapping, in words."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from etl.caseload.client_fields import BIRTH, FIELDS, MAY_IDENTIFY, REQUIRED, TRANSLATED, coded, codes_of
from etl.caseload.identifying import by_heading
from etl.files import Reading
from etl.typed_rows import DATES, DECIMALS, Layout

SEPARATORS = (";", ",", "\t", "|")
AGS = re.compile(r"\d{8}")
OR = " / "  # between fields of which one is enough


@dataclass(frozen=True)
class FileMapping:
    """One file of an export. `refused` headings identify people: they are never read. `ignored` ones are not needed.
    `reading` says how its bytes become cells, where that is not to be found out."""

    layout: Layout
    refused: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    reading: Reading = field(default_factory=Reading)


@dataclass(frozen=True)
class Problem:
    """What is wrong with the part of a mapping for files of `kind`: an English text of the catalogue whose `{names}` stands
    for the fields, headings or codes concerned."""

    kind: str
    text: str
    names: tuple[str, ...]

    @property
    def values(self) -> dict[str, object]:
        return {"names": ", ".join(self.names)}

    def __str__(self) -> str:
        return f"{self.kind}: {self.text.format(**self.values)}"


def problems_of(kind: str, mapping: FileMapping) -> list[Problem]:
    """Every problem of one part of a mapping, or none."""
    found = [*_of_fields(kind, mapping.layout), *_of_headings(mapping), *_of_codes(kind, mapping.layout)]
    found += _of_format(mapping)
    return [Problem(kind, text, tuple(sorted(map(str, names)))) for text, names in found if names]


Found = Iterator[tuple[str, set[str]]]


def _of_fields(kind: str, layout: Layout) -> Found:
    lacking = [some for some in REQUIRED[kind] if not some & layout.columns.keys()]
    yield "fields missing under columns: {names}", {OR.join(sorted(some, reverse=True)) for some in lacking}
    yield "unknown fields under columns: {names}", layout.columns.keys() - FIELDS[kind].keys()
    births = {name for name in BIRTH if name in layout.columns}
    yield "only one of these fields may say how old somebody is: {names}", births if len(births) > 1 else set()


def _of_headings(mapping: FileMapping) -> Found:
    columns, codes = mapping.layout.columns, mapping.layout.codes
    headings = list(columns.values())
    texts = [*headings, *mapping.refused, *mapping.ignored, *(text for values in codes.values() for text in values)]
    yield "headings both read and refused or ignored: {names}", {*headings} & {*mapping.refused, *mapping.ignored}
    yield "headings of more than one field: {names}", {heading for heading in headings if headings.count(heading) > 1}
    yield "not text, put it in quotation marks: {names}", {repr(text) for text in texts if not isinstance(text, str)}
    yield (
        "headings that identify people, under refused instead: {names}",
        {
            f"«{heading}»"
            for name, heading in columns.items()
            if name not in MAY_IDENTIFY and isinstance(heading, str) and by_heading(heading)
        },
    )


def _of_codes(kind: str, layout: Layout) -> Found:
    codes, needed = layout.codes, coded(kind)
    yield "fields that need codes: {names}", (needed & layout.columns.keys()) - codes.keys()
    yield "fields without codes: {names}", codes.keys() - needed - ({*TRANSLATED} & FIELDS[kind].keys())
    wrong = {
        f"{name} {code!r}"
        for name in needed & codes.keys()
        for code in codes[name].values()
        if code not in codes_of(kind, name) or isinstance(code, bool) != isinstance(codes_of(kind, name)[0], bool)
    }
    keys = codes.get("ags", {}).values() if kind == "cases" else ()
    wrong |= {f"ags {key!r}" for key in keys if not (isinstance(key, str) and AGS.fullmatch(key))}
    posts = codes.get("post", {}).values() if kind == "cases" else ()
    wrong |= {f"post {post!r}" for post in posts if not (isinstance(post, str) and post)}
    yield "unknown codes: {names}", wrong


def _of_format(mapping: FileMapping) -> Found:
    reading, layout = mapping.reading, mapping.layout
    stated = {
        "encoding": reading.encoding is None or _is_encoding(reading.encoding),
        "separator": reading.separator is None or reading.separator in SEPARATORS,
        "sheet": reading.sheet is None or isinstance(reading.sheet, str),
        "dates": layout.dates in DATES,
        "decimal": layout.decimal in DECIMALS,
    }
    yield "unknown values under format: {names}", {name for name, is_known in stated.items() if not is_known}


def _is_encoding(name: object) -> bool:
    try:
        return isinstance(name, str) and codecs.lookup(name)._is_text_encoding
    except (LookupError, ValueError):
        return False
