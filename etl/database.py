"""Writing one edition's DuckDB file: core tables from frames, marts from the numbered SQL files."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import polars as pl

from warehouse.contracts import MARTS

MASKING = threading.Lock()  # the mask is one for all threads
MARTS_FOLDER = Path(__file__).parent / "marts"


def mart_files() -> list[Path]:
    """The SQL files in the order they run."""
    return sorted(MARTS_FOLDER.glob("*.sql"))


def write_database(path: Path, tables: Mapping[str, pl.DataFrame], advance: Callable[[str], None]) -> None:
    """Write all tables and marts into a new file that only its owner can read; `advance` is told the name of each mart before
    it is made.

    Raises FileExistsError when the file is there, and AssertionError when a mart's columns are not its contract's.
    """
    if path.exists():
        raise FileExistsError(path)
    with _created(path) as connection:
        for name, frame in tables.items():
            connection.register("incoming", frame.to_arrow(compat_level=pl.CompatLevel.newest()))
            connection.execute(f"CREATE TABLE {name} AS FROM incoming")
            connection.unregister("incoming")
        for file in mart_files():
            mart = file.stem.partition("_")[2]
            advance(mart)
            connection.execute(file.read_text(encoding="utf-8"))
            _check_contract(connection, mart)


def _created(path: Path) -> duckdb.DuckDBPyConnection:
    """DuckDB takes no mode and no empty file; other threads' files are the stricter for a moment."""
    with MASKING:
        others = os.umask(0o077)
        try:
            return duckdb.connect(str(path))
        finally:
            os.umask(others)


def _check_contract(connection: duckdb.DuckDBPyConnection, mart: str) -> None:
    found = {row[0]: row[1] for row in connection.execute(f"DESCRIBE {mart}").fetchall()}
    expected = {name: column.dtype for name, column in MARTS[mart].items()}
    if found != expected:
        raise AssertionError(f"{mart} does not keep its contract: found {found}, expected {expected}")
