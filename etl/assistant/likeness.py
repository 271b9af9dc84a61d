"""How alike a column of an export and a field of ours are, by heading and by cells."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etl.assistant.columns import DAY, MONTH, NUMBER, WHOLE, YEAR, Column
from etl.assistant.field_words import Field, entries, known_fields, simplified

KINDS = ("cases", "goals", "services")
SURE, LIKELY, POSSIBLE = 1.0, 0.85, 0.6
# Of two fields that the same word can mean, the one that lists it earlier goes first.
LATER_WORD = 0.001
CLOSE = 0.82
SHORTEST_PART = 3
MOST_ENTRIES = 60
PATTERNS = {"date": (DAY,), "month": (MONTH, DAY), "year": (YEAR,), "whole": (WHOLE,), "decimal": (NUMBER,)}


@dataclass(frozen=True)
class Places:
    """What entries about places and posts can be: name of municipality -> AGS, and the names of the posts."""

    municipalities: Mapping[str, str]
    posts: Sequence[str]

    def entries(self, wanted: Field) -> Mapping[str, str | bool]:
        """Simplified entry -> our code, for a field with a list of whatever kind; empty for other fields."""
        if wanted.content == "place":
            keys = {form: ags for ags in self.municipalities.values() for form in (ags, ags.removeprefix("0"))}
            return {simplified(name): ags for name, ags in self.municipalities.items()} | keys
        if wanted.content == "post":
            return {simplified(post): post for post in self.posts}
        return entries(wanted.code_list) if wanted.code_list else {}

    def known(self) -> frozenset[str]:
        """The simplified entries of all lists."""
        fields = [each for kind in KINDS for each in known_fields(kind).values()]
        return frozenset(entry for each in fields for entry in self.entries(each))


def by_heading(column: Column, wanted: Field) -> float:
    """How well a heading names a field, 0 to 1."""
    heading = simplified(column.heading)
    words = [simplified(word) for word in (wanted.name, *wanted.words, *wanted.label.values())]
    if heading in words:
        return SURE - LATER_WORD * words.index(heading)
    if any(len(word) > SHORTEST_PART and f" {word} " in f" {heading} " for word in words):
        return LIKELY
    return POSSIBLE if difflib.get_close_matches(heading, words, n=1, cutoff=CLOSE) else 0.0


def by_content(column: Column, wanted: Field, places: Places) -> float:
    """How well the cells look like those of a field, 0 to 1."""
    if not column.filled:
        return 0.0
    listed = places.entries(wanted)
    if listed:
        if len(column.counts) > MOST_ENTRIES:
            return 0.0
        fitting = sum(count for text, count in column.counts.items() if code_of(text, listed) is not None)
        return fitting / column.filled
    if wanted.content in PATTERNS:
        return max(column.share(pattern) for pattern in PATTERNS[wanted.content])
    return 1.0 - column.share(DAY)


def code_of(text: str, listed: Mapping[str, str | bool]) -> str | bool | None:
    """The code that an entry stands for, by its words or words very like them."""
    entry = simplified(text)
    if entry in listed:
        return listed[entry]
    longer = [each for each in listed if len(each) > SHORTEST_PART]
    close = difflib.get_close_matches(entry, longer, n=1, cutoff=CLOSE)
    return listed[close[0]] if close else None
