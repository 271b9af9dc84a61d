"""What stands behind a figure of a municipality: a number, or the reason why there is none.

A figure that is missing is never drawn, summed or exported as zero; the state travels with it to every reader. "no_service"
may have a number (the gap where no post serves a place at all), but one that must not look like a small gap.
"""

from __future__ import annotations

from collections.abc import Mapping

MISSING = ("not_reported", "suppressed", "not_published")
WITH_NUMBER = ("value", "zero", "no_service")
STATES = (*WITH_NUMBER, *MISSING)
# States that a map hatches instead of giving them a class's colour.
HATCHED = ("no_service", *MISSING)

# Qualities of official figures (etl/schemas.py) that stand in place of a value, and the state each comes to.
STATE_OF_QUALITY: Mapping[str, str] = {
    "not_published": "not_published",
    "unreliable": "not_published",
    "not_meaningful": "not_published",
    "not_reported": "not_reported",
    "later": "not_reported",
}

# English messages for `Language.text`.
NAMES: Mapping[str, str] = {
    "value": "value",
    "zero": "zero",
    "no_service": "no service",
    "not_reported": "not reported",
    "suppressed": "too few people to show",
    "not_published": "not published by the source",
}


def state_of_figure(value: float | None, quality: str) -> str:
    """The state of an official figure. Raises KeyError for a missing value whose quality does not say why."""
    if value is None:
        return STATE_OF_QUALITY[quality]
    return "value" if value else "zero"
