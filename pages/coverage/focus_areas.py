"""The focus areas side by side: one map each on one scale, and the gap of every municipality in each."""

from __future__ import annotations

import polars as pl
import streamlit as st

from charts import sentences, table
from charts.panels import Panel
from metrics.codes import codes
from metrics.definitions import definition
from pages._shared.coverage import coverage, need_of
from pages._shared.downloads import picture_downloads
from pages._shared.explain import explain
from pages._shared.kept import kept
from pages._shared.maps import draw_panels, gap_note, gap_values, mark_label, picture_notes
from pages._shared.need import meaning_of
from pages._shared.pickable import pickable
from pages._shared.view import ALL_AREAS, View, area_name
from pages._shared.visit import Visit
from pages.coverage.csv_file import as_csv, facts_of_view
from pages.coverage.figures import gap_text, headline, is_whole_district, signs, whole_district

KINDS: tuple[str, ...] = ()
HEIGHT = 590
PICTURE_HEIGHT = 700


def show(visit: Visit, view: View) -> None:
    """Finding, maps, and a table of municipalities and focus areas."""
    language, text = visit.language, visit.language.text
    st.html(sentences.finding_as_html(most_severe(visit, view)))
    pickable(panels(visit, view), "focus_areas_map", visit)
    picture_downloads(visit, lambda: panels(visit, view, heading=True), title(visit, view))
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        caption = text("Gap in posts (FTE) by focus area, the largest gap in all first")
        headings = [text("Municipality"), *(area_name(area, language) for area in (*codes("focus_area"), ALL_AREAS))]
        markup = table.render(caption, headings, rows(visit, view), selected=visit.ags, total=posts_in_all(visit, view))
        pickable(markup, "focus_areas_table", visit)
        st.html(sentences.note_as_html(signs(visit, view.of(ALL_AREAS))))
        st.download_button(
            text("Save table as CSV"),
            table_as_csv(visit, view),
            file_name=f"versorgung_schwerpunkte_{view.group}.csv",
            mime="text/csv",
            on_click="ignore",
        )
    with right:
        for area in codes("focus_area"):
            found = [whole_district(language)]
            if not is_whole_district(visit, view.of(area)):
                found = headline(coverage(visit, view.of(area)), view.of(area), language)
            st.html(sentences.finding_as_html(area_name(area, language), *found))
    explain([definition("gap_in_posts"), *(meaning_of(visit, indicator) for indicator in view.weights)], language)


def panels(visit: Visit, view: View, *, heading: bool = False) -> str:
    """One map of gaps for each focus area; with `heading` the picture for downloads."""

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
            heading=heading,
            notes=picture_notes(visit, view) if heading else (),
            height=PICTURE_HEIGHT if heading else HEIGHT,
        )

    return kept(visit, "focus_areas", (view.of(ALL_AREAS), heading), build)


def title(visit: Visit, view: View) -> str:
    """What the maps show together."""
    return visit.language.text("Gap in posts by focus area, by {group}", group=need_of(visit, view).name)


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


def table_as_csv(visit: Visit, view: View) -> bytes:
    """Gaps and posts of every municipality in each focus area and in all."""
    language = visit.language
    areas = (*codes("focus_area"), ALL_AREAS)
    found = {area: coverage(visit, view.of(area)).sort("ags") for area in areas}
    labels = {language.text("Gap in posts (FTE)"): "gap_fte", language.text("Posts (FTE)"): "fte"}
    columns = {
        f"{label}: {area_name(area, language)}": found[area][column]
        for label, column in labels.items()
        for area in areas
    }
    order = found[ALL_AREAS]
    rows = zip(order["ags"], order["name"], *columns.values(), strict=True)
    facts = facts_of_view(visit, view.of(ALL_AREAS))
    return as_csv(facts, ["AGS", language.text("Municipality"), *columns], rows, language)


def posts_in_all(visit: Visit, view: View) -> list[str]:
    """The last row: how many posts the district has in each focus area."""
    language = visit.language
    areas = (*codes("focus_area"), ALL_AREAS)
    posts = (float(coverage(visit, view.of(area))["fte"].sum()) for area in areas)
    return [language.text("Posts in the district (FTE)"), *(language.number(fte, 2) for fte in posts)]
