"""How many people of the target group come to counselling, place by place, and where chance does not explain the difference."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from charts import table
from charts.intervals import intervals
from charts.sentences import finding_as_html, notices_as_html
from metrics.definitions import definition
from metrics.need import reference_dates_apart
from metrics.protection import sees_exact
from pages._shared.chart import chart
from pages._shared.choices import choice
from pages._shared.downloads import picture_downloads, workbook_download
from pages._shared.explain import explain
from pages._shared.kept import kept
from pages._shared.need import meaning_of
from pages._shared.pickable import pickable
from pages._shared.reach import Reach, reach_months, reach_of
from pages._shared.view import View
from pages._shared.visit import Visit
from pages.coverage import reach_figures as figures
from pages.coverage.reach_sheets import sheets

KINDS: tuple[str, ...] = ()


def show(visit: Visit, view: View) -> None:
    language, text = visit.language, visit.language.text
    ends = reach_months(visit)
    if not ends:
        st.info(
            text("Fewer than twelve full months have been counted.")
            if visit.has_clients
            else text("No cases have been loaded: put a caseload export below data/raw (see README).")
        )
        return
    known = {f"{month:%Y-%m}": language.month(month) for month in ends}
    findings = st.container()
    place_of_notices, place_of_slider = st.columns([1.6, 1], gap="medium", vertical_alignment="center")
    with place_of_slider:
        until = choice(text("Twelve months until"), "until", known, default=list(known)[-1], slider=len(known) > 1)
    found = reach_of(visit, view, dt.date.fromisoformat(f"{until}-01"))
    if found is None:
        return
    state = (view.weights, view.focus_area, until)
    findings.html(finding_as_html(*figures.findings(found, language)))
    with place_of_notices:
        _limits_of_what_is_shown(visit, found)
    title = figures.title(found, language)
    left, right = st.columns([1.15, 1], gap="medium")
    with left:
        pickable(kept(visit, "reach_map", state, lambda: figures.reach_map(visit, found)), "reach_map", visit)
    with right:
        names = figures.names(language)
        ranked, meaning = figures.ranked(found), definition("reach")
        chart(
            visit,
            "reach_intervals",
            state,
            title,
            lambda: intervals(ranked, names, meaning, language, average=found.district_per_1000, chosen=visit.ags),
        )
    st.caption(_how_to_read(visit))
    rows, total = figures.rows(found, language), figures.total(found, language)
    pickable(
        table.render(title, figures.headings(found, language), rows, selected=visit.ags, total=total, words=(6,)),
        "reach_table",
        visit,
    )
    _downloads(visit, view, found)
    explain([meaning, *(meaning_of(visit, indicator) for indicator in view.weights)], language)


def _limits_of_what_is_shown(visit: Visit, found: Reach) -> None:
    """What is not shown to whom and why, and dates that lie far apart."""
    language, text = visit.language, visit.language.text
    notices = []
    if not sees_exact(visit.role):
        notices.append(
            text(
                "All focus areas together: one focus area in one municipality is often the work of a single employee. Counts are "
                "rounded to 5, and the ranges are wide enough for every count that may stand behind a rounded one. Below 10 new "
                "cases there is no rate."
            )
        )
    if reference_dates_apart(found.need.dates, found.last):
        notices.append(
            text(
                "{group} as of {need}, cases until {last}: more than two years lie between. The target group may have changed since.",
                group=found.need.name,
                need=found.need.dates_text(language),
                last=language.day(found.last),
            )
        )
    if notices:
        st.html(notices_as_html(notices))


def _how_to_read(visit: Visit) -> str:
    return visit.language.text(
        "Reading aid: the line through each dot is the range of rates that agree with the number of cases (95 %, exact Poisson "
        "interval). The hollow dot is evened out: small places are drawn towards the district, as chance moves them most "
        "(empirical Bayes, Marshall 1991). ▲ and ▼ mark a difference only where even the wider range of 99.8 % does not touch the "
        "district, because many places are compared at once."
    )


def _downloads(visit: Visit, view: View, found: Reach) -> None:
    title = figures.title(found, visit.language)
    with st.container(horizontal=True):
        workbook_download(visit, lambda: sheets(visit, view, found), title, key="reach_xlsx", uses_clients=True)
        notes = figures.notes(visit, found)
        picture_downloads(
            visit,
            lambda: figures.reach_map(visit, found, heading=True, notes=notes),
            title,
            key="reach_map",
            uses_clients=True,
        )
