"""Where editions lie, which one is current, and how a finished one is put among them."""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EDITION_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{12}")
Manifest = Mapping[str, Any]


class NoEditionError(LookupError):
    """No edition has been loaded yet, or not the one asked for."""


def data_folder() -> Path:
    """The folder `data/` of the project, or what the environment variable KIM_DATA_DIR names instead."""
    return Path(os.environ.get("KIM_DATA_DIR") or Path(__file__).parent.parent / "data")


@dataclass(frozen=True)
class Store:
    """The editions below one data folder."""

    data: Path

    @property
    def folder(self) -> Path:
        return self.data / "warehouse"

    @property
    def editions(self) -> Path:
        return self.folder / "editions"

    @property
    def pointer(self) -> Path:
        return self.folder / "current"

    def database(self, edition_id: str) -> Path:
        """The DuckDB file of an edition. Raises NoEditionError when there is none of this id."""
        path = self.editions / f"{edition_id}.duckdb"
        if not EDITION_ID.fullmatch(edition_id) or not path.is_file():
            raise NoEditionError(f"no edition {edition_id!r} in {self.editions}; see: python -m etl editions")
        return path

    def manifest(self, edition_id: str) -> Manifest:
        """What is known of an edition: inputs, accounts of their rows, control totals, method."""
        path = self.database(edition_id).with_suffix(".json")
        content: Manifest = json.loads(path.read_text(encoding="utf-8"))
        return content

    def ids(self) -> list[str]:
        """All complete editions, oldest first."""
        found = (path.stem for path in self.editions.glob("*.json") if path.with_suffix(".duckdb").is_file())
        return sorted(found)

    def current_id(self) -> str:
        """The edition the pointer names. Raises NoEditionError when nothing has been loaded."""
        if not self.pointer.is_file():
            raise NoEditionError(f"no data has been loaded into {self.folder}; run: python -m etl load")
        edition_id = self.pointer.read_text(encoding="utf-8").strip()
        self.database(edition_id)
        return edition_id

    def with_hash(self, content_hash: str) -> str | None:
        """The newest edition made from the same inputs by the same method."""
        return next((found for found in reversed(self.ids()) if found.endswith(f"-{content_hash}")), None)

    def use(self, edition_id: str) -> None:
        """Make an edition the current one, in one atomic step."""
        self.database(edition_id)
        draft = self.folder / f".current-{secrets.token_hex(4)}"
        draft.write_text(edition_id + "\n", encoding="utf-8")
        draft.replace(self.pointer)

    def publish(self, draft: Path, edition_id: str, manifest: Manifest) -> None:
        """Put a finished draft among the editions and make it current; nothing that exists is touched.

        The manifest is written last: without it an edition does not count as complete.
        """
        target = self.editions / f"{edition_id}.duckdb"
        if target.exists():
            raise FileExistsError(f"edition {edition_id} exists already")
        draft.rename(target)
        note = target.with_suffix(".json.draft")
        note.write_text(json.dumps(manifest, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
        note.chmod(0o600)
        note.rename(target.with_suffix(".json"))
        self.use(edition_id)
