"""How many people of the target group come to counselling, place by place, and where chance does not explain the difference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import streamlit as st

from charts import table
from charts.medium import Medium
from charts.sentences import finding_as_html, notices_as_html
from metrics.definitions import definition
from metrics.need import reference_dates_apart
from metrics.protection import sees_exact
from pages._shared.choices import choice
from pages._shared.explain import explain
from pages._shared.kept import kept
from pages._shared.need import meaning_of
from pages._shared.pickable import pickable
from pages._shared.reach import Reach, reach_months, reach_of
from pages._shared.take_away import take_away
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
    place_of_findings = st.container()
    place_of_notices, place_of_slider = st.columns([1.6, 1], gap="medium", vertical_alignment="center")
    with place_of_slider:
        until = choice(text("Twelve months until"), "until", known, default=list(known)[-1], slider=len(known) > 1)
    found = reach_of(visit, view, dt.date.fromisoformat(f"{until}-01"))
    if found is None:
        return
    findings = figures.findings(found, language)
    place_of_findings.html(finding_as_html(*findings))
    with place_of_notices:
        _limits_of_what_is_shown(visit, found)
    title = figures.title(found, language)
    left, right = st.columns([1.15, 1], gap="medium")
    with left:
        _picture(visit, view, found, "reach_map", title, figures.reach_map, findings)
    with right:
        name = text("{figure}: how sure it is", figure=title)
        _picture(visit, view, found, "reach_intervals", name, figures.reach_intervals, findings)
    st.caption(_how_to_read(visit))
    rows, total = figures.rows(found, language), figures.total(found, language)
    pickable(
        table.render(title, figures.headings(found, language), rows, selected=visit.ags, total=total, words=(6,)),
        "reach_table",
        visit,
    )
    take_away(
        visit, title, key="reach_table", sheets=lambda: sheets(visit, view, found), findings=findings, uses_clients=True
    )
    explain([definition("reach"), *(meaning_of(visit, indicator) for indicator in view.weights)], language)


def _picture(
    visit: Visit,
    view: View,
    found: Reach,
    key: str,
    name: str,
    draw: Callable[[Visit, Reach, Medium], str],
    findings: Sequence[str],
) -> None:
    """One of the pictures of the section, to be looked at and taken away."""
    state = (view.weights, view.focus_area, found.last)
    pickable(kept(visit, key, state, lambda: draw(visit, found, Medium.PAGE)), key, visit)
    take_away(
        visit,
        name,
        key=key,
        picture=lambda medium: draw(visit, found, medium),
        sheets=lambda: sheets(visit, view, found),
        findings=findings,
        uses_clients=True,
    )


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
