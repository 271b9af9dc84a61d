"""Moments as they are stored."""

from __future__ import annotations

import datetime as dt


def moment(at: dt.datetime) -> str:
    """UTC in ISO 8601, always of the same length. Raises ValueError for a moment without a time zone."""
    if at.tzinfo is None:
        raise ValueError(f"a moment needs its time zone: {at}")
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def moment_of(stored: str | None) -> dt.datetime | None:
    """What a stored moment means. Raises ValueError."""
    return None if stored is None else dt.datetime.fromisoformat(stored)
