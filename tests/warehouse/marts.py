"""Rows of marts and their sums, counted without a question."""

from __future__ import annotations

import datetime as dt

import polars as pl

from warehouse import Edition

MONTH, LATER = dt.date(2024, 3, 1), dt.date(2024, 8, 1)
DUEREN = "05358008"
CASES_FILE = "caseload/Beispieldaten_Faelle.csv"


def rows_of(edition: Edition, mart: str) -> pl.DataFrame:
    return edition.query(f"FROM {mart}")


def sums(frame: pl.DataFrame, by: tuple[str, ...], measures: tuple[str, ...]) -> pl.DataFrame:
    """Group and add up, in polars."""
    if not by:
        return frame.select(pl.col(measures).sum())
    return frame.group_by(by).agg(pl.col(measures).sum()).sort(by)
