"""The authorities of the third building block: residence titles and naturalisations, year by year, against their posts."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from charts.sentences import as_html, note_as_html, notices_as_html
from charts.table import plain
from metrics.codes import codes, name
from pages._shared.choices import choice
from pages._shared.drawing import options_for
from pages._shared.explain import explain
from pages._shared.frame import date_of, literal
from pages._shared.kept import kept
from pages._shared.pickable import NOTHING, pickable
from pages._shared.take_away import take_away
from pages._shared.visit import Visit
from pages.outcomes import authorities_figures as figures
from pages.outcomes.authorities_counts import by_authority, counts, measures
from pages.outcomes.authorities_findings import findings, notices
from pages.outcomes.authorities_sheets import sheets, sheets_of

USUAL = "naturalisations"
MEASURE, AUTHORITY = "authority_measure", "authority"


def show(visit: Visit) -> set[str]:
    language, text = visit.language, visit.language.text
    known = measures(visit)
    if not known:
        _nothing_loaded(visit)
        return figures.files(visit)
    names = {code: name("authority_measure", code, language.code) for code in codes("authority_measure")}
    usual = USUAL if USUAL in known else next(code for code in names if code in known)
    first, second = st.columns(2)
    with first:
        measure = choice(text("What is counted"), MEASURE, names, default=usual)
    found = by_authority(counts(visit, measure))
    said = kept(visit, "authority_findings", measure, lambda: findings(visit, measure))
    st.html(as_html(said))
    if found:
        st.html(notices_as_html(notices(visit, measure)))
    shown = figures.drawn(visit, measure)
    if shown:
        with second:
            options = {NOTHING: text("all authorities")} | {authority: authority for authority in shown}
            selected = choice(text("Authority"), AUTHORITY, options, default=NOTHING)
        # A picture of one authority alone is not stretched over the page.
        with st.columns(2)[0] if len(shown) == 1 else st.container():
            _picture(visit, measure, selected, said)
    if found:
        rows = kept(visit, "authority_rows", measure, lambda: figures.rows(visit, measure))
        headings = figures.headings(visit)
        st.html(plain(figures.title(measure, language), headings, rows, numeric=range(2, len(headings))))
    _posts(visit)
    take_away(
        visit,
        text("Yearly counts of the authorities"),
        key="authorities_table",
        sheets=lambda: sheets(visit),
        findings=said,
    )
    explain([figures.meaning()], language)
    return figures.files(visit)


def _picture(visit: Visit, measure: str, selected: str, said: Sequence[str]) -> None:
    def draw(**options: object) -> str:
        return figures.picture(visit, measure, **options)

    state = (measure, selected)
    pickable(kept(visit, "authority_picture", state, lambda: draw(selected=selected)), "authorities", visit, AUTHORITY)
    st.caption("  \n".join(literal(sentence) for sentence in figures.rule(visit.language)))
    take_away(
        visit,
        figures.title(measure, visit.language),
        key="authorities",
        picture=lambda medium: draw(selected=selected, **options_for(medium, lambda: figures.notes(visit))),
        sheets=lambda: sheets_of(visit, measure),
        findings=said,
    )


def _nothing_loaded(visit: Visit) -> None:
    """What is missing and how to add it; the posts are known."""
    text = visit.language.text
    measures_named = ", ".join(
        codes("authority_measure")[code][visit.language.code] for code in codes("authority_measure")
    )
    st.info(
        text(
            "What the authorities produce is not loaded: no such counts come with the program. Fill in the template "
            "authority_counts.csv (folder data/templates), one row for each authority, year and figure, and load it on the page "
            "“Data”."
        )
    )
    st.html(note_as_html(text("Figures the template knows: {names}.", names=measures_named)))
    _posts(visit)


def _posts(visit: Visit) -> None:
    text = visit.language.text
    headings, rows = figures.post_headings(visit), figures.post_rows(visit)
    if not rows:
        st.html(note_as_html(text("The staffing table has no posts of building block 3.")))
        return
    day = visit.language.day(date_of(visit, "staffing_on"))
    caption = text("Posts of building block 3, as of {date}", date=day)
    st.html(plain(caption, headings, rows, numeric=range(2, len(headings) - 1)))
    st.html(
        note_as_html(
            text(
                "An authority's counts are divided by the posts whose carrier has its name, as the mean over the days of the year; "
                "the staffing table does not tell immigration and naturalisation offices apart."
            )
        )
    )
