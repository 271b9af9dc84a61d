"""The files of caseloads as exports: what one carrier delivered for one day, and which exports follow one another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from etl.errors import InputError
from etl.inputs import CASELOAD_KINDS, InputFile

PARTS = ("goals", "services")


@dataclass(frozen=True)
class Export:
    """What one mapping's carrier delivered for one day (the reference date): its cases, and its goals and services by
    kind, where they are there."""

    mapping: str
    exported_on: dt.date
    cases: InputFile
    parts: Mapping[str, InputFile] = field(default_factory=dict)


def exports_by_mapping(files: Iterable[InputFile]) -> dict[str, list[Export]]:
    """Mapping -> its exports, newest first; goals and services belong to the cases of the same mapping and reference date.

    Raises InputError for example data beside real client data, for two files of a kind with the same mapping and reference
    date, and for goals or services without their cases.
    """
    given = list(files)
    caseload = [found for kind in CASELOAD_KINDS for found in given if found.sidecar.kind == kind]
    _refuse_mixture(caseload)
    by_kind: dict[str, dict[tuple[str, dt.date], InputFile]] = {kind: {} for kind in CASELOAD_KINDS}
    for found in caseload:
        mapping, day = found.sidecar.mapping, found.sidecar.reference_date
        other = by_kind[found.sidecar.kind].setdefault((mapping, day), found)
        if other is not found:
            raise InputError(
                "several files of {kind} share the mapping «{mapping}» and the reference date {day}; keep one, or correct the "
                "reference date",
                f"{other.name}, {found.name}",
                kind=found.sidecar.kind,
                mapping=mapping,
                day=day,
            )
    _refuse_strays(by_kind)
    exports: dict[str, list[Export]] = {}
    for mapping, day in sorted(by_kind["cases"], reverse=True):
        parts = {kind: by_kind[kind][mapping, day] for kind in PARTS if (mapping, day) in by_kind[kind]}
        exports.setdefault(mapping, []).append(Export(mapping, day, by_kind["cases"][mapping, day], parts))
    return dict(sorted(exports.items()))


def in_series(exports: Mapping[str, Sequence[Export]], carriers: Mapping[str, str]) -> dict[str, list[Export]]:
    """Series -> its exports, newest first, from those by mapping. `carriers`: mapping -> the carrier it states, or "".

    The exports of one carrier are one series whatever their mappings, because a carrier whose layout changed still delivers
    the same cases. A mapping that states no carrier has a series of its own. Raises InputError for two exports of a
    carrier for the same day.
    """
    series: dict[str, list[Export]] = {}
    for mapping, found in exports.items():
        series.setdefault(series_of(mapping, carriers[mapping]), []).extend(found)
    for found in series.values():
        found.sort(key=lambda export: export.exported_on, reverse=True)
        for later, earlier in pairwise(found):
            if later.exported_on == earlier.exported_on:
                raise InputError(
                    "two exports of cases of the carrier «{carrier}» have the reference date {day}, by the mappings "
                    "«{mapping}» and «{other}»; keep one, or correct the reference date",
                    f"{later.cases.name}, {earlier.cases.name}",
                    carrier=carriers[later.mapping],
                    day=later.exported_on,
                    mapping=later.mapping,
                    other=earlier.mapping,
                )
    return dict(sorted(series.items()))


def series_of(mapping: str, carrier: str) -> str:
    """The name of the series that the exports of a mapping belong to; no mapping can be called like a carrier's."""
    return f"carrier: {carrier}" if carrier else mapping


def last_complete_day(series: Mapping[str, Sequence[Export]]) -> dt.date | None:
    """The last day for which every series goes: the earliest of their newest exports. None without any."""
    return min((found[0].exported_on for found in series.values()), default=None)


def _refuse_mixture(caseload: Sequence[InputFile]) -> None:
    examples = [found.name for found in caseload if found.sidecar.data == "example"]
    if 0 < len(examples) < len(caseload):
        raise InputError("example data beside real client data; remove the example's files", ", ".join(examples))


def _refuse_strays(by_kind: Mapping[str, Mapping[tuple[str, dt.date], InputFile]]) -> None:
    mappings = {mapping for mapping, _ in by_kind["cases"]}
    for found in (found for kind in PARTS for found in by_kind[kind].values()):
        mapping, day = found.sidecar.mapping, found.sidecar.reference_date
        if mapping not in mappings:
            raise InputError("belongs to no file of cases with the mapping «{mapping}»", found.name, mapping=mapping)
        if (mapping, day) not in by_kind["cases"]:
            raise InputError(
                "belongs to no file of cases with the mapping «{mapping}» and the reference date {day}; give it the reference "
                "date of its export",
                found.name,
                column="reference_date",
                mapping=mapping,
                day=day,
            )
