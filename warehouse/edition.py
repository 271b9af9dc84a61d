"""One edition, opened read-only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import polars as pl

from warehouse.store import Manifest, Store, data_folder


@dataclass(frozen=True)
class Edition:
    """An open edition. Safe to share between threads: every query runs on a cursor of its own."""

    id: str
    manifest: Manifest
    _connection: duckdb.DuckDBPyConnection

    def query(self, sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> pl.DataFrame:
        """The rows of one SQL statement; values go in as parameters, never into the text."""
        with self._connection.cursor() as cursor:
            cursor.execute("USE edition")
            rows: pl.DataFrame = cursor.sql(sql, params=params).pl()
            return rows

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Edition:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_edition(edition_id: str | None = None, data: Path | None = None) -> Edition:
    """Open an edition of the data folder `data` (default: the project's own), or a recomputation of one; None opens the current one.

    The database is attached read-only to a connection in memory that can reach no other file and no network.
    Raises NoEditionError when it does not exist.
    """
    store = Store(data or data_folder())
    edition_id = edition_id or store.current_id()
    path = str(store.readable(edition_id)).replace("'", "''")
    connection = duckdb.connect(":memory:")
    connection.execute(f"ATTACH '{path}' AS edition (READ_ONLY)")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return Edition(edition_id, store.manifest(edition_id), connection)
