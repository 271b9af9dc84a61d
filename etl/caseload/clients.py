"""Reading all caseload exports. The same case in several of them: the newest state wins.

Per series (the exports of one carrier, see etl.caseload.caseload_files), everything about a case comes from the newest
export that says anything of it. A newer row that is withheld or
rejected counts as well: withdrawn consent, or a state that nobody can read, never lets an older one through. Goals and
services come from the newest export with a file of their kind that says anything of the case in that file or in its cases.
Rows of older exports about the same case are counted as superseded. A case that is in no newer export stays, as exports
may be partial.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from etl.caseload.case_keys import case_key, installation_salt, salt_of_series
from etl.caseload.caseload_files import Export, exports_by_mapping, in_series, last_complete_day
from etl.caseload.deliveries import delivery_table, export_table
from etl.caseload.export_columns import part_for, refused_columns
from etl.caseload.mappings import CarrierMapping, mapping_path, read_mapping
from etl.errors import InputError
from etl.inputs import InputFile
from etl.outcome import LINE, Outcome
from etl.schemas import Case, Goal, Service
from etl.sources.caseload import CaseFile, KeyOf, Surroundings, read_cases, read_goals, read_services
from warehouse import Store

PARTS = {"goals": ("case_goal", Goal, read_goals), "services": ("case_service", Service, read_services)}
Start = Callable[[InputFile], tuple[Path, str]]


@dataclass(frozen=True)
class Clients:
    """The core tables about clients by name, what became of the rows of each file, and the last day for which every series
    goes."""

    tables: Mapping[str, pl.DataFrame]
    outcomes: Sequence[Outcome]
    complete_until: dt.date | None


@dataclass(frozen=True)
class _Read:
    """What one export gave; `parts` by kind."""

    export: Export
    cases: CaseFile
    parts: Mapping[str, Outcome]


def read_clients(
    store: Store, files: Sequence[InputFile], around: Surroundings, carriers: pl.DataFrame, start: Start
) -> Clients:
    """The client tables, empty where no caseload is there. `carriers`: post, carrier of each post of case management;
    `around` holds for every export but for its day. Raises InputError when a file or mapping cannot be used."""
    exports = exports_by_mapping(files)
    mappings = {name: _mapping(store.data, name, carriers) for name in exports}
    series = in_series(exports, {name: mapping.carrier for name, mapping in mappings.items()})
    salt = installation_salt(store.folder)
    read: list[_Read] = []
    for name, found in series.items():
        read += _read_exports(found, mappings, case_key(salt_of_series(salt, name)), around, start)
    tables = {"client_case": _table(Case, [found.cases.outcome for found in read])}
    for kind, (table, schema, _) in PARTS.items():
        tables[table] = _table(schema, [found.parts[kind] for found in read if kind in found.parts])
    tables["caseload_export"] = export_table(
        (name, mappings[name].carrier, export.exported_on) for name, found in exports.items() for export in found
    )
    of_posts = [found.cases.outcome.frame.select("post", mapping=pl.lit(found.export.mapping)) for found in read]
    cases = pl.concat([pl.DataFrame(schema={"post": pl.String, "mapping": pl.String}), *of_posts])
    tables["delivery"] = delivery_table(tables["caseload_export"], cases, carriers)
    outcomes = [outcome for found in read for outcome in (found.cases.outcome, *found.parts.values())]
    return Clients(tables, outcomes, last_complete_day(series))


def _mapping(data: Path, name: str, carriers: pl.DataFrame) -> CarrierMapping:
    mapping = read_mapping(mapping_path(data, name))
    if mapping.carrier and mapping.carrier not in carriers["carrier"]:
        raise InputError(
            "the carrier «{carrier}» has no post of case management in the staffing table; write it as it is written there",
            f"{name}.yml",
            column="carrier",
            carrier=mapping.carrier,
        )
    return mapping


def _read_exports(
    exports: Sequence[Export],
    mappings: Mapping[str, CarrierMapping],
    key_of: KeyOf,
    around: Surroundings,
    start: Start,
) -> list[_Read]:
    """The exports of one series, which come newest first."""
    seen: set[str] = set()
    fates: dict[str, str] = {}
    of_cases = []
    for export in exports:
        part, refused = _opened(mappings[export.mapping], export.cases)
        found = read_cases(*start(export.cases), part, key_of, _on_the_day(around, export), seen)
        fates = found.fates | fates
        seen |= found.seen
        of_cases.append(replace(found, outcome=replace(found.outcome, refused=refused)))
    parts: list[dict[str, Outcome]] = [{} for _ in exports]
    for kind, (_, _, read) in PARTS.items():
        settled: set[str] = set()
        for export, cases, outcomes in zip(exports, of_cases, parts, strict=True):
            if kind not in export.parts:
                continue
            part, refused = _opened(mappings[export.mapping], export.parts[kind])
            given = read(*start(export.parts[kind]), part, key_of, fates, _on_the_day(around, export), settled)
            settled |= cases.seen | given.seen
            outcomes[kind] = replace(given.outcome, refused=refused)
    return [_Read(*found) for found in zip(exports, of_cases, parts, strict=True)]


def _opened(mapping: CarrierMapping, found: InputFile):  # type: ignore[no-untyped-def]
    part = part_for(mapping, found)
    return part, refused_columns(part, found)


def _on_the_day(around: Surroundings, export: Export) -> Surroundings:
    is_example = export.cases.sidecar.data == "example"
    return replace(around, exported_on=export.exported_on, is_example=is_example)


def _table(schema, outcomes: Sequence[Outcome]) -> pl.DataFrame:  # type: ignore[no-untyped-def]
    return pl.concat([schema.create_empty(), *(outcome.frame for outcome in outcomes)]).drop(LINE)
