"""Findings as sentences, generated from the figures they state."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import polars as pl

from locales.language import Language

# A gap below this is no finding: it is about two hours of a working week.
SMALLEST_GAP_FTE = 0.05
NO_SERVICE = "no_service"


def largest_gaps(coverage: pl.DataFrame, language: Language, most: int = 3) -> list[str]:
    """One sentence for each of the largest gaps of at least SMALLEST_GAP_FTE.

    `coverage`: name, need, fte, gap_fte, as metrics.coverage.coverage_by_municipality gives them with names, and state: "no_service"
    where no post serves a place. A place that is served but gets nothing by the split is not without service.
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
    if row["state"] == NO_SERVICE:
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
    without = coverage.filter(pl.col("state") == NO_SERVICE)
    if without.is_empty():
        return None
    if without.height == coverage.height:
        return language.text("{focus_area}: no service anywhere in the district.", focus_area=focus_area)
    return language.text(
        "{focus_area} reaches {served} of {all} municipalities. No service: {names}.",
        focus_area=focus_area,
        served=coverage.height - without.height,
        all=coverage.height,
        names=", ".join(without["name"].sort()),
    )


def beyond_doubt(coverage: pl.DataFrame, language: Language, most: int = 3) -> str:
    """Where posts are missing, and where there are more than the share, however shared posts are split; up to `most` places
    that lack posts are named with the least they lack.

    `coverage`: name, gap_fte, lower, upper, is_beyond_doubt, as metrics.coverage.gap_interval gives the limits.
    """
    certain = coverage.filter("is_beyond_doubt")
    lacking = certain.filter(pl.col("gap_fte") > 0).sort("gap_fte", "name", descending=[True, False])
    beyond = certain.filter(pl.col("gap_fte") < 0).sort("name")
    counted = {"count": lacking.height, "all": coverage.height}
    if lacking.is_empty():
        found = [language.text("No gap holds for every split of shared posts.")]
    elif lacking.height > most:
        found = [
            language.text("However shared posts are split, {count} of {all} municipalities lack posts.", **counted)
        ]
    else:
        places = ", ".join(
            language.text("{place} (at least {gap})", place=name, gap=language.number(least, 2))
            for name, least in lacking.select("name", "lower").iter_rows()
        )
        found = [language.text("However shared posts are split, posts are missing in {places}.", places=places)]
    if beyond.height:
        found.append(language.text("More than the share at every split: {places}.", places=", ".join(beyond["name"])))
    if certain.height < coverage.height:
        open_cases = coverage.height - certain.height
        found.append(language.text("Depending on the split: {count} of {all}.", count=open_cases, all=coverage.height))
    return " ".join(found)


def finding_as_html(finding: str, *more: str) -> str:
    """HTML of the finding of a page, and of what else is to be said about it in smaller letters below."""
    below = "".join(f'<p class="kim-second">{escape(sentence)}</p>' for sentence in more)
    return f'<p class="kim-finding">{escape(finding)}</p>{below}'


def note_as_html(note: str) -> str:
    """HTML of what explains the signs of a table, below it."""
    return f'<p class="kim-note">{escape(note)}</p>'


def notices_as_html(notices: Sequence[str]) -> str:
    """HTML of what a reader must know before trusting the figures, one line each."""
    return "".join(f'<p class="kim-notice" role="note">{escape(notice)}</p>' for notice in notices)


def as_html(sentences: Sequence[str]) -> str:
    """HTML of sentences: one alone as a line, several as a list."""
    if len(sentences) == 1:
        return f'<p class="kim-finding">{escape(sentences[0])}</p>'
    return f'<ul class="kim-findings">{"".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)}</ul>'
