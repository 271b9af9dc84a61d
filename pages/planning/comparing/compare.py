"""Pläne vergleichen: up to four plans side by side in figures, maps, places, carriers and changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from charts.sentences import finding_as_html, note_as_html, notices_as_html
from locales import Language
from metrics.definitions import definition
from pages._shared.explain import explain
from pages._shared.kept import kept
from pages._shared.maps import mark_label
from pages._shared.need import meaning_of
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.travel import default_travel
from pages._shared.view import View, area_name, span_of
from pages._shared.visit import Visit
from pages.planning.comparing import edits as compare_edits
from pages.planning.comparing import figures as compare_figures
from pages.planning.comparing import groups as compare_groups
from pages.planning.comparing import maps as compare_maps
from pages.planning.comparing import places as compare_places
from pages.planning.comparing.evaluated import Evaluated, evaluate_all
from pages.planning.comparing.findings import finding, notices
from pages.planning.comparing.measures import client_measures, measures
from pages.planning.comparing.plans import LEAST, Compared, choose_plans
from pages.planning.comparing.sheets import sheets, sheets_of_maps, title
from pages.planning.evaluated import clients_of, names_of
from pages.planning.limits import limits
from pages.planning.plan import Plan


def show(visit: Visit, view: View, plan: Plan) -> None:
    """Choice of the plans, finding, figures, maps, municipalities, carriers, and what each plan changes."""
    language, text = visit.language, visit.language.text
    plans = choose_plans(visit, plan)
    if len(plans) < LEAST:
        st.info(
            text(
                "Choose at least two plans. A plan of your own begins with the first change under «{section}».",
                section=text("Move posts"),
            )
        )
        return
    found, names = evaluate_all(visit, view, plans), names_of(visit)
    said = finding(found, names, language)
    st.html(finding_as_html(*said))
    if known := notices(found, language) + [note for each in found if (note := edition_note(visit, each))]:
        st.html(notices_as_html(known))
    _figures(visit, view, found)
    pickable(compare_maps.maps(visit, view, found), "plans_maps", visit)
    take_away(
        visit,
        compare_maps.title(visit, view, found),
        key="plans_maps",
        picture=lambda medium: compare_maps.maps(visit, view, found, medium),
        sheets=lambda: sheets_of_maps(visit, view, found),
        findings=said,
    )
    table = kept(visit, "plans_places", (view, plans), lambda: compare_places.markup(found, names, language, visit.ags))
    pickable(table, "plans_places", visit)
    signs = text("+ posts are missing, − more than the share.")
    st.html(note_as_html(f"{compare_places.CERTAIN} {mark_label(visit)} · {signs}"))
    _groups(found, language)
    _edits(visit, view, found, names)
    take_away(
        visit,
        title(visit, found),
        key="plans_table",
        sheets=lambda: sheets(visit, view, found),
        findings=said,
        uses_clients=visit.has_clients,
    )
    limits(language)
    shown = ("gap_in_posts", "hoover", "gini", default_travel(visit).definition)
    explain([*map(definition, shown), *(meaning_of(visit, each) for each in view.weights)], language)


def edition_note(visit: Visit, each: Evaluated) -> str:
    """That a plan was made on another edition of the data, and whether its changes still fit; "" for one made on this edition."""
    if not each.plan.is_older(visit):
        return ""
    text, refused = visit.language.text, len(each.applied.refused)
    facts = {"plan": each.plan.label, "edition": each.plan.edition_id}
    if not refused:
        return text(
            "{plan} was made on another edition of the data ({edition}); here it is evaluated on the current one.",
            **facts,
        )
    return text(
        "{plan} was made on another edition of the data ({edition}). Changes that do not fit the current one, left out and named "
        "below: {number}.",
        number=refused,
        **facts,
    )


def _figures(visit: Visit, view: View, found: Sequence[Evaluated]) -> None:
    language, plans = visit.language, _plans(found)
    travel = default_travel(visit)
    caption = language.text(
        "Figures of {area} on {day}, the others compared with {first}",
        area=area_name(view.focus_area, language),
        day=language.day(span_of(visit, view)[1]),
        first=plans[0].label,
    )
    st.html(compare_figures.markup(caption, measures(found, travel, language), plans, language))
    if visit.has_clients:
        whose = language.text(
            "Clients of {area} at constant demand, as of the newest twelve months",
            area=area_name(clients_of(visit, view), language),
        )
        st.html(compare_figures.markup(whose, client_measures(found, visit, view), plans, language))


def _groups(found: Sequence[Evaluated], language: Language) -> None:
    left, right = st.columns(2, gap="medium")
    with left:
        st.html(compare_groups.markup(found, "carrier", language))
    with right:
        st.html(compare_groups.markup(found, "focus_area", language))


def _edits(visit: Visit, view: View, found: Sequence[Evaluated], names: Mapping[str, str]) -> None:
    language, day = visit.language, span_of(visit, view)[1]
    st.header(language.text("What each plan changes"), anchor=False)
    changing = [each for each in found if each.plan.edits]
    for column, each in zip(st.columns(max(len(changing), 1), gap="medium"), changing, strict=False):
        with column:
            st.html(compare_edits.markup(each, names, day, language))


def _plans(found: Sequence[Evaluated]) -> list[Compared]:
    return [each.plan for each in found]
