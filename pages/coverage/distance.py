"""How far counselling is: posts within reach of every municipality, and the way to the nearest place with a post."""

from __future__ import annotations

import streamlit as st

from charts import table
from charts.sentences import finding_as_html, notices_as_html
from metrics.definitions import definition
from pages._shared.choices import choice
from pages._shared.explain import explain
from pages._shared.kept import kept
from pages._shared.need import meaning_of
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.travel import Travel, access
from pages._shared.view import View
from pages._shared.visit import Visit
from pages.coverage import distance_figures as figures
from pages.coverage.distance_findings import findings, notices
from pages.coverage.distance_sheets import sheets
from pages.coverage.travel_choices import METHOD_MEANINGS, choose_travel, weights_text

KINDS: tuple[str, ...] = figures.KINDS
SHOWN_NAMES = {figures.ACCESS: "posts within reach", figures.NEAREST: "way to the nearest place"}


def show(visit: Visit, view: View) -> None:
    language, text = visit.language, visit.language.text
    place_of_findings = st.container()
    choices, picked = st.columns([1.9, 1], vertical_alignment="bottom")
    with choices:
        travel = choose_travel(visit)
    with picked:
        names = {code: text(SHOWN_NAMES[code]) for code in SHOWN_NAMES}
        shown = choice(text("The map shows"), "distance", names, default=figures.ACCESS, inline=True)
    state = (view, travel, shown)
    found = kept(visit, "distance_findings", (view, travel), lambda: findings(visit, view, travel))
    place_of_findings.html(finding_as_html(*found))
    title = figures.title(view, travel, shown, language)
    left, right = st.columns([1.15, 1], gap="medium")
    with left:
        drawn = kept(visit, "distance_map", state, lambda: figures.distance_map(visit, view, travel, shown))
        pickable(drawn, "distance_map", visit)
        take_away(
            visit,
            title,
            key="distance",
            picture=lambda medium: figures.distance_map(visit, view, travel, shown, medium),
            sheets=lambda: sheets(visit, view, travel, shown),
            findings=found,
        )
    with right:
        pickable(
            kept(visit, "distance_table", state, lambda: _table(visit, view, travel, shown)), "distance_table", visit
        )
        take_away(visit, title, key="distance_table", sheets=lambda: sheets(visit, view, travel, shown), findings=found)
    st.caption(f"{text(METHOD_MEANINGS[travel.method])} {weights_text(travel, language)}")
    st.html(notices_as_html(notices(visit, travel)))
    groups = [meaning_of(visit, indicator) for indicator in view.weights]
    explain([definition("accessibility"), definition(travel.definition), *groups], language)


def _table(visit: Visit, view: View, travel: Travel, shown: str) -> str:
    language, found = visit.language, access(visit, view, travel)
    return table.render(
        figures.title(view, travel, shown, language),
        figures.headings(travel, language),
        figures.rows(found, travel, shown, language),
        selected=visit.ags,
        words=(2,),
    )
