"""Consent: without it nothing about a person is looked at, and where it is in doubt nothing is loaded."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from etl.outcome import LINE
from etl.sources.caseload.mapped_rows import Keyed, KeyOf
from etl.text_table import TextTable
from etl.typed_rows import Layout


def in_doubt(found: Keyed, layout: Layout, key_of: KeyOf) -> set[str]:
    """Keys of cases with a row that is misshapen or does not say that consent was given."""
    consents = [text for text, given in layout.codes["consent"].items() if given is True]
    given = pl.col(layout.columns["consent"]).is_in(consents).fill_null(False)
    lines = found.table.rows.filter(~given).select(LINE)
    return {*_keys(found, lines), *(key_of(cell) for cell in found.table.stray_cells)}


def without_consent(found: Keyed, layout: Layout) -> tuple[TextTable, int, set[str]]:
    """The table less the rows whose consent is refused, how many those are, and the keys of their cases."""
    refusals = [text for text, given in layout.codes["consent"].items() if given is False]
    refused = pl.col(layout.columns["consent"]).is_in(refusals).fill_null(False)
    lines = found.table.rows.filter(refused).select(LINE)
    kept = replace(found.table, rows=found.table.rows.filter(~refused))
    return kept, lines.height, _keys(found, lines)


def _keys(found: Keyed, lines: pl.DataFrame) -> set[str]:
    return set(found.keys.join(lines, on=LINE, how="semi")["case_key"].drop_nulls())
