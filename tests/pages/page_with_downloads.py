"""A page with both kinds of downloads; `made` notes what was drawn or filled."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from metrics.definitions import definition
from pages._shared.downloads import explained, picture_downloads, workbook_download
from pages._shared.frame import files_of
from pages._shared.visit import begin_visit
from report.sheets import Column, Explanation, Sheet

visit = begin_visit()
made: list[str] = st.session_state.setdefault("made", [])


def draw() -> str:
    made.append("picture")
    return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><title>Düren</title></svg>'


def fill() -> list[Sheet | Explanation]:
    made.append("workbook")
    about = explained(
        visit,
        "Erläuterung",
        meanings=[definition("gap_in_posts")],
        choices={"Schwerpunkt": "alle"},
        dates={"Stellen": dt.date(2024, 10, 1)},
        files=files_of(visit, "boundaries"),
        uses_clients=True,
    )
    return [Sheet("Fälle", "Neue Fälle", [Column("Gemeinde"), Column("Fälle")], [("Düren", 5)]), about]


picture_downloads(visit, draw, "Lücke in Stellen, Düren")
workbook_download(visit, fill, "Neue Fälle", uses_clients=True)
