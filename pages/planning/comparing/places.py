"""All municipalities in several plans: what is missing there, and how many posts they have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from charts import table
from locales import Language
from metrics.definitions import definition
from pages.planning.comparing.evaluated import Evaluated

FTE_DECIMALS = 2
CERTAIN = "●"


def places(found: Sequence[Evaluated], names: Mapping[str, str]) -> pl.DataFrame:
    """One row per municipality, the largest spread first: ags, name, need, and of each plan, by its letter, gap_A, fte_A (FTE) and
    is_beyond_doubt_A; spread (FTE between the largest and the smallest gap, as gaps are shown)."""
    first = found[0].found.after.places
    joined = first.select("ags", "need", name=pl.col("ags").replace_strict(names))
    for each in found:
        of_plan = each.found.after.places.select("ags", "gap_fte", "fte", "is_beyond_doubt")
        renamed = of_plan.rename({column: _column(column, each) for column in of_plan.columns if column != "ags"})
        joined = joined.join(renamed, on="ags", how="left", maintain_order="left")
    decimals = definition("gap_in_posts").decimals
    gaps = [pl.col(_column("gap_fte", each)).round(decimals) for each in found]
    spread = (pl.max_horizontal(gaps) - pl.min_horizontal(gaps)).round(decimals)
    return joined.with_columns(spread=spread).sort("spread", "name", descending=[True, False])


def headings(found: Sequence[Evaluated], language: Language) -> list[str]:
    """The headings of the table: gaps of all plans beside each other, then their posts."""
    text = language.text
    return [
        text("Municipality"),
        *(text("Gap {plan}", plan=each.plan.letter) for each in found),
        text("Largest difference"),
        *(text("Posts {plan}", plan=each.plan.letter) for each in found),
    ]


def markup(found: Sequence[Evaluated], names: Mapping[str, str], language: Language, selected: str) -> str:
    """The table as HTML whose rows can be picked."""
    shown = places(found, names)
    rows = [(row["ags"], cells(row, found, language)) for row in shown.iter_rows(named=True)]
    sums = [language.number(float(shown[_column("fte", each)].sum()), FTE_DECIMALS) for each in found]
    total = [language.text("Sum of municipalities"), *[""] * (len(found) + 1), *sums]
    letters = "; ".join(each.plan.label for each in found)
    caption = language.text(
        "Gap in posts (FTE) and posts (FTE) of every municipality, the largest difference first. {plans}", plans=letters
    )
    return table.render(caption, headings(found, language), rows, selected=selected, total=total)


def cells(row: Mapping[str, Any], found: Sequence[Evaluated], language: Language) -> list[str]:
    """Name, gaps (with a mark where they hold for every split), their spread, and posts."""
    decimals = definition("gap_in_posts").decimals
    gaps = []
    for each in found:
        gap = language.number(row[_column("gap_fte", each)], decimals, signed=True)
        gaps.append(f"{gap} {CERTAIN}" if row[_column("is_beyond_doubt", each)] else gap)
    posts = [language.number(row[_column("fte", each)], FTE_DECIMALS) for each in found]
    return [row["name"], *gaps, language.number(row["spread"], decimals), *posts]


def _column(column: str, each: Evaluated) -> str:
    return f"{column}_{each.plan.letter}"
