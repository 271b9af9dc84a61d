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

KeyOf = Callable[[str], str]


@dataclass(frozen=True)
class Keyed:
    """`keys`: line and case_key of the rows that are left; `seen`: the keys of all cases a file says anything of, also
    in rows of the wrong shape, where any cell may be the case number; `superseded`: how many rows were left out."""

    table: TextTable
    keys: pl.DataFrame
    seen: frozenset[str]
    superseded: int


def keyed(table: TextTable, number: str, key_of: KeyOf, settled: Collection[str]) -> Keyed:
    """The table less the rows of cases whose state is `settled` by a newer export; `number` is the heading of case numbers."""
    keys = table.rows.select(LINE, case_key=pl.col(number).map_elements(key_of, return_dtype=pl.String))
    seen = frozenset(keys["case_key"].drop_nulls()) | {key_of(cell) for cell in table.stray_cells if cell}
    kept = keys.filter(pl.col("case_key").is_in(list(settled)).fill_null(False).not_())
    rows = table.rows.join(kept, on=LINE, how="semi", maintain_order="left")
    return Keyed(replace(table, rows=rows), kept, seen, keys.height - kept.height)


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
