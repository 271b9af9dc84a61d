"""What one edition has that another has not."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from etl.comparing import changed_tables
from etl.comparing.comparison import AFTER, BEFORE, FATES, Pair, side_by_side
from etl.message import Message

COUNTS = dict.fromkeys(FATES, pl.Int64)
CASES = {"carrier": pl.String, **COUNTS}
PARTS = {"part": pl.String, **COUNTS}
MOVED = {"ags": pl.String, "month": pl.Date, "before": pl.Int64, "after": pl.Int64}
INDICATORS = {
    "indicator": pl.String,
    **dict.fromkeys(("new", "changed", "vanished"), pl.Int64),
    "largest_change": pl.Float64,
}
POSTS = {
    "post": pl.String,
    "period": pl.Int64,
    "change": pl.String,
    "fte_before": pl.Float64,
    "fte_after": pl.Float64,
    "valid_from_before": pl.Date,
    "valid_from_after": pl.Date,
    "valid_to_before": pl.Date,
    "valid_to_after": pl.Date,
}
TOTALS = {
    "id": pl.String,
    "subject": pl.String,
    "place": pl.String,
    **dict.fromkeys(("expected_before", "before", "expected_after", "after"), pl.Float64),
}
INPUTS = {"file": pl.String, "change": pl.String}
SHARE, FEWEST = 0.1, 5
NUMBERED = {"case_goal": "case_key goal_number", "case_service": "case_key service_number"}
FIGURE = "ags indicator reference_date value quality"


@dataclass(frozen=True)
class Difference:
    """What changes from one edition to another, in exact numbers: for those who may see exact numbers.

    `cases`: one row per carrier: carrier, new, changed, vanished, unchanged (cases).
    `parts`: one row each for "goals" and "services": part, new, changed, vanished, unchanged (rows).
    `moved`: municipalities and months whose new cases move by more than the stated amount: ags (null in rows of months),
    month (null in rows of municipalities), before, after (new cases; null for a month outside an edition's months).
    `indicators`: one row per indicator that differs: indicator, new, changed, vanished (figures), largest_change (in the
    indicator's unit, with its sign; null where no two figures can be compared).
    `posts`: one row per period of a post that differs: post, period (1, 2, ... in time), change ("new", "changed",
    "vanished"), fte_before, fte_after, valid_from_before, valid_from_after, valid_to_before, valid_to_after.
    `totals`: one row per control total: id, subject, place, expected_before, before, expected_after, after.
    `inputs`: one row per input that differs: file, change ("added", "changed", "removed").
    `said`: what could not be compared, and why.
    """

    cases: pl.DataFrame
    parts: pl.DataFrame
    moved: pl.DataFrame
    indicators: pl.DataFrame
    posts: pl.DataFrame
    totals: pl.DataFrame
    inputs: pl.DataFrame
    said: tuple[Message, ...] = field(default=())


def difference(
    before: Path | None, after: Path, threshold_share: float = SHARE, threshold_cases: int = FEWEST
) -> Difference:
    """Compare two editions by their database files, each beside its manifest; None stands for no edition at all.

    A municipality or month has moved when its new cases change by more than `threshold_cases` and by more than the share
    `threshold_share` of what they were; a month that only one of the editions covers always has. Tables and columns that
    only one of them has are left out and said.
    """
    said: list[Message] = []
    manifests = {BEFORE: _manifest(before), AFTER: _manifest(after)}
    if before is not None and _version(manifests[BEFORE]) != _version(manifests[AFTER]):
        said.append(
            Message(
                "the two editions were made by different versions of the method; some of the changes come from that", {}
            )
        )
    with side_by_side(before, after) as pair:

        def part(
            needed: Mapping[str, str], schema: Mapping[str, Any], compare: Callable[[Pair], pl.DataFrame]
        ) -> pl.DataFrame:
            lacking = [table for table, columns in needed.items() if not pair.common(table, columns.split())]
            if not lacking:
                return compare(pair).select(pl.col(name).cast(dtype) for name, dtype in schema.items())
            said.extend(
                Message("the table {table} cannot be compared: an edition has another form", {"table": table})
                for table in lacking
            )
            return pl.DataFrame(schema=schema)

        def moved(both: Pair) -> pl.DataFrame:
            return changed_tables.moved(both, threshold_share, threshold_cases)

        return Difference(
            cases=part({"client_case": "case_key post", "post": "post carrier"}, CASES, changed_tables.cases),
            parts=part(NUMBERED, PARTS, changed_tables.parts),
            moved=part({"mart_caseload": "ags month new_cases"}, MOVED, moved),
            indicators=part({"mart_indicator": FIGURE}, INDICATORS, changed_tables.indicators),
            posts=part({"mart_post": "post fte valid_from valid_to"}, POSTS, changed_tables.posts),
            totals=_totals(manifests[BEFORE], manifests[AFTER]),
            inputs=_inputs(manifests[BEFORE], manifests[AFTER]),
            said=tuple(said),
        )


def _totals(before: Mapping[str, Any], after: Mapping[str, Any]) -> pl.DataFrame:
    sides = [
        {(total["id"], total["subject"], total["place"]): total for total in manifest.get("control_totals", ())}
        for manifest in (before, after)
    ]
    keys = [*sides[1], *(key for key in sides[0] if key not in sides[1])]
    rows = [
        (*key, *(side.get(key, {}).get(number) for side in sides for number in ("expected", "found"))) for key in keys
    ]
    return pl.DataFrame(rows, schema=TOTALS, orient="row", strict=False)


def _inputs(before: Mapping[str, Any], after: Mapping[str, Any]) -> pl.DataFrame:
    was, now = (
        {entry["file"]: entry["sha256"] for entry in manifest.get("inputs", ())} for manifest in (before, after)
    )
    changes = [
        (file, "removed" if file not in now else "added" if file not in was else "changed")
        for file in sorted(was | now)
        if was.get(file) != now.get(file)
    ]
    return pl.DataFrame(changes, schema=INPUTS, orient="row")


def _manifest(database: Path | None) -> Mapping[str, Any]:
    if database is None:
        return {}
    content: Mapping[str, Any] = json.loads(database.with_suffix(".json").read_text(encoding="utf-8"))
    return content


def _version(manifest: Mapping[str, Any]) -> object:
    return manifest.get("method", {}).get("version")
