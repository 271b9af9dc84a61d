"""Findings as sentences, generated from the figures they state."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import polars as pl

from locales.language import Language

# A gap below this is no finding: it is about two hours of a working week.
SMALLEST_GAP_FTE = 0.05


def largest_gaps(coverage: pl.DataFrame, language: Language, most: int = 3) -> list[str]:
    """One sentence for each of the largest gaps of at least SMALLEST_GAP_FTE.

    `coverage`: name, need, fte, gap_fte, as metrics.coverage.coverage_by_municipality gives them with names.
    """
    need, fte = float(coverage["need"].sum()), float(coverage["fte"].sum())
    worst = (
        coverage.filter(pl.col("gap_fte") >= SMALLEST_GAP_FTE)
        .sort("gap_fte", "name", descending=[True, False])
        .head(most)
    )
    if worst.is_empty() or fte == 0:
        return [language.text("No municipality lacks posts: their share everywhere matches the share of people.")]
    return [_gap(row, need, fte, language) for row in worst.iter_rows(named=True)]


def _gap(row: dict[str, Any], need: float, fte: float, language: Language) -> str:
    facts = {
        "place": row["name"],
        "gap": language.number(row["gap_fte"], 2),
        "people": language.percent(row["need"] / need),
    }
    if row["fte"] == 0:
        return language.text(
            "{place} lacks {gap} posts: {people} of the target group live here, and no post is there for them.", **facts
        )
    return language.text(
        "{place} lacks {gap} posts: {people} of the target group live here, but only {posts} of the posts are there for them.",
        **facts,
        posts=language.percent(row["fte"] / fte),
    )


def without_service(coverage: pl.DataFrame, focus_area: str, language: Language) -> str | None:
    """Which municipalities have no post of a focus area at all; None where every one has."""
    without = coverage.filter(pl.col("fte") == 0)
    if without.is_empty():
        return None
    return language.text(
        "{focus_area} reaches {served} of {all} municipalities. No service: {names}.",
        focus_area=focus_area,
        served=coverage.height - without.height,
        all=coverage.height,
        names=", ".join(without["name"].sort()),
    )


def as_html(sentences: Sequence[str]) -> str:
    """HTML of sentences: one alone as a line, several as a list."""
    if len(sentences) == 1:
        return f'<p class="kim-finding">{escape(sentences[0])}</p>'
    return f'<ul class="kim-findings">{"".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)}</ul>'
