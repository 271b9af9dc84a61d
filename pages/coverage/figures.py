"""Sentences and tables of the coverage page."""

from __future__ import annotations

from typing import Any

import polars as pl

from charts import sentences
from charts.map_labels import MARK
from charts.wording import people_text
from locales import Language
from pages._shared.coverage import coverage, need_of
from pages._shared.supply import areas_of
from pages._shared.view import View, area_name
from pages._shared.visit import Visit


def headline(found: pl.DataFrame, view: View, language: Language) -> list[str]:
    """The finding: where there is no service at all, who lacks most, and which gaps hold for every split."""
    without = sentences.without_service(found, area_name(view.focus_area, language), language)
    if found["fte"].sum() == 0:
        return [without] if without else []
    (largest,) = sentences.largest_gaps(found, language, most=1)
    return [*([without] if without else []), largest, sentences.beyond_doubt(found, language)]


def headings(visit: Visit, view: View) -> list[str]:
    """Headings of the ranked table."""
    language = visit.language
    return [
        language.text("Municipality"),
        language.text("Gap in posts (FTE)"),
        language.text("depending on the split"),
        language.text("Posts (FTE)"),
        need_of(visit, view).name,
        language.text("Posts per 1,000"),
    ]


def rows(found: pl.DataFrame, language: Language) -> list[tuple[str, list[str]]]:
    """AGS and cells of every municipality, the most under-served first."""
    return [(row["ags"], _cells(row, language)) for row in found.iter_rows(named=True)]


def total(found: pl.DataFrame, language: Language) -> list[str]:
    """Cells of the district's row: sums over the municipalities."""
    need, fte = found["need"].sum(), found["fte"].sum()
    return [
        language.text("Sum of municipalities"),
        language.number(found["gap_fte"].sum(), 2, signed=True),
        "",
        language.number(fte, 2),
        language.number(need),
        language.number(fte * 1000 / need, 2),
    ]


def signs(visit: Visit, view: View) -> str:
    """How to read the signs of a table of gaps; ± only where it is shown."""
    text = visit.language.text
    sentences = [
        text("+ posts are missing, − more than the share."),
        text("{mark} holds for every split of shared posts.", mark=MARK),
    ]
    if coverage(visit, view)["margin"].sum() > 0:
        sentences.append(
            text("The range also covers that the source rounds its counts of need or changes them by a few people.")
        )
    if coverage(visit, view)["shown_margin"].is_not_null().any():
        sentences.append(
            text(
                "±: so many people more or fewer there may be, as the source rounds or changes its counts to protect them; "
                "shown where that moves the last digit of the gap."
            )
        )
    return " ".join(sentences)


def is_whole_district(visit: Visit, view: View) -> bool:
    """Whether every post serves all municipalities and is split by need: then gaps are zero by definition."""
    served = areas_of(visit, view).group_by("post").len()["len"]
    places = coverage(visit, view).height
    return view.rule == "need" and not served.is_empty() and bool((served == places).all())


def whole_district(language: Language) -> str:
    """Why no gap can show where `is_whole_district`."""
    return language.text(
        "These posts are assigned to all municipalities. Split by need, every place gets its share by definition, so no gap "
        "can show. «Equally» shows the other extreme."
    )


def gap_text(row: dict[str, Any], language: Language) -> str:
    """The gap of a row of pages._shared.coverage.coverage, after the mark where it holds for every split."""
    gap = language.number(row["gap_fte"], 2, signed=True)
    return f"{MARK} {gap}" if row["is_beyond_doubt"] else gap


def interval_text(row: dict[str, Any], language: Language) -> str:
    """Between what limits the gap lies over all splits; a dash where no post is shared."""
    lower, upper = (language.number(row[limit], 2, signed=True) for limit in ("lower", "upper"))
    return "–" if lower == upper else language.text("{lower} to {upper}", lower=lower, upper=upper)


def _cells(row: dict[str, Any], language: Language) -> list[str]:
    return [
        row["name"],
        gap_text(row, language),
        interval_text(row, language),
        language.number(row["fte"], 2) if row["state"] != "no_service" else language.text("none"),
        people_text(row["need"], row["shown_margin"], language),
        "–" if row["fte_per_1000"] is None else language.number(row["fte_per_1000"], 2),
    ]
