"""Posts granted and filled in the district as a whole: what everyone may see of vacancies."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import streamlit as st

from charts import occupancy
from charts.sentences import finding_as_html, notices_as_html
from metrics.staffing import RESIDUE
from pages._shared.drawing import options_for
from pages._shared.frame import files_of
from pages._shared.kept import kept
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.visit import Visit
from pages.caseload.supply import WHOLE
from pages.caseload.vacancy_figures import fte_text, how_to_enter, notes, title
from pages.caseload.vacancy_posts import district_by_month
from pages.caseload.vacancy_sheets import district_sheets
from pages.caseload.view import YEAR, choose_month, closing_months

# One panel needs less height than several.
HEIGHT = 340


def show(visit: Visit) -> set[str]:
    text = visit.language.text
    months = closing_months(visit)
    if not months:
        return set()
    (place_of_choice, _) = st.columns([1, 3])
    with place_of_choice:
        month = choose_month(visit, months)
    st.html(finding_as_html(*findings(visit, _by_month(visit, month), month)))
    st.html(
        notices_as_html(
            [
                text(
                    "Only the district as a whole is shown: a vacancy of a single carrier or municipality would tell of the absence "
                    "of one employee. Where fewer than five posts stand behind it, what is filled is not shown at all."
                )
            ]
        )
    )
    show_picture(visit, month)
    return files_of(visit, "posts")


def show_picture(visit: Visit, month: dt.date, part: str = "vacancy_picture") -> None:
    """The months until `month` with the row that takes them away; nothing where there are none. `part`: the key of the drawing."""
    shown = _by_month(visit, month)
    if shown.is_empty():
        return
    name = title(month, visit.language)
    pickable(kept(visit, "district_posts", month, lambda: picture(visit, shown, name)), part, visit, "unit")
    files = files_of(visit, "posts")
    take_away(
        visit,
        name,
        key="vacancy_picture",
        picture=lambda medium: picture(visit, shown, name, **options_for(medium, lambda: notes(visit, files))),
        sheets=lambda: district_sheets(visit, name, shown, files),
        findings=findings(visit, shown, month),
    )


def _by_month(visit: Visit, month: dt.date) -> pl.DataFrame:
    return kept(visit, "district_by_month", month, lambda: district_by_month(visit, month))


def findings(visit: Visit, shown: pl.DataFrame, month: dt.date) -> list[str]:
    """The part of the granted posts that was filled in the twelve months that end with `month`, as a mean over their days."""
    language, text = visit.language, visit.language.text
    year = shown.filter(pl.col("month") <= month).sort("month").tail(YEAR)
    days = pl.col("month").dt.month_end().dt.day()
    granted, filled, all_days = year.select(
        (pl.col("granted") * days).sum().alias("granted"),
        (pl.col("filled") * days).sum().alias("filled"),
        days.sum().alias("days"),
    ).row(0)
    if not granted or year["filled"].null_count():
        return [
            text("How far the posts of case management are filled is not shown: fewer than five posts stand behind it.")
        ]
    facts = {"month": language.month(month), "granted": fte_text(granted / all_days, language)}
    if granted - filled <= RESIDUE * all_days:
        sentence = text(
            "According to the staffing table all {granted} posts (FTE) of case management were filled in the twelve months to the "
            "end of {month}.",
            **facts,
        )
        return [sentence, how_to_enter(language)]
    return [
        text(
            "In the twelve months to the end of {month}, {share} of the granted posts of case management were filled: on average "
            "{filled} of {granted} posts (FTE).",
            **facts,
            share=language.percent(filled / granted, 1),
            filled=fte_text(filled / all_days, language),
        )
    ]


def picture(visit: Visit, shown: pl.DataFrame, name: str, **options: Any) -> str:
    """One panel with granted and filled posts as SVG."""
    names = {WHOLE: visit.manifest["district"]["name"]}
    return occupancy.render(shown, visit.language, title=name, names=names, **{"height": HEIGHT, **options})
