"""What the fields of a caseload export are called: on screen and by those who send one (`etl/assistant/field_words.yml`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from metrics.codes import codes

PATH = Path(__file__).parent / "field_words.yml"
YES_NO = "yes_no"
FIELD_KINDS = ("cases", "goals", "services")
SIGNS = re.compile(r"[^a-z0-9§<>+]+")


@dataclass(frozen=True)
class Field:
    """One field of ours. `content` says what its cells look like (see the file), `label` its name in both languages."""

    name: str
    label: Mapping[str, str]
    content: str
    words: tuple[str, ...]

    @property
    def code_list(self) -> str:
        """The list its codes are from, or "" for a field without codes."""
        if self.content == "code":
            return self.name
        return YES_NO if self.content == YES_NO else ""


@cache
def known_fields(kind: str) -> Mapping[str, Field]:
    """Name -> field of a kind of file ("cases", "goals", "services"). Raises KeyError for another."""
    return {
        name: Field(
            name,
            {code: content[code] for code in ("de", "en")},
            content["content"],
            tuple(map(str, content["words"])),
        )
        for name, content in _content()[kind].items()
    }


@cache
def entries(code_list: str) -> Mapping[str, str | bool]:
    """Simplified entry of an export -> the code it stands for: names of the codes in both languages and further words."""
    found: dict[str, str | bool] = {}
    if code_list != YES_NO:
        for code, names in codes(code_list).items():
            found |= {simplified(name): code for name in (code, *names.values())}
    for code, words in _content()["entries"].get(code_list, {}).items():
        found = {simplified(str(word)): code for word in words} | found
    return found


@cache
def heading_words() -> frozenset[str]:
    """Simplified words by which columns are called and entries are not: they tell that a row is a header."""
    fields = [each for kind in FIELD_KINDS for each in known_fields(kind).values()]
    words = {word for each in fields for word in (each.name, *each.words, *each.label.values())}
    lists = {each.code_list for each in fields if each.code_list}
    said = {entry for code_list in lists for entry in entries(code_list)}
    return frozenset(map(simplified, map(str, {*words, *_content()["headings"]}))) - said - {""}


def simplified(text: str) -> str:
    """Words without case, accents and signs, with single blanks: the form in which headings and entries are compared."""
    spelt = unicodedata.normalize("NFKD", text.strip().casefold().replace("ß", "ss"))
    plain = "".join(sign for sign in spelt if not unicodedata.combining(sign))
    for written, meant in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        plain = plain.replace(written, meant)
    return SIGNS.sub(" ", plain).strip()


@cache
def _content() -> Mapping[str, Any]:
    content: Mapping[str, Any] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return content
