"""How fairly the posts are spread as a whole: how many would have to move, and between whom the differences lie."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import streamlit as st

from charts import key_figures, table
from charts.sentences import finding_as_html, notices_as_html
from metrics.definitions import definition
from pages._shared.choices import choice
from pages._shared.coverage import coverage, need_of
from pages._shared.explain import explain
from pages._shared.frame import literal
from pages._shared.kept import kept
from pages._shared.need import meaning_of
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.view import View, area_name, span_text
from pages._shared.visit import Visit
from pages.coverage import fairness_figures as figures
from pages.coverage import fairness_pictures as pictures
from pages.coverage.evenness import Groups, evenness, groups, typologies
from pages.coverage.fairness_sheets import sheets, sheets_by_month, sheets_by_place
from pages.coverage.figures import is_whole_district

KINDS: tuple[str, ...] = ("municipalities",)
TYPOLOGY_NAMES = {
    "regiostar7": "urban and rural regions (RegioStaR7)",
    "degurba": "density of settlement (DEGURBA)",
}


def show(visit: Visit, view: View) -> None:
    language, text = visit.language, visit.language.text
    found = coverage(visit, view)
    indices = evenness(found)
    findings = figures.finding(indices, view, language)
    st.html(finding_as_html(*findings))
    if not indices.fte:
        return
    if is_whole_district(visit, view):
        st.html(
            notices_as_html(
                [
                    text(
                        "These posts are assigned to all municipalities. Split by need, every place gets its share by definition, so "
                        "no unevenness can show. «Equally» shows the other extreme."
                    )
                ]
            )
        )
    smallest = found.filter(pl.col("need") > 0).sort("need", "name")["name"][0]
    st.html(key_figures.render(figures.key_figures(indices, smallest, language)))
    left, right = st.columns([1, 1.15], gap="medium")
    with left:
        _curve(visit, view, findings)
    with right:
        kinds = _kinds_of_places(visit, view)
        caption = text("All focus areas: {day}", day=span_text(visit, view))
        rows = kept(visit, "fairness_areas", view, lambda: figures.area_rows(figures.by_area(visit, view), language))
        st.html(table.plain(caption, figures.area_headings(language), rows, numeric=range(1, 6)))
        name = f"{text('How evenly posts are spread')}, {area_name(view.focus_area, language)}"
        take_away(visit, name, key="evenness", sheets=lambda: sheets(visit, view, kinds), findings=findings)
    _over_time(visit, view, findings)
    groups_of_need = [meaning_of(visit, indicator) for indicator in view.weights]
    explain([*map(definition, figures.INDICES), *groups_of_need], language)


def _curve(visit: Visit, view: View, findings: Sequence[str]) -> None:
    language = visit.language
    title = pictures.curve_title(visit, view)
    st.header(title, anchor=False)
    pickable(kept(visit, "lorenz", view, lambda: pictures.curve(visit, view)), "lorenz", visit)
    take_away(
        visit,
        title,
        key="lorenz",
        picture=lambda medium: pictures.curve(visit, view, medium),
        sheets=lambda: sheets_by_place(visit, view, title),
        findings=findings,
    )
    st.caption(
        language.text(
            "Reading aid: the municipalities stand in the order of their posts per head, those with least on the left. The farther "
            "the curve sags below the dashed diagonal, the more unevenly the posts are spread."
        )
    )


def _kinds_of_places(visit: Visit, view: View) -> Groups | None:
    """Theil within and between kinds of places; None where the data do not say of every municipality what it is."""
    language, text = visit.language, visit.language.text
    st.header(text("Between town and country, or among their own kind"), anchor=False)
    known = {typology: text(TYPOLOGY_NAMES[typology]) for typology in typologies(visit)}
    if not known:
        st.caption(
            text("The register of municipalities that is loaded does not say of every municipality what kind it is.")
        )
        return None
    typology = choice(
        text("Kinds of places"), "typology", known, default=next(iter(known)), inline=True, hide_label=True
    )
    found = groups(visit, view, typology)
    caption = figures.split_up(found, language)
    headings = figures.group_headings(need_of(visit, view).name, language)
    st.html(table.plain(caption, headings, figures.group_rows(found, language), numeric=range(1, 5)))
    st.caption(literal(figures.members(found)))
    return found


def _over_time(visit: Visit, view: View, findings: Sequence[str]) -> None:
    text = visit.language.text
    title = pictures.history_title(visit)
    st.header(title, anchor=False)
    pickable(kept(visit, "hoover_history", view, lambda: pictures.over_time(visit, view)), "hoover_history", visit)
    name = f"{title}, {area_name(view.focus_area, visit.language)}"
    take_away(
        visit,
        name,
        key="hoover_history",
        picture=lambda medium: pictures.over_time(visit, view, medium),
        sheets=lambda: sheets_by_month(visit, view, name),
        findings=findings,
    )
    st.caption(text("Every month is compared with the figures of need closest to it. The dot is the month looked at."))
