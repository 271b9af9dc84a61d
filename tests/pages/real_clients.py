"""Made-up editions that say their clients are real, and meetings over them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from workspace import FILE, Meetings


def about_real_clients(data: Path, *editions: str) -> None:
    """Make editions say that their clients are real."""
    for edition_id in editions:
        manifest = data / "warehouse/editions" / f"{edition_id}.json"
        manifest.write_text(manifest.read_text().replace('"clients_are_example": true', '"clients_are_example": false'))


def convene(data: Path, edition_id: str, *, is_final: bool) -> None:
    """A meeting on an edition."""
    at, stored = dt.datetime(2026, 11, 2, tzinfo=dt.UTC), Meetings(data / FILE)
    made = stored.create("Lenkungsgruppe", dt.date(2026, 11, 23), edition_id, "coordination", at)
    if is_final:
        stored.lock(made.id, made.version, at, lambda: {"de": "[]", "en": "[]"})
