"""What loading would change against the current edition, as tables."""

from __future__ import annotations

import polars as pl
import streamlit as st

from charts.table import plain
from etl.comparing.difference import Difference
from locales import Language
from metrics.definitions import definitions
from pages._shared import door
from pages._shared.frame import literal
from pages._shared.said import said
from pages._shared.visit import Visit
from pages._shared.wording import CHANGE_NAMES, KIND_NAMES

NONE = "–"
FATES = ("new", "changed", "vanished", "unchanged")


def show(visit: Visit, found: Difference) -> None:
    """All tables that have something to say."""
    language = visit.language
    text = language.text
    st.header(text("What would change against the current edition"), anchor=False)
    for message in found.said:
        st.info(literal(said(message, language)))
    months = found.moved.filter(pl.col("ags").is_null())
    tables = [
        inputs(found, language),
        cases(found, language),
        moved(found.moved.drop_nulls("ags"), visit),
        indicators(found, language),
        posts(found, language),
    ]
    if any(tables):
        st.html("".join(tables))
    if months.height:
        with st.expander(
            text("Months whose new cases move by more than the stated amount: {number}", number=months.height)
        ):
            st.html(moved(months, visit))
    elif not any(tables):
        st.markdown(text("Nothing would change."))


def cases(found: Difference, language: Language) -> str:
    """Cases per carrier, and goals and services in all; nothing where they stay as they are."""
    text = language.text
    parts = [(text(KIND_NAMES[row["part"]]), row) for row in found.parts.iter_rows(named=True)]
    all_rows = [(row["carrier"] or NONE, row) for row in found.cases.iter_rows(named=True)] + parts
    if not any(row[fate] for _, row in all_rows for fate in FATES[:3]):
        return ""
    rows = [[name, *(language.number(row[fate]) for fate in FATES)] for name, row in all_rows]
    headings = [text("Cases of the carrier"), text("new"), text("changed"), text("vanished"), text("unchanged")]
    return plain(text("Cases, goals and services"), headings, rows, numeric=range(1, 5))


def moved(found: pl.DataFrame, visit: Visit) -> str:
    """Municipalities or months whose new cases move by more than the stated amount (see Difference.moved)."""
    language = visit.language
    text = language.text
    places = dict(door.read(visit.edition_id, visit.role, "municipalities").select("ags", "name").rows())
    rows = [
        [
            places.get(row["ags"], row["ags"]) if row["ags"] else language.month(row["month"]),
            *(NONE if row[side] is None else language.number(row[side]) for side in ("before", "after")),
            NONE
            if row["before"] is None or row["after"] is None
            else language.number(row["after"] - row["before"], signed=True),
        ]
        for row in found.iter_rows(named=True)
    ]
    headings = [text("Municipality or month"), text("before"), text("after"), text("Change")]
    caption = text("New cases that move by more than the stated amount")
    return plain(caption, headings, rows, numeric=(1, 2, 3)) if rows else ""


def indicators(found: Difference, language: Language) -> str:
    """Indicators that differ."""
    text = language.text
    known = definitions()
    rows = [
        [
            known[row["indicator"]].label[language.code] if row["indicator"] in known else row["indicator"],
            *(language.number(row[fate]) for fate in FATES[:3]),
            NONE if row["largest_change"] is None else language.number(row["largest_change"], 1, signed=True),
        ]
        for row in found.indicators.iter_rows(named=True)
    ]
    headings = [text("Figure"), text("new"), text("changed"), text("vanished"), text("largest change")]
    return plain(text("Official figures"), headings, rows, numeric=range(1, 5)) if rows else ""


def posts(found: Difference, language: Language) -> str:
    """Periods of posts that differ."""
    text = language.text
    rows = [
        [
            row["post"],
            text(CHANGE_NAMES[row["change"]]),
            _fte(row["fte_before"], language),
            _fte(row["fte_after"], language),
            _period(row, "before", language),
            _period(row, "after", language),
        ]
        for row in found.posts.iter_rows(named=True)
    ]
    headings = [
        text("Post"),
        text("Change"),
        text("FTE before"),
        text("FTE after"),
        text("valid before"),
        text("valid after"),
    ]
    return plain(text("Posts"), headings, rows, numeric=(2, 3)) if rows else ""


def inputs(found: Difference, language: Language) -> str:
    """Files that come, change or go."""
    text = language.text
    rows = [[row["file"], text(CHANGE_NAMES[row["change"]])] for row in found.inputs.iter_rows(named=True)]
    return plain(text("Files"), [text("File"), text("Change")], rows) if rows else ""


def _fte(number: float | None, language: Language) -> str:
    return NONE if number is None else language.number(number, 2)


def _period(row: dict[str, object], side: str, language: Language) -> str:
    first, last = row[f"valid_from_{side}"], row[f"valid_to_{side}"]
    if first is None and last is None:
        return NONE
    words = [language.day(day) if day else "…" for day in (first, last)]  # type: ignore[arg-type]
    return " – ".join(words)
