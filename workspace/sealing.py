"""Sealed texts and what a locked meeting consists of, as hashes that anybody can make again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence

from workspace.errors import UnfitValue
from workspace.meeting import ASSIGNMENTS, AgendaItem, Meeting, Sealed

LONGEST_CONTENT = 30_000_000  # characters: a map of all municipalities has less than a million


def sealed(part: str, contents: Mapping[str, str]) -> list[Sealed]:
    """The contents of a part, language -> text, with their hashes. Raises UnfitValue for no text, and for what no file can hold."""
    if not contents:
        raise UnfitValue("There is nothing to be stored of this view.")
    return [Sealed(part, language, text, _fit_sha256(language, text)) for language, text in sorted(contents.items())]


def sha256_of(content: str) -> str:
    """Of a text in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(content.encode()).hexdigest()


def digest(meeting: Meeting, agenda: Sequence[AgendaItem], parts: Sequence[Sealed]) -> str:
    """The sha256 over what a meeting consists of, 64 hexadecimal digits: over JSON in UTF-8 with sorted names and no blanks,
    {"agenda": [{"address", "figure", "headline", "note", "position", "sealed"}, …], "assignments", "edition_id", "held_on", "title"},
    where "sealed" and "assignments" hold, by language, the sha256 of the text in UTF-8. The hashes are taken from the texts as
    they are, not from what is said to be theirs. When a meeting was locked, and which role made it, is no part."""
    of_part: dict[str, dict[str, str]] = {}
    for each in parts:
        of_part.setdefault(each.part, {})[each.language] = sha256_of(each.content)
    content = {
        "title": meeting.title,
        "held_on": meeting.held_on.isoformat(),
        "edition_id": meeting.edition_id,
        "agenda": [
            {
                "position": item.position,
                "address": item.address,
                "figure": item.figure,
                "headline": item.headline,
                "note": item.note,
                "sealed": of_part.get(item.id, {}),
            }
            for item in agenda
        ],
        "assignments": of_part.get(ASSIGNMENTS, {}),
    }
    return sha256_of(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def _fit_sha256(language: str, text: str) -> str:
    if not re.fullmatch("[a-z]{2}", language):
        raise ValueError(f"{language!r} is no language")
    if len(text) > LONGEST_CONTENT:
        raise UnfitValue("The view is too large to be stored.")
    try:
        return sha256_of(text)
    except UnicodeEncodeError as error:
        raise UnfitValue("The view holds signs that no file can hold.") from error
