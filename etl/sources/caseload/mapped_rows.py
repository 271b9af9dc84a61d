"""The rows of an export by our fields, also those its mapping leaves out, and the keys of their cases."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

import dataframely as dy
import polars as pl

from etl.caseload.client_fields import FIELDS
from etl.outcome import LINE
from etl.text_table import TextTable
from etl.typed_rows import Layout, parse

KeyOf = Callable[[str], str | None]


@dataclass(frozen=True)
class Keyed:
    """`keys`: line and case_key of the rows that are left; `seen`: the keys of all cases a file says anything of, also
    in rows of the wrong shape, where any cell may be the case number; `superseded`: how many rows were left out;
    `respelled`: the keys of cases whose number the file spells in several ways."""

    table: TextTable
    keys: pl.DataFrame
    seen: frozenset[str]
    superseded: int
    respelled: frozenset[str] = frozenset()

    @property
    def is_spelled_once(self) -> pl.Expr:
        """Of rows with case_key: whether all rows of the case spell its number alike. Two spellings in one file may be two
        people for whoever made it."""
        return pl.col("case_key").is_null() | ~pl.col("case_key").is_in(list(self.respelled))


def keyed(table: TextTable, number: str, key_of: KeyOf, settled: Collection[str]) -> Keyed:
    """The table less the rows of cases whose state is `settled` by a newer export; `number` is the heading of case numbers."""
    spelled = table.rows.select(LINE, number, case_key=pl.col(number).map_elements(key_of, return_dtype=pl.String))
    several = (
        spelled.group_by("case_key").agg(pl.col(number).n_unique().alias("spellings")).filter(pl.col("spellings") > 1)
    )
    keys = spelled.select(LINE, "case_key")
    seen = frozenset(keys["case_key"].drop_nulls()) | stray_keys(table, key_of)
    kept = keys.filter(pl.col("case_key").is_in(list(settled)).fill_null(False).not_())
    rows = table.rows.join(kept, on=LINE, how="semi", maintain_order="left")
    respelled = frozenset(several["case_key"].drop_nulls())
    return Keyed(replace(table, rows=rows), kept, seen, keys.height - kept.height, respelled)


def stray_keys(table: TextTable, key_of: KeyOf) -> frozenset[str]:
    """The keys of all that may be a case number in rows that have lost their shape or their place."""
    return frozenset(filter(None, map(key_of, table.stray_cells)))


def parsed_fields(table: TextTable, layout: Layout, kind: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The readable rows with every field a file of `kind` may have, null where the mapping leaves it out, and the
    rejections of the others; the case number is left out."""
    types = {name: type_ for name, type_ in FIELDS[kind].items() if name != "case_number"}
    parsed, unreadable = parse(table, layout, {name: types[name] for name in types if name in layout.columns})
    return parsed.with_columns(_nulls(types, layout)), unreadable


def _nulls(types: Mapping[str, dy.Column | str], layout: Layout) -> list[pl.Expr]:
    missing = {name: type_ for name, type_ in types.items() if name not in layout.columns}
    return [
        pl.lit(None, pl.Date if isinstance(type_, str) else type_.dtype).alias(name) for name, type_ in missing.items()
    ]
