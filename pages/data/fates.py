"""What became of the rows of files, as tables: the account, what was rejected or noticed, control totals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from charts.table import plain
from etl.control_totals import total_text
from etl.outcome import Outcome
from etl.rules import rule_text
from locales import Language
from pages._shared.frame import literal

NONE = "–"
DECIMALS = {"posts_of_block": 1, "posts_of_focus_area": 1, "share": 2}


def fate_headings(language: Language) -> list[str]:
    """What can become of a row: rows read are the sum of the others."""
    text = language.text
    return [
        text("Rows read"),
        text("loaded"),
        text("rejected"),
        text("withheld (no consent)"),
        text("superseded"),
        text("duplicate"),
    ]


def account(outcomes: Sequence[Outcome], language: Language) -> str:
    """One row per file: what would become of its rows."""
    rows = [[outcome.name, *map(language.number, outcome.account)] for outcome in outcomes]
    headings = [language.text("File"), *fate_headings(language)]
    return plain(language.text("What would become of every row"), headings, rows, numeric=range(1, 7))


def show_refused(outcomes: Sequence[Outcome], language: Language) -> None:
    """The columns that were not read because they identify people, where there are any."""
    for outcome in outcomes:
        if outcome.refused:
            columns = ", ".join(f"«{heading}»" for heading in outcome.refused)
            message = language.text(
                "{file}: not read, because they identify people: {columns}.", file=outcome.name, columns=columns
            )
            st.info(literal(message))


def rejected(outcomes: Sequence[Outcome], language: Language) -> str:
    """One row per file, column and rule that rows broke; nothing where none did."""
    text = language.text
    return _by_rule(
        text("What would be rejected, and why"), [(each.name, each.rejected) for each in outcomes], language
    )


def findings(outcomes: Sequence[Outcome], language: Language) -> str:
    """The same for rows that would be loaded all the same."""
    text = language.text
    return _by_rule(
        text("What would be loaded all the same, but looks odd"),
        [(each.name, each.findings) for each in outcomes],
        language,
    )


def totals_table(totals: Sequence[Mapping[str, Any]], language: Language) -> str:
    """Control totals (see etl.control_totals.ControlTotal.as_dict), and whether they hold."""
    text = language.text
    rows = [
        [
            total_text(total, language.code),
            _figure(total, "expected", language),
            _figure(total, "found", language),
            text("holds") if total["holds"] else text("does not come out"),
            total["file"],
        ]
        for total in totals
    ]
    headings = [text("Control total"), text("expected"), text("found"), text("Result"), text("File")]
    return plain(text("Control totals"), headings, rows, numeric=(1, 2))


def _by_rule(caption: str, frames: Sequence[tuple[str, pl.DataFrame]], language: Language) -> str:
    text = language.text
    rows = [
        [
            name,
            row["column"],
            rule_text(row["rule"], language.code),
            language.number(row["rows"]),
            language.number(row["first"]),
        ]
        for name, frame in frames
        for row in frame.group_by("column", "rule")
        .agg(rows=pl.col("line").n_unique(), first=pl.col("line").min())
        .sort("column", "rule")
        .iter_rows(named=True)
    ]
    headings = [text("File"), text("Column"), text("Reason"), text("Rows"), text("First row")]
    return plain(caption, headings, rows, numeric=(3, 4)) if rows else ""


def _figure(total: Mapping[str, Any], side: str, language: Language) -> str:
    number = total[side]
    if number is None or math.isnan(number):
        return NONE
    return language.number(number, DECIMALS.get(total["id"], 0))
