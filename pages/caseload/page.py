"""Fallzahlen: open and new cases per full-time post, by municipality, carrier and focus area, now and over time."""

from __future__ import annotations

import streamlit as st

from charts import caseload as charts
from charts.sentences import as_html
from metrics.definitions import definition
from pages._shared.chart import chart
from pages._shared.explain import explain
from pages._shared.frame import files_of, footer, header
from pages._shared.need import municipal, require_figures
from pages._shared.pickable import pickable
from pages._shared.view import View
from pages._shared.visit import current_visit
from pages.caseload import figures

visit = current_visit()
language = visit.language
header(visit, language.text("Caseload: cases per full-time post"), uses_clients=True)
if not (visit.has_clients and figures.counted_months(visit)):
    st.info(language.text("No cases have been loaded: put a caseload export below data/raw (see README)."))
    st.stop()

view = figures.choose_view(visit)
meaning = definition(view.measure)
if view.by == "ags":
    require_figures(visit, [View.group])
series = figures.ratios(visit, view)
if series.is_empty():
    st.info(language.text("Fewer than twelve full months have been counted."))
    st.stop()
latest = figures.latest(series, visit, view)
district = figures.district(visit, view)
st.html(as_html(figures.headline(view, latest, district, visit)))

if view.by == "ags":
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        pickable(figures.ratio_map(visit, view, latest, meaning), "caseload_map", visit)
    with right:
        pickable(figures.ratio_table(visit, latest, district, meaning), "caseload_table", visit)
else:
    chart(
        visit,
        "bars",
        view,
        figures.title(view, meaning, language),
        lambda: charts.bars(latest, meaning, language, average=figures.last_ratio(district)),
    )
st.header(language.text("Over time"), anchor=False)
shown, names = figures.over_time(visit, view, series, district)
chart(
    visit,
    "lines",
    (view, *names),
    language.text("{measure} over time", measure=meaning.label[language.code]),
    lambda: charts.lines(shown, meaning, names, language),
)
figures.numbers(visit, view, latest, meaning)
figures.per_post(visit)
explain([meaning], language)
need = set(municipal(visit, View.group)["source"]) if view.by == "ags" else set()
footer(visit, need | files_of(visit, "cases", "posts", "post_areas", "boundaries"), uses_clients=True)
