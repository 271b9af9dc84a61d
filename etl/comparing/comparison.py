"""Two editions side by side in one connection, and SQL that compares their tables row by row."""
# ruff: noqa: S608 - names of tables and columns come from code and from the editions themselves, values are parameters

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

BEFORE, AFTER = "before", "after"
FATES = ("new", "changed", "vanished", "unchanged")


@dataclass(frozen=True)
class Pair:
    """Two editions that are open for reading; `columns`: side -> table -> its columns, none for an edition that is not
    there."""

    connection: duckdb.DuckDBPyConnection
    columns: Mapping[str, Mapping[str, Sequence[str]]]

    def common(self, table: str, wanted: Sequence[str]) -> bool:
        """Whether both editions, or the one there is, have a table with these columns."""
        return all({*wanted} <= {*tables.get(table, ())} for tables in self.columns.values() if tables)

    def shared(self, table: str) -> list[str]:
        """Columns of a table that both editions have; all of them where there is only one edition."""
        sides = [tables[table] for tables in self.columns.values() if table in tables]
        return [name for name in sides[-1] if all(name in side for side in sides)] if sides else []

    def side(self, side: str, table: str, selected: str) -> str:
        """SQL for columns of a table of one edition; no rows where there is no such edition."""
        if self.columns[side]:
            return f"(SELECT {selected} FROM {side}.{table})"
        other = AFTER if side == BEFORE else BEFORE
        return f"(SELECT {selected} FROM {other}.{table} LIMIT 0)"

    def rows(self, sql: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """The rows of a statement over both."""
        return self.connection.sql(sql, params=parameters or {}).pl()


@contextmanager
def side_by_side(before: Path | None, after: Path) -> Iterator[Pair]:
    """Both editions, read-only, in a connection that reaches no other file."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"ATTACH '{_quoted(after)}' AS {AFTER} (READ_ONLY)")
        if before is not None and before.resolve() != after.resolve():
            connection.execute(f"ATTACH '{_quoted(before)}' AS {BEFORE} (READ_ONLY)")
        elif before is not None:  # one file cannot be attached twice, but has a copy of its own in no time
            connection.execute(f"ATTACH ':memory:' AS {BEFORE}")
            connection.execute(f"COPY FROM DATABASE {AFTER} TO {BEFORE}")
        connection.execute("SET enable_external_access = false")
        yield Pair(connection, {side: _columns(connection, side) for side in (BEFORE, AFTER)})


def fates(pair: Pair, table: str, key: Sequence[str], kept: str = "") -> str:
    """SQL for one row per row of a table in either edition: `kept` columns (of the later edition if it has the row) and
    fate: new, changed, vanished or unchanged. Rows are told apart by `key` and compared by all columns that both share."""
    names = [name for name in pair.shared(table) if name not in key]
    texts = ", ".join(f'"{name}"::VARCHAR AS "{name}"' for name in (*key, *names))
    differ = " OR ".join(f'a."{name}" IS DISTINCT FROM b."{name}"' for name in names) or "false"
    on = " AND ".join(f'a."{name}" = b."{name}"' for name in key)
    columns = "".join(f'coalesce(a."{name}", b."{name}") AS "{name}", ' for name in kept.split())
    return f"""
        SELECT {columns}CASE
            WHEN b."{key[0]}" IS NULL THEN 'new' WHEN a."{key[0]}" IS NULL THEN 'vanished'
            WHEN {differ} THEN 'changed' ELSE 'unchanged' END AS fate
        FROM {pair.side(AFTER, table, texts)} AS a FULL JOIN {pair.side(BEFORE, table, texts)} AS b ON {on}"""


def _columns(connection: duckdb.DuckDBPyConnection, side: str) -> dict[str, list[str]]:
    sql = (
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = ? ORDER BY table_name, column_index"
    )
    found: dict[str, list[str]] = {}
    for table, column in connection.execute(sql, [side]).fetchall():
        found.setdefault(table, []).append(column)
    return found


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
