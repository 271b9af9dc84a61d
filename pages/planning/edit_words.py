"""The edits of a plan in words, one sentence each."""

from __future__ import annotations

from collections.abc import Mapping

from locales import Language
from metrics.codes import codes, name
from planning.edit import Edit


def edit_sentence(edit: Edit, names: Mapping[str, str], language: Language) -> str:
    """What an edit does and from when; `names` are those of the municipalities."""
    text = language.text
    since = {"post": edit.post, "day": language.day(edit.valid_from)}
    if edit.kind == "parts":
        return text("{post} from {day}: {parts}", parts=parts_text(edit.parts, names, language), **since)
    if edit.kind == "fte":
        return text("{post} from {day}: {fte} posts in all", fte=language.number(edit.fte or 0.0, 2), **since)
    if edit.kind == "close":
        return text("{post} is closed from {day}", **since)
    area = _area_name(edit.focus_area, language)
    if edit.kind == "add":
        parts = parts_text(edit.parts, names, language)
        of = ", ".join(filter(None, (edit.post, edit.carrier, area)))
        return text("New from {day}: {post}: {parts}", parts=parts, **since | {"post": of})
    to = ", ".join(filter(None, (edit.carrier, area)))
    return text("{post} from {day} belongs to {to}", to=to, **since)


def parts_text(parts: Mapping[str, float], names: Mapping[str, str], language: Language) -> str:
    """Where a post is with how many FTE, the most first."""
    ordered = sorted(parts.items(), key=lambda part: (-part[1], names.get(part[0], part[0])))
    return ", ".join(f"{names.get(ags, ags)} {language.number(fte, 2)}" for ags, fte in ordered)


def _area_name(code: str, language: Language) -> str:
    """The name of a focus area; one that a file made up stays as it is, and the edit is refused elsewhere."""
    return name("focus_area", code, language.code) if code in codes("focus_area") else code
