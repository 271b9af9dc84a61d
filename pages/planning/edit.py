"""Stellen umverteilen: the table of posts and municipalities, and at once what each change does."""

from __future__ import annotations

import streamlit as st

from charts import before_after
from charts.sentences import finding_as_html
from metrics.definitions import definition
from pages._shared.explain import explain
from pages._shared.frame import literal
from pages._shared.kept import kept
from pages._shared.need import meaning_of
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.travel import default_travel
from pages._shared.view import View, area_name
from pages._shared.visit import Visit
from pages.planning import actions, entering, figures, places, plan_maps
from pages.planning.consequences import consequences
from pages.planning.draft import keep
from pages.planning.edit_words import edit_sentence
from pages.planning.evaluated import clients_evaluated, clients_of, evaluated, names_of, planned
from pages.planning.findings import finding
from pages.planning.limits import limits
from pages.planning.plan import Plan
from pages.planning.plan_sheets import sheets, sheets_of_maps, title
from pages.planning.refusals import refusal_sentence
from pages.planning.sheet.sheet import Entry, sheet

MOST_REFUSED = 8


def show(visit: Visit, view: View, plan: Plan) -> None:
    """Key figures before and after, the table to write in, and below it who gains, who pays, and the maps."""
    language, text = visit.language, visit.language.text
    found, clients = evaluated(visit, view, plan.edits), clients_evaluated(visit, view, plan.edits)
    travel, names = default_travel(visit), names_of(visit)
    said = finding(found, names, language, has_edits=bool(plan.edits))
    st.html(finding_as_html(*said))
    st.html(before_after.render(figures.changes(found, travel, language), language))
    sheet(
        entering.shown(visit, view, plan),
        "plan",
        lambda post, column, entry: entering.enter(visit, view, plan, [Entry(post, column, entry)]),
        on_block=lambda entries: entering.enter(visit, view, plan, entries),
        on_undo=lambda: keep(visit, view, plan.undo()),
        on_redo=lambda: keep(visit, view, plan.redo()),
    )
    actions.show(visit, view, plan)
    _refused(visit, view, plan)
    st.html(
        kept(
            visit,
            "plan_consequences",
            (view, plan.edits),
            lambda: consequences(found, clients, names, travel, language),
        )
    )
    pickable(plan_maps.maps(visit, view, plan.edits, plan.name), "plan_maps", visit)
    take_away(
        visit,
        plan_maps.title(visit, view, plan.name),
        key="plan_maps",
        picture=lambda medium: plan_maps.maps(visit, view, plan.edits, plan.name, medium),
        sheets=lambda: sheets_of_maps(visit, view, plan.edits, plan.name),
        findings=said,
    )
    if visit.has_clients:
        counted = clients_of(visit, view)
        whose = text("Clients of {area}, as of the newest twelve months", area=area_name(counted, language))
        st.html(f"<strong>{whose}</strong>")
        st.html(before_after.render(figures.client_changes(clients, language), language))
    pickable(
        kept(visit, "plan_places", (view, plan.edits), lambda: places.markup(visit, found, clients)),
        "plan_places",
        visit,
    )
    take_away(
        visit,
        title(visit, plan),
        key="plan_table",
        sheets=lambda: sheets(visit, view, plan),
        findings=said,
        uses_clients=visit.has_clients,
    )
    limits(language)
    explain(
        [
            definition("gap_in_posts"),
            definition("hoover"),
            definition("gini"),
            *(meaning_of(visit, each) for each in view.weights),
        ],
        language,
    )


def _refused(visit: Visit, view: View, plan: Plan) -> None:
    """Edits of the plan that cannot be applied to the posts of this day, each with its reason."""
    names = names_of(visit)
    every = planned(visit, view, plan.edits).refused
    for refused in every[:MOST_REFUSED]:
        sentence = edit_sentence(refused.edit, names, visit.language)
        st.warning(literal(f"{sentence}. {refusal_sentence(refused.refusal, visit.language, names)}"))
    if len(every) > MOST_REFUSED:
        st.warning(visit.language.text("and {number} further changes", number=len(every) - MOST_REFUSED))
