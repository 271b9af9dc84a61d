"""What stands behind a figure of a municipality: a number, or the reason why there is none.

A figure that is missing is never drawn, summed or exported as zero; the state travels with it to every reader.
"""

from __future__ import annotations

from collections.abc import Mapping

STATES = ("value", "zero", "not_reported", "suppressed", "not_published")
WITH_NUMBER = ("value", "zero")
MISSING = ("not_reported", "suppressed", "not_published")

# English messages for `Language.text`.
NAMES: Mapping[str, str] = {
    "value": "value",
    "zero": "zero",
    "not_reported": "not reported",
    "suppressed": "suppressed or rounded away",
    "not_published": "not published by the source",
}
