"""Wirkung: goals agreed and achieved, waiting time and topics by focus area."""

from __future__ import annotations

import streamlit as st

from charts import outcomes as charts
from charts.sentences import as_html
from metrics.definitions import definition
from metrics.outcomes import shares_of_status
from pages._shared.chart import chart
from pages._shared.explain import explain
from pages._shared.frame import files_of, footer, header
from pages._shared.visit import current_visit
from pages.outcomes import figures

visit = current_visit()
language = visit.language
header(visit, language.text("Outcomes: what becomes of the counselling"), uses_clients=True)
if not visit.has_clients:
    st.info(language.text("No cases have been loaded: put a caseload export below data/raw (see README)."))
    st.stop()

view = figures.choose_view(visit)
st.html(as_html(figures.headline(visit, view)))
left, right = st.columns(2, gap="medium")
with left:
    st.header(language.text("What became of the goals"), anchor=False)
    chart(
        visit,
        "status",
        view,
        language.text("Goals agreed by focus area and what became of them"),
        lambda: charts.goal_status(
            shares_of_status(figures.goals_by_area(visit, view), visit.role), figures.status_names(language), language
        ),
    )
    st.header(language.text("Waiting time to the first interview"), anchor=False)
    chart(
        visit,
        "waiting",
        view,
        language.text("Median days from request to first interview by year of the request"),
        lambda: charts.waiting(*figures.waiting_by_year(visit, view), language),
    )
with right:
    st.header(language.text("Goals achieved by topic"), anchor=False)
    topics = figures.topics(visit, view) if view.by_subject else None
    if topics is None:
        st.info(
            language.text(
                "In a single municipality, focus areas and topics would show the work of single employees. Only the "
                "coordination sees them there."
            )
        )
    else:
        chart(
            visit,
            "topics",
            view,
            language.text("Share of settled goals achieved, by topic, with 95 % intervals"),
            lambda: charts.shares(topics, language, definition("share_achieved").unit[language.code]),
        )
figures.numbers(visit, view, topics)
explain([definition("share_achieved"), definition("waiting_days")], language)
footer(visit, files_of(visit, "cases", "goals", "services"), uses_clients=True)
