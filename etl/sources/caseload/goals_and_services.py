"""Reader of the goals and services of an export, whose fate follows that of their cases."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import dataframely as dy
import polars as pl

from etl.caseload.mapping_problems import FileMapping
from etl.caseload.quality import odd_services
from etl.outcome import LINE, Outcome
from etl.schemas import Goal, Service
from etl.sources.caseload.mapped_rows import KeyOf, keyed, parsed_fields
from etl.sources.caseload.surroundings import Surroundings, in_time
from etl.text_table import read_text_table
from etl.typed_rows import validate


@dataclass(frozen=True)
class PartFile:
    """The goals or services of one export, and the keys of all cases the file says anything of."""

    outcome: Outcome
    seen: frozenset[str]


def read_goals(
    path: Path,
    name: str,
    mapping: FileMapping,
    key_of: KeyOf,
    fates: Mapping[str, str],
    around: Surroundings,
    settled: Collection[str] = (),
) -> PartFile:
    """The goals of loaded cases, as etl.schemas.Goal.

    `fates`: case key -> "loaded", "withheld" or "rejected": goals of withheld cases are withheld, those of rejected and of
    unknown cases rejected. Rows of cases in `settled`, whose goals a newer export gives, are superseded.
    """
    checks = in_time(around.exported_on, "agreed_on", "status_on")
    return _of_cases(path, name, mapping, key_of, fates, settled, "goals", Goal, checks)


def read_services(
    path: Path,
    name: str,
    mapping: FileMapping,
    key_of: KeyOf,
    fates: Mapping[str, str],
    around: Surroundings,
    settled: Collection[str] = (),
) -> PartFile:
    """The services given in loaded cases, as etl.schemas.Service; the fate of the others is as with goals."""
    checks = in_time(around.exported_on, "provided_on")
    found = _of_cases(path, name, mapping, key_of, fates, settled, "services", Service, checks)
    odd = odd_services(found.outcome.frame, mapping.layout)
    return replace(found, outcome=replace(found.outcome, findings=odd))


def _of_cases(
    path: Path,
    name: str,
    mapping: FileMapping,
    key_of: KeyOf,
    fates: Mapping[str, str],
    settled: Collection[str],
    kind: str,
    schema: type[dy.Schema],
    checks: dict[str, tuple[str, pl.Expr]],
) -> PartFile:
    layout = mapping.layout
    whole = read_text_table(path, name, layout.columns.values(), mapping.reading)
    found = keyed(whole, layout.columns["case_number"], key_of, settled)
    fate = pl.col("case_key").replace_strict(dict(fates), default="unknown", return_dtype=pl.String)
    keys = found.keys.with_columns(fate=fate)
    withheld = keys.filter(pl.col("fate") == "withheld")
    kept = replace(found.table, rows=found.table.rows.join(withheld, on=LINE, how="anti", maintain_order="left"))
    parsed, unreadable = parsed_fields(kept, layout, kind)
    of_a_case = {
        "case_number_stated": ("case_number", pl.col("case_key").is_not_null()),
        "case_number_spelled_once": ("case_number", found.is_spelled_once),
        "case_known": ("case_number", pl.col("case_key").is_null() | (pl.col("fate") != "unknown")),
        "case_not_rejected": ("case_number", pl.col("fate") != "rejected"),
    }
    number = next(column for column in schema.primary_key() if column != "case_key")
    numbered = parsed.with_columns(pl.coalesce(number, LINE).alias(number)) if number not in layout.columns else parsed
    rows = numbered.join(keys, on=LINE, how="left", maintain_order="left")
    good, invalid = validate(rows, schema, layout, of_a_case | checks)
    outcome = Outcome(
        name,
        _renumbered(good, number),
        pl.concat([unreadable, invalid]),
        whole.rows_read,
        withheld=withheld.height,
        duplicate=len(whole.repeated),
        superseded=found.superseded,
    ).checked()
    return PartFile(outcome, found.seen)


def _renumbered(valid: pl.DataFrame, number: str) -> pl.DataFrame:
    """Numbers 1, 2, ... within each case instead of the sender's, which may be the case number with a suffix."""
    return valid.with_columns(pl.col(number).rank("ordinal").over("case_key").cast(pl.Int64))
