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

# English messages for `Language.text`.
NAMES: Mapping[str, str] = {
    "value": "value",
    "zero": "zero",
    "no_service": "no service",
    "not_reported": "not reported",
    "suppressed": "too few people to show",
    "not_published": "not published by the source",
}
