"""A page with a figure and a table to take away; `made` notes what was drawn or filled."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from charts.medium import Medium
from metrics.definitions import definition
from pages._shared.downloads import explained
from pages._shared.frame import files_of
from pages._shared.take_away import take_away
from pages._shared.visit import begin_visit
from report.sheets import Column, Explanation, Sheet

visit = begin_visit()
made: list[str] = st.session_state.setdefault("made", [])


def draw(medium: Medium) -> str:
    made.append(f"picture {medium.value}")
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


take_away(visit, "Lücke in Stellen, Düren", key="gaps", picture=draw, sheets=fill)
take_away(visit, "Neue Fälle", key="cases_table", sheets=fill, uses_clients=True)
