"""The key figures of the district as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.definitions import definition
from pages._shared.downloads import explained
from pages._shared.frame import date_of, files_of
from pages._shared.visit import Visit
from pages.overview.figures import data_state, district_figures
from report.sheets import Column, Explanation, Sheet

MEANINGS = ("foreign_nationals", "immigration_history")


def sheets(visit: Visit) -> Sequence[Sheet | Explanation]:
    """Name, number and what it rests on of each, as the page shows them, and what explains them."""
    text = visit.language.text
    title = text("The district in figures")
    columns = (Column(text("Figure"), 34), Column(text("Number"), 16), Column(text("What it rests on"), 60))
    rows = [(figure.label, figure.value, figure.note) for figure in district_figures(visit)]
    dates = {text("Posts as of"): date_of(visit, "staffing_on")}
    if visit.has_clients:
        dates[text("Cases until")] = date_of(visit, "caseload_on")
    about = explained(
        visit,
        title,
        meanings=map(definition, MEANINGS),
        choices={},
        dates=dates,
        files=files_of(visit, "indicators", "posts", "cases"),
        uses_clients=visit.has_clients,
    )
    return [Sheet(text("Key figures"), title, columns, rows, data_state(visit)), about]
