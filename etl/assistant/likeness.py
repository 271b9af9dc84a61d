"""How alike a column of an export and a field of ours are, by heading and by cells."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etl.assistant.columns import DAY, MONTH, NUMBER, WHOLE, YEAR, Column
from etl.assistant.field_words import YES_NO, Field, entries, known_fields, simplified

KINDS = ("cases", "goals", "services")
SURE, LIKELY, POSSIBLE = 1.0, 0.85, 0.6
# Of two fields that the same word can mean, the one that lists it earlier goes first.
LATER_WORD = 0.001
CLOSE = 0.82
SHORTEST_PART = 3
MOST_ENTRIES = 60
LONGEST = 200  # characters of a heading or an entry looked at: a whole book may stand in one cell
# Headings of yes and no that are about the lack or end of consent, or about consent to something else.
NOT_OUR_CONSENT = re.compile(
    r"\b(keine?|nicht|ohne|not?|without)\b|fehl|widerruf|widerrief|zuruck|entzogen|entzug|verweiger|ablehn|abgelehnt"
    r"|withdraw|revo[ck]|refus|missing|foto|photo|bild|image|video|newsletter|rundbrief"
)
WHOLE_WORDS = re.compile(r"[a-zäöüß0-9]+(?:\s+[a-zäöüß0-9]+)*")
PATTERNS = {"date": (DAY,), "month": (MONTH, DAY), "year": (YEAR,), "whole": (WHOLE,), "decimal": (NUMBER,)}


@dataclass(frozen=True)
class Places:
    """What entries about places and posts can be: name of municipality -> AGS, the names of the posts and of carriers."""

    municipalities: Mapping[str, str]
    posts: Sequence[str]
    carriers: Sequence[str] = ()

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

    def are_named_in(self, text: str) -> bool:
        """Whether a text has a word of the name of a municipality, a post or a carrier; else it may name who works there."""
        names = (*self.municipalities, *self.posts, *self.carriers)
        words = {word for name in names for word in simplified(name).split() if len(word) >= SHORTEST_PART}
        return not words.isdisjoint(simplified(text).split())


def by_heading(column: Column, wanted: Field) -> float:
    """How well a heading names a field, 0 to 1."""
    heading = simplified(column.heading[:LONGEST])
    if _cannot_be(heading, wanted):
        return 0.0
    words = [simplified(word) for word in (wanted.name, *wanted.words, *wanted.label.values())]
    if heading in words:
        return SURE - LATER_WORD * words.index(heading)
    if any(len(word) > SHORTEST_PART and f" {word} " in f" {heading} " for word in words):
        return LIKELY
    return POSSIBLE if difflib.get_close_matches(heading, words, n=1, cutoff=CLOSE) else 0.0


def by_content(column: Column, wanted: Field, places: Places) -> float:
    """How well the cells look like those of a field, 0 to 1."""
    if not column.filled or _cannot_be(simplified(column.heading[:LONGEST]), wanted):
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
    """The code that an entry stands for, by its words or words very like them.

    Yes and no only by whole words of the list, without any other sign: consent is not guessed from «unerteilt» or «ja?».
    """
    entry = simplified(text[:LONGEST])
    if any(isinstance(code, bool) for code in listed.values()):
        return listed.get(entry) if WHOLE_WORDS.fullmatch(text.strip().casefold()) else None
    if entry in listed:
        return listed[entry]
    longer = [each for each in listed if len(each) > SHORTEST_PART]
    close = difflib.get_close_matches(entry, longer, n=1, cutoff=CLOSE)
    return listed[close[0]] if close else None


def _cannot_be(heading: str, wanted: Field) -> bool:
    """Whether a simplified heading is about something else than the consent that is asked for, like it or not."""
    return wanted.content == YES_NO and NOT_OUR_CONSENT.search(heading) is not None
