"""One municipality, carrier, focus area or post in detail: for the coordination only, because it shows single employees."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from charts import table
from charts.sentences import finding_as_html, note_as_html, notices_as_html
from metrics.definitions import definition
from metrics.protection import StaffFiguresWithheld
from pages._shared import door
from pages._shared.choices import choice
from pages._shared.explain import explain
from pages._shared.frame import files_of
from pages._shared.kept import kept
from pages._shared.need import require_figures
from pages._shared.pickable import NOTHING, pickable
from pages._shared.take_away import take_away
from pages._shared.units import labels_of
from pages._shared.view import FTE_NAMES
from pages._shared.view import View as CoverageView
from pages._shared.visit import Visit
from pages.caseload import details_figures as figures
from pages.caseload.compare_notices import alone
from pages.caseload.details_counts import Unit
from pages.caseload.details_facts import Facts, facts_of
from pages.caseload.details_sheets import sheets, sheets_of_course
from pages.caseload.supply import need_of_split
from pages.caseload.view import MEASURES, UNITS, CaseloadView, choose_view, span_text

KINDS = ("ags", "carrier", "focus_area", "post")


def show(visit: Visit) -> set[str]:
    """Raises StaffFiguresWithheld for whoever is not the coordination."""
    if not door.is_coordination(visit.role):
        raise StaffFiguresWithheld("details of single units are for the coordination")
    view = choose_view(visit, units=KINDS)
    if view is None:
        return set()
    unit = choose_unit(visit, view)
    if unit is None:
        return set()
    # Whatever is looked at, its posts are split between municipalities.
    require_figures(visit, CoverageView().indicators, view.last)
    language, text = visit.language, visit.language.text
    found = facts_of(visit, view, unit)
    files = {*need_of_split(visit, view).sources, *files_of(visit, "services")}
    said = figures.findings(found.chosen, view, unit, language)
    st.html(finding_as_html(*said))
    st.html(notices_as_html(_notices(visit, view, unit, found)))
    _table(
        text("{unit}: all figures, {span}", unit=unit.label, span=span_text(view.of(measure="new_cases"), language)),
        figures.measure_headings(language),
        figures.measure_rows(found.measures, language),
        numeric=range(1, 10),
    )
    st.html(note_as_html(_how_to_read(visit, view)))
    if found.course.rows:
        markup = kept(visit, "details_course", (view, unit), lambda: figures.picture(visit, found.course))
        pickable(markup, "details_course", visit)
    _parts(visit, view, unit, found)
    _downloads(visit, view, unit, found, files, said)
    explain([definition(f"{measure}_per_fte") for measure in MEASURES] + [definition("caseload_ratio")], language)
    return files


def choose_unit(visit: Visit, view: CaseloadView) -> Unit | None:
    """The unit that is looked at: the one chosen, or the first by name; None where there is none at all."""
    text, labels = visit.language.text, labels_of(visit, view.by)
    names = dict(sorted(labels.items(), key=lambda item: item[1]))
    if not names:
        st.info(text("The staffing table names none of these."))
        return None
    first = next(iter(names))
    if view.by == "ags":
        key = visit.ags or first
        if not visit.ags:
            st.caption(text("No municipality is chosen in the sidebar: shown is the first by name."))
    else:
        offered = {NOTHING: text("{unit} (the first by name)", unit=names[first]), **names}
        with st.columns(2)[0]:
            key = choice(text(UNITS[view.by]), "unit", offered, default=NOTHING) or first
    return Unit(view.by, key, names[key])


def _notices(visit: Visit, view: CaseloadView, unit: Unit, found: Facts) -> list[str]:
    text = visit.language.text
    notices = [figures.notice(visit, view, unit)]
    if "same_for_all_rules" in found.chosen and not found.chosen["same_for_all_rules"]:
        notices.append(text("This verdict depends on how shared posts are split between municipalities."))
    if found.chosen["is_overdispersed"]:
        notices.append(
            text(
                "All together differ from each other by more than chance alone explains; what counts as high or low is drawn more "
                "widely for that."
            )
        )
    return notices + alone(visit, view, {unit.key: unit.label})


def _parts(visit: Visit, view: CaseloadView, unit: Unit, found: Facts) -> None:
    """What the chosen figure is made of, by focus area, place or post, kind of service and month."""
    language, text = visit.language, visit.language.text
    words = {"unit": unit.label, "span": span_text(view, language)}
    if found.areas.height:
        _table(
            text("{unit}: {figure} by focus area, {span}", **words, figure=figures.measure_name(view, language)),
            figures.area_headings(language),
            figures.area_rows(found.areas, view, language),
            numeric=range(1, 9),
        )
    headings, rows = figures.part_headings(view, unit, language), figures.part_rows(visit, view, unit, found.parts)
    # Posts stand with their carriers, whose names are long.
    where, what = st.columns([1.5 if unit.by == "ags" else 1.1, 1], gap="medium")
    with where:
        by = text("by post") if unit.by == "ags" else text("by municipality")
        _table(
            text("{unit}: {figure} {by}, {span}", **words, figure=figures.measure_name(view, language), by=by),
            headings,
            rows,
            numeric=range(len(headings) - 4, len(headings)),
        )
        st.html(note_as_html(_where_note(visit, unit)))
    with what:
        if found.services.height:
            span = span_text(view.of(measure="services"), language)
            _table(
                text("{unit}: services by kind, {span}", unit=unit.label, span=span),
                figures.service_headings(language),
                figures.service_rows(found.services, language),
                numeric=range(1, 4),
            )
        else:
            st.caption(text("No services are recorded in these twelve months."))
    with st.expander(text("All months: new, ended and open cases")):
        _table(
            text("{unit}: cases by month", unit=unit.label),
            figures.month_headings(language),
            figures.month_rows(found.months, language),
            numeric=range(1, 4),
        )


def _how_to_read(visit: Visit, view: CaseloadView) -> str:
    text = visit.language.text
    return " ".join(
        [
            text("Divided by: {posts}.", posts=text(FTE_NAMES[view.fte])),
            text(
                "Open cases at the end of the month are divided by the posts of that month, everything else by the mean of the "
                "twelve months. Range: where the figure per post lies with 95 % confidence (exact Poisson interval). Evened out: "
                "drawn towards the district, because chance moves small numbers most (empirical Bayes). Below ten cases there is "
                "no figure per post."
            ),
        ]
    )


def _where_note(visit: Visit, unit: Unit) -> str:
    text = visit.language.text
    if unit.by == "ags":
        return text(
            "Posts (FTE) there: the part of each post that falls to this municipality, as shared posts are split."
        )
    return text("Posts (FTE) there: the part of the posts that falls to the municipality, as shared posts are split.")


def _downloads(
    visit: Visit, view: CaseloadView, unit: Unit, found: Facts, files: set[str], said: Sequence[str]
) -> None:
    cited = files | files_of(visit, "cases", "posts", "post_areas")
    title = figures.heading(view, unit, visit.language)
    if found.course.rows:
        take_away(
            visit,
            title,
            key="details_course",
            picture=lambda medium: figures.picture(visit, found.course, medium),
            sheets=lambda: sheets_of_course(visit, view, unit, found, cited),
            findings=said,
            uses_clients=True,
        )
    take_away(
        visit,
        title,
        key="details_table",
        sheets=lambda: sheets(visit, view, unit, found, cited),
        findings=said,
        uses_clients=True,
    )


def _table(caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int]) -> None:
    st.html(table.plain(caption, headings, rows, numeric=numeric))
