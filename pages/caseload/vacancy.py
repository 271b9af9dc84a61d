"""Posts granted and filled: what is vacant since when, and whose caseload rose because of it."""

from __future__ import annotations

import streamlit as st

from charts import table
from charts.sentences import finding_as_html, notices_as_html
from pages._shared import door
from pages._shared.choices import chosen
from pages._shared.drawing import options_for
from pages._shared.explain import explain
from pages._shared.kept import kept
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.visit import Visit
from pages.caseload import vacancy_district
from pages.caseload import vacancy_figures as figures
from pages.caseload.vacancy_posts import posts_by_month
from pages.caseload.vacancy_sheets import sheets, sheets_of_months
from pages.caseload.view import CaseloadView, choose_view

UNIT = "unit"
UNITS_OFFERED = ("carrier", "focus_area", "ags", "post")


def show(visit: Visit) -> set[str]:
    if not door.is_coordination(visit.role):
        return vacancy_district.show(visit)
    language, text = visit.language, visit.language.text
    view = choose_view(visit, units=UNITS_OFFERED, with_fte=False, with_basis=False)
    if view is None:
        return set()
    if posts_by_month(visit, view).is_empty():
        st.info(text("No posts in these 36 months."))
        return figures.files(visit, view)
    said = kept(visit, "vacancy_findings", view, lambda: figures.findings(visit, view))
    st.html(finding_as_html(*said))
    st.html(
        notices_as_html(
            [
                text(
                    "What is filled, and since when a post is vacant, describes single employees: for the coordination only."
                )
            ]
        )
    )
    choice, selected = ("ags", visit.ags) if view.by == "ags" else (UNIT, chosen(UNIT))
    drawn = kept(visit, "vacancy_picture", (view, selected), lambda: figures.picture(visit, view, selected=selected))
    pickable(drawn, "vacancy_picture", visit, choice)
    files = figures.files(visit, view)
    take_away(
        visit,
        figures.title(view.month, language),
        key="vacancy_units",
        picture=lambda medium: figures.picture(
            visit, view, selected=selected, **options_for(medium, lambda: figures.notes(visit, files))
        ),
        sheets=lambda: sheets_of_months(visit, view),
        findings=said,
    )
    posts = figures.post_rows(visit, view)
    if posts:
        caption = figures.post_title(view, language)
        st.html(table.plain(caption, figures.post_headings(language), posts, numeric=figures.NUMBERS_OF_POSTS))
    markup = kept(visit, "vacancy_table", (view, selected), lambda: _table(visit, view, selected))
    pickable(markup, "vacancy_table", visit, choice)
    st.caption(
        text(
            "Reading aid: cases per filled post change because cases come or go, or because posts are filled or not. What makes up at "
            "least two thirds of the change is named; a rise by less than 10 % or a fall by less than 9 % counts as none. "
            "More or fewer cases are named only where chance does not explain them (99.8 %)."
        )
    )
    take_away(
        visit,
        figures.unit_title(view, language),
        key="vacancy_table",
        sheets=lambda: sheets(visit, view),
        findings=said,
        uses_clients=True,
    )
    with st.expander(text("The district as a whole, as everybody may see it")):
        vacancy_district.show_picture(visit, view.month, part="vacancy_district")
    explain([view.meaning], language)
    return files | figures.files_of_cases(visit, view)


def _table(visit: Visit, view: CaseloadView, selected: str) -> str:
    language = visit.language
    return table.render(
        figures.unit_title(view, language),
        figures.unit_headings(view, language),
        figures.unit_rows(visit, view),
        selected=selected,
        words=(10,),
    )
