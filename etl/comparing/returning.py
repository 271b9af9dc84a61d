"""Cases that one edition keeps and another no longer has: withdrawn or removed since."""
# ruff: noqa: S608 - names of tables and columns stand here

from __future__ import annotations

import json
from pathlib import Path

from etl.comparing.comparison import AFTER, BEFORE, side_by_side

CASES = ("client_case", "case_key")


def cases_only_in(earlier: Path, current: Path) -> int | None:
    """How many cases of an edition are not in the current one, by their keys; both are database files beside their manifests.

    None where that cannot be told: editions that were made by different versions of the method name cases differently.
    """
    table, key = CASES
    if _version(earlier) != _version(current):
        return None
    with side_by_side(earlier, current) as pair:
        if not pair.common(table, [key]):
            return None
        keys = (f"SELECT {key} FROM {side}.{table}" for side in (BEFORE, AFTER))
        return int(pair.rows(f"SELECT count(*) AS cases FROM ({' EXCEPT '.join(keys)})").item())


def _version(database: Path) -> object:
    manifest = json.loads(database.with_suffix(".json").read_text(encoding="utf-8"))
    return manifest.get("method", {}).get("version")
