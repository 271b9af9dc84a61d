"""What a plan brings, and what it costs others, place by place in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import polars as pl

from locales import Language
from metrics.definitions import definition
from pages._shared.travel import Travel
from planning.effects import effects
from planning.evaluate import Evaluation

MOST = 6
SIDES = {"gains": "What it brings", "pays": "What it costs others"}


def consequences(
    found: Evaluation, clients: Evaluation, names: Mapping[str, str], travel: Travel, language: Language
) -> str:
    """HTML of two columns: the places that gain, and those that pay, the largest change first; a place with both stands in both.

    `clients` is the evaluation that has the clients a visitor may see."""
    changed = effects(found).join(
        effects(clients).select("ags", load_before="open_per_fte_before", load_after="open_per_fte_after"),
        on="ags",
        how="left",
        maintain_order="left",
    )
    parts = []
    for side in tuple(SIDES):
        rows = changed.filter(pl.col("side").is_in([side, "mixed"]))
        sentences = [
            sentence
            for row in rows.iter_rows(named=True)
            if (sentence := _sentence(row, side, names, travel, language))
        ]
        parts.append(_column(language.text(SIDES[side]), sentences, language))
    return f'<div class="kim-consequences">{"".join(parts)}</div>'


def _column(heading: str, sentences: list[str], language: Language) -> str:
    if not sentences:
        return f"<section><h2>{escape(heading)}</h2><p>{escape(language.text('Nothing.'))}</p></section>"
    shown = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences[:MOST])
    more = len(sentences) - MOST
    rest = f"<li>{escape(language.text('and {number} further municipalities', number=more))}</li>" if more > 0 else ""
    return f'<section><h2>{escape(heading)}</h2><ul class="kim-findings">{shown}{rest}</ul></section>'


def _sentence(row: dict[str, Any], side: str, names: Mapping[str, str], travel: Travel, language: Language) -> str:
    is_gain = side == "gains"
    told = [*_gap(row, is_gain, language), *_service(row, is_gain, language), *_way(row, is_gain, travel, language)]
    if told:
        told.extend(_load(row, language))
    return f"{names[row['ags']]}: {'; '.join(told)}." if told else ""


def _gap(row: dict[str, Any], is_gain: bool, language: Language) -> Iterator[str]:
    """The posts of the place, where the shortage moves to this side; with what that means beyond doubt."""
    decimals = definition("gap_in_posts").decimals
    change = round(row["shortage_change"], decimals)
    posts = round(row["fte_after"] - row["fte_before"], decimals)
    if change and (change < 0) == is_gain:
        gap = {side: language.number(row[f"gap_{side}"], decimals, signed=True) for side in ("before", "after")}
        if posts:
            posts_text = language.number(posts, decimals, signed=True)
            yield language.text("{posts} posts, gap {before} → {after}", posts=posts_text, **gap)
        else:
            yield language.text("gap {before} → {after}, only because there are more or fewer posts in all", **gap)
    elif not change and posts and (posts > 0) == is_gain:
        yield language.text(
            "{posts} posts without a shortage before or after", posts=language.number(posts, decimals, signed=True)
        )
    if is_gain and row["was_beyond_doubt"] and not row["is_beyond_doubt"]:
        yield language.text("no longer short beyond doubt")
    if not is_gain and row["is_beyond_doubt"] and not row["was_beyond_doubt"]:
        yield language.text("now short beyond doubt, however shared posts are split")


def _service(row: dict[str, Any], is_gain: bool, language: Language) -> Iterator[str]:
    if is_gain and row["is_served"] and not row["was_served"]:
        yield language.text("has a service for the first time")
    if not is_gain and row["was_served"] and not row["is_served"]:
        yield language.text("loses its only service")


def _way(row: dict[str, Any], is_gain: bool, travel: Travel, language: Language) -> Iterator[str]:
    meaning, before, after = definition(travel.definition), row["cost_before"], row["cost_after"]
    if before is None or after is None or round(before, meaning.decimals) == round(after, meaning.decimals):
        return
    if (after < before) == is_gain:
        yield language.text(
            "way to the nearest service {before} → {after} {unit}",
            before=language.number(before, meaning.decimals),
            after=language.number(after, meaning.decimals),
            unit=meaning.unit[language.code],
        )


def _load(row: dict[str, Any], language: Language) -> Iterator[str]:
    """What the place's open cases come to per full-time post, where that changes and is known on both sides."""
    decimals = definition("open_cases_per_fte").decimals
    before, after = row["load_before"], row["load_after"]
    if before is not None and after is not None and round(before, decimals) != round(after, decimals):
        yield language.text(
            "open cases per full-time post {before} → {after}",
            before=language.number(before, decimals),
            after=language.number(after, decimals),
        )
