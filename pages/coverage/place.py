"""The posts that serve the chosen municipality."""

from __future__ import annotations

import polars as pl
import streamlit as st

from charts.table import plain
from metrics.codes import name
from pages._shared.coverage import need_of
from pages._shared.frame import literal
from pages._shared.offered import is_shown
from pages._shared.supply import areas_of, posts_of, split
from pages._shared.view import View
from pages._shared.visit import Visit

PAGE = "pages/place/page.py"


def link_to_place(visit: Visit, name: str) -> None:
    """A link to the page on the chosen municipality; a run that nobody sees knows of no other pages."""
    if not is_shown():
        return
    all_about = visit.language.text("Everything about {place}", place=name)
    st.page_link(PAGE, label=literal(all_about), icon=":material/location_city:", query_params={"ags": visit.ags})


def place_details(visit: Visit, view: View, found: pl.DataFrame) -> None:
    """The posts that serve the chosen municipality, with the part of each that falls to it."""
    language = visit.language
    place = found.row(by_predicate=pl.col("ags") == visit.ags, named=True)
    title = language.text("Posts that serve {place}", place=place["name"])
    link_to_place(visit, place["name"])
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
