"""A list of assignments as text to be kept with a meeting."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, fields

from report.meeting import Assignment

NAMES = {field.name for field in fields(Assignment)}


def to_json(assignments: Sequence[Assignment]) -> str:
    """Canonical JSON: sorted keys, no spaces, letters as they are."""
    content = [
        asdict(each) | {"due_on": each.due_on.isoformat() if each.due_on else None, "history": list(each.history)}
        for each in assignments
    ]
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def from_json(text: str) -> tuple[Assignment, ...]:
    """The assignments that `to_json` wrote. Raises ValueError for anything else."""
    content = json.loads(text)
    if not isinstance(content, list) or not all(isinstance(each, dict) and set(each) == NAMES for each in content):
        raise ValueError("this text is no list of assignments")
    try:
        found = tuple(
            Assignment(
                **each
                | {
                    "due_on": dt.date.fromisoformat(each["due_on"]) if each["due_on"] else None,
                    "history": tuple(each["history"]),
                }
            )
            for each in content
        )
    except TypeError as error:
        raise ValueError(f"this text is no list of assignments: {error}") from error
    if to_json(found) != text:
        raise ValueError("this list of assignments is not written as it is stored")
    return found
