"""How a figure went over the last 36 months, unit by unit, and whether it rises or falls by a stated rule."""

from __future__ import annotations

import streamlit as st

from charts import table
from charts.sentences import finding_as_html, notices_as_html
from locales import Language
from pages._shared import door
from pages._shared.choices import chosen
from pages._shared.drawing import options_for
from pages._shared.explain import explain
from pages._shared.frame import literal
from pages._shared.kept import kept
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.units import ONE_POST
from pages._shared.visit import Visit
from pages.caseload import course_figures as figures
from pages.caseload.course_sheets import sheets, sheets_of_months
from pages.caseload.course_trends import Course, course
from pages.caseload.norm import choose_norm
from pages.caseload.vacancy_finding import vacancy_findings
from pages.caseload.view import choose_view, key_of

UNIT = "unit"


def show(visit: Visit) -> set[str]:
    language, text = visit.language, visit.language.text
    is_coordination = door.is_coordination(visit.role)
    units = ("ags", "carrier", "focus_area", *(("post",) if is_coordination else ()))
    view = choose_view(visit, units=units, with_basis=False)
    if view is None:
        return set()
    found = course(visit, view)
    if not found.rows:
        st.info(text("Neither posts nor cases in these 36 months."))
        return figures.files(visit, view)
    lines = kept(
        visit, "course_findings", view, lambda: figures.findings(found, language) + vacancy_findings(visit, view)
    )
    st.html(finding_as_html(*lines))
    notices = _limits_of_what_is_shown(visit, found)
    if notices:
        st.html(notices_as_html(notices))
    place_of_picture = st.container()
    with st.expander(text("Compare with a norm")):
        norm = choose_norm(visit, view)
    name, choice = figures.title(view, language), "ags" if view.by == "ags" else UNIT
    selected = visit.ags if view.by == "ags" else chosen(UNIT)
    with place_of_picture:
        state = (view, norm, selected)
        drawn = kept(visit, "course_picture", state, lambda: figures.picture(visit, found, norm, selected=selected))
        pickable(drawn, "course_picture", visit, choice)
        st.caption("  \n".join(literal(sentence) for sentence in figures.rule(found, language)))
        take_away(
            visit,
            name,
            key=key_of(view, "course_picture"),
            picture=lambda medium: figures.picture(
                visit, found, norm, selected=selected, **options_for(medium, lambda: figures.notes(visit, found))
            ),
            sheets=lambda: sheets_of_months(visit, found, norm),
            findings=lines,
            uses_clients=True,
        )
    tabled = kept(visit, "course_table", (view, selected), lambda: _table(found, language, selected))
    pickable(tabled, "course_table", visit, choice)
    take_away(
        visit,
        _table_title(found, language),
        key=key_of(view, "course_table"),
        sheets=lambda: sheets(visit, found, norm),
        findings=lines,
        uses_clients=True,
    )
    explain([view.meaning], language)
    return figures.files(visit, view)


def _table_title(found: Course, language: Language) -> str:
    return language.text("{figure}: five years and their trend", figure=found.view.meaning.label[language.code])


def _table(found: Course, language: Language, selected: str) -> str:
    return table.render(
        _table_title(found, language),
        figures.headings(found, language),
        figures.rows(found, language),
        selected=selected,
        total=figures.cells(found.district, found, language),
        words=(len(found.periods) + 2,),
    )


def _limits_of_what_is_shown(visit: Visit, found: Course) -> list[str]:
    """What rounding does, and that figures of posts describe people."""
    text = visit.language.text
    notices = []
    if not door.is_coordination(visit.role):
        notices.append(
            text(
                "Counts are rounded to 5, and the test of a trend allows for it. Granted posts are counted, whether filled or not."
            )
        )
    if ONE_POST in found.names:
        notices.append(
            text(
                "Small carriers stand together: with a single post, a figure of their own would be that of one employee."
            )
        )
    if found.view.by == "post":
        notices.append(
            text("This describes single employees. It serves functional supervision only and must not be passed on.")
        )
    return notices
