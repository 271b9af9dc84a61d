"""The account of a load: for every input file how many rows were read and what became of them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from etl.inputs import InputFile
from etl.outcome import REJECTED_SCHEMA, Outcome

CITATION = ("kind", "title", "publisher", "licence", "attribution", "url", "reference_date")


def load_report(files: Sequence[InputFile], outcomes: Sequence[Outcome]) -> pl.DataFrame:
    """One row per input file: its citation, whether it is example data, and its rows."""
    by_name = {outcome.name: outcome for outcome in outcomes}
    return pl.DataFrame(
        [
            {"file": found.name, "is_example": found.sidecar.data == "example"}
            | {field: getattr(found.sidecar, field) for field in CITATION}
            | _rows(by_name[found.name])
            for found in files
        ]
    )


def rejected_rows(outcomes: Sequence[Outcome]) -> pl.DataFrame:
    """One row per rejected row and broken rule: file, line, column, rule. Never a value."""
    return _by_file(outcomes, [outcome.rejected for outcome in outcomes])


def findings(outcomes: Sequence[Outcome]) -> pl.DataFrame:
    """One row per row that is loaded though it is odd, and the rule that says so: file, line, column, rule. Never a value."""
    return _by_file(outcomes, [outcome.findings for outcome in outcomes])


def _by_file(outcomes: Sequence[Outcome], frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    named = [
        frame.select(pl.lit(outcome.name).alias("file"), *REJECTED_SCHEMA)
        for outcome, frame in zip(outcomes, frames, strict=True)
    ]
    return pl.concat(named).sort("file", "line", "column", "rule")


def _rows(outcome: Outcome) -> dict[str, int | str]:
    return {
        "rows_read": outcome.rows_read,
        "rows_loaded": outcome.rows_loaded,
        "rows_rejected": outcome.rows_rejected,
        "rows_withheld": outcome.withheld,
        "rows_duplicate": outcome.duplicate,
        "rows_superseded": outcome.superseded,
        "refused_columns": ", ".join(outcome.refused),
    }
