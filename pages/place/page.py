"""Gemeinde: everything about one place on one screen, and on one sheet of paper."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from charts.periods import periods
from charts.sentences import as_html, largest_gaps
from metrics.definitions import definition
from pages._shared.chart import chart
from pages._shared.coverage import coverage, need_of, notices, require_need
from pages._shared.explain import explain
from pages._shared.frame import files_of, footer, header, literal
from pages._shared.kept import kept
from pages._shared.need import meaning_of
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.travel import default_travel
from pages._shared.view import ALL_AREAS, choose_view
from pages._shared.visit import current_visit
from pages.place import choosing, clients, compared, distances, gap_picture, gaps, people, posts
from pages.place.place import head, place_of
from pages.place.sheets import figures_title, sheets, sheets_of_all, sheets_of_figures

STYLE = Path(__file__).with_name("place.css")

visit = current_visit()
language, text = visit.language, visit.language.text
place = place_of(visit) if visit.ags else None
uses_clients = place is not None and visit.has_clients
header(
    visit, literal(place.name) if place else text("Municipality: everything about one place"), uses_clients=uses_clients
)
with st.container(key="choices"):
    view = choose_view(visit, with_area=False).of(ALL_AREAS)
require_need(visit, view)
if place is None:
    st.info(text("Choose a municipality in the list or on the left."))
    pickable(kept(visit, "place_list", view, lambda: choosing.choices(visit, view)), "place_list", visit)
    take_away(
        visit,
        choosing.caption(language),
        key="places",
        sheets=lambda: sheets_of_all(visit, view),
        findings=largest_gaps(coverage(visit, view), language),
    )
else:
    st.html(STYLE)
    findings = kept(visit, "place_findings", view, lambda: gaps.findings(visit, view, place))
    all_findings = [*findings, *kept(visit, "place_reach_findings", view, lambda: gaps.reach_findings(visit, view))]
    st.html("".join(as_html([sentence]) for sentence in all_findings))
    st.html(head(place, language))
    take_away(
        visit,
        figures_title(visit, place),
        key="figures",
        sheets=lambda: sheets_of_figures(visit, view, place),
        findings=all_findings,
        uses_clients=uses_clients,
    )
    left, middle, right = st.columns(3, gap="medium")
    with left:
        for part in (people.people, compared.compared, distances.distances):
            st.html(kept(visit, f"place_{part.__name__}", view, lambda part=part: part(visit, view, place)))
    with middle:
        st.html(kept(visit, "place_gaps", view, lambda: gaps.gaps(visit, view, place)))
        take_away(
            visit,
            gap_picture.title(place, language),
            key="gaps",
            picture=lambda medium: gap_picture.draw(visit, view, place, medium),
            sheets=lambda: sheets(visit, view, place),
            findings=findings,
        )
        if uses_clients:
            st.html(kept(visit, "place_reach", view, lambda: clients.reach(visit, view, place)))
            months = clients.months_of_a_period(visit)
            heading = text("New cases per quarter") if months == clients.QUARTER else text("New cases per year")
            st.html(f"<strong>{heading}</strong>")
            said = f"{heading}, {place.name}"
            chart(visit, "periods", "", said, lambda: periods(clients.over_time(visit, place), months, language))
        else:
            st.info(text("No cases have been loaded: put a caseload export below data/raw (see README)."))
    with right:
        st.html(kept(visit, "place_posts", view, lambda: posts.posts(visit, view, place)))
        if uses_clients:
            st.html(kept(visit, "place_goals", "", lambda: clients.goals(visit, place)))
    st.caption(text("To print this page on one sheet: Ctrl+P, or «Print» in the menu of the browser."))
notices(visit, view)
groups = [meaning_of(visit, indicator) for indicator in view.weights]
meant = ("gap_in_posts", "fte_per_1000", "reach", default_travel(visit).definition, "accessibility")
explain([*map(definition, meant), *groups], language)
shown = ("posts", "post_areas", "outreach", "travel_times", "municipalities", "indicators")
files = need_of(visit, view).sources | files_of(visit, *shown, *(("cases", "goals") if uses_clients else ()))
footer(visit, files, uses_clients=uses_clients)
