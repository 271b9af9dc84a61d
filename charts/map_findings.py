"""The figures of the municipalities as a map takes them, checked before anything is drawn."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import isfinite

import polars as pl

from metrics.states import HATCHED, MISSING, STATES, WITH_NUMBER


@dataclass(frozen=True)
class Finding:
    """One municipality's figure; `value` is None in a missing state, `circle` is an absolute number or None."""

    ags: str
    name: str
    value: float | None
    state: str
    circle: float | None
    detail: str
    mark: bool


def read(values: pl.DataFrame, expected: Collection[str]) -> list[Finding]:
    """The rows of `values` (see `charts.map.render`). Raises ValueError unless each expected AGS has one valid row."""
    findings = [
        Finding(
            row["ags"],
            row["name"],
            row["value"],
            row["state"],
            row.get("circle"),
            row.get("detail") or "",
            bool(row.get("mark")),
        )
        for row in values.iter_rows(named=True)
    ]
    keys = [finding.ags for finding in findings]
    if sorted(keys) != sorted(expected):
        odd = sorted(set(keys) ^ set(expected)) or sorted({key for key in keys if keys.count(key) > 1})
        raise ValueError(f"a map needs one row per outline; without a counterpart or doubled: {', '.join(odd)}")
    for finding in findings:
        _check(finding)
    return findings


def hatched_states(findings: Sequence[Finding]) -> list[str]:
    """The states to hatch that occur, in the order of `metrics.states.HATCHED`."""
    return [state for state in HATCHED if any(finding.state == state for finding in findings)]


def _check(finding: Finding) -> None:
    if finding.state not in STATES:
        raise ValueError(f"{finding.ags}: state {finding.state!r} is not one of {', '.join(STATES)}")
    has_number = finding.value is not None and isfinite(finding.value)
    may_lack_number = finding.state == "no_service" and finding.value is None
    if finding.state in WITH_NUMBER and not has_number and not may_lack_number:
        raise ValueError(f"{finding.ags}: state {finding.state!r} needs a number, found {finding.value}")
    # A number beside "suppressed" would reach the picture's source although the reader must not see it.
    if finding.state in MISSING and finding.value is not None:
        raise ValueError(f"{finding.ags}: state {finding.state!r} must come without a value")
    # For the same reason: a mark says something about the number that is withheld.
    if finding.mark and finding.value is None:
        raise ValueError(f"{finding.ags}: a mark belongs to a value, and state {finding.state!r} has none here")
    if finding.circle is not None and not (isfinite(finding.circle) and finding.circle >= 0):
        raise ValueError(f"{finding.ags}: a circle needs a number of 0 or more, found {finding.circle}")
