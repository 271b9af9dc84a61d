"""Cases weighted by the work they make, beside the unweighted ones: whose verdict depends on the weights?"""

from __future__ import annotations

import streamlit as st

from charts import table
from charts.sentences import finding_as_html, notices_as_html
from metrics.protection import sees_exact
from pages._shared.explain import explain
from pages._shared.frame import files_of
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.view import ALL_AREAS
from pages._shared.visit import Visit
from pages.caseload import intensity_figures as figures
from pages.caseload.comparison import comparison
from pages.caseload.intensity_counts import changes, sensitivity, weighted_comparison
from pages.caseload.intensity_sheets import sheets
from pages.caseload.intensity_weights import Weights, areas_differ, choose_weights, kinds_are_known
from pages.caseload.supply import need_of_split
from pages.caseload.view import CASES, CaseloadView, calendar_years_only, choose_view, key_of


def show(visit: Visit) -> set[str]:
    language, text = visit.language, visit.language.text
    units = ("ags", "carrier", "focus_area", *(("post",) if sees_exact(visit.role) else ()))
    view = choose_view(visit, units=units, measures=CASES, tells_kinds=True)
    if view is None:
        return set()
    place_of_findings = st.container()
    weights = choose_weights(visit, view)
    notices = limits_of_weights(visit, view)
    if notices:
        st.html(notices_as_html(notices))
    files = files_of(visit, "goals", "services")
    if view.by == "ags":
        files |= need_of_split(visit, view).sources
    if weights.counts_nothing:
        place_of_findings.info(text("No case counts: give at least one weight of each kind a value above zero."))
        return files
    before, after = comparison(visit, view), weighted_comparison(visit, view, weights)
    once = Weights(dict.fromkeys(weights.areas, 1.0), dict.fromkeys(weights.kinds, 1.0))
    found, if_one_moves = changes(visit, view, once, weights), sensitivity(visit, view, weights)
    said = figures.findings(visit, found, weights, if_one_moves)
    place_of_findings.html(finding_as_html(*said))
    title = figures.table_title(view, language)
    headings, rows = figures.headings(view, language), figures.rows(before, after, found, language)
    total = figures.total(before, after, language)
    if view.by == "ags":
        markup = table.render(title, headings, rows, selected=visit.ags, total=total, words=figures.WORDS_AT)
        pickable(markup, "weighted_table", visit)
    else:
        cells = [*(cells for _, cells in rows), total]
        numbers = [position for position in range(1, len(headings)) if position not in figures.WORDS_AT]
        st.html(table.plain(title, headings, cells, numeric=numbers))
    st.caption(_how_to_read(visit))
    if if_one_moves:
        moved = figures.sensitivity_rows(weights, if_one_moves, language)
        caption = figures.sensitivity_title(language)
        st.html(table.plain(caption, figures.sensitivity_headings(language), moved, numeric=(1,)))
    take_away(
        visit,
        title,
        key=key_of(view, "weighted_table"),
        sheets=lambda: sheets(visit, view, weights, before, after, found, if_one_moves),
        findings=said,
        uses_clients=True,
    )
    explain([view.meaning], language)
    return files


def limits_of_weights(visit: Visit, view: CaseloadView) -> list[str]:
    """Which weights are not offered and why, and what rounding does to weighted counts."""
    text = visit.language.text
    notices = []
    if view.focus_area != ALL_AREAS:
        notices.append(text("Within a single focus area its weight would change nothing, so there is none to set."))
    elif not areas_differ(visit, view):
        notices.append(
            text(
                "Weights by focus area can be set where focus areas are compared: one focus area in one municipality or of one "
                "carrier is often the work of a single employee."
            )
        )
    goals, services = (bool(files_of(visit, kind)) for kind in ("goals", "services"))
    if not kinds_are_known(visit):
        notices.append(
            text("Neither goals nor services are loaded: nothing tells what kind a case is, so kinds have no weights.")
        )
    elif not goals:
        notices.append(text("No goals are loaded: no case counts as one with goals agreed."))
    elif not services:
        notices.append(text("No services are loaded: every ended case without goals counts as short counselling."))
    if view.is_stock and kinds_are_known(visit):
        notices.append(
            text("Open cases have not ended, so no short counselling is among them: its weight moves nothing here.")
        )
    if not sees_exact(visit.role):
        notices.append(
            text(
                "Weighted cases are put together of counts that are rounded to 5, each on its own. A verdict is given only where it "
                "holds for all counts that may stand behind them. Below 10 cases that count there is no rate."
            )
        )
        notices.append(calendar_years_only(visit))
    return notices


def _how_to_read(visit: Visit) -> str:
    text = visit.language.text
    about_kinds = text(
        "Kinds of cases are told by what is recorded: goals agreed; else short counselling where the case has ended and has at "
        "most three services; else counselling without goals."
    )
    aid = text(
        "Reading aid: a case counts its weight by focus area times its weight by kind; weight 2 means as much work as two usual "
        "cases. FTE: full-time equivalents, that is, whole posts. The range holds what agrees with the number of cases (95 %, "
        "exact Poisson interval); evened out means drawn towards the district, most of all where there are few cases."
    )
    return f"{aid} {about_kinds}" if kinds_are_known(visit) else aid
