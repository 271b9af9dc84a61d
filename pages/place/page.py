"""Gemeinde: everything about one place on one screen, and on one sheet of paper."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from charts.place import note
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
from pages.place import (
    choosing,
    compared,
    distances,
    gap_picture,
    gaps,
    goals,
    new_cases,
    part_sheets,
    people,
    posts,
    reach,
)
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
    offer = partial(take_away, visit, folded=True)
    left, middle, right = st.columns(3, gap="medium")
    with left:
        st.html(kept(visit, "place_people", view, lambda: people.people(visit, view, place)))
        st.html(kept(visit, "place_compared", view, lambda: compared.compared(visit, view, place)))
        offer(
            compared.title_of(place, language),
            key="compared",
            sheets=lambda: part_sheets.of_compared(visit, view, place),
            findings=kept(visit, "place_compared_findings", view, lambda: compared.findings(visit, view, place)),
            uses_clients=uses_clients,
        )
        st.html(kept(visit, "place_distances", view, lambda: distances.distances(visit, view, place)))
        offer(
            distances.title(place, language),
            key="distances",
            sheets=lambda: part_sheets.of_distances(visit, view, place),
            findings=kept(visit, "place_distances_findings", view, lambda: distances.findings(visit, view, place)),
        )
    with middle:
        st.html(kept(visit, "place_gaps", view, lambda: gaps.gaps(visit, view, place)))
        offer(
            gap_picture.title(place, language),
            key="gaps",
            picture=lambda medium: gap_picture.draw(visit, view, place, medium),
            sheets=lambda: sheets(visit, view, place),
            findings=findings,
        )
        if uses_clients:
            st.html(kept(visit, "place_reach", view, lambda: reach.reach(visit, view, place)))
            st.html(f"<strong>{new_cases.heading(visit)}</strong>")
            title = new_cases.title(visit, place)
            if newly := kept(visit, "place_new_cases_findings", "", lambda: new_cases.findings(visit, place)):
                chart(visit, "periods", "", title, lambda: new_cases.bars(visit, place))
                offer(
                    title,
                    key="new_cases",
                    picture=lambda medium: new_cases.draw(visit, place, medium),
                    sheets=lambda: part_sheets.of_new_cases(visit, place),
                    findings=newly,
                    uses_clients=True,
                )
            else:
                st.html(note(text("No such period has been counted from its beginning to its end yet.")))
        else:
            st.info(text("No cases have been loaded: put a caseload export below data/raw (see README)."))
    with right:
        st.html(kept(visit, "place_posts", view, lambda: posts.posts(visit, view, place)))
        if served := kept(visit, "place_posts_findings", view, lambda: posts.findings(visit, view, place)):
            offer(
                posts.title(place, language),
                key="posts",
                sheets=lambda: part_sheets.of_posts(visit, view, place),
                findings=served,
            )
        if uses_clients:
            st.html(kept(visit, "place_goals", "", lambda: goals.goals(visit, place)))
            offer(
                goals.title(visit, place),
                key="goals",
                sheets=lambda: part_sheets.of_goals(visit, place),
                findings=kept(visit, "place_goals_findings", "", lambda: [goals.finding(visit, place)]),
                uses_clients=True,
            )
    st.caption(text("To print this page on one sheet: Ctrl+P, or «Print» in the menu of the browser."))
notices(visit, view)
groups = [meaning_of(visit, indicator) for indicator in view.weights]
meant = ("gap_in_posts", "fte_per_1000", "reach", default_travel(visit).definition, "accessibility")
explain([*map(definition, meant), *groups], language)
shown = ("posts", "post_areas", "outreach", "travel_times", "municipalities", "indicators")
files = need_of(visit, view).sources | files_of(visit, *shown, *(("cases", "goals") if uses_clients else ()))
footer(visit, files, uses_clients=uses_clients)
