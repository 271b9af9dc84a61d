"""Consent: without it nothing about a person is looked at, and where it is in doubt nothing is loaded."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from etl.outcome import LINE
from etl.sources.caseload.mapped_rows import Keyed, KeyOf, stray_keys
from etl.text_table import TextTable
from etl.typed_rows import Layout


def in_doubt(found: Keyed, layout: Layout, key_of: KeyOf) -> set[str]:
    """Keys of cases with a row that is misshapen, stands above the header or does not say that consent was given."""
    lines = found.table.rows.filter(~_says(layout, answer=True) | _is_withdrawn(layout)).select(LINE)
    return {*_keys(found, lines), *stray_keys(found.table, key_of)}


def without_consent(found: Keyed, layout: Layout) -> tuple[TextTable, int, set[str]]:
    """The table less the rows whose consent is refused or withdrawn, how many those are, and the keys of their cases."""
    refused = _says(layout, answer=False) | _is_withdrawn(layout)
    lines = found.table.rows.filter(refused).select(LINE)
    kept = replace(found.table, rows=found.table.rows.filter(~refused))
    return kept, lines.height, _keys(found, lines)


def _says(layout: Layout, *, answer: bool) -> pl.Expr:
    words = [text for text, given in layout.codes["consent"].items() if given is answer]
    return pl.col(layout.columns["consent"]).is_in(words).fill_null(False)


def _is_withdrawn(layout: Layout) -> pl.Expr:
    """Whatever stands where a withdrawal belongs is one, a day or not, and whatever the consent says beside it."""
    heading = layout.columns.get("consent_withdrawn_on")
    return pl.col(heading).is_not_null() if heading else pl.lit(False)


def _keys(found: Keyed, lines: pl.DataFrame) -> set[str]:
    return set(found.keys.join(lines, on=LINE, how="semi")["case_key"].drop_nulls())
