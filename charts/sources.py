"""Sources as a page or a report prints them: attribution, reference date, licence, and notes on the figures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

import polars as pl

from locales.language import Language


def render(report: pl.DataFrame, files: Collection[str], notes: Sequence[str], language: Language) -> str:
    """HTML of a list of sources.

    `report` has the citations of mart_load_report; those named in `files` are cited.
    """
    items = [f"<li>{escape(citation(row, language))}</li>" for row in cited(report, files).iter_rows(named=True)]
    listed = f"<ul>{''.join(items)}</ul>" if items else ""
    paragraphs = "".join(f"<div>{escape(note)}</div>" for note in notes)
    heading = language.text("Sources")
    return f'<div class="kim-sources"><strong>{heading}</strong>{listed}{paragraphs}</div>'


def cited(report: pl.DataFrame, files: Collection[str]) -> pl.DataFrame:
    """The rows of `report` to cite for some files, the same title, attribution and date once."""
    return report.filter(pl.col("file").is_in(list(files))).unique(
        ["title", "attribution", "reference_date"], maintain_order=True
    )


def citation(row: dict[str, object], language: Language) -> str:
    """One source in a line: title, attribution, reference date, address."""
    dated = language.text("as of {date}", date=language.day(row["reference_date"]))  # type: ignore[arg-type]
    return ", ".join(str(part) for part in (row["title"], row["attribution"], dated, row["url"]) if part)
