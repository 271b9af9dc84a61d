"""What would make an export misread: the problems of one file of a mapping, in words."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from etl.assistant.columns import NUMBER
from etl.assistant.field_words import entries, known_fields, simplified
from etl.caseload.client_fields import BIRTH, FIELDS, MAY_IDENTIFY, REQUIRED, TRANSLATED, coded, codes_of
from etl.caseload.identifying import by_content, by_heading
from etl.files import Reading
from etl.headings import is_about_somebody
from etl.typed_rows import DATES, DECIMALS, Layout

SEPARATORS = (";", ",", "\t", "|")
AGS = re.compile(r"\d{8}")
LONGEST_NUMBER = 3  # digits of an entry that is a number; longer ones may be of a case
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
    found = [*_of_fields(kind, mapping.layout), *_of_headings(kind, mapping), *_of_codes(kind, mapping.layout)]
    found += _of_format(mapping)
    return [Problem(kind, text, tuple(sorted(map(str, names)))) for text, names in found if names]


Found = Iterator[tuple[str, set[str]]]


def _of_fields(kind: str, layout: Layout) -> Found:
    lacking = [some for some in REQUIRED[kind] if not some & layout.columns.keys()]
    yield "fields missing under columns: {names}", {OR.join(sorted(some, reverse=True)) for some in lacking}
    yield "unknown fields under columns: {names}", layout.columns.keys() - FIELDS[kind].keys()
    births = {name for name in BIRTH if name in layout.columns}
    yield "only one of these fields may say how old somebody is: {names}", births if len(births) > 1 else set()


def _of_headings(kind: str, mapping: FileMapping) -> Found:
    columns, codes = mapping.layout.columns, mapping.layout.codes
    headings = list(columns.values())
    texts = [*headings, *mapping.refused, *mapping.ignored, *(text for values in codes.values() for text in values)]
    about = {heading for heading in (*headings, *mapping.refused, *mapping.ignored) if _is_about_somebody(heading)}
    both = {*headings} & {*mapping.refused, *mapping.ignored}
    yield "headings both read and refused or ignored: {names}", both - about
    twice = {heading for heading in headings if headings.count(heading) > 1}
    yield "headings of more than one field: {names}", twice - about
    yield "not text, put it in quotation marks: {names}", {_shown(text) for text in texts if not isinstance(text, str)}
    places = {name for name, heading in columns.items() if heading in about}
    said = {name for name, heading in columns.items() if _is_an_entry(kind, name, heading)}
    places |= said if len(said) > 1 else set()  # one column may be called «Ja»
    for part, some in (("refused", mapping.refused), ("ignored", mapping.ignored)):
        places |= {f"{part} {place}" for place, heading in enumerate(some, 1) if heading in about}
    yield "a number, a day or something about a person stands where a heading belongs: {names}", places
    yield (
        "entries that are a number, a day or something about a person, under the codes of: {names}",
        {name for name, values in codes.items() for text in values if _is_no_entry(kind, name, text)},
    )
    yield (
        "headings that identify people, under refused instead: {names}",
        {
            f"«{heading}»"
            for name, heading in columns.items()
            if name not in MAY_IDENTIFY and isinstance(heading, str) and heading not in about and by_heading(heading)
        },
    )


def _is_about_somebody(text: object) -> bool:
    return isinstance(text, str) and is_about_somebody(text)


def _is_an_entry(kind: str, name: str, heading: object) -> bool:
    """Whether a heading is what stands below it: the first row of a file that has lost its header."""
    return isinstance(heading, str) and simplified(heading) in _entries(kind, name)


def _is_no_entry(kind: str, name: str, text: object) -> bool:
    """Whether a text that gets a code may be about a person. Posts and municipalities may have long numbers; the names of
    posts may be those of who works there, which the carriers' own staff lists hold."""
    if not isinstance(text, str):
        return False
    if name in TRANSLATED:
        return is_about_somebody(text) and not _is_number(text) and by_content([text]) not in (None, "name")
    if _is_number(text):
        return len(text.strip()) > LONGEST_NUMBER
    words = {word for entry in _entries(kind, name) for word in entry.split() if len(word) > LONGEST_NUMBER}
    return is_about_somebody(text) and words.isdisjoint(simplified(text).split())


def _entries(kind: str, name: str) -> Mapping[str, str | bool]:
    wanted = known_fields(kind).get(name)
    return entries(wanted.code_list) if wanted and wanted.code_list else {}


def _is_number(text: str) -> bool:
    return bool(NUMBER.fullmatch(text.strip()))


def _shown(text: object) -> str:
    """What YAML took for something else than text: a yes or no as it is, of all else only what it was taken for."""
    return repr(text) if isinstance(text, bool | None) else type(text).__name__


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
