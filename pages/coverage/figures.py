"""Sentences and tables of the coverage page."""

from __future__ import annotations

import csv
import io

import polars as pl
import streamlit as st

from charts import sentences
from charts.table import plain
from locales import Language
from metrics.codes import name
from pages._shared.coverage import need_of
from pages._shared.frame import literal
from pages._shared.need import meaning_of
from pages._shared.supply import areas_of, posts_of, split
from pages._shared.view import RULE_NAMES, View, area_name, span_text
from pages._shared.visit import Visit


def headline(found: pl.DataFrame, view: View, language: Language) -> list[str]:
    """The finding in at most two sentences."""
    without = sentences.without_service(found, area_name(view.focus_area, language), language)
    return [*([without] if without else []), *sentences.largest_gaps(found, language, most=1)]


def headings(visit: Visit, view: View) -> list[str]:
    """Headings of the ranked table."""
    language = visit.language
    return [
        language.text("Municipality"),
        language.text("Gap in posts (FTE)"),
        language.text("Posts (FTE)"),
        need_of(visit, view).name,
        language.text("Posts per 1,000"),
    ]


def rows(found: pl.DataFrame, language: Language) -> list[tuple[str, list[str]]]:
    """AGS and cells of every municipality, the most under-served first."""
    return [(row["ags"], _cells(row["name"], row, language)) for row in found.iter_rows(named=True)]


def total(found: pl.DataFrame, language: Language) -> list[str]:
    """Cells of the district's row: sums over the municipalities."""
    need, fte = found["need"].sum(), found["fte"].sum()
    sums = {"gap_fte": found["gap_fte"].sum(), "fte": fte, "need": need, "fte_per_1000": fte * 1000 / need}
    return _cells(language.text("Sum of municipalities"), sums, language)


def as_csv(visit: Visit, view: View, found: pl.DataFrame) -> bytes:
    """The table as a German spreadsheet opens it: semicolons, decimal commas, UTF-8 with BOM; dates and rule in the head."""
    language, need = visit.language, need_of(visit, view)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    dates = {
        language.text("Focus area"): area_name(view.focus_area, language),
        language.text("Target group"): need.name,
        language.text("Target group as of"): need.dates_text(language),
        language.text("Posts as of"): span_text(visit, view),
        language.text("Shared posts are split"): language.text(RULE_NAMES[view.rule]),
        language.text("Source"): "; ".join(
            meaning_of(visit, indicator).source[language.code] for indicator in view.weights
        ),
        language.text("Edition of the data"): visit.edition_id,
    }
    writer.writerows([*dates.items(), ["AGS", *headings(visit, view)]])
    mark = "," if language.code == "de" else "."
    for row in found.iter_rows(named=True):
        numbers = (f"{row[column]:.4f}".replace(".", mark) for column in ("gap_fte", "fte", "need", "fte_per_1000"))
        writer.writerow([row["ags"], _no_formula(row["name"]), *numbers])
    return text.getvalue().encode("utf-8-sig")


def _no_formula(text: str) -> str:
    """Text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def place_details(visit: Visit, view: View, found: pl.DataFrame) -> None:
    """The posts that serve the chosen municipality, with the part of each that falls to it."""
    language = visit.language
    place = found.row(by_predicate=pl.col("ags") == visit.ags, named=True)
    title = language.text("Posts that serve {place}", place=place["name"])
    serving = (
        split(visit, view, need_of(visit, view).frame)
        .filter(pl.col("ags") == visit.ags)
        .rename({"fte": "part"})
        .join(posts_of(visit, view), on="post")
        .join(areas_of(visit, view).select("post", "ags", area_assumption="assumption"), on=["post", "ags"])
        .sort("focus_area", "post")
    )
    if serving.is_empty():
        st.warning(literal(language.text("No post of this focus area serves {place}.", place=place["name"])))
        return
    headings = [
        language.text("Carrier"),
        language.text("Focus area"),
        language.text("Post (FTE)"),
        language.text("of which for {place} (FTE)", place=place["name"]),
        language.text("Assumption"),
    ]
    rows = [
        [
            row["carrier"],
            name("focus_area", row["focus_area"], language.code),
            language.number(row["fte"], 1),
            language.number(row["part"], 2),
            row["area_assumption"] or "–",
        ]
        for row in serving.iter_rows(named=True)
    ]
    st.html(plain(title, headings, rows, numeric=(2, 3)))


def _cells(first: str, row: dict[str, float], language: Language) -> list[str]:
    return [
        first,
        language.number(row["gap_fte"], 2, signed=True),
        language.number(row["fte"], 2) if row["fte"] else language.text("none"),
        language.number(row["need"]),
        language.number(row["fte_per_1000"], 2),
    ]
