"""Posts of an allocation as the table shows them: their parts in the unit of its cells, and what differs from today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from locales import Language
from metrics.codes import name
from pages.planning.sheet.data import TOTAL, SheetRow
from pages.planning.sheet.words import RESIDUE_FTE, fte_text

FTE, SHARE = "fte", "share"
# Whole per cents are written without decimals.
RESIDUE_PER_CENT = 1e-4


@dataclass(frozen=True)
class Post:
    """A post with its FTE and their parts by AGS."""

    name: str
    carrier: str
    focus_area: str
    fte: float
    parts: Mapping[str, float]


def posts_by_name(allocation: pl.DataFrame) -> dict[str, Post]:
    """The posts of a placed allocation."""
    told = allocation.group_by("post", maintain_order=True).agg(
        pl.col("carrier", "focus_area", "post_fte").first(), "ags", "fte"
    )
    return {
        post: Post(post, carrier, area, whole, dict(zip(ags, fte, strict=True)))
        for post, carrier, area, whole, ags, fte in told.iter_rows()
    }


def row_of(before: Post | None, after: Post, is_decided: bool, language: Language, unit: str) -> SheetRow:
    """A post of the plan; `before` is the same post today, None for a new one."""
    figures = _figures(after, unit)
    changes = {} if before is None else _changes(_figures(before, unit), figures, language, unit)
    note = language.text("new") if before is None else _former(before, after, language)
    return SheetRow(
        post=after.name,
        carrier=after.carrier,
        focus_area=_area(after, language),
        cells=_texts(figures, language, unit),
        is_decided=is_decided,
        is_changed=bool(note or changes),
        is_new=before is None,
        note=note,
        changes=changes,
    )


def row_of_gone(before: Post, after: Post | None, language: Language, unit: str) -> SheetRow:
    """A post of today that is closed (`after` is None) or works in another focus area."""
    closed = language.text("closed")
    return SheetRow(
        post=before.name,
        carrier=before.carrier,
        focus_area=_area(before, language),
        cells=_texts(_figures(before, unit), language, unit),
        is_decided=True,
        is_changed=True,
        is_gone=True,
        note=closed if after is None else language.text("now {area}", area=_area(after, language)),
    )


def _figures(post: Post, unit: str) -> dict[str, float]:
    """By column: FTE or shares of the post in its municipalities, and always the FTE of the whole post."""
    parts = {ags: fte / post.fte if unit == SHARE else fte for ags, fte in post.parts.items()}
    return {**parts, TOTAL: post.fte}


def _changes(before: Mapping[str, float], after: Mapping[str, float], language: Language, unit: str) -> dict[str, str]:
    """What stands today in the columns that differ."""
    return {
        column: language.text("today {figure}", figure=_text(was, column, language, unit) or language.number(0))
        for column in {**before, **after}
        if abs(after.get(column, 0.0) - (was := before.get(column, 0.0))) > RESIDUE_FTE
    }


def _former(before: Post, after: Post, language: Language) -> str:
    found = [before.carrier] if before.carrier != after.carrier else []
    if before.focus_area != after.focus_area:
        found.append(_area(before, language))
    return ", ".join(language.text("so far {former}", former=former) for former in found)


def _texts(figures: Mapping[str, float], language: Language, unit: str) -> dict[str, str]:
    return {column: text for column, figure in figures.items() if (text := _text(figure, column, language, unit))}


def _text(figure: float, column: str, language: Language, unit: str) -> str:
    """A figure as cells show it; nothing for none."""
    if unit == FTE or column == TOTAL or figure <= RESIDUE_FTE:
        return fte_text(figure, language)
    is_whole = abs(figure * 100 - round(figure * 100)) < RESIDUE_PER_CENT
    return language.percent(figure, 0 if is_whole else 1)


def _area(post: Post, language: Language) -> str:
    return name("focus_area", post.focus_area, language.code)
