"""Small editions with made-up marts of the quantities that are compared, written without a load."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb

from warehouse import Store

MARTS = {
    "mart_indicator": "indicator VARCHAR, ags VARCHAR, reference_date DATE, value DOUBLE, unit VARCHAR",
    "mart_post": "post VARCHAR, building_block VARCHAR, focus_area VARCHAR, fte DOUBLE, valid_from DATE, valid_to DATE",
    "mart_caseload": "focus_area VARCHAR, month DATE, new_cases BIGINT, open_cases BIGINT",
    "mart_counted_month": "month DATE, month_end DATE",
}
Row = tuple[Any, ...]


@dataclass(frozen=True)
class MadeUp:
    """An edition: rows of its marts, in the order of MARTS, and what its manifest says."""

    indicators: Sequence[Row] = ()
    posts: Sequence[Row] = ()
    caseload: Sequence[Row] = ()
    months: Sequence[dt.date] = ()
    staffing_on: dt.date = dt.date(2024, 10, 1)
    caseload_on: dt.date | None = None
    code: str = "aaaaaaaaaaaa"
    settings: Sequence[tuple[str, str]] = ()
    frames: Sequence[tuple[str, str]] = ()
    inputs: Sequence[str] = ("raw.csv",)
    district: str = "05358"
    is_example: bool = True
    without: Sequence[str] = field(default=())

    def but(self, **changes: Any) -> MadeUp:
        return replace(self, **changes)


def month_end(month: dt.date) -> dt.date:
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def write(data: Path, edition_id: str, made: MadeUp) -> str:
    """Put an edition into a data folder and return its id; a recomputation where the id is of one."""
    store = Store(data)
    folder = store.editions if len(edition_id.split("-")) == 2 else store.recomputed
    folder.mkdir(parents=True, exist_ok=True)
    rows = (made.indicators, made.posts, made.caseload, [(month, month_end(month)) for month in made.months])
    with duckdb.connect(str(folder / f"{edition_id}.duckdb")) as connection:
        connection.begin()
        for (mart, columns), content in zip(MARTS.items(), rows, strict=True):
            if mart not in made.without:
                connection.execute(f"CREATE TABLE {mart} ({columns})")
                if content:
                    marks = f"({', '.join('?' * len(content[0]))})"
                    every = [value for row in content for value in row]
                    connection.execute(f"INSERT INTO {mart} VALUES {', '.join([marks] * len(content))}", every)
        connection.commit()
    manifest = {
        "edition": edition_id,
        "created_at": "2026-11-02T08:30:00+00:00",
        "method": {"version": 6, "code": made.code},
        "district": {"ags": made.district},
        "clients_are_example": made.is_example and made.caseload_on is not None,
        "staffing_on": made.staffing_on,
        "caseload_on": made.caseload_on,
        "inputs": [{"file": name, "sha256": ""} for name in made.inputs],
        "settings": [{"file": file, "sha256": digest} for file, digest in made.settings],
        "outcome_frames": [{"file": file, "sha256": digest} for file, digest in made.frames],
    }
    path = folder / f"{edition_id}.json"
    path.write_text(json.dumps(manifest, default=str), encoding="utf-8")
    return edition_id
