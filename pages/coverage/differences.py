"""What differs between the two sides of a comparison."""

from __future__ import annotations

from typing import Any

import polars as pl

from locales import Language
from metrics.definitions import definition


def differences(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """The municipalities of both sides (see pages._shared.coverage.coverage), the largest difference first: ags, name, gap_fte,
    fte, is_beyond_doubt, the same of the right side with the ending _right, difference (FTE, right minus left, as the figures
    are shown)."""
    columns = ("gap_fte", "fte", "is_beyond_doubt")
    digits = definition("gap_in_posts").decimals
    return (
        left.select("ags", "name", *columns)
        .join(right.select("ags", *columns), on="ags", suffix="_right")
        .with_columns(difference=pl.col("gap_fte_right").round(digits) - pl.col("gap_fte").round(digits))
        .with_columns(pl.col("difference").round(digits))
        .sort(pl.col("difference").abs(), "name", descending=[True, False])
    )


def finding(found: pl.DataFrame, left: str, right: str, language: Language) -> list[str]:
    """Where the sides differ most, in how many places they differ, and which gaps are beyond doubt on both."""
    text = language.text
    differing = found.filter(pl.col("difference") != 0).height
    if not differing:
        return [text("No difference: every municipality has the same gap on both maps.")]
    most = found.row(0, named=True)
    sentences = [
        text(
            "{place} differs most: {first} posts ({left}), {second} posts ({right}).",
            place=most["name"],
            first=language.number(most["gap_fte"], 2, signed=True),
            second=language.number(most["gap_fte_right"], 2, signed=True),
            left=left,
            right=right,
        )
    ]
    counted = text("{count} of {all} gaps differ.", count=differing, all=found.height)
    same_side = pl.col("gap_fte").sign() == pl.col("gap_fte_right").sign()
    certain = found.filter("is_beyond_doubt", "is_beyond_doubt_right", same_side, pl.col("gap_fte") > 0)["name"].sort()
    if certain.is_empty():
        return [*sentences, counted]
    stands = text("On both maps and at every split posts are missing in {places}.", places=", ".join(certain))
    return [*sentences, f"{counted} {stands}"]


def cells(row: dict[str, Any], language: Language) -> list[str]:
    """Cells of a municipality: name, both gaps, their difference, posts on both sides."""
    return [
        row["name"],
        *(language.number(row[column], 2, signed=True) for column in ("gap_fte", "gap_fte_right", "difference")),
        *(_posts(row[column], language) for column in ("fte", "fte_right")),
    ]


def total(found: pl.DataFrame, language: Language) -> list[str]:
    """Cells of the last row: posts in all; gaps sum to zero."""
    posts = (_posts(float(found[column].sum()), language) for column in ("fte", "fte_right"))
    return [language.text("Sum of municipalities"), "", "", "", *posts]


def _posts(fte: float, language: Language) -> str:
    return language.number(fte, 2) if fte else language.text("none")
