"""The focus areas side by side: one map each on one scale, and the gap of every municipality in each."""

from __future__ import annotations

import polars as pl
import streamlit as st

from charts import sentences, table
from charts.medium import Medium
from charts.panels import Panel
from metrics.codes import codes
from metrics.definitions import definition
from pages._shared.coverage import coverage, need_of
from pages._shared.explain import explain
from pages._shared.kept import kept
from pages._shared.maps import draw_panels, gap_note, gap_values, mark_label, panel_options, picture_notes
from pages._shared.need import meaning_of
from pages._shared.pickable import pickable
from pages._shared.take_away import take_away
from pages._shared.view import ALL_AREAS, View, area_name
from pages._shared.visit import Visit
from pages.coverage.figures import gap_text, headline, is_whole_district, signs, whole_district
from pages.coverage.gap_sheets import sheets_of_areas

KINDS: tuple[str, ...] = ()
HEIGHT = 590
PICTURE_HEIGHT = 700


def show(visit: Visit, view: View) -> None:
    """Finding, maps, and a table of municipalities and focus areas."""
    language, text = visit.language, visit.language.text
    name, findings = title(visit, view), [most_severe(visit, view)]
    st.html(sentences.finding_as_html(*findings))
    pickable(panels(visit, view), "focus_areas_map", visit)
    take_away(
        visit,
        name,
        key="areas",
        picture=lambda medium: panels(visit, view, medium),
        sheets=lambda: sheets_of_areas(visit, view, name),
        findings=findings,
    )
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        caption = text("Gap in posts (FTE) by focus area, the largest gap in all first")
        headings = [text("Municipality"), *(area_name(area, language) for area in (*codes("focus_area"), ALL_AREAS))]
        markup = table.render(caption, headings, rows(visit, view), selected=visit.ags, total=posts_in_all(visit, view))
        pickable(markup, "focus_areas_table", visit)
        st.html(sentences.note_as_html(signs(visit, view.of(ALL_AREAS))))
        take_away(
            visit, caption, key="areas_table", sheets=lambda: sheets_of_areas(visit, view, caption), findings=findings
        )
    with right:
        for area in codes("focus_area"):
            found = [whole_district(language)]
            if not is_whole_district(visit, view.of(area)):
                found = headline(coverage(visit, view.of(area)), view.of(area), language)
            st.html(sentences.finding_as_html(area_name(area, language), *found))
    explain([definition("gap_in_posts"), *(meaning_of(visit, indicator) for indicator in view.weights)], language)


def panels(visit: Visit, view: View, medium: Medium = Medium.PAGE) -> str:
    """One map of gaps for each focus area."""

    def build() -> str:
        shown = [
            Panel(area_name(area, visit.language), gap_values(visit, view.of(area)), short_finding(visit, view, area))
            for area in codes("focus_area")
        ]
        return draw_panels(
            visit,
            shown,
            definition("gap_in_posts"),
            title(visit, view),
            gap_note(visit, view),
            columns=len(shown),
            mark_label=mark_label(visit),
            **panel_options(medium, lambda: picture_notes(visit, view), HEIGHT, PICTURE_HEIGHT, legend_beside=True),
        )

    return kept(visit, "focus_areas", (view.of(ALL_AREAS), medium), build)


def title(visit: Visit, view: View) -> str:
    """What the maps show together."""
    return visit.language.text("Gap in posts by focus area, target group: {group}", group=need_of(visit, view).name)


def most_severe(visit: Visit, view: View) -> str:
    """The one finding that matters most: the focus area that leaves most places without a post, else the largest gap of all."""
    language = visit.language
    found = {area: coverage(visit, view.of(area)) for area in codes("focus_area")}
    without = {area: int((frame["state"] == "no_service").sum()) for area, frame in found.items()}
    worst = max(without, key=without.__getitem__)
    if without[worst]:
        return str(sentences.without_service(found[worst], area_name(worst, language), language))
    largest = max(found, key=lambda area: float(found[area]["gap_fte"].max()))  # type: ignore[arg-type]
    (finding,) = sentences.largest_gaps(found[largest], language, most=1)
    return f"{area_name(largest, language)}. {finding}"


def short_finding(visit: Visit, view: View, area: str) -> str:
    """The finding of a focus area in a few words, below the title of its map."""
    found, text = coverage(visit, view.of(area)), visit.language.text
    if is_whole_district(visit, view.of(area)):
        return text("for all municipalities, split by need")
    without = found.filter(pl.col("state") == "no_service").height
    if without:
        return text("no service in {count} of {all} municipalities", count=without, all=found.height)
    worst = found.row(0, named=True)
    if worst["gap_fte"] < sentences.SMALLEST_GAP_FTE:
        return text("no gap of {limit} posts or more", limit=visit.language.number(sentences.SMALLEST_GAP_FTE, 2))
    return text(
        "largest gap: {place}, {gap} posts", place=worst["name"], gap=visit.language.number(worst["gap_fte"], 2)
    )


def rows(visit: Visit, view: View) -> list[tuple[str, list[str]]]:
    """AGS and cells: name, the gap in each focus area ("none" without any post of it), the gap in all."""
    language = visit.language
    by_area = [
        {
            row["ags"]: gap_text(row, language) if row["state"] != "no_service" else language.text("none")
            for row in coverage(visit, view.of(area)).iter_rows(named=True)
        }
        for area in (*codes("focus_area"), ALL_AREAS)
    ]
    order = coverage(visit, view.of(ALL_AREAS))
    return [(ags, [name, *(cells[ags] for cells in by_area)]) for ags, name in order.select("ags", "name").iter_rows()]


def posts_in_all(visit: Visit, view: View) -> list[str]:
    """The last row: how many posts the district has in each focus area."""
    language = visit.language
    areas = (*codes("focus_area"), ALL_AREAS)
    posts = (float(coverage(visit, view.of(area))["fte"].sum()) for area in areas)
    return [language.text("Posts in the district (FTE)"), *(language.number(fte, 2) for fte in posts)]
