"""Edits as JSON knows them: numbers as numbers, days as 2027-01-31."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from planning.edit import Edit
from planning.scenario_error import ScenarioFileError, unexpected
from planning.strict_json import below, day_at, list_at, number_at, object_at, text_at

# Kind -> the fields it needs beside kind, post and valid_from, and those it may have.
FIELDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "parts": (("parts",), ()),
    "fte": (("fte",), ()),
    "assign": ((), ("carrier", "focus_area")),
    "add": (("focus_area", "parts"), ("carrier",)),
    "close": ((), ()),
}
ALWAYS = ("kind", "post", "valid_from")
AGS = re.compile(r"[0-9]{8}")
MOST_EDITS = 2_000
MOST_PARTS = 500
MOST_FTE = 1_000.0
LONGEST = 200


def written(edits: Iterable[Edit]) -> list[dict[str, object]]:
    """One object per edit, in their order. Raises ValueError for an edit with values that its kind has no use for: they would
    be lost."""
    return [_written(edit) for edit in edits]


def edits_at(value: object, path: str) -> tuple[Edit, ...]:
    """The edits of a list. Raises ScenarioFileError with the place of the first thing that is wrong.

    What an edit refers to is not looked at: whether there is such a post, or place, depends on the data and is found when it
    is applied.
    """
    return tuple(_edit(each, f"{path}[{number}]") for number, each in enumerate(list_at(value, path, MOST_EDITS)))


def _written(edit: Edit) -> dict[str, object]:
    values = {
        "parts": dict(edit.parts),
        "fte": edit.fte,
        "carrier": edit.carrier,
        "focus_area": edit.focus_area,
    }
    given = {name: value for name, value in values.items() if value not in ({}, None, "")}
    required, optional = FIELDS[edit.kind]
    if not set(required) <= set(given) <= {*required, *optional}:
        raise ValueError(f"an edit of kind {edit.kind!r} needs {required}, may have {optional}, found {sorted(given)}")
    return {"kind": edit.kind, "post": edit.post, "valid_from": edit.valid_from.isoformat(), **given}


def _edit(value: object, path: str) -> Edit:
    kind = value.get("kind") if isinstance(value, dict) else None
    if isinstance(value, dict) and "kind" in value and (not isinstance(kind, str) or kind not in FIELDS):
        raise unexpected("one of parts, fte, assign, add, close", below(path, "kind"), kind)
    required, optional = FIELDS.get(str(kind), ((), ()))
    fields = object_at(value, path, (*ALWAYS, *required), optional)
    if kind == "assign" and not fields.keys() & set(optional):
        raise ScenarioFileError("names neither carrier nor focus_area", path)
    fte = number_at(fields["fte"], below(path, "fte"), MOST_FTE) if "fte" in fields else None
    return Edit(
        kind=str(kind),
        post=text_at(fields["post"], below(path, "post"), LONGEST),
        valid_from=day_at(fields["valid_from"], below(path, "valid_from")),
        parts=_parts(fields["parts"], below(path, "parts")) if "parts" in fields else {},
        fte=fte,
        carrier=_optional(fields, "carrier", path),
        focus_area=_optional(fields, "focus_area", path),
    )


def _parts(value: object, path: str) -> dict[str, float]:
    if not isinstance(value, dict) or not value:
        raise unexpected('an object of municipality keys with their FTE, as in "05358008": 0.5', path, value)
    if len(value) > MOST_PARTS:
        raise ScenarioFileError(
            "has {found} entries; at most {most} are possible", path, found=len(value), most=MOST_PARTS
        )
    for ags in value:
        if not AGS.fullmatch(ags):
            raise unexpected('a municipality key of eight digits, as in "05358008"', path, ags)
    return {ags: number_at(fte, below(path, ags), MOST_FTE) for ags, fte in value.items()}


def _optional(fields: Mapping[str, object], name: str, path: str) -> str:
    return text_at(fields[name], below(path, name), LONGEST) if name in fields else ""
